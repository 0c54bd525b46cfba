"""Where every village stands with one measure, in the order of the codes."""

from __future__ import annotations

from dataclasses import replace

from campaign import calendar
from campaign.assessment import assess, required_rows
from campaign.assessment.lineage import Lineage
from campaign.assessment.result import Result
from campaign.catalogue import Measure
from campaign.facts import Fact
from models import figure_history, targets, units
from models.units import Unit
from services.context import Context


def of_measure(context: Context, measure: Measure, span: calendar.ReportingWeek) -> list[tuple[str, Unit, Result]]:
    """Each village that is active at the end of a period: its name by then, the village, its result."""
    alone = replace(context.campaign_on(span.last), measures=(measure,), praise=())
    members = units.members(context.session, context.commune.id)
    lineage = Lineage({unit.id: unit.place() for unit in members})
    by_unit: dict[int, list[Fact]] = {}
    looks = required_rows.looks(alone, span)
    for fact in figure_history.facts(context.session, [unit.id for unit in members], looks):
        by_unit.setdefault(fact.unit, []).append(fact)
    given = targets.of_commune(context.session, context.commune.id)
    names = {place.id: place.name for place in units.places(context.session, context.commune, span.last)}
    found: list[tuple[str, Unit, Result]] = []
    for unit in members:
        place = lineage.places[unit.id]
        if unit.kind == "village" and place.is_active(span.last):
            kin = [lineage.places[other] for other in lineage.kin(unit.id)]
            facts = [fact for other in kin for fact in by_unit.get(other.id, ())]
            found += [(names[unit.id], unit, one) for one in assess.assess_unit(alone, facts, place, given, span, kin)]
    return found
