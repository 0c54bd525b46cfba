"""How far a value is on its way to the target: reached, where it should be by now, and how far below is on track.

Brings together `goal` (per cent and paths) and the figures where a way begins; what it means is for `status`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaign.assessment import aggregate, goal, measure_year, movement
from campaign.assessment.aggregate import Value
from campaign.assessment.figure_index import FigureIndex
from campaign.assessment.goal import Expectation, Progress
from campaign.assessment.movement import Movement
from campaign.catalogue import Campaign, Comparison, Measure, TargetKind

_DAY = timedelta(days=1)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Way:
    """One measure on a day; `is_step` says that a dated target is what its year must reach, whatever lies beyond."""

    campaign: Campaign
    index: FigureIndex
    day: date
    moved: Movement
    is_step: bool

    @property
    def measure(self) -> Measure:
        return self.index.measure

    @property
    def by(self) -> date | None:
        """The day by which the target must be met, where that is not each year's end; a step is for its year."""
        by = self.measure.target.by
        return measure_year.last_day(self.measure, self.day) if by and self.is_step else by

    @property
    def is_far(self) -> bool:
        return self.by is not None and self.by > self.day


def of_value(way: Way, value: Value | None, target: Decimal | None) -> Progress:
    """The progress of a value towards its target; without one of them, and of a yes or no, there is none."""
    if value is None or target is None or goal.is_yes_no(way.measure):
        return Progress()
    if way.measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return _against_last_year(way)
    if way.index.is_count:
        last_year = movement.whole_of_last_year(way.index, way.day)
        expected = goal.expected_of_count(way.measure, way.day, last_year, way.by)
        return _measured(way, value, goal.rising(value.value, target), expected, Decimal(0), target)
    first = _first(way, value) if way.by else None
    begun, began_with = first or (None, None)
    if way.measure.target.comparison is not Comparison.AT_MOST:
        then = goal.rising(began_with, target) if began_with is not None else None
        expected = goal.expected_of_level(way.measure, way.day, way.by, begun, then)
        return _measured(way, value, goal.rising(value.value, target), expected, Decimal(0), target)
    expected = goal.expected_of_level(way.measure, way.day, way.by, begun, Decimal(0))
    attained = goal.falling(value.value, target, began_with)
    return _measured(way, value, attained, expected, target if began_with is None else began_with, target)


def _against_last_year(way: Way) -> Progress:
    """Of a change against last year the distance is the wanted change, and a case one of last year's."""
    base, wanted = way.moved.last_year, way.measure.target.value
    if not base or wanted is None:
        return Progress()
    points = goal.band(way.campaign.rules.on_track_band, abs(wanted), _HUNDRED / base)
    return Progress(band=points, band_value=points * base / _HUNDRED)


def _measured(
    way: Way, value: Value, attained: Decimal | None, expected: Expectation, nought: Decimal, target: Decimal
) -> Progress:
    """`nought` and `target` are where the scale has 0 and 100 per cent."""
    whole = target - nought
    if not whole:
        return Progress(attained, expected)
    year_start = Decimal(0) if way.index.is_count else way.moved.year_start
    distance = Decimal(0) if year_start is None else _HUNDRED * (target - year_start) / whole
    single = _single(way.measure, value)
    points = goal.band(
        way.campaign.rules.on_track_band, distance, None if single is None else _HUNDRED * single / abs(whole)
    )
    share = expected.per_cent
    return Progress(
        attained,
        expected,
        expected_value=None if share is None else nought + whole * share / _HUNDRED,
        band=points,
        band_value=points * abs(whole) / _HUNDRED,
    )


def _single(measure: Measure, value: Value) -> Decimal | None:
    """What one person, household, village or case makes of the value; None of hectares, tonnes, money."""
    if not all(one.whole for one in measure.inputs):
        return None
    if measure.unit == "%":
        return measure.scale / value.denominator if value.denominator else None
    return Decimal(1) if goal.is_whole(measure) else None


def _first(way: Way, value: Value) -> tuple[date, Decimal] | None:
    """Where the way to a far target began: the campaign's first day, or the first figures after it.

    That to a step begins with its year.
    """
    starts = way.campaign.starts
    if way.is_step:
        starts = max(starts, movement.start(way.index, way.day) or date(way.day.year, 1, 1))
    begun = movement.start(way.index, way.day)
    units = [part.unit for part in value.parts]
    then = aggregate.first_parts(way.index, starts - _DAY, begun, units)
    total = aggregate.add_up(way.measure, then)
    return (max(starts, min(part.on for part in then)), total.value) if total else None
