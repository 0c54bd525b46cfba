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
from campaign.catalogue import Campaign, Measure, TargetKind
from campaign.facts import Fact, Place, UnitTarget

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_THURSDAY = 3
Points = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one measure from `first` to `last`, in its unit; `target` is a level line, None where there is none.

    `forecast` is the year's end as it is foretold, reached from the last point of `values`. `target_year` is that of a
    target which is not this year's: «chỉ tiêu 2030».
    """

    measure: str
    first: date
    last: date
    values: Points
    path: Points
    last_year: Points
    target: Decimal | None
    forecast: Decimal | None
    target_year: int | None = None

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
            target_year=found.get("target_year"),
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
    is_change = measure.target.kind is TargetKind.YEAR_ON_YEAR
    days = _days(first, last, until, weeks)
    standings = assess.of_measure(campaign, measure, facts, places, targets, map(_week, days))
    for day, standing in zip(days, standings, strict=True):
        if day <= until and standing.value is not None:
            values.append((day, standing.value))
        # Against last year the target of each day is its own: on the same day, so much less.
        needed = standing.target if is_change else standing.expected_value
        if needed is not None:
            path.append((day, needed))
        if standing.same_period_last_year is not None:
            last_year.append((day, standing.same_period_last_year))
        if day == until:
            target, forecast = None if is_change else standing.target, standing.forecast
    if last > until and path and path[-1][0] < last:
        # On its last day a year has a verdict, by figures of its last cadence alone, which are not there yet.
        (eve,) = assess.of_measure(campaign, measure, facts, places, targets, [_week(last - _DAY)])
        path += [] if eve.expected_value is None or is_change else [(last - _DAY, eve.expected_value)]
    by = measure.target.by
    if measure.since and by and by > last:
        forecast = _at_years_end(forecast, target, path)
    target_year = by.year if by and by > last else None
    return Lines(measure.id, first, last, tuple(values), tuple(path), tuple(last_year), target, forecast, target_year)


def _at_years_end(
    forecast: Decimal | None, target: Decimal | None, path: Sequence[tuple[date, Decimal]]
) -> Decimal | None:
    """Of what is foretold of a count over the whole campaign the share that the path has when this year ends."""
    return forecast * path[-1][1] / target if forecast is not None and target and path else None


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
