"""Roll-ups: what nobody can work out of a sum, by taking away what is known from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaign import meaning
from campaign.calendar import ReportingWeek
from reports import roll_up as report
from reports.roll_up import Contribution, Given, Line, Table
from reports.roll_up_subtraction import Told
from tests import commune, rolled_up
from tests.commune import Stand
from tests.rolled_up import NEIGHBOURS, Above

WEEK = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)
LATER = [
    (2026, 48, date(2026, 11, 20), date(2026, 11, 26)),
    (2026, 49, date(2026, 11, 27), date(2026, 12, 3)),
]


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
        ((200, 300, 250), (200, 300, 250, 90, 4), "không nêu"),  # two are gone
        ((200, 300, 250), (200, 300, 250, 90, 80, 4), "750 hộ"),  # three are
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
    known = {str(number): rolled_up.frozen(above_all, "XH3", value=value) for number, value in enumerate(before)}
    was = {"XH3": [Told(frozenset(known), known)]} if before else {}
    table = report.build(rolled_up.roll_up(above_all, measures=("XH3",)), WEEK, Given(given, 9, told=was))
    assert said == table.lines[0].said
    assert Table.from_json(table.to_json()) == table


def _line(stand: Stand, measure: str, figures: Sequence[dict[str, Any]], told: Sequence[Told] = ()) -> Line:
    given = [
        Contribution(str(number), f"xã {number}", {measure: rolled_up.frozen(stand, measure, **one)})
        for number, one in enumerate(figures)
    ]
    made = rolled_up.roll_up(stand, measures=(measure,))
    (line,) = report.build(made, WEEK, Given(given, 9, told={measure: told})).lines
    return line


def test_last_years_small_count_is_not_worked_out_either(above_all: Stand) -> None:
    """This year's accidents are many; last year's were one, in one commune. Then they stand there without it."""
    assert "18 vụ" == _line(above_all, "QP2a", [{"value": 6, "base": one} for one in (1, 0, 0)]).said
    assert "18 vụ (cùng kỳ 24 vụ)" == _line(above_all, "QP2a", [{"value": 6, "base": 8}] * 3).said


def test_one_that_had_none_may_leave(above_all: Stand) -> None:
    """Nobody is meant by nought."""
    values = [{"value": one} for one in (200, 300, 250)]
    had = {str(number): rolled_up.frozen(above_all, "XH3", value=one) for number, one in enumerate((200, 300, 250, 0))}
    assert "750 hộ" == _line(above_all, "XH3", values, [Told(frozenset(had), had)]).said


def test_a_share_is_looked_at_by_whom_it_counts(above_all: Stand) -> None:
    """One of few thousand is one all the same; 0,1 per cent of many is not small."""
    assert "không nêu" == _line(above_all, "QP2a", [{"value": 50, "numerator": one} for one in (1, 90, 90)]).said
    assert "180 vụ" == _line(above_all, "QP2a", [{"value": 60, "numerator": 60}] * 3).said


@pytest.mark.parametrize(("figure", "said"), [(4, "không nêu"), (40, "790 hộ")])
def test_every_sum_that_was_told_counts_and_not_the_newest_alone(above_all: Stand, figure: int, said: str) -> None:
    """Of A to C, then of A to F; now of A to D: D is the difference from the first."""
    values = [200, 300, 250, figure, 20, 30]
    known = {str(number): rolled_up.frozen(above_all, "XH3", value=one) for number, one in enumerate(values)}
    told = [Told(frozenset(list(known)[:count]), known) for count in (3, 6)]
    assert said == _line(above_all, "XH3", [{"value": one} for one in values[:4]], told).said


def test_the_week_before_last_is_remembered(tmp_path: Path) -> None:
    """Seven communes, four with four poor households each; then three; then six. From the week before, three came;
    from the first week, one is missing: what it has would be the difference.
    """
    stand, codes = Stand(tmp_path, commune.fresh_store(tmp_path)), tuple(f"0600{number}" for number in range(1, 8))
    above = Above(stand, codes, measures=("XH3",))
    above.agree(*codes)
    above.bind()
    values = dict(zip(codes, (200, 300, 250, 4, 4, 4, 4), strict=True))
    said = []
    for week, day in zip((rolled_up.WEEK, *LATER), ("2026-11-20", "2026-11-27", "2026-12-04"), strict=True):
        stand.at(f"{day}T09:00")
        for code, value in values.items():
            above.posts(code, {"XH3": rolled_up.frozen(stand, "XH3", value=value)}, week)
        said.append(rolled_up.at(above, f"{day}T15:00")[0].text.split("\n\n")[1])
        for code in codes[3:] if len(said) == 1 else ():
            above.withdraw(code)
        above.agree(*codes[3:6] if len(said) == 2 else ())
    stand.close()
    assert ["- Hộ nghèo: 766 hộ.", "- Hộ nghèo: 750 hộ.", "Không nêu, để không lộ số nhỏ của một xã: Hộ nghèo."] == said


def test_the_groups_of_two_units_above_tell_nothing_by_their_difference(above: Above) -> None:
    """A group of three communes, and the province of these and one more that has three poor households."""
    cluster = replace(above.roll_up, code="cum", name="cụm 1", communes=frozenset(NEIGHBOURS[:3]))
    above.agree("06004")
    rolled_up.post_all(above)
    few = rolled_up.example(above.stand, 3) | {"XH3": rolled_up.frozen(above.stand, "XH3", value=3)}
    above.posts("06004", few)
    above.also(cluster, "group of the cluster", NEIGHBOURS[:3])
    above.serve(cluster, above.roll_up)
    above.stand.at("2026-11-20T15:00")
    above.stand.tick()
    texts = {row.chat_id: row.text for row in above.stand.heard()}
    assert "- Hộ nghèo: 633 hộ" in texts["group of the cluster"]
    assert "- Hộ nghèo" not in texts[rolled_up.GROUP]
    assert "để không lộ số nhỏ của một xã: Hộ nghèo" in texts[rolled_up.GROUP]


def test_what_is_withheld_in_a_correction_is_remembered(above_all: Stand) -> None:
    """A line goes from a sum to none: what comes alone after that still waits for others."""
    made = rolled_up.roll_up(above_all, measures=("XH3",))

    def given(*values: int) -> Given:
        pairs = enumerate(values)
        return Given(
            [Contribution(str(one), "", {"XH3": rolled_up.frozen(above_all, "XH3", value=v)}) for one, v in pairs], 9
        )

    first = report.build(made, WEEK, given(200, 300, 250, 100))
    second = report.corrected(made, first, given(200, 300, 250, 3))
    third = report.corrected(made, second, given(200, 300, 250, 100, 90))
    assert ["850 hộ", "không nêu", "850 hộ"] == [one.lines[0].said for one in (first, second, third)]
    assert (4, 4) == (third.posted, len(third.lines[0].told))


def test_a_week_is_corrected_in_the_meaning_in_which_it_was_told(above_all: Stand) -> None:
    """All count otherwise by now: what communes correct of an old week is no correction of its sum."""
    made = rolled_up.roll_up(above_all, measures=("XH3",))
    measures = tuple(replace(one, unit="nhà") if one.id == "XH3" else one for one in made.campaign.measures)
    changed = replace(made, campaign=replace(made.campaign, measures=measures))

    def given(mark: str, value: int) -> Given:
        figures = {"XH3": replace(rolled_up.frozen(above_all, "XH3", value=value), meaning=mark)}
        return Given([Contribution(str(number), "", figures) for number in range(3)], 9)

    old, new = (meaning.of(one.campaign.by_id["XH3"]) for one in (made, changed))
    first = report.build(made, WEEK, given(old, 200))
    assert first.lines == report.corrected(changed, first, given(new, 190)).lines
    assert "570 nhà" == report.build(changed, WEEK, given(new, 190)).lines[0].said
