"""A measure's year as lines: what it was, where it should have been, last year on the same days, and what is foretold.

Every point is a standing as that day's report would tell it; days to come have a path and a last year, but no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from campaign.assessment import assess, goal, measure_year
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign, Measure
from campaign.facts import Fact, Place, UnitTarget

_WEEK = timedelta(days=7)
_THURSDAY = 3
Points = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one measure from `first` to `last`, in its unit; `target` is a level line, None where there is none.

    `forecast` is the year's end as it is foretold, reached from the last point of `values`.
    """

    measure: str
    first: date
    last: date
    values: Points
    path: Points
    last_year: Points
    target: Decimal | None
    forecast: Decimal | None

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Lines:
        """What was written as JSON: dates and decimals as text."""

        def points(name: str) -> Points:
            return tuple((date.fromisoformat(day), Decimal(value)) for day, value in found[name])

        def amount(name: str) -> Decimal | None:
            return None if found[name] is None else Decimal(found[name])

        return cls(
            measure=found["measure"],
            first=date.fromisoformat(found["first"]),
            last=date.fromisoformat(found["last"]),
            values=points("values"),
            path=points("path"),
            last_year=points("last_year"),
            target=amount("target"),
            forecast=amount("forecast"),
        )


def can_be_drawn(measure: Measure) -> bool:
    """A yes or no is no line."""
    return not goal.is_yes_no(measure) and not measure.decided_by


def of_measure(
    campaign: Campaign,
    measure: Measure,
    facts: Sequence[Fact],
    places: Sequence[Place],
    targets: Sequence[UnitTarget],
    until: date,
    weeks: int = 1,
) -> Lines:
    """The measure's own year that holds `until`, a point every so many weeks; `facts` are all of the measure's."""
    first = measure_year.start(measure, until) if not measure.since else date(until.year, 1, 1)
    first, last = first or date(until.year, 1, 1), measure_year.last_day(measure, until)
    values: list[tuple[date, Decimal]] = []
    path: list[tuple[date, Decimal]] = []
    last_year: list[tuple[date, Decimal]] = []
    target = forecast = None
    days = _days(first, last, until, weeks)
    standings = assess.of_measure(campaign, measure, facts, places, targets, map(_week, days))
    for day, standing in zip(days, standings, strict=True):
        if day <= until and standing.value is not None:
            values.append((day, standing.value))
        if standing.expected_value is not None:
            path.append((day, standing.expected_value))
        if standing.same_period_last_year is not None:
            last_year.append((day, standing.same_period_last_year))
        if day == until:
            target, forecast = standing.target, standing.forecast
    return Lines(measure.id, first, last, tuple(values), tuple(path), tuple(last_year), target, forecast)


def _days(first: date, last: date, until: date, weeks: int) -> list[date]:
    """Thursdays of the year, the last day of what is told, and the year's last."""
    thursday = first + timedelta(days=(_THURSDAY - first.weekday()) % 7)
    days = {until, last}
    while thursday <= last:
        days.add(thursday)
        thursday += _WEEK * weeks
    return sorted(days)


def _week(day: date) -> ReportingWeek:
    year, number, _ = day.isocalendar()
    return ReportingWeek(day - _WEEK + timedelta(days=1), day, year, number)
