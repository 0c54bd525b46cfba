"""Whose figures a measure waits for, and how many of them are fresh (decision 14)."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.assessment import aggregate, figure_index, measure_year
from campaign.assessment.figure_index import FigureIndex
from campaign.assessment.result import Coverage
from campaign.calendar import ReportingWeek
from campaign.catalogue import Measure
from campaign.facts import Filing, Place


def reports_itself(measure: Measure, place: Place) -> bool:
    """Whether the unit answers for itself in this measure."""
    return measure.subject in ("", "self") and measure.asks(place.kind, place.code)


def is_subject(measure: Measure, place: Place) -> bool:
    """Whether the measure waits for a figure about this unit, whoever tells it."""
    if measure.subject in ("village", "commune"):
        return place.kind == measure.subject
    return reports_itself(measure, place)


def due(index: FigureIndex, period: ReportingWeek) -> list[int]:
    """The ids of the units the measure is about at the end of the period."""
    measure, lineage = index.measure, index.lineage
    asked_for = (measure.subject, measure.reporters, period.last)  # the same for many measures
    if asked_for not in lineage.subjects:
        active, places = lineage.active(period.last), lineage.places.values()
        lineage.subjects[asked_for] = [
            place.id for place in places if place.id in active and is_subject(measure, place)
        ]
    return lineage.subjects[asked_for]


def of_measure(index: FigureIndex, period: ReportingWeek, filings: Sequence[Filing]) -> Coverage:
    """Units the measure is about, and those with a fresh figure that have not kept silent in the period."""
    within = [one for one in filings if one.due and one.period_last in period]
    silent = {one.unit for one in within} - {one.unit for one in within if one.answered}
    units = due(index, period)
    fresh = [
        unit
        for unit in units
        if _is_fresh(index, unit, period) and not (unit in silent and reports_itself(index.measure, index.places[unit]))
    ]
    return Coverage(len(fresh), len(units))


def _is_fresh(index: FigureIndex, unit: int, period: ReportingWeek) -> bool:
    """Whether a unit has a figure that is not old, or all those before it have one, that can stand for it."""
    if _has_fresh(index, unit, period):
        return True
    before = index.lineage.before(unit)
    if not before or not all(_is_fresh(index, one, period) for one in before):
        return False
    return not aggregate.counts_units(index.measure) or unit in _spoken_for(index, period)


def _spoken_for(index: FigureIndex, period: ReportingWeek) -> set[int]:
    return {unit for part in aggregate.parts(index, period.last, None, stale_counts=True) for unit in part.units}


def _has_fresh(index: FigureIndex, unit: int, period: ReportingWeek) -> bool:
    rows = index.rows.get(unit)
    if not rows:
        return False
    last, inputs = period.last, index.inputs
    found = [figure_index.newest(facts, last) for key, facts in rows.items() if inputs[key].asked]
    newest = [fact.on for fact in found if fact is not None]
    return bool(newest) and not measure_year.is_stale(index.measure, max(newest), last)
