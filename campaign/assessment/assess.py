"""Where each measure stands at the end of a period: value, target, progress and status, from the figures alone.

Of the commune, week by week, or of one unit; each measure is judged in `judgement`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaign.assessment import (
    coverage,
    figure_index,
    goal,
    judgement,
    measure_year,
    small_parts,
    year_end,
)
from campaign.assessment.figure_index import FigureIndex
from campaign.assessment.lineage import Lineage
from campaign.assessment.result import Result
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign, Measure, Standard
from campaign.facts import Fact, Filing, Place, UnitTarget


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
    by_measure, lineage = _by_measure(facts), Lineage({place.id: place for place in places})
    of_days: dict[tuple[date, date], list[Filing]] = {}  # of a year's report a measure may have days of its own
    standings = []
    for measure in campaign.measures:
        days = measure_year.own_period(measure, period)
        if (days.first, days.last) not in of_days:
            first, last = days.first, days.last
            of_days[first, last] = [one for one in filings if first <= one.period_last <= last]
        filed = of_days[days.first, days.last]
        scope = _scope(campaign, measure, by_measure.get(measure.id, ()), lineage, period, filed)
        own = [one for one in unit_targets if one.measure == measure.id]
        standings.append(_standing(scope, commune, places, own))
    return tuple(standings)


def _standing(
    scope: judgement.Scope, commune: Place | None, places: Sequence[Place], own: Sequence[UnitTarget]
) -> Result:
    """One measure's standing; `own` are the targets that it was given, the commune's and the units'."""
    measure, day = scope.measure, scope.day
    dated = goal.dated_target(measure, commune.id, own, day) if commune else None
    standing = judgement.stand(scope, measure.target.value if dated is None else dated, is_step=dated is not None)
    given = goal.given_to_units(measure, places, own, day)
    pledged = goal.pledge(measure, commune.id, own, day) if commune else None
    if given is None and pledged is None:
        return standing
    return replace(standing, targets_given=given, pledged=pledged)


def _scope(
    campaign: Campaign,
    measure: Measure,
    facts: Sequence[Fact],
    places: Iterable[Place] | Lineage,
    period: ReportingWeek,
    filings: Sequence[Filing],
) -> judgement.Scope:
    """One measure with its figures, at the period or, in a year's report, at the end of its own year.

    `filings` are those of these days.
    """
    own = measure_year.own_period(measure, period)
    index = figure_index.index_figures(measure, year_end.known(measure, facts, own), places, own.last)
    return judgement.Scope(campaign, index, own, filings)


def of_measure(
    campaign: Campaign,
    measure: Measure,
    facts: Sequence[Fact],
    places: Sequence[Place],
    unit_targets: Sequence[UnitTarget],
    weeks: Iterable[ReportingWeek],
) -> Iterator[Result]:
    """The commune's standing in one measure at the end of each of some weeks.

    `facts` are all of the measure's. They are sorted once for all weeks that one standard is in force.
    """
    commune = next((place for place in places if place.kind == "commune"), None)
    own = [one for one in unit_targets if one.measure == measure.id]
    books: dict[Standard | None, FigureIndex] = {}
    for week in weeks:
        standard = measure.standard(week.last)
        if standard not in books:
            books[standard] = figure_index.index_figures(measure, facts, places, week.last)
        yield _standing(judgement.Scope(campaign, books[standard], week, ()), commune, places, own)


def assess_unit(
    campaign: Campaign,
    facts: Sequence[Fact],
    place: Place,
    unit_targets: Sequence[UnitTarget],
    period: ReportingWeek,
    kin: Sequence[Place] = (),
) -> tuple[Result, ...]:
    """One unit's own standing in the measures it reports about itself, with what went into it whole.

    `kin` are the unit and all that it was merged with or split from; `facts` are theirs. The commune's rate is asked of
    each unit too; of an amount (hectares, tonnes) a unit has only its own target.
    """
    related = [place, *(other for other in kin if other.id != place.id)]
    ids = set(Lineage({other.id: other for other in related}).made_of(place.id))
    made_of = [other for other in related if other.id in ids]
    of_kin = _by_measure(facts)
    by_measure = _by_measure(fact for fact in facts if fact.unit in ids)
    standings = []
    for measure in campaign.measures:
        if not coverage.reports_itself(measure, place):
            continue
        scope = _scope(campaign, measure, by_measure.get(measure.id, ()), made_of, period, ())
        own = goal.own_target(measure, scope.index.lineage, place.id, unit_targets, scope.day)
        asked = measure.target.value if own is None and goal.is_asked_of_each(measure) else own
        pledged = goal.pledge(measure, place.id, unit_targets, scope.day)
        standing = replace(judgement.stand(scope, asked, is_step=own is not None), pledged=pledged)
        if place.succeeds and not scope.index.has_flows:
            around = _scope(campaign, measure, of_kin.get(measure.id, ()), related, period, ()).index
            standing = _with_smallest(standing, small_parts.smallest(around, place.id, scope.day))
        standings.append(standing)
    return tuple(standings)


def _with_smallest(standing: Result, worked_out: Decimal | None) -> Result:
    """What could be worked out from a value is as small as the smallest part that is in it."""
    known = [count for count in (standing.smallest_part, worked_out) if count is not None]
    return replace(standing, smallest_part=min(known, default=None))


def _by_measure(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.measure].append(fact)
    return found
