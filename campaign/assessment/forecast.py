"""What a measure will be at the end of its year if it goes on as it has, and on what that rests.

A count is divided by the share of the year's work that should be done by now; a level goes on at the pace it has had
since the year began. Nothing is foretold where the owner wants no mark, too early in the year, or of a yes or no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.assessment import measure_year
from campaign.assessment.goal import Basis, Expectation
from campaign.catalogue import Aggregation, Cadence, Measure, TargetKind

_HUNDRED = Decimal(100)
# Below a tenth of the year one good or bad week would be multiplied tenfold.
_EARLIEST = Decimal("0.1")
_MOVING = (Cadence.WEEKLY, Cadence.MONTHLY, Cadence.ON_CHANGE)
_MOVING_SUMS = (Aggregation.SUM, Aggregation.RATIO_OF_SUMS)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value at the end of the measure's year, in its unit, and the basis."""

    value: Decimal
    basis: Basis


def is_allowed(measure: Measure) -> bool:
    """Whether the measure's owner allows a forecast, and it has one: a change against last year has none."""
    return measure.forecast and measure.judged and measure.target.kind is TargetKind.AMOUNT


def of_count(measure: Measure, value: Decimal, expected: Expectation) -> Forecast | None:
    """A count of the year: what is there now is the share that is expected by now."""
    share = expected.per_cent
    if not is_allowed(measure) or share is None or share < _EARLIEST * _HUNDRED:
        return None
    return Forecast(value * _HUNDRED / min(share, _HUNDRED), expected.basis)


def of_level(measure: Measure, value: Decimal, year_start: Decimal | None, day: date) -> Forecast | None:
    """A level that moves through the year; never below zero, and no share beyond the whole."""
    if not is_allowed(measure) or measure.maintain or year_start is None:
        return None
    if measure.cadence not in _MOVING or measure.aggregation not in _MOVING_SUMS:
        return None
    first = measure_year.start(measure, day) or date(day.year, 1, 1)
    last = measure_year.end(measure, day) or date(day.year, 12, 31)
    share = measure_year.elapsed(first, last, day)
    if share < _EARLIEST:
        return None
    ends = max(year_start + (value - year_start) / share, Decimal(0))
    return Forecast(min(ends, _HUNDRED) if measure.unit == "%" else ends, Basis.TREND)
