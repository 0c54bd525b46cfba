"""One measure judged at the end of a period: its value, target, progress and status, from its own figures.

The rules it brings together are in `aggregate` (adding up), `movement`, `goal`, `progress` and `status` (the table).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from campaign.assessment import (
    aggregate,
    coverage,
    forecast,
    goal,
    measure_year,
    movement,
    progress,
    status,
    year_end,
)
from campaign.assessment.aggregate import Value
from campaign.assessment.figure_index import FigureIndex
from campaign.assessment.movement import Movement
from campaign.assessment.result import Result
from campaign.assessment.status import Status
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign, Comparison, Measure, TargetKind
from campaign.facts import Filing

_DAY = timedelta(days=1)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Scope:
    """One measure, its figures, and the period it is assessed at."""

    campaign: Campaign
    index: FigureIndex
    period: ReportingWeek
    filings: Sequence[Filing]

    @property
    def measure(self) -> Measure:
        return self.index.measure

    @property
    def day(self) -> date:
        return self.period.last

    @property
    def is_year_on_year(self) -> bool:
        return self.measure.target.kind is TargetKind.YEAR_ON_YEAR

    @cached_property
    def is_over(self) -> bool:
        """Whether the measure's year is over: then it has a verdict."""
        return measure_year.is_over(self.measure, self.day)

    @cached_property
    def judged(self) -> FigureIndex:
        """The figures that are judged: of a year that is over those of its last cadence alone."""
        return year_end.of_last_cadence(self.index, self.day) if self.is_over else self.index

    def value(self) -> Value | None:
        """The measure's value; where a year is over, nothing that is older than its last cadence."""
        tell = aggregate.at if self.is_over else aggregate.told
        return tell(self.judged, self.day, movement.start(self.index, self.day))


def stand(scope: Scope, amount: Decimal | None, *, is_step: bool) -> Result:
    """`amount` is the target where the document, or a dated target (a step of its year), gives a figure."""
    value = scope.value()
    moved = movement.of_measure(scope.index, scope.period, value)
    target = _target(scope, amount, moved)
    way = progress.Way(scope.campaign, scope.index, scope.day, moved, is_step=is_step)
    reached = progress.of_value(way, value, target)
    decided = _decided(scope)
    line = status.judge(_case(scope, value, target, moved, reached, decided, is_far=way.is_far))
    foretold = None if scope.is_over else _forecast(scope, value, moved, reached)
    standard = scope.measure.standard(scope.day)
    covered = coverage.of_measure(scope.judged, scope.period, scope.filings)
    return Result(
        measure=scope.measure.id,
        status=line.status,
        rule=line.rule,
        value=value.value if value else None,
        numerator=value.numerator if value else None,
        denominator=value.denominator if value else None,
        target=target,
        attained=reached.attained,
        expected=reached.expected.per_cent,
        expected_basis=reached.expected.basis,
        forecast=foretold.value if foretold else None,
        forecast_basis=foretold.basis if foretold else goal.Basis.NONE,
        in_period=moved.in_period,
        previous=moved.previous,
        year_start=moved.year_start,
        same_period_last_year=moved.last_year,
        as_of=value.as_of if value else None,
        coverage=covered,
        marked=value.marked if value else 0,
        provisional=value is not None and _heard(scope, value) < scope.campaign.rules.coverage_floor,
        decided=decided,
        note=standard.name if standard else "",
        is_verdict=scope.is_over,
        shortfall=_shortfall(scope, value, target, moved) if line.status is Status.MISSED else None,
        expected_value=reached.expected_value,
        band=None if scope.is_over else reached.band_value,
        by=scope.measure.target.by.year if scope.measure.target.by else None,
        regrouped=_regrouped(scope),
        smallest_part=min(part.numerator for part in value.parts) if value and len(value.parts) > 1 else None,
    )


def _regrouped(scope: Scope) -> int | None:
    """How many more of the units that are counted there are than before the period, with nothing done; None: as many.

    0 where as many were split as were merged.
    """
    index, eve = scope.index, scope.period.first - _DAY
    if not aggregate.counts_units(scope.measure) or not index.lineage.touched:
        return None
    touched = [index.places[unit] for unit in index.lineage.touched]
    places = [place for place in touched if coverage.is_subject(scope.measure, place)]
    changed = index.lineage.touched_by(scope.day) - index.lineage.touched_by(eve)
    if not any(place.id in changed for place in places):
        return None
    return sum(place.is_active(scope.day) for place in places) - sum(place.is_active(eve) for place in places)


def _shortfall(scope: Scope, value: Value | None, target: Decimal | None, moved: Movement) -> Decimal | None:
    if value is None or target is None:
        return None
    if scope.is_year_on_year and moved.last_year is not None:
        small = scope.campaign.rules.small_base
        return goal.year_on_year_shortfall(scope.measure, value.value, moved.last_year, small)
    return goal.shortfall(scope.measure, value.value, target)


def _heard(scope: Scope, value: Value) -> Decimal:
    """Per cent of the units the measure is about that are in its value; the commune's own row speaks for all."""
    due = coverage.due(scope.index, scope.period)
    heard = {unit for part in value.parts for unit in part.units}
    if any(scope.index.places[unit].kind == "commune" for unit in heard):
        return _HUNDRED
    return _HUNDRED * len(heard.intersection(due)) / len(due) if due else _HUNDRED


def _target(scope: Scope, amount: Decimal | None, moved: Movement) -> Decimal | None:
    if scope.is_year_on_year:
        return None if moved.last_year is None else goal.year_on_year_target(scope.measure, moved.last_year)
    if scope.measure.target.kind is TargetKind.BASELINE:
        # What stood when the campaign began is to be kept (decision 7); a newer inventory does not lower it.
        began = min(scope.campaign.starts - _DAY, scope.day)
        openings = scope.index.with_baselines_of(began).keep(lambda fact: fact.opening)
        found = aggregate.at(openings, scope.day, None, stale_counts=True)
        return found.value if found else None
    return amount


def _forecast(scope: Scope, value: Value | None, moved: Movement, reached: goal.Progress) -> forecast.Forecast | None:
    """The year's end; an old value foretells nothing."""
    if value is None or measure_year.is_stale(scope.measure, value.as_of, scope.day):
        return None
    if scope.index.is_count:
        return forecast.of_count(scope.measure, value.value, reached.expected)
    return forecast.of_level(scope.measure, value.value, moved.year_start, scope.day)


def _decided(scope: Scope) -> bool | None:
    """The newest answer to the question that decides whether the target is met.

    Of those of one day it is the last: answers that came after the year were moved to its last day in their order.
    """
    key = scope.measure.decided_by
    answers = [fact for rows in scope.index.rows.values() for fact in rows.get(key, ()) if fact.on <= scope.day]
    return bool(sorted(answers, key=lambda fact: fact.on)[-1].value) if answers else None


def _case(
    scope: Scope,
    value: Value | None,
    target: Decimal | None,
    moved: Movement,
    reached: goal.Progress,
    decided: bool | None,
    *,
    is_far: bool,
) -> status.Case:
    """The measure's situation as the status table sees it; without a value or a target the rest is moot."""
    measure, over = scope.measure, scope.is_over
    if value is None or target is None:
        return status.Case(has_value=value is not None, has_baseline=target is not None, is_year_over=over)
    met = _is_met(scope, value.value, target, moved, decided)
    comparison = measure.target.comparison
    beyond = scope.index.is_count and comparison is Comparison.AT_LEAST and value.value > target
    return status.Case(
        has_value=True,
        has_baseline=True,
        is_judged=measure.judged,
        is_stale=measure_year.is_stale(measure, value.as_of, scope.day),
        moved_wrong=_moved_wrong(scope, value.value, moved),
        is_met=met,
        is_exceeded=met and beyond and not scope.is_year_on_year and not (over and value.marked),
        equals_strict_target=comparison is Comparison.MORE_THAN and value.value == target,
        behind_by=_behind_by(scope, value.value, moved, reached),
        band=reached.band,
        is_year_over=over,
        is_far=is_far,
    )


def _is_met(scope: Scope, value: Decimal, target: Decimal, moved: Movement, decided: bool | None) -> bool:
    if scope.is_year_on_year and moved.last_year is not None:
        small = scope.campaign.rules.small_base
        return goal.meets_year_on_year(scope.measure, value, moved.last_year, small)
    if scope.measure.decided_by and not goal.is_step(scope.measure, target):
        return bool(decided)
    return bool(decided) or goal.meets(scope.measure.target.comparison, value, target)


def _moved_wrong(scope: Scope, value: Decimal, moved: Movement) -> bool:
    """Whether a value that should be kept, or should fall, went the other way (decision 18).

    A count of the year cannot fall: it is compared with the same days of last year, where that is its target.
    """
    measure = scope.measure
    if scope.is_year_on_year:
        earlier = [moved.last_year]
    elif scope.index.is_count or not (measure.maintain or measure.falling_is_good):
        return False
    else:
        in_period = None if moved.in_period is None else value - moved.in_period
        earlier = [in_period, moved.year_start]
    worse = 1 if measure.falling_is_good else -1
    return any(one is not None and (value - one) * worse > 0 for one in earlier)


def _behind_by(scope: Scope, value: Decimal, moved: Movement, reached: goal.Progress) -> Decimal | None:
    """Points short of where it should be by now; of a change against last year, short of the wanted change."""
    if scope.is_year_on_year:
        wanted = scope.measure.target.value
        if not moved.last_year or wanted is None:
            return None
        short = _HUNDRED * (value - moved.last_year) / moved.last_year - wanted
        return short if scope.measure.falling_is_good else -short
    expected = reached.expected.per_cent
    return None if reached.attained is None or expected is None else expected - reached.attained
