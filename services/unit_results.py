"""How units stand in what they report about themselves, judged or not."""

from __future__ import annotations

from collections.abc import Sequence

from campaign import spans
from campaign.assessment import assess, required_rows
from campaign.assessment.result import Result
from campaign.calendar import Kind, ReportingWeek
from campaign.facts import Fact
from models import figure_history, targets, units
from models.units import Unit
from services.context import Context


def results(context: Context, unit: Unit, period: ReportingWeek) -> list[Result]:
    """A unit's standing in everything that it reports about itself, judged or not."""
    return results_of(context, [unit], period)[unit.id]


def results_of(context: Context, found: Sequence[Unit], period: ReportingWeek) -> dict[int, list[Result]]:
    """The same of several units, read together."""
    campaign = context.campaign_on(period.last)
    kin = {unit.id: units.kin(context.session, context.commune.id, unit) for unit in found}
    ids = {other.id for related in kin.values() for other in related}
    facts = figure_history.facts(context.session, sorted(ids), required_rows.looks(campaign, period))
    by_unit: dict[int, list[Fact]] = {}
    for fact in facts:
        by_unit.setdefault(fact.unit, []).append(fact)
    known = targets.of_commune(context.session, context.commune.id)
    standings = {}
    for unit in found:
        places = [other.place() for other in kin[unit.id]]
        own = [fact for place in places for fact in by_unit.get(place.id, ())]
        theirs = [one for one in known if one.unit in {place.id for place in places}]
        standings[unit.id] = list(assess.assess_unit(campaign, own, unit.place(), theirs, period, places))
    return standings


def until_today(context: Context, year: int) -> ReportingWeek | None:
    """What of a year can be told; None before it."""
    whole = spans.make(Kind.YEAR, year)
    return spans.until(whole, context.today, context.calendar) if whole.first <= context.today else None
