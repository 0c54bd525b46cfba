"""The audit: every change by a person is in it, with who, what, from what, to what, why, and without a private word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.backups import aftermath
from bot.cli import main
from models import messages, people
from models.audit import Action, Audit
from models.database import Store, connect
from models.messages import OutboxMessage
from services import wording
from services.capability import Capability
from services.inbound import Kind
from tests import audited, commune, contests, databases, presses, rolled_up
from tests.commune import FOLDER, Stand


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stand]:
    """A stand with two messengers, watched: what is changed silently fails the test."""
    made = Stand(tmp_path, channels={"memory": Capability(), "zalo": Capability()})
    with audited.watch():
        yield made
    made.close()


def _join(stand: Stand) -> None:
    stand.join("son")


def _take_over(stand: Stand) -> None:
    """The second head of the same village comes in: the first one's role ends with her «Đồng ý»."""
    stand.join("son")
    commune.CAST["heir"] = ("T01", "village-head", "Hoàng Thị Mới", "bà Mới")
    try:
        stand.join("heir")
    finally:
        del commune.CAST["heir"]


def _stop(stand: Stand) -> None:
    stand.join("son")
    stand.say("son", "dừng")
    stand.tap("son", stop_label(stand))


def stop_label(stand: Stand) -> str:
    """The first button under the question whether to stop."""
    return str(stand.heard("son")[-1].choices[0][0])


def _withdraw(stand: Stand) -> None:
    stand.join("son")
    stand.say("son", "rút tên")
    stand.tap("son", "Rút tên tôi")
    stand.heard()


def _link(stand: Stand) -> None:
    stand.join("son")
    stand.say("son", "thêm kênh")
    code = next(word.strip(".,:") for word in stand.heard("son")[-1].text.split() if word[4:5] == "-")
    stand.send("z-son", Kind.TEXT, bot="zalo", channel="zalo", text=code)


def _prefer(stand: Stand) -> None:
    _link(stand)
    stand.say("son", "nhắn ở đây")


def _propose(stand: Stand) -> None:
    stand.join("hoa")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")


def _confirm(stand: Stand) -> None:
    _propose(stand)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")


def _refuse(stand: Stand) -> None:
    _propose(stand)
    stand.tap("hoa", stand.heard("hoa")[-1].choices[1][0])


def _leave(stand: Stand) -> None:
    _confirm(stand)
    stand.send("group", Kind.REMOVED, sender_id="hoa", is_group=True)


def _move(stand: Stand) -> None:
    _confirm(stand)
    stand.send("group", Kind.MOVED, sender_id="hoa", is_group=True, data="supergroup")


def _hold(stand: Stand) -> None:
    presses.drafted(stand)
    stand.tap("hoa", "Giữ lại")


def _post(stand: Stand) -> None:
    presses.drafted(stand)
    stand.tap("hoa", "Duyệt, đăng ngay")


def _bring_people(stand: Stand) -> None:
    stand.join("hoa")
    stand.give("hoa", "Thôn;Họ và tên\nBản Còn;Hoàng Văn Sơn\n".encode())
    stand.tap("hoa", "Áp dụng")


def _promote(stand: Stand) -> None:
    stand.join("son", "tu", "hoa")
    stand.say("hoa", "THAY BẢN CÒN")
    stand.tap("hoa", "Bà Tú (phó thôn)")
    stand.tap("hoa", "Thay")


def _remove(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "XÓA NGƯỜI BẢN CÒN")
    stand.tap("hoa", "Xóa ông Sơn")


def _bar(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "MẤT MÁY BẢN CÒN")
    stand.tap("hoa", "Chặn máy cũ")


def _rename(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "XƯNG HÔ BẢN CÒN bác Sơn")


def _go_away(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("son", "tôi đi vắng đến 5/12")


def _set_target(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "GIAO CHỈ TIÊU KT1a BẢN CÒN 46 NĂM 2027 THEO NQ 05")


def _list_units(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "BẮT ĐẦU DANH SÁCH")
    stand.say("hoa", "Khuổi Mới 20 hộ 81 người")
    stand.tap("hoa", "Ghi 1 nơi")


def _keep_campaign(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "BẮT ĐẦU PHONG TRÀO")
    stand.tap("hoa", "Dùng như mẫu")


def _announce(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "nghỉ Tết từ 4/2 đến 12/2, làm bù 20/2")
    stand.tap("hoa", "Ghi lịch nghỉ")


def _announce_meeting(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "THÔNG BÁO Mai họp ở xã, 8 giờ.")
    stand.say("hoa", "Bản Còn")
    stand.tap("hoa", "Gửi, cần")


def _launch(stand: Stand) -> None:
    stand.join("son", "lam", "hoa")
    stand.say("hoa", "PHÁT ĐỘNG")
    stand.say("hoa", "Thi đua chào mừng 3/2, toàn xã cùng làm đường.")
    stand.say("hoa", "Bản Còn")
    stand.tap("hoa", "Xin ý kiến rồi gửi")
    stand.tap("lam", "Đồng ý phát động")


def _draw_lot(stand: Stand) -> None:
    stand.join("son")
    _confirm(stand)
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
        if instant.endswith("08:00"):
            stand.say("son", "9")


def _check_figure(stand: Stand) -> None:
    _draw_lot(stand)
    stand.say("hoa", "KIỂM TRA")
    stand.tap("hoa", "Kiểm số tiếp")
    stand.tap("hoa", "Không xác định được")


def _open_pledges(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "GIAO ƯỚC")
    stand.tap("hoa", "Mở, giảm 10%")


def _agree_to_pledge(stand: Stand) -> None:
    _open_pledges(stand)
    stand.tap("son", "Đồng ý cả")


def _change_pledge(stand: Stand) -> None:
    _open_pledges(stand)
    stand.say("son", "GIAO ƯỚC 1: 40")


def _sign_pledge(stand: Stand) -> None:
    _agree_to_pledge(stand)
    stand.say("hoa", "GIAO ƯỚC KÝ BẢN CÒN")


def _confirm_law(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "CĂN CỨ 3: 15, theo Điều 2 Quyết định 40/QĐ-UBND")


def _take_law_back(stand: Stand) -> None:
    _confirm_law(stand)
    stand.say("hoa", "CĂN CỨ BỎ 3")


SCHEME = (
    "Tiêu chí;Điểm tối đa;Cách tính;Năm\nBảo hiểm y tế;40;XH1;2026\nĐúng hạn;20;đúng hạn;2026\n"
    "Phong trào;40;hội đồng;2026\nTổng cộng;100;;\n"
)


def _import_scheme(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.give("hoa", SCHEME.encode())
    stand.tap("hoa", "Áp dụng")


def _show_scores(stand: Stand) -> None:
    _import_scheme(stand)
    stand.at("2026-12-02T09:00")
    stand.say("hoa", "BẢNG ĐIỂM")
    stand.tap("hoa", "Gửi từng nơi xem")
    stand.tap("hoa", "Gửi ngay")


def _object_to_score(stand: Stand) -> None:
    _show_scores(stand)
    stand.say("son", "BẢNG ĐIỂM dòng 2 thiếu một tuần")


def _propose_honours(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "ĐỀ NGHỊ KHEN 2026")


def _add_nominee(stand: Stand) -> None:
    _propose_honours(stand)
    stand.say("hoa", "ĐỀ NGHỊ KHEN THÊM ông Nông Văn An, Bản Còn, trực tiếp: góp 200 m² đất làm đường")


def _remove_nominee(stand: Stand) -> None:
    _add_nominee(stand)
    stand.say("hoa", "ĐỀ NGHỊ KHEN BỎ 9: đã khen ở tỉnh")


def _record_awards(stand: Stand) -> None:
    _add_nominee(stand)
    stand.say("hoa", "ĐỀ NGHỊ KHEN QĐ 12/QĐ-UBND ngày 16/11/2026")


def _revoke_award(stand: Stand) -> None:
    _record_awards(stand)
    stand.say("hoa", "SỔ KHEN THƯỞNG THU HỒI 9: khai chưa đúng")


def _hand_over_awards(stand: Stand) -> None:
    _record_awards(stand)
    stand.say("hoa", "SỔ KHEN THƯỞNG TRAO 8-9 ngày 17/11/2026")


def _keep_deed(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("son", "VIỆC TỐT Bà con góp 30 công dọn mương hôm Chủ nhật.")
    stand.tap("hoa", "Giữ để đăng")


def _decline_deed(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("son", "VIỆC TỐT Bà con góp 30 công dọn mương hôm Chủ nhật.")
    stand.tap("hoa", "Không dùng")


def _take_deed_back(stand: Stand) -> None:
    _keep_deed(stand)
    stand.tap("son", "Đừng đăng")


def _end_round(stand: Stand) -> None:
    _open_round(stand)
    stand.say("hoa", "ĐÓNG ĐỢT")
    stand.tap("hoa", "Đóng đợt này")


def _drop_round(stand: Stand) -> None:
    _open_round(stand)
    stand.say("hoa", "BỎ ĐỢT")
    stand.tap("hoa", "Bỏ đợt này")


def _open_round(stand: Stand) -> None:
    stand.join("son", "hoa")
    contests.open_round(stand)


def _cancel_announcement(stand: Stand) -> None:
    stand.at("2026-11-17T21:00")
    _announce_meeting(stand)
    stand.tap("hoa", "Thôi")


def _take_days_off_back(stand: Stand) -> None:
    _announce(stand)
    stand.say("hoa", "BỎ NGHỈ TẾT 2027")
    stand.tap("hoa", "Bỏ lịch đã ghi")


def _join_roll_up(stand: Stand) -> None:
    stand.join("hoa")
    rolled_up.Above(stand)
    stand.say("hoa", "GÓP SỐ")
    stand.tap("hoa", "Đồng ý góp số")


def _leave_roll_up(stand: Stand) -> None:
    _join_roll_up(stand)
    stand.say("hoa", "GÓP SỐ")
    stand.tap("hoa", "Thôi góp số")


def _merge(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "sáp nhập Bản Còn và Nà Pò thành Bản Mới theo NQ 12")
    stand.tap("hoa", "Ghi")


def _unmerge(stand: Stand) -> None:
    _merge(stand)
    stand.say("hoa", "BỎ SÁP NHẬP")
    stand.tap("hoa", "Bỏ việc đã ghi")


def _extend(stand: Stand) -> None:
    stand.ask("son", "hoa")
    stand.say("hoa", "GIA HẠN BẢN CÒN 20 GIỜ THỨ NĂM")


def _close_year(stand: Stand) -> None:
    stand.join("hoa")
    stand.at("2027-01-15T10:00")
    stand.say("hoa", "CHỐT NĂM 2026")
    stand.tap("hoa", "Chốt năm 2026")


def _decline(stand: Stand) -> None:
    presses.posted_and_mended(stand)
    stand.tap("hoa", "Không cần")


def _correct(stand: Stand) -> None:
    presses.posted_and_mended(stand)
    stand.tap("hoa", "Đăng đính chính")
    stand.tap("hoa", "Ghi nhầm khi nhập")


def _settle(stand: Stand) -> None:
    presses.drafted(stand)
    stand.at(presses.POST_TIME)
    stand.tick()
    with stand.store.transaction() as session:
        row = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "post")).one()
        row.state, row.error = messages.UNKNOWN, "interrupted"
    stand.tick()
    stand.tap("hoa", wording.POST_ARRIVED)


def _mark(stand: Stand) -> None:
    stand.ask("son", "hoa")
    stand.tap("son", "Vẫn 9 người")
    stand.say("son", "31 ha")
    stand.tap("son", "Đúng, lý do khác")
    stand.at("2026-11-19T17:00")
    stand.tick()
    stand.tap("hoa", "Xem 1 số")
    stand.tap("hoa", "Đúng: Bản Còn, gieo trồng")


def _enter(stand: Stand) -> None:
    stand.ask("son", "hoa")
    stand.say("hoa", "ghi hộ")
    stand.tap("hoa", "Bản Còn")
    stand.say("hoa", "8")


def _restore(stand: Stand) -> None:
    now = stand.clock.now()
    aftermath.settle(stand.store, [stand.deployment], now - timedelta(hours=1), now)


NEW_VILLAGE = {"kind": "village", "name": "Khuổi Mới", "households": 20, "people": 81, "adults": None}

# What was done, and of the newest row about it: the start of its subject, and the values before and after.
ACTS: Mapping[Action, tuple[Callable[[Stand], None], str, Mapping[str, object], Mapping[str, object]]] = {
    Action.INVITED: (_join, "invitation:", {}, {"role": "village-head", "unit": "T01", "days": 14}),
    Action.JOINED: (_join, "person:", {}, {"role": "village-head", "unit": "T01"}),
    Action.CONSENTED: (_join, "person:", {"version": None, "by_phone": False}, {"version": 1, "by_phone": False}),
    Action.ROLE_ENDED: (_take_over, "person:1", {"role": "village-head", "unit": "T01"}, {"successor": 2}),
    Action.STOPPED: (_stop, "person:1", {"by_phone": False}, {"by_phone": True}),
    Action.WITHDRAWN: (_withdraw, "person:1", {"roles": [{"role": "village-head", "unit": "T01"}]}, {"roles": []}),
    Action.LINKED: (_link, "person:1", {}, {"channel": "zalo"}),
    Action.PREFERRED_CHANNEL: (_prefer, "person:1", {"bot": "zalo"}, {"bot": "memory"}),
    Action.GROUP_PROPOSED: (_propose, "group:1", {"is_confirmed": False}, {"bot": "memory", "proposed_by": 1}),
    Action.GROUP_CONFIRMED: (_confirm, "group:1", {"is_confirmed": False}, {"is_confirmed": True}),
    Action.GROUP_REFUSED: (_refuse, "group:1", {"is_confirmed": False}, {"is_confirmed": False}),
    Action.GROUP_LEFT: (_leave, "group:1", {}, {}),
    Action.GROUP_MOVED: (_move, "group:1", {}, {"moved_to": 1}),
    Action.HELD: (_hold, "summary:1", {"state": "draft"}, {"state": "held", "week": "2026-W47"}),
    Action.POSTED: (_post, "summary:1", {"state": "draft"}, {"week": "2026-W47", "number": "1/2026"}),
    Action.CORRECTION_DECLINED: (_decline, "correction:1", {"state": "proposed"}, {"state": "declined"}),
    Action.CORRECTED: (_correct, "correction:1", {"state": "proposed"}, {"state": "posted", "number": 1}),
    Action.POST_SETTLED: (_settle, "message:", {"state": "unknown"}, {"state": "sent"}),
    Action.MARK_CLEARED: (_mark, "figure:", {}, {"figure": "KT1a.area", "unit": "T01", "day": "2026-11-19"}),
    Action.ENTERED_FOR_UNIT: (_enter, "report:", {}, {"unit": "T01", "week": "2026-W47"}),
    Action.TARGET_SET: (_set_target, "targets", {}, {"KT1a T01 2027 assigned": "46", "decision": "NQ 05"}),
    Action.DEADLINE_EXTENDED: (
        _extend,
        "report:",
        {"until": "2026-11-19T16:00:00+07:00"},
        {"unit": "T01", "week": "2026-W47", "until": "2026-11-19T20:00:00+07:00"},
    ),
    Action.YEAR_CLOSED: (_close_year, "year:2026", {}, {"far": 3}),
    Action.DAYS_OFF_ANNOUNCED: (
        *(_announce, "holiday:tet 2027", {}),
        {"from": "2027-02-04", "until": "2027-02-12", "worked": "2027-02-20"},
    ),
    Action.DAYS_OFF_TAKEN_BACK: (
        *(_take_days_off_back, "holiday:tet 2027"),
        *({"from": "2027-02-04", "until": "2027-02-12", "worked": "2027-02-20"}, {}),
    ),
    Action.DEED_KEPT: (_keep_deed, "deed:1", {}, {"unit": "T01", "named": False}),
    Action.DEED_DECLINED: (_decline_deed, "deed:1", {}, {"unit": "T01", "named": False}),
    Action.DEED_TAKEN_BACK: (_take_deed_back, "deed:1", {"unit": "T01"}, {}),
    Action.ROUND_OPENED: (
        *(_open_round, "round:1", {}),
        {"first": "2026-11-17", "last": "2026-12-16", "units": 3, "measures": 1},
    ),
    Action.ROUND_ENDED: (_end_round, "round:1", {"last": "2026-12-16"}, {"last": "2026-11-17"}),
    Action.ROUND_DROPPED: (_drop_round, "round:1", {}, {}),
    Action.ANNOUNCED: (_announce_meeting, "announcement:1", {}, {"places": 1, "receipt": True}),
    Action.LAUNCH_AGREED: (_launch, "announcement:1", {}, {"outside": False}),
    Action.LOT_DRAWN: (_draw_lot, "period:2", {}, {"figures": 1}),
    Action.FIGURE_CHECKED: (_check_figure, "check:1", {}, {"outcome": "unclear"}),
    Action.HONOURS_PROPOSED: (_propose_honours, "honours:1", {}, {"year": 2026, "places": 8}),
    Action.NOMINEE_ADDED: (_add_nominee, "honours:1", {}, {"unit": "T01", "kind": "person"}),
    Action.NOMINEE_REMOVED: (_remove_nominee, "honours:1", {"unit": "T01", "kind": "person"}, {}),
    Action.AWARDS_RECORDED: (_record_awards, "honours:1", {}, {"places": 9}),
    Action.AWARD_REVOKED: (_revoke_award, "award:9", {}, {}),
    Action.AWARDS_HANDED: (
        _hand_over_awards,
        "awards",
        {},
        {"places": 2, "numbers": [8, 9], "day": "2026-11-17"},
    ),
    Action.LEGAL_CONFIRMED: (_confirm_law, "legal:members", {}, {"until": None}),
    Action.LEGAL_TAKEN_BACK: (_take_law_back, "legal:members", {}, {}),
    Action.SCHEME_IMPORTED: (_import_scheme, "scores:2026", {}, {"criteria": 3, "total": "100"}),
    Action.SCORES_SHOWN: (_show_scores, "scores:2026", {}, {"places": 1}),
    Action.SCORE_OBJECTED: (_object_to_score, "scores:2026", {}, {"unit": "T01"}),
    Action.PLEDGES_OPENED: (_open_pledges, "year:2026", {}, {"places": 47, "fall": 10}),
    Action.PLEDGE_AGREED: (_agree_to_pledge, "year:2026", {}, {"unit": "T01", "lines": 8}),
    Action.PLEDGE_CHANGED: (_change_pledge, "year:2026", {"T01 KT1a 2026": "45.7"}, {"T01 KT1a 2026": "40"}),
    Action.PLEDGES_SIGNED: (_sign_pledge, "year:2026", {}, {"units": ["T01"]}),
    Action.ANNOUNCEMENT_CANCELLED: (_cancel_announcement, "announcement:1", {}, {}),
    Action.ROLE_GIVEN: (_promote, "person:2", {}, {"role": "village-head", "unit": "T01"}),
    Action.PERSON_REMOVED: (_remove, "person:1", {"roles": [{"role": "village-head", "unit": "T01"}]}, {"roles": []}),
    Action.ACCOUNTS_BARRED: (_bar, "person:1", {"accounts": 1}, {}),
    Action.DETAILS_CHANGED: (_rename, "person:1", {}, {"changed": "address"}),
    Action.UNITS_LISTED: (_list_units, "units", {}, {"T29": NEW_VILLAGE}),
    Action.SETUP_SETTLED: (_keep_campaign, "setup:campaign", {}, {"state": "done"}),
    Action.ABSENCE: (_go_away, "person:1", {}, {"from": "2026-11-17", "until": "2026-12-05"}),
    Action.UNITS_CHANGED: (
        *(_merge, "units", {"units": ["T01", "T04"], "names": ["Bản Còn", "Nà Pò"]}),
        {"kind": "merge", "after": ["T29"], "names": ["Bản Mới"], "from": "2026-11-17"},
    ),
    Action.UNITS_TAKEN_BACK: (_unmerge, "units", {"names": ["Bản Mới"]}, {"names": ["Bản Còn", "Nà Pò"]}),
    Action.ROLE_FOLLOWED: (
        *(_merge, "person:1", {"unit": "T01", "role": "village-head"}),
        {"unit": "T29", "role": "village-head"},
    ),
    Action.PEOPLE_IMPORTED: (_bring_people, "people", {}, {"rows": 1}),
    Action.ROLL_UP_JOINED: (_join_roll_up, "roll-up:lang-son", {}, {"measures": [*rolled_up.MEASURES]}),
    Action.ROLL_UP_LEFT: (_leave_roll_up, "roll-up:lang-son", {"measures": [*rolled_up.MEASURES]}, {}),
    Action.RESTORED: (_restore, "database", {}, {}),
}

# What is done on the command line: the words, the subject, and who is none of the people.
OVERRIDE = ("measures.KT1a.target.value", "--from", "2026-07-01", "--why", "NQ 12")
COMMANDS: Mapping[Action, tuple[tuple[str, ...], str]] = {
    Action.UNITS_IMPORTED: (("units", "import", str(FOLDER / "units.csv")), "units"),
    Action.FIGURES_IMPORTED: (("figures", "import", str(FOLDER / "figures.csv")), "figures"),
    Action.TARGETS_IMPORTED: (("targets", "import", str(FOLDER / "targets.csv")), "targets"),
    Action.MESSAGE_RETRIED: (("outbox", "retry", "1"), "message:1"),
    Action.MESSAGE_DROPPED: (("outbox", "drop", "1"), "message:1"),
    Action.CAMPAIGN_OVERRIDE: (("campaign", "set", OVERRIDE[0], "1900", *OVERRIDE[1:]), f"campaign:{OVERRIDE[0]}"),
    Action.OVERRIDE_TAKEN_BACK: (("campaign", "unset", *OVERRIDE), f"campaign:{OVERRIDE[0]}"),
}


def rows(store: Store, action: Action | None = None) -> list[Audit]:
    with store.transaction() as session:
        query = select(Audit).order_by(Audit.id)
        return list(session.scalars(query if action is None else query.where(Audit.action == action.value)))


def test_every_action_has_its_example() -> None:
    """A new kind of change is added here, or this fails."""
    assert set(Action) == {*ACTS, *COMMANDS}


@pytest.mark.parametrize("action", ACTS, ids=str)
def test_a_change_is_written_down(action: Action, two: Stand) -> None:
    """Who, whose commune, what, from what, to what; nothing else changed without a word."""
    act, subject, old, new = ACTS[action]
    act(two)
    row = rows(two.store, action)[-1]
    assert row.subject.startswith(subject)
    assert dict(old) == {key: value for key, value in row.old.items() if key in old}
    assert dict(new) == {key: value for key, value in row.new.items() if key in new}
    assert 1 == row.commune_id
    by_nobody = (Action.INVITED, Action.RESTORED, Action.LOT_DRAWN)  # posted at its hour
    assert (action in by_nobody) == (row.person_id is None)


def test_a_correction_says_why(two: Stand) -> None:
    """Its reason is one of three sentences."""
    _correct(two)
    assert ["Ghi nhầm khi nhập"] == [row.why for row in rows(two.store, Action.CORRECTED)]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[int, str]]]:
    """`thidua` in this process, on the sample with a message that was given up."""
    path = commune.fresh_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAMPAIGN_FILE", str(FOLDER / "campaign.toml"))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1000:test")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    store = Store(connect(f"sqlite:///{path}"))
    now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    with store.transaction() as session:
        session.add(
            OutboxMessage(bot="telegram", chat_id="7", text="bí mật", created_at=now, purpose="reply", state="given_up")
        )
    store.close()

    def run(*words: str) -> tuple[int, str]:
        with audited.watch():
            done = CliRunner().invoke(main.app, words)
        return done.exit_code, done.output

    yield run


@pytest.mark.parametrize("action", COMMANDS, ids=str)
def test_a_command_s_change_is_written_down(
    action: Action, shell: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    """By nobody of the people: what the command line did."""
    words, subject = COMMANDS[action]
    if action is Action.OVERRIDE_TAKEN_BACK:
        assert 0 == shell(*COMMANDS[Action.CAMPAIGN_OVERRIDE][0])[0]
    code, said = shell(*words)
    assert 0 == code, said
    store = Store(connect(f"sqlite:///{tmp_path / 'thidua.db'}"))
    row = rows(store, action)[-1]
    store.close()
    assert (subject, None, 1) == (row.subject, row.person_id, row.commune_id)
    if action is Action.CAMPAIGN_OVERRIDE:
        assert ({"value": "1819.7"}, "1900", "NQ 12") == (row.old, row.new["value"], row.why)


def test_imports_say_what_they_changed(shell: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    """A village's new number of people and a unit's new target, each with what stood before; the rest is silent."""
    for name, old, new in (("units.csv", "T01,village,Bản Còn,118,512", "T01,village,Bản Còn,118,513"),):
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
        assert 0 == shell("units", "import", str(tmp_path / name))[0]
    store = Store(connect(f"sqlite:///{tmp_path / 'thidua.db'}"))
    row = rows(store, Action.UNITS_IMPORTED)[-1]
    store.close()
    assert (512, 513) == (row.old["T01"]["people"], row.new["T01"]["people"])
    assert {"T01"} == set(row.new)


@pytest.mark.parametrize("kind", [databases.SQLITE, databases.POSTGRESQL])
def test_what_is_written_survives_a_withdrawal_without_a_name(kind: str, tmp_path: Path) -> None:
    """Neither name, form of address, telephone, account nor typed words are in any row, before and after RÚT TÊN."""
    stand = Stand(tmp_path, commune.fresh_store(tmp_path, kind))
    stand.ask("son", "hoa")
    stand.say("son", "con 6 nguoi thoi")
    stand.say("son", "rút tên")
    stand.tap("son", "Rút tên tôi")
    kept = rows(stand.store)
    stand.close()
    assert [Action.WITHDRAWN] == [row.action for row in kept][-1:]
    written = json.dumps([[row.old, row.new, row.subject, row.why] for row in kept[3:]], ensure_ascii=False)
    private = ("Hoàng Văn Sơn", "ông Sơn", "0900", "nguoi", "Đàm Thị Hoa", "chị Hoa")
    assert [] == [word for word in private if word in written]


def test_the_watch_sees_a_silent_change(stand: Stand) -> None:
    """A role that ends without a word."""
    stand.join("son")
    with pytest.raises(AssertionError, match="person:1"), audited.watch(), stand.context() as context:
        role = context.session.scalars(select(people.Role)).one()
        role.until = context.now
