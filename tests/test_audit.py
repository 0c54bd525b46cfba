"""The audit: every change by a person is in it, with who, what, from what, to what, why, and without a private word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import main
from models import people
from models.audit import Action, Audit
from models.database import Store, connect
from models.messages import OutboxMessage
from services.capability import Capability
from tests import audited, commune, databases, rolled_up
from tests.audit_acts import contest, groups_and_posts, membership, units_and_figures
from tests.commune import FOLDER, Stand


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stand]:
    """A stand with two messengers, watched: what is changed silently fails the test."""
    made = Stand(tmp_path, channels={"memory": Capability(), "zalo": Capability()})
    with audited.watch():
        yield made
    made.close()


NEW_VILLAGE = {"kind": "village", "name": "Khuổi Mới", "households": 20, "people": 81, "adults": None}

# What was done, and of the newest row about it: the start of its subject, and the values before and after.
ACTS: Mapping[Action, tuple[Callable[[Stand], None], str, Mapping[str, object], Mapping[str, object]]] = {
    Action.INVITED: (membership.join, "invitation:", {}, {"role": "village-head", "unit": "T01", "days": 14}),
    Action.JOINED: (membership.join, "person:", {}, {"role": "village-head", "unit": "T01"}),
    Action.CONSENTED: (
        membership.join,
        "person:",
        {"version": None, "by_phone": False},
        {"version": 1, "by_phone": False},
    ),
    Action.ROLE_ENDED: (membership.take_over, "person:1", {"role": "village-head", "unit": "T01"}, {"successor": 2}),
    Action.STOPPED: (membership.stop, "person:1", {"by_phone": False}, {"by_phone": True}),
    Action.WITHDRAWN: (
        membership.withdraw,
        "person:1",
        {"roles": [{"role": "village-head", "unit": "T01"}]},
        {"roles": []},
    ),
    Action.LINKED: (membership.link, "person:1", {}, {"channel": "zalo"}),
    Action.PREFERRED_CHANNEL: (membership.prefer, "person:1", {"bot": "zalo"}, {"bot": "memory"}),
    Action.GROUP_PROPOSED: (
        groups_and_posts.propose,
        "group:1",
        {"is_confirmed": False},
        {"bot": "memory", "proposed_by": 1},
    ),
    Action.GROUP_CONFIRMED: (groups_and_posts.confirm, "group:1", {"is_confirmed": False}, {"is_confirmed": True}),
    Action.GROUP_REFUSED: (groups_and_posts.refuse, "group:1", {"is_confirmed": False}, {"is_confirmed": False}),
    Action.GROUP_LEFT: (groups_and_posts.leave, "group:1", {}, {}),
    Action.GROUP_MOVED: (groups_and_posts.move, "group:1", {}, {"moved_to": 1}),
    Action.HELD: (groups_and_posts.hold, "summary:1", {"state": "draft"}, {"state": "held", "week": "2026-W47"}),
    Action.POSTED: (groups_and_posts.post, "summary:1", {"state": "draft"}, {"week": "2026-W47", "number": "1/2026"}),
    Action.CORRECTION_DECLINED: (
        groups_and_posts.decline,
        "correction:1",
        {"state": "proposed"},
        {"state": "declined"},
    ),
    Action.CORRECTED: (
        groups_and_posts.correct,
        "correction:1",
        {"state": "proposed"},
        {"state": "posted", "number": 1},
    ),
    Action.POST_SETTLED: (groups_and_posts.settle, "message:", {"state": "unknown"}, {"state": "sent"}),
    Action.MARK_CLEARED: (
        units_and_figures.mark,
        "figure:",
        {},
        {"figure": "KT1a.area", "unit": "T01", "day": "2026-11-19"},
    ),
    Action.ENTERED_FOR_UNIT: (units_and_figures.enter, "report:", {}, {"unit": "T01", "week": "2026-W47"}),
    Action.TARGET_SET: (
        units_and_figures.set_target,
        "targets",
        {},
        {"KT1a T01 2027 assigned": "46", "decision": "NQ 05"},
    ),
    Action.DEADLINE_EXTENDED: (
        units_and_figures.extend,
        "report:",
        {"until": "2026-11-19T16:00:00+07:00"},
        {"unit": "T01", "week": "2026-W47", "until": "2026-11-19T20:00:00+07:00"},
    ),
    Action.YEAR_CLOSED: (units_and_figures.close_year, "year:2026", {}, {"far": 3}),
    Action.DAYS_OFF_ANNOUNCED: (
        *(groups_and_posts.announce, "holiday:tet 2027", {}),
        {"from": "2027-02-04", "until": "2027-02-12", "worked": "2027-02-20"},
    ),
    Action.DAYS_OFF_TAKEN_BACK: (
        *(groups_and_posts.take_days_off_back, "holiday:tet 2027"),
        *({"from": "2027-02-04", "until": "2027-02-12", "worked": "2027-02-20"}, {}),
    ),
    Action.DEED_KEPT: (contest.keep_deed, "deed:1", {}, {"unit": "T01", "named": False}),
    Action.DEED_DECLINED: (contest.decline_deed, "deed:1", {}, {"unit": "T01", "named": False}),
    Action.DEED_TAKEN_BACK: (contest.take_deed_back, "deed:1", {"unit": "T01"}, {}),
    Action.ROUND_OPENED: (
        *(contest.open_round, "round:1", {}),
        {"first": "2026-11-17", "last": "2026-12-16", "units": 3, "measures": 1},
    ),
    Action.ROUND_ENDED: (contest.end_round, "round:1", {"last": "2026-12-16"}, {"last": "2026-11-17"}),
    Action.ROUND_DROPPED: (contest.drop_round, "round:1", {}, {}),
    Action.ANNOUNCED: (groups_and_posts.announce_meeting, "announcement:1", {}, {"places": 1, "receipt": True}),
    Action.LAUNCH_AGREED: (groups_and_posts.launch, "announcement:1", {}, {"outside": False}),
    Action.LOT_DRAWN: (groups_and_posts.draw_lot, "period:2", {}, {"figures": 1}),
    Action.FIGURE_CHECKED: (units_and_figures.check_figure, "check:1", {}, {"outcome": "unclear"}),
    Action.HONOURS_PROPOSED: (contest.propose_honours, "honours:1", {}, {"year": 2026, "places": 8}),
    Action.NOMINEE_ADDED: (contest.add_nominee, "honours:1", {}, {"unit": "T01", "kind": "person"}),
    Action.NOMINEE_REMOVED: (contest.remove_nominee, "honours:1", {"unit": "T01", "kind": "person"}, {}),
    Action.AWARDS_RECORDED: (contest.record_awards, "honours:1", {}, {"places": 9}),
    Action.AWARD_REVOKED: (contest.revoke_award, "award:9", {}, {}),
    Action.AWARDS_HANDED: (
        contest.hand_over_awards,
        "awards",
        {},
        {"places": 2, "numbers": [8, 9], "day": "2026-11-17"},
    ),
    Action.LEGAL_CONFIRMED: (contest.confirm_law, "legal:members", {}, {"until": None}),
    Action.LEGAL_TAKEN_BACK: (contest.take_law_back, "legal:members", {}, {}),
    Action.SCHEME_IMPORTED: (contest.import_scheme, "scores:2026", {}, {"criteria": 3, "total": "100"}),
    Action.SCORES_SHOWN: (contest.show_scores, "scores:2026", {}, {"places": 1}),
    Action.SCORE_OBJECTED: (contest.object_to_score, "scores:2026", {}, {"unit": "T01"}),
    Action.PLEDGES_OPENED: (contest.open_pledges, "year:2026", {}, {"places": 47, "fall": 10}),
    Action.PLEDGE_AGREED: (contest.agree_to_pledge, "year:2026", {}, {"unit": "T01", "lines": 8}),
    Action.PLEDGE_CHANGED: (contest.change_pledge, "year:2026", {"T01 KT1a 2026": "45.7"}, {"T01 KT1a 2026": "40"}),
    Action.PLEDGES_SIGNED: (contest.sign_pledge, "year:2026", {}, {"units": ["T01"]}),
    Action.ANNOUNCEMENT_CANCELLED: (groups_and_posts.cancel_announcement, "announcement:1", {}, {}),
    Action.ROLE_GIVEN: (membership.promote, "person:2", {}, {"role": "village-head", "unit": "T01"}),
    Action.PERSON_REMOVED: (
        membership.remove,
        "person:1",
        {"roles": [{"role": "village-head", "unit": "T01"}]},
        {"roles": []},
    ),
    Action.ACCOUNTS_BARRED: (membership.bar, "person:1", {"accounts": 1}, {}),
    Action.DETAILS_CHANGED: (membership.rename, "person:1", {}, {"changed": "address"}),
    Action.UNITS_LISTED: (units_and_figures.list_units, "units", {}, {"T29": NEW_VILLAGE}),
    Action.SETUP_SETTLED: (membership.keep_campaign, "setup:campaign", {}, {"state": "done"}),
    Action.ABSENCE: (membership.go_away, "person:1", {}, {"from": "2026-11-17", "until": "2026-12-05"}),
    Action.UNITS_CHANGED: (
        *(units_and_figures.merge, "units", {"units": ["T01", "T04"], "names": ["Bản Còn", "Nà Pò"]}),
        {"kind": "merge", "after": ["T29"], "names": ["Bản Mới"], "from": "2026-11-17"},
    ),
    Action.UNITS_TAKEN_BACK: (
        units_and_figures.unmerge,
        "units",
        {"names": ["Bản Mới"]},
        {"names": ["Bản Còn", "Nà Pò"]},
    ),
    Action.ROLE_FOLLOWED: (
        *(units_and_figures.merge, "person:1", {"unit": "T01", "role": "village-head"}),
        {"unit": "T29", "role": "village-head"},
    ),
    Action.PEOPLE_IMPORTED: (membership.bring_people, "people", {}, {"rows": 1}),
    Action.ROLL_UP_JOINED: (groups_and_posts.join_roll_up, "roll-up:lang-son", {}, {"measures": [*rolled_up.MEASURES]}),
    Action.ROLL_UP_LEFT: (groups_and_posts.leave_roll_up, "roll-up:lang-son", {"measures": [*rolled_up.MEASURES]}, {}),
    Action.RESTORED: (units_and_figures.restore, "database", {}, {}),
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
    groups_and_posts.correct(two)
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
