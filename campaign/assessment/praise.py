"""Who deserves a public word, by the rules of the campaign file: on time, complete, and much improved.

Timeliness and a village's own past alone count: results are not ranked, and a large village has no head start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaign.assessment import aggregate, figure_index, movement
from campaign.assessment.figure_index import Part
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign, Measure
from campaign.facts import Fact, Filing, Place
from campaign.rules import PraiseKind, PraiseRule

FEWEST_WEEKS = 2
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Praise:
    """Villages named by one rule, in the order of their codes. `weeks` is the run, or how far back was looked;

    `label` is what the measure is called in which they have improved.
    """

    kind: PraiseKind
    weeks: int
    names: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a unit came: how many were missing to its target `then` and `now`, in what the measure counts."""

    unit: int
    measure: str
    then: Decimal
    now: Decimal

    @property
    def share(self) -> Decimal:
        """The part of its own distance that it has covered."""
        return (self.then - self.now) / self.then


def of_period(
    campaign: Campaign, facts: Sequence[Fact], places: Sequence[Place], filings: Sequence[Filing], period: ReportingWeek
) -> tuple[Praise, ...]:
    """The praise due at the end of a period, in the order of the rules. Later filings and facts do not count."""
    every = sorted((place for place in places if place.kind == "village"), key=lambda place: place.code)
    villages = [place for place in every if place.is_active(period.last)]
    # A week's post looks back at the runs that it ends; what is told of a longer stretch happened in it.
    first = date.min if period.kind is Kind.WEEK else period.first
    known = [one for one in filings if first <= one.period_last <= period.last]
    found: list[Praise | None] = []
    for rule in campaign.praise:
        if rule.kind is PraiseKind.IMPROVED:
            found.append(_most_improved(campaign, rule, advances(campaign, rule, facts, every, period), villages))
        elif rule.kind is PraiseKind.COMPLETE:
            found.append(_complete(rule, known, villages, period))
        else:
            found.append(_longest(rule, known, villages))
    return tuple(one for one in found if one is not None)


def compared_with(rule: PraiseRule, period: ReportingWeek) -> date:
    """The day from which improvement is measured: some weeks ago, of a longer stretch the eve of it."""
    if period.kind is Kind.WEEK:
        return period.last - rule.weeks * _WEEK
    return period.first - timedelta(days=1)


def streaks(filings: Sequence[Filing]) -> Mapping[int, int]:
    """For each unit, how many of its newest periods in a row were on time; periods with nothing due do not count."""
    return {unit: _streak(found) for unit, found in _by_unit(filings).items()}


def _by_unit(filings: Sequence[Filing]) -> Mapping[int, list[Filing]]:
    by_unit: dict[int, list[Filing]] = defaultdict(list)
    for filing in filings:
        if filing.due:
            by_unit[filing.unit].append(filing)
    return by_unit


def _streak(filings: Sequence[Filing]) -> int:
    newest_first = sorted(filings, key=lambda one: one.period_last, reverse=True)
    return next((weeks for weeks, one in enumerate(newest_first) if not one.on_time), len(newest_first))


def _longest(rule: PraiseRule, filings: Sequence[Filing], villages: Sequence[Place]) -> Praise | None:
    weeks = streaks(filings)
    best = max((weeks.get(place.id, 0) for place in villages), default=0)
    if best < rule.weeks:
        return None
    return Praise(rule.kind, best, tuple(place.name for place in villages if weeks.get(place.id) == best))


def _complete(
    rule: PraiseRule, filings: Sequence[Filing], villages: Sequence[Place], period: ReportingWeek
) -> Praise | None:
    in_year = [one for one in filings if one.period_last.year == period.last.year]
    by_unit = _by_unit(in_year if period.kind is Kind.WEEK else filings)
    whole = [
        place
        for place in villages
        if len(by_unit.get(place.id, ())) >= rule.weeks
        and all(one.complete or one.on_time for one in by_unit[place.id])
    ]
    if not whole:
        return None
    return Praise(rule.kind, min(len(by_unit[place.id]) for place in whole), tuple(place.name for place in whole))


def advances(
    campaign: Campaign, rule: PraiseRule, facts: Sequence[Fact], villages: Sequence[Place], period: ReportingWeek
) -> list[Advance]:
    """How far each village came in each measure of the rule; without figures on both days, or under check, none.

    Of a merged or split village only what it told itself on both days.
    """
    then = compared_with(rule, period)
    found = []
    for measure in (campaign.by_id[name] for name in rule.measures):
        index = figure_index.index_figures(measure, facts, villages, period.last)
        earlier = {part.unit: part for part in aggregate.parts(index, then, movement.start(index, then))}
        for later in aggregate.parts(index, period.last, movement.start(index, period.last)):
            before = earlier.get(later.unit)
            is_own = index.places[later.unit].is_active(period.last) and not later.stands_for
            if before is not None and is_own and not (before.stands_for or before.marked or later.marked):
                found.append(Advance(later.unit, measure.id, _missing(measure, before), _missing(measure, later)))
    return found


def _missing(measure: Measure, part: Part) -> Decimal:
    """How many are missing to the campaign's own target: people without a card beyond the two in a hundred."""
    target = measure.target.value or Decimal(0)
    wanted = target if part.denominator is None else target * part.denominator / measure.scale
    return part.numerator - wanted if measure.falling_is_good else wanted - part.numerator


def _most_improved(
    campaign: Campaign, rule: PraiseRule, found: Sequence[Advance], villages: Sequence[Place]
) -> Praise | None:
    able = [one for one in found if one.then > 0 and one.then - one.now >= rule.at_least]
    if not able:
        return None
    best = max(able, key=lambda one: one.share)
    units = {one.unit for one in able if one.measure == best.measure and one.share == best.share}
    names = tuple(place.name for place in villages if place.id in units)
    return Praise(rule.kind, rule.weeks, names, campaign.by_id[best.measure].label)
