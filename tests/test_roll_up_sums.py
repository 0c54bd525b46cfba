"""Roll-ups: what is added, what a measure must mean, and what nobody can work out of a sum."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaign import meaning
from campaign.calendar import ReportingWeek
from reports import roll_up as report
from reports.roll_up import Contribution, Frozen, Table, Told
from tests import rolled_up
from tests.commune import Stand

WEEK = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)


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
