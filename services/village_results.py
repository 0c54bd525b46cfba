"""Where every village stands with one measure, in the order of the codes."""

from __future__ import annotations

from dataclasses import replace

from campaign import calendar
from campaign.assessment import assess, required_rows
from campaign.assessment.result import Result
from campaign.catalogue import Measure
from campaign.facts import Fact
from models import figure_history, targets, units
from models.units import Unit
from services.context import Context


def of_measure(context: Context, measure: Measure, span: calendar.ReportingWeek) -> list[tuple[Unit, Result]]:
    """Each village that is active at the end of a period, with its result."""
    alone = replace(context.campaign_on(span.last), measures=(measure,), praise=())
    members = units.members(context.session, context.commune.id)
    by_unit: dict[int, list[Fact]] = {}
    looks = required_rows.looks(alone, span)
    for fact in figure_history.facts(context.session, [unit.id for unit in members], looks):
        by_unit.setdefault(fact.unit, []).append(fact)
    given = targets.of_commune(context.session, context.commune.id)
    villages = [(unit, unit.place()) for unit in members if unit.kind == "village"]
    return [
        (unit, result)
        for unit, place in villages
        if place.is_active(span.last)
        for result in assess.assess_unit(alone, by_unit.get(unit.id, ()), place, given, span)
    ]
