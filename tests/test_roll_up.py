"""Roll-ups (tổng hợp liên xã): what is added, who may be in it, when it is told, and what nobody can work out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import bootstrap
from bot.backups import aftermath
from bot.communes import roll_ups as files
from bot.communes import telling
from bot.communes.reading import CommuneList
from campaign import meaning
from campaign.calendar import ReportingWeek
from models import outbox_troubles, roll_ups
from models.database import NOBODY, Store
from models.messages import OutboxMessage
from models.outbox_states import Purpose, State
from models.roll_ups import RollUpPost
from models.summaries import PostedSummary
from reports import roll_up as report
from reports.roll_up import Contribution, Frozen, Table, Told
from services.inbound import Kind
from tests import commune, databases, rolled_up
from tests.commune import FOLDER, Stand
from tests.live import live_settings
from tests.rolled_up import GROUP, Above

NEIGHBOURS = ("06001", "06002", "06003", "06004")
WEEK = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)
BOTH = [databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)]


@pytest.fixture(params=BOTH)
def above(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Above]:
    """Four neighbours, of which three agree, under a unit that has its group."""
    stand = Stand(tmp_path, commune.fresh_store(tmp_path, request.param))
    made = Above(stand, NEIGHBOURS)
    made.agree(*NEIGHBOURS[:3])
    made.bind()
    stand.at("2026-11-20T09:00")
    yield made
    stand.close()


def told(above: Above) -> list[OutboxMessage]:
    """What the group hears by what is due now."""
    above.stand.tick()
    return [row for row in above.stand.heard() if row.chat_id == GROUP]


def at(above: Above, instant: str) -> list[OutboxMessage]:
    above.stand.at(instant)
    return told(above)


def post_all(above: Above, codes: tuple[str, ...] = NEIGHBOURS[:3], first: int = 0) -> None:
    for number, code in enumerate(codes, first):
        above.posts(code, rolled_up.example(above.stand, number))


# What is added


@pytest.mark.parametrize("seed", range(20))
def test_sums_ratios_and_counts_agree_with_a_reckoning_of_their_own(above_all: Stand, seed: int) -> None:
    """Figures at random, some missing, some of another meaning: every printed number is reckoned here once more."""
    draw, made = random.Random(seed), rolled_up.roll_up(above_all)
    given = [_random(above_all, draw, number) for number in range(draw.randint(0, 12))]
    table = report.build(made, WEEK, given, 20, 3, {})
    assert (len(given), 20, 3) == (table.posted, table.communes, table.unwilling)
    for line in table.lines:
        mark = meaning.of(made.campaign.by_id[line.measure])
        mine = [one.figures[line.measure] for one in given if line.measure in one.figures]
        assert [one.name for one in given if one.figures[line.measure].meaning != mark] == list(line.other)
        assert _reckoned(line.measure, [one for one in mine if one.meaning == mark and one.value is not None]) == (
            line.said
        )


def _random(stand: Stand, draw: random.Random, number: int) -> Contribution:
    figures = {}
    for measure in rolled_up.MEASURES:
        below, value = draw.randint(20, 900), draw.randint(10, 500)
        is_share = measure in ("XH1", "XH5")
        one = Frozen(
            meaning=rolled_up.frozen(stand, measure).meaning if draw.random() < 0.9 else "otherwise",
            value=None if draw.random() < 0.1 else Decimal(value),
            numerator=Decimal(value),
            denominator=Decimal(below) if is_share else None,
            target=Decimal(draw.randint(1, 600)) if measure == "KT1a" else None,
            base=Decimal(value + 3) if measure == "QP2a" else None,
            met=draw.choice([True, False, None]),
            marked=draw.choice([0, 0, 0, 2]),
        )
        figures[measure] = one
    return Contribution(f"{number:05}", f"xã {number}", figures)


def _reckoned(measure: str, added: list[Frozen]) -> str:
    """The line as plain integers give it."""
    if len(added) < 3:
        return "chưa đủ 3 xã để cộng"
    above, below = (sum(int(getattr(one, key) or 0) for one in added) for key in ("numerator", "denominator"))
    total, targets, base = (sum(int(getattr(one, key) or 0) for one in added) for key in ("value", "target", "base"))
    said = {
        "XH1": lambda: f"{_half_up(1000 * above, below)}%",
        "XH5": lambda: f"{_dots(above)}/{_dots(below)} thôn",
        "XH3": lambda: f"{_dots(total)} hộ",
        "QP2a": lambda: f"{_dots(total)} vụ (cùng kỳ {_dots(base)} vụ)",
        "KT1a": lambda: f"{_dots(total)},0 ha, {_half_up(1000 * total, targets)}% kế hoạch",
    }[measure]()
    judged = [one.met for one in added if one.met is not None]
    parts = [said, f"{judged.count(True)}/{len(judged)} xã đạt" if len(judged) >= 3 else ""]
    marked = sum(one.marked for one in added)
    return "; ".join(part for part in (*parts, f"{marked:02d} số đang đối chiếu" if marked else "") if part)


def _half_up(above: int, below: int) -> str:
    """Tenths of a per cent, rounded half up."""
    tenths = (2 * above + below) // (2 * below)
    return f"{_dots(tenths // 10)},{tenths % 10}"


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@pytest.fixture(scope="module")
def above_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """For what needs a campaign and no database."""
    stand = Stand(tmp_path_factory.mktemp("above"))
    yield stand
    stand.close()


@pytest.mark.parametrize(
    ("figures", "before", "said"),
    [
        ((5, 200, 300), (), "505 hộ"),
        ((3, 200, 300), (), "không nêu"),  # the others' own posts, taken away, leave three
        ((200, 2, 1), (), "không nêu"),  # without the first one three are left
        ((0, 0, 200), (), "200 hộ"),
        ((200, 300, 250), (200, 300, 250, 4), "không nêu"),  # the fourth is gone: what was told before gives it away
        ((200, 300, 250, 4), (200, 300, 250), "không nêu"),  # or has come
        ((200, 300, 250), (200, 300, 250, 90), "750 hộ"),
        ((200, 300, 250, 4, 3, 4), (200, 300, 250), "761 hộ"),  # three came together
        ((200, 300, 250, 4, 3), (), "không nêu"),  # they leave seven: whoever has four of them knows the three
        ((200, 300, 250, 2, 1, 1), (), "không nêu"),
        ((200, 300, 250, 4, 4, 3), (), "761 hộ"),  # seven and eight are left to those who have one
    ],
)
def test_no_small_count_can_be_worked_out(
    above_all: Stand, figures: tuple[int, ...], before: tuple[int, ...], said: str
) -> None:
    """Poor households: neither by a commune that takes its own away, nor from last week's sum."""
    given = [
        Contribution(str(number), f"xã {number}", {"XH3": rolled_up.frozen(above_all, "XH3", value=value)})
        for number, value in enumerate(figures)
    ]
    known = {str(number): Decimal(value) for number, value in enumerate(before)}
    was = {"XH3": Told(frozenset(known), "2026-W46", known)} if before else {}
    table = report.build(rolled_up.roll_up(above_all, measures=("XH3",)), WEEK, given, 9, 0, was)
    assert said == table.lines[0].said
    assert Table.from_json(table.to_json()) == table


def test_a_measure_means_what_its_file_says(above_all: Stand) -> None:
    """Another question, unit, input or comparison is another measure; another target or reminder is not."""
    measure = above_all.deployment.campaign.as_written.by_id["XH3"]
    other = replace(measure, inputs=(replace(measure.inputs[0], question="Mấy hộ?"),))
    assert meaning.of(measure) != meaning.of(other)
    assert meaning.of(measure) != meaning.of(replace(measure, unit="nhà"))
    assert meaning.of(measure) == meaning.of(
        replace(measure, label="nghèo", target=replace(measure.target, value=None))
    )


# When, and who


def test_it_is_posted_once_at_its_hour_from_what_was_agreed_to(above: Above, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fourth has posted and not agreed: it is counted as that, and what it has is in no sum."""
    post_all(above, NEIGHBOURS)
    assert [] == at(above, "2026-11-20T14:59")
    (post,) = at(above, "2026-11-20T15:00")
    assert "Tỉnh Lạng Sơn: 3/5 xã đã đăng; 2 xã chưa góp số." in post.text
    assert "- Hộ nghèo: 633 hộ; 0/3 xã đạt; 01 số đang đối chiếu." in post.text
    assert (True, Purpose.ROLL_UP, None) == (post.once, post.purpose, post.commune_id)
    with monkeypatch.context() as patched:
        locked: list[int] = []
        patched.setattr(Store, "lock", lambda _store, _session, whose, _seconds=None: locked.append(whose))
        assert [] == at(above, "2026-11-20T15:01")
        assert NOBODY not in locked  # nothing is due: no other process waits for that
    assert len(post.text) < 1000


def test_a_commune_agrees_to_what_it_was_shown_and_to_no_more(above: Above) -> None:
    """The file asks for another measure: it is added for nobody until they agree."""
    post_all(above)
    above.serve(replace(above.roll_up, measures=("XH3", "XH2")))
    (post,) = at(above, "2026-11-20T15:00")
    assert "- Hộ nghèo: 633 hộ" in post.text
    assert "- Lao động qua đào tạo: chưa đủ 3 xã để cộng." in post.text


def test_a_correction_is_told_a_day_later_and_names_nobody(above: Above) -> None:
    """Below the post, which stays; of several in a day one message."""
    post_all(above)
    at(above, "2026-11-20T15:00")
    above.stand.arrive(GROUP, "77")
    above.stand.at("2026-11-20T16:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    assert [] == told(above)
    assert [] == at(above, "2026-11-23T14:00")
    (mended,) = at(above, "2026-11-23T15:00")
    assert "77" == mended.reply_to
    assert mended.text.startswith("ĐÍNH CHÍNH tổng hợp liên xã tuần 47, tỉnh Lạng Sơn:\n")
    assert "- Hộ nghèo: 633 → 642 hộ; 01 → 02 số đang đối chiếu.\n" in mended.text
    assert not [name for name in ("xã A", "xã B", "xã C", "06001") if name in mended.text]
    assert [] == at(above, "2026-11-25T15:00")


def test_one_that_is_late_waits_for_others(above: Above) -> None:
    """Alone it would be the difference of two sums. With two more it is told."""
    above.agree("06004")
    post_all(above)
    at(above, "2026-11-20T15:00")
    post_all(above, ("06004",), 3)
    assert [] == at(above, "2026-11-23T15:00")
    above.corrects("06002", rolled_up.example(above.stand, 9))
    (mended,) = at(above, "2026-11-25T15:00")
    assert "- Hộ nghèo: 633 → 641 hộ." in mended.text  # 210 + 219 + 212: without the late one's 213
    assert "Đã đăng" not in mended.text


def test_whoever_withdraws_is_in_no_later_post(above: Above) -> None:
    """What was posted stays. Two that are left are too few."""
    post_all(above)
    (post,) = at(above, "2026-11-20T15:00")
    above.withdraw("06003")
    assert [] == at(above, "2026-11-23T15:00")
    above.stand.at("2026-11-27T09:00")
    week = (2026, 48, date(2026, 11, 20), date(2026, 11, 26))
    for number, code in enumerate(NEIGHBOURS[:3]):
        above.posts(code, rolled_up.example(above.stand, number), week)
    (later,) = at(above, "2026-11-27T15:00")
    assert "2/5 xã đã đăng; 3 xã chưa góp số." in later.text
    assert "- Hộ nghèo: chưa đủ 3 xã để cộng." in later.text
    assert "633" in post.text


def test_a_commune_out_of_service_is_in_no_count(above: Above) -> None:
    """Its folder is gone: neither its figures nor its place among all are there."""
    post_all(above)
    above.serve(above.roll_up, without=["06003"])
    (post,) = at(above, "2026-11-20T15:00")
    assert "2/4 xã đã đăng; 2 xã chưa góp số." in post.text


def test_communes_that_word_a_measure_otherwise_are_named_and_not_added(above: Above) -> None:
    """Only that measure of theirs is left out."""
    above.agree("06004")
    post_all(above)
    other = rolled_up.example(above.stand, 3)
    above.posts("06004", {**other, "XH3": replace(other["XH3"], meaning="another")})
    (post,) = at(above, "2026-11-20T15:00")
    assert "- Hộ nghèo: 633 hộ; 0/3 xã đạt" in post.text
    assert "- Vụ tai nạn giao thông: 30 vụ" in post.text
    assert post.text.endswith("Không cộng, vì xã tính khác: Hộ nghèo của xã D.")


def test_without_a_group_or_after_a_holiday_hour_nothing_is_posted(above: Above) -> None:
    """The bot was taken out; put back within the days of grace, the week is made up for, once."""
    post_all(above)
    above.stand.send(GROUP, Kind.REMOVED, sender_id="operator", is_group=True)
    assert [] == at(above, "2026-11-20T15:00")
    above.stand.send(GROUP, Kind.ADDED, sender_id="operator", is_group=True)
    assert [] == at(above, "2026-11-22T15:00")  # Sunday
    assert [True] == ["TUẦN 47" in row.text for row in at(above, "2026-11-23T15:00")]


def test_killed_between_claim_and_message_neither_is_there(above: Above, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are of one transaction: at the next look the week is posted, once."""
    post_all(above)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("services.roll_ups.messages.queue", die)
        at(above, "2026-11-20T15:00")
    assert [] == _kept(above)
    assert 1 == len(at(above, "2026-11-20T15:00"))
    assert 1 == len(_kept(above))


def _in_doubt(above: Above) -> list[str]:
    with above.stand.everything() as session:
        return [row.text.split("\n")[0] for row in outbox_troubles.roll_ups_in_trouble(session)]


def test_what_a_restore_forgot_is_not_posted_again(above: Above) -> None:
    """A copy of before the hour, put back after it: the operator is asked, nobody reads the week twice. So with what
    was corrected; what is due after the restore goes by itself.
    """
    store, deployments = above.stand.store, [above.stand.deployment]
    post_all(above)
    made_at = above.stand.clock.now()
    above.stand.at("2026-11-20T16:00")
    aftermath.settle(store, deployments, made_at, above.stand.clock.now())
    assert [State.UNKNOWN] == [row.state for row in told(above)]
    assert ["TỔNG HỢP LIÊN XÃ TUẦN 47 (13–19/11/2026)"] == _in_doubt(above)
    above.stand.at("2026-11-20T17:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    aftermath.settle(store, deployments, above.stand.clock.now(), datetime(2026, 11, 23, 15, 30, tzinfo=commune.ZONE))
    assert [State.UNKNOWN] == [row.state for row in at(above, "2026-11-23T15:31")]
    assert "ĐÍNH CHÍNH tổng hợp liên xã tuần 47, tỉnh Lạng Sơn:" in _in_doubt(above)
    above.stand.at("2026-11-23T16:00")
    above.corrects("06002", rolled_up.example(above.stand, 5), 2)
    assert [State.PENDING] == [row.state for row in at(above, "2026-11-25T15:00")]


def _kept(above: Above) -> list[str]:
    with above.stand.everything() as session:
        return [row.text for row in session.scalars(select(RollUpPost))]


def test_a_group_is_bound_by_one_code_and_once(above: Above) -> None:
    """A wrong code does nothing, a used one neither; another group takes the place of the first."""
    code = above.code()

    def speak(where: str, words: str) -> None:
        above.stand.send(where, Kind.TEXT, text=words, sender_id="x", is_group=True)

    speak("elsewhere", "/manhom AAAA-BBBB")
    assert [] == above.stand.heard("elsewhere")
    speak("elsewhere", f"/manhom {code}")
    assert ["tổng hợp liên xã" in row.text for row in above.stand.heard("elsewhere")] == [True]
    speak("third", f"/manhom {code}")
    assert [] == above.stand.heard("third")
    post_all(above)
    above.stand.at("2026-11-20T15:00")
    above.stand.tick()
    assert {"elsewhere"} == {row.chat_id for row in above.stand.heard() if row.purpose is Purpose.ROLL_UP}


def test_the_unit_above_s_group_is_no_commune_s(above: Above) -> None:
    """An officer who has put the bot there cannot make it the leadership group, and no command is obeyed in it."""
    stand = above.stand
    stand.join("hoa")
    stand.send("mixed", Kind.ADDED, sender_id="hoa", is_group=True, title="Thi đua tỉnh")
    stand.send("mixed", Kind.TEXT, text=f"/manhom {above.code()}", sender_id="hoa", is_group=True)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert "không làm nhóm lãnh đạo xã được" in stand.heard("hoa")[-1].text
    for words in ("/tonghop", "/chitieu KT1a", "/help", "/manhom"):
        stand.send("mixed", Kind.TEXT, text=words, sender_id="hoa", is_group=True)
    assert [] == stand.heard("mixed")


def test_a_changed_file_shows_the_preview_anew(above: Above) -> None:
    """What stands above the button is what is agreed to."""
    stand = above.stand
    stand.join("hoa")
    stand.say("hoa", "góp số")
    above.serve(replace(above.roll_up, measures=("XH3", "XH2")))
    stand.tap("hoa", "Đồng ý góp số")
    assert "- Lao động qua đào tạo" in stand.heard("hoa")[-1].text
    stand.tap("hoa", "Đồng ý góp số")
    with stand.context() as context:
        consent = roll_ups.consent(context.session, rolled_up.CODE)
        assert consent is not None
        assert ["XH3", "XH2"] == consent.measures


def test_who_agreed_reads_of_it_and_is_named_nowhere_once_withdrawn(above: Above) -> None:
    """DỮ LIỆU CỦA TÔI counts it; after RÚT TÊN the consent holds, for it is the commune's, and no name is beside it."""
    stand = above.stand
    stand.join("hoa", "thu")
    stand.say("hoa", "góp số")
    stand.tap("hoa", "Đồng ý góp số")
    stand.say("hoa", "DỮ LIỆU CỦA TÔI")
    assert "Lần thay mặt xã đồng ý góp số liên xã: 1." in stand.heard("hoa")[-1].text
    stand.say("hoa", "RÚT TÊN")
    stand.tap("hoa", "Rút tên tôi")
    stand.heard()
    stand.say("thu", "góp số")
    (shown,) = stand.heard("thu")
    assert shown.text.startswith("Xã đang góp số vào tổng hợp liên xã của tỉnh Lạng Sơn từ 20/11/2026: Bảo hiểm y tế")
    stand.tap("thu", "Thôi góp số")
    assert stand.heard("thu")[-1].text.startswith("Xã thôi góp số")


def test_help_names_it_only_where_a_unit_above_asks(above: Above) -> None:
    """A commune that is alone in its deployment has nothing to add its figures to."""
    stand = above.stand
    stand.join("hoa")

    def is_named() -> bool:
        stand.say("hoa", "giúp")
        stand.tap("hoa", "Giúp tuần")
        return "GÓP SỐ" in stand.heard("hoa")[-1].text

    assert is_named()
    above.serve()
    assert not is_named()


def test_a_commune_that_takes_no_part_keeps_nothing_for_it(above: Above) -> None:
    """Its summary is as it always was; once it agrees, the next one has what is asked for."""
    stand = above.stand
    stand.at("2026-11-17T15:00")
    stand.join("son", "hoa")
    stand.send("leaders", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert [None] == _results(stand.store, stand, "2026-11-18", "2026-11-20")
    stand.say("hoa", "góp số")
    stand.tap("hoa", "Đồng ý góp số")
    assert [None, set(rolled_up.MEASURES)] == _results(stand.store, stand, "2026-11-25", "2026-11-27")


def _results(store: Store, stand: Stand, asked: str, posted: str) -> list[set[str] | None]:
    """What each posted week of the commune has for roll-ups."""
    for instant in (f"{asked}T08:00", f"{posted}T07:30", f"{posted}T09:00"):
        stand.at(instant)
        stand.tick()
    with stand.context() as context:
        rows = context.session.scalars(select(PostedSummary).order_by(PostedSummary.id))
        return [None if row.results is None else set(row.results) for row in rows]


# The operator's file


_FIELDS = {
    "code": '"lang-son"',
    "name": '"tỉnh Lạng Sơn"',
    "campaign": f'"{FOLDER / "campaign.toml"}"',
    "post": '"15:00"',
    "measures": '["XH1", "XH3"]',
}


def _write(path: Path, **changed: str) -> None:
    fields = _FIELDS | changed
    path.write_text("".join(f"{key} = {one}\n" for key, one in fields.items() if one), encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"measures": '["XH9"]'}, ["dòng 5: measures: không có chỉ số 'XH9' trong tệp phong trào: có phải XH"]),
        ({"measures": "[]"}, ["dòng 5: measures: không được để danh sách trống"]),
        ({"measures": '["XH1", "XH1"]'}, ["dòng 5: measures: ghi một chỉ số hai lần"]),
        ({"measures": '"XH1"'}, ["dòng 5: measures: phải là danh sách, trong [ ]"]),
        ({"post": '"09:00"'}, ["dòng 4: post: phải sau 09:00 là giờ các xã đăng bài, và trước 20:00"]),
        ({"post": '"20:00"'}, ["dòng 4: post: phải sau 09:00 là giờ các xã đăng bài, và trước 20:00"]),
        ({"post": '"3 giờ"'}, ['dòng 4: post: phải là giờ như "08:00", từ "00:00" đến "23:59"']),
        ({"post": ""}, ["dòng 1: post: còn thiếu"]),
        ({"name": '""'}, ["dòng 2: name: phải là chữ trong dấu ngoặc kép, không để trống"]),
        (
            {"code": '"Lạng Sơn"'},
            ["dòng 1: code: phải là chữ thường không dấu, số hay gạch nối, nhiều nhất 20 ký tự, như lang-son"],
        ),
        ({"code": '"lang-son"'}, ["dòng 1: code: trùng: đã có 'lang-son'"]),
        ({"commune": '["06001"]'}, ["dòng 6: commune: khóa lạ: có phải communes không?"]),
        ({"campaign": '"nowhere.toml"'}, ["dòng 3: campaign: không đọc được: không có tệp này"]),
        ({"campaign": '"good.toml"'}, ["lỗi: xem bằng thidua campaign check"]),  # no campaign at all
        ({"communes": "7"}, ["dòng 6: communes: phải là danh sách, trong [ ]"]),
        ({"communes": "[]"}, ["dòng 6: communes: không được để danh sách trống"]),
        ({"name": '"tỉnh'}, ["dòng 2: TOML: sai cách viết TOML: có chữ không dùng được ở đây"]),
        (
            {"post": '"8"', "name": "1"},  # all of them, in the file's order
            ["dòng 2: name: phải là chữ trong dấu ngoặc kép, không để trống", "dòng 4: post: phải là giờ"],
        ),
    ],
)
def test_a_faulty_file_is_told_with_its_line_and_key(
    tmp_path: Path, changed: dict[str, str], faults: list[str]
) -> None:
    """In Vietnamese, as the faults of a campaign are; and it takes itself out alone."""
    _write(tmp_path / "good.toml")
    _write(tmp_path / "other.toml", **({"code": '"other"'} | changed))
    before = files.signature([tmp_path])
    listed = files.read([tmp_path], bootstrap.deployment)
    assert ["lang-son", *([] if faults else ["other"])] == [one.code for one in listed.roll_ups]
    assert len(faults) == len(listed.faults)
    for told, expected in zip(listed.faults, faults, strict=True):
        assert told.startswith(f"{tmp_path / 'other.toml'}: ")
        assert expected in told
    _write(tmp_path / "good.toml", post='"16:00"')
    assert before != files.signature([tmp_path])


def test_a_folder_without_files_is_a_fault_too(tmp_path: Path) -> None:
    """Nobody names a folder for nothing."""
    assert (f"{tmp_path}: chưa có tệp .toml nào trong thư mục này",) == files.read(
        [tmp_path], bootstrap.deployment
    ).faults


def test_the_operator_hears_of_a_faulty_file_once(above: Above) -> None:
    """And of its end; no officer has to do with it. Without somebody who looks after the machine nothing is sent."""
    stand = above.stand
    stand.join("hoa")
    stand.heard()

    def told(*faults: str, administrator: str | None = "memory:operator") -> list[str]:
        listed = CommuneList(above=files.RollUpList(faults=faults))
        with stand.store.transaction() as session:
            telling.tell(session, live_settings(administrator=administrator), listed, ["memory"], stand.clock.now())
        heard = stand.heard()
        assert {"operator"} >= {row.chat_id for row in heard}
        return [row.text for row in heard]

    fault = "roll-ups/lang-son.toml: dòng 4: post: còn thiếu"
    assert [f"Một tổng hợp liên xã chưa đăng được, tệp của nó có lỗi.\n{fault}"] == told(fault)
    assert [] == told(fault)
    assert ["Tệp tổng hợp liên xã đã đọc được hết, đến giờ thì đăng."] == told()
    assert [] == told()
    assert [] == told(fault, administrator=None)
