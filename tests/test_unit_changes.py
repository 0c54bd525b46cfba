"""Mergers, splits and new names in a running commune: what was asked, told and counted goes over, counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot import migrate
from campaign import spans
from campaign.calendar import Kind, ReportingWeek
from handlers import commands
from models import people, periods, unit_changes, units
from models.figures import Figure
from models.unit_changes import MERGE, RENAME, SPLIT
from models.units import Unit
from reports.weekly import caption, chart, lettering
from services import period_dossier, weekly_summary
from services import unit_changes as changes
from services.context import Context
from services.unit_changes import NewUnit, Wanted
from tests import databases
from tests.commune import Stand, fresh_store

BEFORE = "0020"  # the schema before this one
WEEK_47 = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    """Two villages, the culture office and an officer, on a Tuesday."""
    made = Stand(tmp_path, fresh_store(tmp_path, request.param))
    made.join("son", "hien", "hoa")
    yield made
    made.close()


def _unit(context: Context, code: str) -> Unit:
    found = units.by_code(context.session, context.commune, code)
    assert found is not None
    return found


def change(
    stand: Stand, kind: str, codes: Sequence[str], after: Sequence[NewUnit], day: date, decision: str = "NQ 12"
) -> str:
    """Record an event as the command line does; what was refused, or ""."""
    with stand.context() as context:
        wanted = Wanted(kind, tuple(_unit(context, code) for code in codes), tuple(after), day, decision)
        refused = changes.refusal(context, wanted)
        if not refused:
            changes.record(context, changes.propose(context, wanted))
        return refused


HALVES = [NewUnit("Bản Còn 1", 60, 260, 180), NewUnit("Bản Còn 2", 58, 252, 186)]


def merge(stand: Stand, day: date, name: str = "Bản Mới", codes: Sequence[str] = ("T01", "T02")) -> str:
    return change(stand, MERGE, codes, [NewUnit(name)], day)


def values(stand: Stand, week: ReportingWeek = WEEK_47) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Value and numerator of every measure that is no count of villages."""
    with stand.context() as context:
        compiled = weekly_summary.compile_period(context, week)
        by_id = context.campaign_on(week.last).by_id
        return {
            one.measure: (one.value, one.numerator)
            for one in compiled.standings
            if by_id[one.measure].aggregation not in ("share_of_yes", "count_of_yes")
        }


def movements(stand: Stand, week: ReportingWeek = WEEK_47) -> dict[str, tuple[Decimal | None, ...]]:
    with stand.context() as context:
        compiled = weekly_summary.compile_period(context, week)
        return {
            one.measure: (one.in_period, one.year_start, one.target, one.targets_given) for one in compiled.standings
        }


def answer_week(stand: Stand, *who: str) -> None:
    for one in who:
        for _ in range(30):
            heard = stand.heard(one)
            choices = heard[-1].choices if heard else []
            if not choices:
                break
            stand.tap(one, choices[0][0])


@pytest.mark.parametrize("day", range(13, 20))
def test_sums_and_levels_are_the_same_to_the_digit(stand: Stand, day: int) -> None:
    """A merger on any day of the week changes no value, movement or sum of targets of the commune."""
    stand.at("2026-11-13T09:00" if day == 13 else "2026-11-17T15:00")
    before, moved = values(stand), movements(stand)
    assert "" == merge(stand, date(2026, 11, day))
    assert before == values(stand)
    of_villages = {"KT3b", "XH5", "XH7b"}
    now = movements(stand)
    assert {key: one for key, one in moved.items() if key not in of_villages} == {
        key: one for key, one in now.items() if key not in of_villages
    }


def test_a_split_keeps_the_old_level_until_all_have_answered(stand: Stand) -> None:
    """Nothing changes on the day of a split, and nothing while only one of two has told its level."""
    before = values(stand)
    assert "" == change(stand, SPLIT, ["T01"], HALVES, date(2026, 11, 17))
    assert before == values(stand)


def test_posted_weeks_keep_their_villages_and_names(stand: Stand) -> None:
    """A week that was posted is exported again to the same byte: an event of the past holds from the day after it."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        period.frozen_at = context.now
        before = caption.text(weekly_summary.compile_period(context, WEEK_47).table)
    stand.at("2026-11-20T09:00")
    assert "" == merge(stand, date(2026, 11, 16))
    assert "" == change(stand, RENAME, ["T04"], [NewUnit("Tên Khác")], date(2026, 11, 16))
    with stand.context() as context:
        assert before == caption.text(weekly_summary.compile_period(context, WEEK_47).table)
        assert date(2026, 11, 19) == _unit(context, "T01").active_to
        names = {place.code: place.name for place in units.places(context.session, context.commune, WEEK_47.last)}
        assert "Tên Khác" not in names.values()
        assert "Tên Khác" == _unit(context, "T04").name


def test_people_and_an_open_report_go_over(stand: Stand) -> None:
    """Who answered for either answers for the new village, for what is left; nobody is asked about the old ones."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    stand.at("2026-11-18T10:00")
    assert "" == merge(stand, date(2026, 11, 18))
    with stand.context() as context:
        new = _unit(context, "T29")
        head = people.spokesperson(context.session, new.id, context.today)
        assert head is not None and "ông Sơn" == head.address
        assert {"village-head", "deputy"} == {
            role.role for who in context.session.query(people.Person) for role in who.roles if role.unit_id == new.id
        }
        assert [] == [role for role in context.session.query(people.Role) if role.unit.code == "T01" and not role.until]
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        codes = {report.unit.code for report in periods.reports(context.session, period.id)}
        assert "T29" in codes and not {"T01", "T02"} & codes
    stand.tick()
    said = stand.heard("son")[-1]
    assert "sáp nhập thành Bản Mới" in said.text and said.choices
    stand.at("2026-11-18T19:00")
    stand.tick()
    assert ["Chào ông Sơn. Thôn Bản Mới còn 4 câu, hạn 16 giờ ngày mai."] == [row.text for row in stand.heard("son")]
    assert [] == stand.heard("hien")


def test_a_figure_given_by_one_is_added_to_the_others_last(stand: Stand) -> None:
    """One has told a level this week, the other last: the merged village's level is both together."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    answer_week(stand, "son")
    before = values(stand)
    assert "" == merge(stand, date(2026, 11, 18))
    assert before == values(stand)


def test_an_event_to_come_waits_for_its_day(stand: Stand) -> None:
    """Until its day everything is as before; on it the old ones are gone, without anybody at a keyboard."""
    assert "" == merge(stand, date(2026, 11, 26))
    stand.at("2026-11-25T23:59")
    stand.tick()
    with stand.context() as context:
        assert unit_changes.recorded(context.session, context.commune.id)[0].followed_at is None
    stand.at("2026-11-26T00:01")
    stand.tick()
    assert not [row for row in stand.heard("son") if "Bản Mới" in row.text]
    stand.at("2026-11-26T08:00")
    stand.tick()
    assert [row for row in stand.heard("son") if "Bản Mới" in row.text]


NEIGHBOURS = [
    (RENAME, ["T01"], [NewUnit("Nà Pò")], date(2026, 11, 17), "đang dùng"),
    (MERGE, ["T01", "T01"], [NewUnit("Bản Mới")], date(2026, 11, 17), "hai đơn vị"),
    (MERGE, ["T01", "PKT"], [NewUnit("Bản Mới")], date(2026, 11, 17), "cùng loại"),
    (MERGE, ["T01", "T02"], [NewUnit("Bản Mới")], date(2036, 1, 1), "trong đợt"),
    (SPLIT, ["T01"], [NewUnit("A", 1, 1), NewUnit("a", 1, 1)], date(2026, 11, 17), "hai tên"),
    (SPLIT, ["T01"], [NewUnit("A"), NewUnit("B")], date(2026, 11, 17), "số hộ"),
]


@pytest.mark.parametrize(("kind", "codes", "after", "day", "said"), NEIGHBOURS)
def test_what_cannot_be_is_refused(
    stand: Stand, kind: str, codes: Sequence[str], after: Sequence[NewUnit], day: date, said: str
) -> None:
    """In a sentence that says why, and nothing is recorded."""
    with stand.context() as context:
        other = next(unit.name for unit in units.members(context.session, context.commune.id) if unit.code == "T02")
    wanted = [NewUnit(other) if one.name == "Nà Pò" else one for one in after]
    assert said in change(stand, kind, codes, wanted, day)
    with stand.context() as context:
        assert [] == list(unit_changes.recorded(context.session, context.commune.id))


def test_a_unit_that_has_ended_is_merged_no_more(stand: Stand) -> None:
    """Not again, not under its old name, and not while it is about to end."""
    assert "" == merge(stand, date(2026, 11, 17))
    assert "đã kết thúc" in merge(stand, date(2026, 11, 18), "Bản Khác", ["T01", "T03"])
    assert "" == merge(stand, date(2026, 12, 20), "Bản Ba", ["T03", "T04"])
    assert "được ghi là kết thúc" in merge(stand, date(2026, 12, 1), "Bản Bốn", ["T03", "T05"])


def test_a_merged_village_merges_again_and_splits_in_three(stand: Stand) -> None:
    """Twice in a year, and back into three: nothing of the commune changes on any of the days."""
    before = values(stand)
    assert "" == merge(stand, date(2026, 11, 14))
    assert before == values(stand)
    assert "" == merge(stand, date(2026, 11, 16), "Bản Lớn", ["T29", "T03"])
    assert before == values(stand)
    three = [NewUnit(f"Bản Lớn {number}", 90, 400, 280) for number in (1, 2, 3)]
    assert "" == change(stand, SPLIT, ["T30"], three, date(2026, 11, 17))
    assert before == values(stand)
    with stand.context() as context:
        codes = [unit.code for unit in units.members(context.session, context.commune.id) if unit.succeeds]
        assert ["T29", "T30", "T31", "T32", "T33"] == codes


def test_a_merger_may_keep_the_name_of_one(stand: Stand) -> None:
    """«Bản Còn và … thành Bản Còn»: the one there is has the plain name, the other its last day; both are found."""
    with stand.context() as context:
        name = _unit(context, "T01").name
    assert "" == merge(stand, date(2026, 11, 17), name)
    with stand.context() as context:
        assert f"thôn {name} (đến 16/11/2026)" == _unit(context, "T01").full_name
        assert f"thôn {name}" == _unit(context, "T29").full_name
        for typed, code in ((name, "T29"), (f"{name} (đến 16/11/2026)", "T01"), ("T01", "T01")):
            assert [code] == [unit.code for unit in units.named(context.session, context.commune.id, typed)]
        places = {one.code: one.name for one in units.places(context.session, context.commune, context.today)}
        assert name == places["T29"]


def test_one_head_of_both_is_head_once(tmp_path: Path) -> None:
    """Who spoke for both villages speaks for the new one, and is asked once."""
    stand = Stand(tmp_path)
    stand.join("son", "son2", "hoa")
    assert "" == merge(stand, date(2026, 11, 17), codes=["T01", "T03"])
    with stand.context() as context:
        new = _unit(context, "T29")
        held = [role for role in context.session.query(people.Role) if role.unit_id == new.id]
        assert ["village-head"] == [role.role for role in held]
    stand.close()


def test_a_unit_that_ended_after_the_question_is_left_in_peace(stand: Stand) -> None:
    """No reminder, and the coverage without it, where only the unit's last day was entered (cases/files.md)."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    with stand.context() as context:
        week = weekly_summary.compile_period(context, WEEK_47).table
        villages = next(one for one in week.sent if one.kind == "thôn").due
        _unit(context, "T01").active_to = date(2026, 11, 17)
    stand.at("2026-11-18T19:00")
    stand.tick()
    assert [] == stand.heard("son")
    with stand.context() as context:
        week = weekly_summary.compile_period(context, WEEK_47).table
        assert villages - 1 == next(one for one in week.sent if one.kind == "thôn").due


def test_the_year_is_compiled_over_a_merger(stand: Stand) -> None:
    """A longer stretch over the event has the same sums as without it."""
    year = spans.make(Kind.YEAR, 2026)
    before = values(stand, year)
    assert "" == merge(stand, date(2026, 11, 17))
    assert before == values(stand, year)


def test_a_doubt_stays_open_over_a_merger(stand: Stand) -> None:
    """A figure under check waits as before, marks the same value, and is cleared by the officer under the old name."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    answer_week(stand, "son")
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        figure = next(one for one in context.session.query(Figure) if one.period_id == period.id)
        figure.mark = "nhiều bất thường"
    before = marks(stand)
    assert [1] == list(before.values())
    assert "" == merge(stand, date(2026, 11, 18))
    assert before == marks(stand)
    stand.heard()
    stand.at("2026-11-19T17:05")
    stand.tick()
    stand.tap("hoa", "Xem 1 số")
    stand.tap("hoa", stand.heard("hoa")[-1].choices[0][0])
    assert "Bản Còn" in stand.heard("hoa")[-1].text
    assert {} == marks(stand)


def marks(stand: Stand) -> dict[str, int]:
    with stand.context() as context:
        found = weekly_summary.compile_period(context, WEEK_47).standings
        return {one.measure: one.marked for one in found if one.marked}


def test_a_merger_is_no_news(stand: Stand) -> None:
    """No highlight and no praise comes of it; a share of villages is told with the reason its number changed."""
    with stand.context() as context:
        before = weekly_summary.compile_period(context, WEEK_47)
    assert "" == merge(stand, date(2026, 11, 17))
    with stand.context() as context:
        after = weekly_summary.compile_period(context, WEEK_47)
    assert before.table.highlights == after.table.highlights
    assert before.table.praise == after.table.praise
    assert ["KT3b", "XH5", "XH7b"] == [one.measure for one in after.standings if one.regrouped == -1]
    told = {row.indicator: row.small for row in after.table.rows}
    assert "do sáp nhập" in told["XH5"]
    with stand.context() as context:
        next_week = ReportingWeek(date(2026, 11, 20), date(2026, 11, 26), 2026, 48)
        assert not [
            one for one in weekly_summary.compile_period(context, next_week).standings if one.regrouped is not None
        ]


def test_a_split_is_no_news_either(stand: Stand) -> None:
    """More villages, and a share that is told as such; with a merger in the same week as many as before."""
    assert "" == change(stand, SPLIT, ["T01"], HALVES, date(2026, 11, 17))
    assert "do chia tách" in small(stand, "XH5")
    assert "" == merge(stand, date(2026, 11, 17), codes=["T02", "T03"])
    told = small(stand, "XH5")
    assert "do sáp nhập, chia tách" in told
    assert told == lettering.fit(told, chart._FIGURE_ROOM, 24, 18).text  # all of it is in the picture


def small(stand: Stand, indicator: str) -> str:
    with stand.context() as context:
        rows = weekly_summary.compile_period(context, WEEK_47).table.rows
        return next(row.small for row in rows if row.indicator == indicator)


def test_a_sum_gives_no_small_cell_away(stand: Stand) -> None:
    """Of 14 and 2 poor households neither the 2 is told nor the 16, while leaders could take one from the other."""
    stand.join("lam")
    stand.heard()
    assert "" == merge(stand, date(2026, 11, 17), codes=["T09", "T12"])
    stand.say("lam", "THÔN BẢN MỚI")
    (row,) = stand.heard("lam")
    assert "- Hộ nghèo: không nêu." in row.text.splitlines()
    stand.at("2026-11-18T09:00")
    stand.say("lam", "CHỈ TIÊU XH3")
    stand.tap("lam", "Theo thôn")
    assert "Bản Mới: không nêu" in stand.heard("lam")[-1].text


def test_a_split_gives_no_small_cell_away(stand: Stand) -> None:
    """Of 14 poor households one part has 11: neither that nor «<5» with it is told, in a look and in the files."""
    stand.join("lam")
    halves = [NewUnit("Bản Một", 60, 260, 180), NewUnit("Bản Hai", 58, 252, 186)]
    assert "" == change(stand, SPLIT, ["T09"], halves, date(2026, 11, 17))
    stand.at("2026-11-18T08:00")
    stand.tick()
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        for code, value in (("T29", 11), ("T30", 3)):
            unit = _unit(context, code)
            given = {"commune_id": context.commune.id, "subject_id": unit.id, "reporter_id": unit.id}
            when = {"on_day": WEEK_47.last, "period_id": period.id, "first_said_at": context.now}
            kind = {"measure": "XH3", "input": "poor", "state": "reported", "mark": ""}
            context.session.add(Figure(value=Decimal(value), **given, **when, **kind))
    stand.heard()
    for name, said in (("BẢN MỘT", "không nêu"), ("BẢN HAI", "dưới 5 hộ")):
        stand.say("lam", f"THÔN {name}")
        (row,) = stand.heard("lam")
        assert f"- Hộ nghèo: {said}." in row.text.splitlines()
        assert "11" not in row.text.split("Hộ nghèo")[1].split("\n")[0]
    with stand.context() as context:
        lines = period_dossier.compile_dossier(context, WEEK_47).units
        told = {line.name: figure.withheld for line in lines if (figure := line.figure("XH3")) is not None}
    assert ("không nêu", "<5") == (told["Bản Một"], told["Bản Hai"])


TYPED = {
    "sáp nhập Bản Còn, Nà Pò và Khuổi Mạ thành thôn Bản Mới": "Bản Mới từ 17/11/2026",
    "SAP NHAP BAN CON VA NA PO THANH BAN MOI TU 1/7/2027 THEO NQ 12": "BAN MOI từ 1/7/2027, theo «NQ 12»",
    "Bản Còn và Nà Pò sáp nhập thành Bản Thành Công từ ngày 1/7/2027 theo NQ 12": "Bản Thành Công từ 1/7/2027",
    "sáp nhập bản còn, nà pò thành Bản Mới theo NQ 12/NQ-HĐND từ 1/7/2027": "1/7/2027, theo «NQ 12/NQ-HĐND»",
    "đổi tên Bản Còn thành Nà Mới từ 1/7/2027": "Thôn Bản Còn đổi tên thành Nà Mới từ 1/7/2027",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ 31/6/2027": "ví dụ sáp nhập",
    "sáp nhập": "ví dụ sáp nhập",
    "bản còn với nà pò sáp nhập thành Bản Mới từ 1.7.2027": "Bản Mới từ 1/7/2027",
    "Bản Còn + Nà Pò sáp nhập thành Bản Mới từ 1-7": "Bản Mới từ 1/7/2027",
    "sáp nhập thôn Bản Còn vào thôn Nà Pò từ 1/12 theo NQ 9": "thành Nà Pò từ 1/12/2026, theo «NQ 9»",
    "hợp nhất Bản Còn và Nà Pò thành Bản Mới": "Bản Mới từ 17/11/2026",
    "tách Bản Còn thành Bản Một (60 hộ, 240 khẩu, 180 người lớn), Bản Hai (58 hộ, 272 khẩu, 186 người lớn)": "Bản Hai",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ 29/2/2027": "ví dụ sáp nhập",
    "sáp nhập thôn vào xã": "Không có nơi nào",
    "bản còn và nà pò sáp nhập thành bản mới từ 1/7": "thành Bản Mới từ 1/7/2027",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ mai theo NQ 9": "từ 18/11/2026, theo «NQ 9»",
    "đổi tên Bản Còn thành Nà Mới từ hôm nay": "từ 17/11/2026",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ đầu năm sau": "ví dụ sáp nhập",
    "đổi tên Khuổi thành Nà Mới": "«Khuổi» có thể là: thôn Khuổi Mạ, thôn Khuổi Lùng",
}


@pytest.mark.parametrize("typed", TYPED)
def test_what_officers_type_is_read(stand: Stand, typed: str) -> None:
    """Without accents, with the paper before the day, with «thành» in a name; else an example is held up."""
    stand.heard()
    stand.say("hoa", typed)
    assert TYPED[typed] in stand.heard("hoa")[-1].text


def test_what_answers_an_old_question_is_not_the_new_village_s(stand: Stand) -> None:
    """«Con 6» was said of Bản Còn: the merged village is asked, and nothing is taken for it."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    assert "" == merge(stand, date(2026, 11, 18))
    before = values(stand)
    stand.heard()
    stand.say("son", "con 6")
    (row,) = stand.heard("son")
    assert row.text.startswith("Thôn Bản Còn, thôn Khuổi Mạ nay là thôn Bản Mới. Số vừa rồi chưa ghi,")
    assert "17 người" in row.text
    assert before == values(stand)
    stand.say("son", "con 15")
    assert "15 người chưa có thẻ BHYT (giảm 2)" in stand.heard("son")[-1].text


def test_an_entry_for_a_unit_that_ends_ends_with_it(stand: Stand) -> None:
    """An officer who was entering for Bản Còn is asked no more of it once the merger is recorded."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.say("hoa", "ghi hộ")
    stand.tap("hoa", "Bản Còn")
    assert "" == merge(stand, date(2026, 11, 18))
    stand.heard()
    stand.say("hoa", "8")
    assert "không có câu hỏi nào" in stand.heard("hoa")[-1].text


def test_a_button_means_the_event_it_stood_under(stand: Stand) -> None:
    """Another officer's proposal takes the place of the first one's: its «Ghi» records nothing."""
    stand.join("thu")
    stand.say("hoa", "sáp nhập Bản Còn và Nà Pò thành Bản Mới")
    stand.say("thu", "đổi tên Nà Pò thành Nà Mới")
    stand.heard()
    stand.tap("hoa", "Ghi")
    assert "Nút này đã cũ" in stand.heard("hoa")[-1].text
    with stand.context() as context:
        assert [] == list(unit_changes.recorded(context.session, context.commune.id))


def test_small_talk_about_a_merger_is_no_event(stand: Stand) -> None:
    """«Hai thôn sáp nhập thành một» without a day changes nothing, and is no command."""
    assert commands.recognise("Nghe nói hai thôn sáp nhập thành một") is None


def test_what_one_has_told_this_week_is_asked_beside(stand: Stand) -> None:
    """Bản Còn has sown 2 ha this week; the merged village is asked what else, and both count."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    stand.say("son", "gieo 2 ha")
    stand.heard()
    sown = values(stand)["KT1a"][0]
    assert sown is not None
    assert "" == merge(stand, date(2026, 11, 18))
    stand.at("2026-11-18T09:00")
    stand.tick()
    stand.tap("son", "Làm ngay")
    stand.say("son", "15 người")
    assert "(ngoài Bản Còn 2 ha đã báo)" in stand.heard("son")[-1].text
    stand.say("son", "3 ha")
    assert sown + 3 == values(stand)["KT1a"][0]


def test_the_schema_goes_down_and_up_with_units_in_it(stand: Stand) -> None:
    """A build of before keeps the units with their days; who succeeded whom and the papers it does not know."""
    assert "" == merge(stand, date(2026, 11, 17))
    with stand.context() as context:
        _unit(context, "T06").name = _unit(context, "T05").name
        units.tell_apart(context.session, context.commune.id, context.today)
    migrate.downgrade(stand.store.engine, BEFORE)
    assert "unit_changes" not in inspect(stand.store.engine).get_table_names()
    migrate.upgrade(stand.store.engine)
    with stand.context() as context:
        assert [] == list(unit_changes.recorded(context.session, context.commune.id))
        new, old = _unit(context, "T29"), _unit(context, "T01")
        assert (date(2026, 11, 17), []) == (new.active_from, new.succeeds)
        assert date(2026, 11, 16) == old.active_to
        assert ["T05", "T06"] == [_unit(context, code).qualifier for code in ("T05", "T06")]


def test_until_the_day_of_the_event_the_old_villages_are_asked(stand: Stand) -> None:
    """Recorded on Tuesday for Thursday: Wednesday's question is the old ones', Thursday's rest the new one's."""
    assert "" == merge(stand, date(2026, 11, 19))
    stand.at("2026-11-18T08:00")
    stand.tick()
    assert "thôn Bản Còn" in stand.heard("son")[-1].text
    stand.say("son", "4 người")
    stand.heard()
    stand.at("2026-11-19T08:00")
    stand.tick()
    (said,) = [row for row in stand.heard("son") if "Bản Mới" in row.text]
    assert ["Làm ngay"] == [label for label, _ in said.choices]
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        codes = {report.unit.code for report in periods.reports(context.session, period.id, context.today)}
        assert "T29" in codes and not {"T01", "T02"} & codes
