"""Mergers and splits change no sum of the commune: levels, doubts, praise and small counts go over with the figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from campaign import spans
from campaign.calendar import Kind, ReportingWeek
from models import periods, units
from models.figures import Figure
from models.unit_changes import SPLIT
from reports.weekly import chart, lettering
from services import period_dossier, weekly_summary
from services.unit_changes import NewUnit
from tests.commune import Stand
from tests.unit_changes import acts
from tests.unit_changes.acts import HALVES, WEEK_47


@pytest.mark.parametrize("day", range(13, 20))
def test_sums_and_levels_are_the_same_to_the_digit(stand: Stand, day: int) -> None:
    """A merger on any day of the week changes no value, movement or sum of targets of the commune."""
    stand.at("2026-11-13T09:00" if day == 13 else "2026-11-17T15:00")
    before, moved = acts.values(stand), acts.movements(stand)
    assert "" == acts.merge(stand, date(2026, 11, day))
    assert before == acts.values(stand)
    of_villages = {"KT3b", "XH5", "XH7b"}
    now = acts.movements(stand)
    assert {key: one for key, one in moved.items() if key not in of_villages} == {
        key: one for key, one in now.items() if key not in of_villages
    }


def test_a_split_keeps_the_old_level_until_all_have_answered(stand: Stand) -> None:
    """Nothing changes on the day of a split, and nothing while only one of two has told its level."""
    before = acts.values(stand)
    assert "" == acts.change(stand, SPLIT, ["T01"], HALVES, date(2026, 11, 17))
    assert before == acts.values(stand)


def test_a_figure_given_by_one_is_added_to_the_others_last(stand: Stand) -> None:
    """One has told a level this week, the other last: the merged village's level is both together."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    acts.answer_week(stand, "son")
    before = acts.values(stand)
    assert "" == acts.merge(stand, date(2026, 11, 18))
    assert before == acts.values(stand)


def test_a_merged_village_merges_again_and_splits_in_three(stand: Stand) -> None:
    """Twice in a year, and back into three: nothing of the commune changes on any of the days."""
    before = acts.values(stand)
    assert "" == acts.merge(stand, date(2026, 11, 14))
    assert before == acts.values(stand)
    assert "" == acts.merge(stand, date(2026, 11, 16), "Bản Lớn", ["T29", "T03"])
    assert before == acts.values(stand)
    three = [NewUnit(f"Bản Lớn {number}", 90, 400, 280) for number in (1, 2, 3)]
    assert "" == acts.change(stand, SPLIT, ["T30"], three, date(2026, 11, 17))
    assert before == acts.values(stand)
    with stand.context() as context:
        codes = [unit.code for unit in units.members(context.session, context.commune.id) if unit.succeeds]
        assert ["T29", "T30", "T31", "T32", "T33"] == codes


def test_the_year_is_compiled_over_a_merger(stand: Stand) -> None:
    """A longer stretch over the event has the same sums as without it."""
    year = spans.make(Kind.YEAR, 2026)
    before = acts.values(stand, year)
    assert "" == acts.merge(stand, date(2026, 11, 17))
    assert before == acts.values(stand, year)


def test_a_doubt_stays_open_over_a_merger(stand: Stand) -> None:
    """A figure under check waits as before, marks the same value, and is cleared by the officer under the old name."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    acts.answer_week(stand, "son")
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        figure = next(one for one in context.session.query(Figure) if one.period_id == period.id)
        figure.mark = "nhiều bất thường"
    before = acts.marks(stand)
    assert [1] == list(before.values())
    assert "" == acts.merge(stand, date(2026, 11, 18))
    assert before == acts.marks(stand)
    stand.heard()
    stand.at("2026-11-19T17:05")
    stand.tick()
    stand.tap("hoa", "Xem 1 số")
    stand.tap("hoa", stand.heard("hoa")[-1].choices[0][0])
    assert "Bản Còn" in stand.heard("hoa")[-1].text
    assert {} == acts.marks(stand)


def test_a_merger_is_no_news(stand: Stand) -> None:
    """No highlight and no praise comes of it; a share of villages is told with the reason its number changed."""
    with stand.context() as context:
        before = weekly_summary.compile_period(context, WEEK_47)
    assert "" == acts.merge(stand, date(2026, 11, 17))
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
    assert "" == acts.change(stand, SPLIT, ["T01"], HALVES, date(2026, 11, 17))
    assert "do chia tách" in acts.small(stand, "XH5")
    assert "" == acts.merge(stand, date(2026, 11, 17), codes=["T02", "T03"])
    told = acts.small(stand, "XH5")
    assert "do sáp nhập, chia tách" in told
    assert told == lettering.fit(told, chart._FIGURE_ROOM, 24, 18).text  # all of it is in the picture


def test_a_sum_gives_no_small_cell_away(stand: Stand) -> None:
    """Of 14 and 2 poor households neither the 2 is told nor the 16, while leaders could take one from the other."""
    stand.join("lam")
    stand.heard()
    assert "" == acts.merge(stand, date(2026, 11, 17), codes=["T09", "T12"])
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
    assert "" == acts.change(stand, SPLIT, ["T09"], halves, date(2026, 11, 17))
    stand.at("2026-11-18T08:00")
    stand.tick()
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        for code, value in (("T29", 11), ("T30", 3)):
            unit = acts.unit_of(context, code)
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
