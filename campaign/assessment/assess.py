"""Where each measure stands at the end of a period: value, target, progress and status, from the figures alone.

The rules it brings together are in `valuation` (adding up), `movement`, `goal` (progress) and `status` (the table).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from campaign.assessment import aggregate, coverage, figure_index, forecast, goal, measure_year, movement, status
from campaign.assessment.aggregate import Value
from campaign.assessment.figure_index import Book
from campaign.assessment.movement import Movement
from campaign.assessment.result import Result
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign, Comparison, Measure, TargetKind
from campaign.facts import Fact, Filing, Place, UnitTarget

_DAY = timedelta(days=1)
_HUNDRED = Decimal(100)


def assess(
    campaign: Campaign,
    facts: Sequence[Fact],
    places: Sequence[Place],
    unit_targets: Sequence[UnitTarget],
    period: ReportingWeek,
    filings: Sequence[Filing] = (),
) -> tuple[Result, ...]:
    """The commune's standing in every measure at `period`, in the document's order.

    `facts` hold everything known, openings and last year's figures among them; `filings` tell who has sent
    something in the period, without them a fresh figure is enough to be covered.
    """
    commune = next((place for place in places if place.kind == "commune"), None)
    by_measure = _by_measure(facts)
    filings = [one for one in filings if one.period_last in period]
    standings = []
    for measure in campaign.measures:
        book = figure_index.open_book(measure, by_measure.get(measure.id, ()), places, period.last)
        own = [one for one in unit_targets if one.measure == measure.id]
        dated = goal.dated_target(measure, commune.id, own, period.last) if commune else None
        standing = _stand(_Scope(campaign, book, period, filings), measure.target.value if dated is None else dated)
        given = goal.given_to_units(measure, places, own, period.last)
        standings.append(standing if given is None else replace(standing, targets_given=given))
    return tuple(standings)


def assess_unit(
    campaign: Campaign, facts: Sequence[Fact], place: Place, unit_targets: Sequence[UnitTarget], period: ReportingWeek
) -> tuple[Result, ...]:
    """One unit's own standing in the measures it reports about itself.

    The commune's rate is asked of each unit too; of an amount (hectares, tonnes) a unit has only its own target.
    """
    by_measure = _by_measure(fact for fact in facts if fact.unit == place.id)
    standings = []
    for measure in campaign.measures:
        if not coverage.reports_itself(measure, place):
            continue
        book = figure_index.open_book(measure, by_measure.get(measure.id, ()), [place], period.last)
        scope = _Scope(campaign, book, period, ())
        own = goal.dated_target(measure, place.id, unit_targets, period.last)
        if own is None and goal.is_asked_of_each(measure):
            own = measure.target.value
        standings.append(_stand(scope, own))
    return tuple(standings)


def _by_measure(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.measure, []).append(fact)
    return found


@dataclass(frozen=True, slots=True)
class _Scope:
    """One measure, its figures, and the period it is assessed at."""

    campaign: Campaign
    book: Book
    period: ReportingWeek
    filings: Sequence[Filing]

    @property
    def measure(self) -> Measure:
        return self.book.measure

    @property
    def day(self) -> date:
        return self.period.last

    @property
    def is_year_on_year(self) -> bool:
        return self.measure.target.kind is TargetKind.YEAR_ON_YEAR


def _stand(scope: _Scope, amount: Decimal | None) -> Result:
    """`amount` is the target where the document, or a dated target, gives a figure."""
    value = aggregate.told(scope.book, scope.day, movement.start(scope.book, scope.day))
    moved = movement.of_measure(scope.book, scope.period, value)
    target = _target(scope, amount, moved)
    progress = _progress(scope, value, target)
    decided = _decided(scope)
    line = status.judge(_case(scope, value, target, moved, progress, decided))
    foretold = _forecast(scope, value, moved, progress)
    standard = scope.measure.standard(scope.day)
    covered = coverage.of_measure(scope.book, scope.period, scope.filings)
    return Result(
        measure=scope.measure.id,
        status=line.status,
        rule=line.rule,
        value=value.value if value else None,
        numerator=value.numerator if value else None,
        denominator=value.denominator if value else None,
        target=target,
        attained=progress.attained,
        expected=progress.expected.per_cent,
        expected_basis=progress.expected.basis,
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
    )


def _heard(scope: _Scope, value: Value) -> Decimal:
    """Per cent of the units the measure is about that are in its value; the commune's own row speaks for all."""
    due = coverage.due(scope.book, scope.period)
    heard = {part.unit for part in value.parts}
    if any(scope.book.places[unit].kind == "commune" for unit in heard):
        return _HUNDRED
    return _HUNDRED * len(heard.intersection(due)) / len(due) if due else _HUNDRED


def _target(scope: _Scope, amount: Decimal | None, moved: Movement) -> Decimal | None:
    if scope.is_year_on_year:
        return None if moved.last_year is None else goal.year_on_year_target(scope.measure, moved.last_year)
    if scope.measure.target.kind is TargetKind.BASELINE:
        # What stood when the campaign began is to be kept (decision 7); a newer inventory does not lower it.
        began = min(scope.campaign.starts - _DAY, scope.day)
        openings = scope.book.with_baselines_of(began).keep(lambda fact: fact.opening)
        found = aggregate.at(openings, scope.day, None, stale_counts=True)
        return found.value if found else None
    return amount


def _progress(scope: _Scope, value: Value | None, target: Decimal | None) -> goal.Progress:
    measure, book = scope.measure, scope.book
    if value is None or target is None or scope.is_year_on_year or goal.is_yes_no(measure):
        return goal.Progress()
    if book.is_count:
        expected = goal.expected_of_count(measure, scope.day, movement.whole_of_last_year(book, scope.day))
        return goal.Progress(goal.rising(value.value, target), expected)
    first = _first(scope, value) if measure.target.by else None
    if measure.target.comparison is Comparison.AT_MOST:
        attained = goal.falling(value.value, target, first[1] if first else None)
        then: Decimal | None = Decimal(0)
    else:
        attained = goal.rising(value.value, target)
        then = goal.rising(first[1], target) if first else None
    return goal.Progress(attained, goal.expected_of_level(measure, scope.day, first[0] if first else None, then))


def _forecast(scope: _Scope, value: Value | None, moved: Movement, progress: goal.Progress) -> forecast.Forecast | None:
    """The year's end; an old value foretells nothing."""
    if value is None or measure_year.is_stale(scope.measure, value.as_of, scope.day):
        return None
    if scope.book.is_count:
        return forecast.of_count(scope.measure, value.value, progress.expected)
    return forecast.of_level(scope.measure, value.value, moved.year_start, scope.day)


def _first(scope: _Scope, value: Value) -> tuple[date, Decimal] | None:
    """Where the way to a far target began: the campaign's first day, or the first figures after it."""
    units = [part.unit for part in value.parts]
    begun = movement.start(scope.book, scope.day)
    then = aggregate.first_parts(scope.book, scope.campaign.starts - _DAY, begun, units)
    total = aggregate.add_up(scope.measure, then)
    return (max(scope.campaign.starts, min(part.on for part in then)), total.value) if total else None


def _decided(scope: _Scope) -> bool | None:
    """The newest answer to the question that decides whether the target is met."""
    key = scope.measure.decided_by
    facts = [fact for rows in scope.book.rows.values() for fact in rows.get(key, ()) if fact.on <= scope.day]
    return bool(max(facts, key=lambda fact: fact.on).value) if facts else None


def _case(
    scope: _Scope,
    value: Value | None,
    target: Decimal | None,
    moved: Movement,
    progress: goal.Progress,
    decided: bool | None,
) -> status.Case:
    """The measure's situation as the status table sees it; without a value or a target the rest is moot."""
    measure = scope.measure
    if value is None or target is None:
        return status.Case(has_value=value is not None, has_baseline=target is not None)
    met = _is_met(scope, value.value, target, moved, decided)
    comparison = measure.target.comparison
    beyond = scope.book.is_count and comparison is Comparison.AT_LEAST and value.value > target
    return status.Case(
        has_value=True,
        has_baseline=True,
        is_judged=measure.judged,
        is_stale=measure_year.is_stale(measure, value.as_of, scope.day),
        moved_wrong=_moved_wrong(scope, value.value, moved),
        is_met=met,
        is_exceeded=met and beyond and not scope.is_year_on_year,
        equals_strict_target=comparison is Comparison.MORE_THAN and value.value == target,
        behind_by=_behind_by(scope, value.value, moved, progress),
        band=scope.campaign.rules.on_track_band,
    )


def _is_met(scope: _Scope, value: Decimal, target: Decimal, moved: Movement, decided: bool | None) -> bool:
    if scope.is_year_on_year and moved.last_year is not None:
        small = scope.campaign.rules.small_base
        return goal.meets_year_on_year(scope.measure, value, moved.last_year, small)
    if scope.measure.decided_by:
        return bool(decided)
    return goal.meets(scope.measure.target.comparison, value, target)


def _moved_wrong(scope: _Scope, value: Decimal, moved: Movement) -> bool:
    """Whether a value that should be kept, or should fall, went the other way (decision 18).

    A count of the year cannot fall: it is compared with the same days of last year, where that is its target.
    """
    measure = scope.measure
    if scope.is_year_on_year:
        earlier = [moved.last_year]
    elif scope.book.is_count or not (measure.maintain or measure.falling_is_good):
        return False
    else:
        in_period = None if moved.in_period is None else value - moved.in_period
        earlier = [in_period, moved.year_start]
    worse = 1 if measure.falling_is_good else -1
    return any(one is not None and (value - one) * worse > 0 for one in earlier)


def _behind_by(scope: _Scope, value: Decimal, moved: Movement, progress: goal.Progress) -> Decimal | None:
    """Points short of where it should be by now; of a change against last year, short of the wanted change."""
    if scope.is_year_on_year:
        wanted = scope.measure.target.value
        if not moved.last_year or wanted is None:
            return None
        short = _HUNDRED * (value - moved.last_year) / moved.last_year - wanted
        return short if scope.measure.falling_is_good else -short
    expected = progress.expected.per_cent
    return None if progress.attained is None or expected is None else expected - progress.attained
