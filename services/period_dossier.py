"""A period in full, read from the database once: the neutral table behind the workbook and the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from campaign import calendar
from campaign.assessment import assess, required_rows, year_end
from campaign.assessment.lineage import Lineage
from campaign.assessment.result import Result
from campaign.calendar import Kind
from campaign.catalogue import Campaign
from campaign.facts import Fact, Place
from models import figure_history, figure_sources, periods, targets, units
from reports import format
from reports.period import dossier
from reports.period import provenance as provenances
from reports.period.dossier import Dossier
from reports.period.provenance import Known
from reports.weekly.rows import KINDS
from services import adjustment_log, campaign_movement, filed_reports, pledge_results, weekly_summary
from services.context import Context


def compile_dossier(context: Context, period: calendar.ReportingWeek) -> Dossier:
    """The dossier of a week or a longer stretch, from every figure up to its last day."""
    compiled = weekly_summary.compile_period(context, period)
    found = dossier.build(
        context.campaign_on(period.last),
        compiled.table,
        compiled.standings,
        _of_units(context, period),
        filed_reports.filings_until(context, period.last),
        _still_open(context, period),
        adjustment_log.of_period(context, period),
        min(context.today, period.last + timedelta(days=1)),
    )
    has_verdict = period.kind is Kind.YEAR and not period.administrative
    pledged = pledge_results.of_year(context, period.year) if has_verdict else ()
    kept = {unit.code: (kept, of) for unit, kept, of in pledged}
    return replace(
        found,
        next_targets=_next_targets(context, period),
        pledges={code: f"{had}/{of}" for code, (had, of) in kept.items()},
        movement=campaign_movement.of_period(context, period, kept),
    )


def _next_targets(context: Context, period: calendar.ReportingWeek) -> tuple[str, ...]:
    """What the commune was set for the year after a year, each with the paper: «Diện tích gieo trồng: 1.850 ha»."""
    if period.kind is not Kind.YEAR:
        return ()
    rows = targets.newest_of_year(context.session, context.commune.id, period.year + 1)
    own = {row.measure: row for row in rows if row.unit_id == context.commune.id and row.kind == targets.ASSIGNED}
    found = []
    for measure in context.campaign_on(period.last).measures:  # in the document's order
        row = own.get(measure.id)
        if row is not None:
            words = f"{measure.name}: {format.asked(measure, row.value)}"
            found.append(f"{words} (theo {row.decision})." if row.decision else f"{words}.")
    return tuple(found)


def provenance(context: Context, period: calendar.ReportingWeek) -> dict[str, Any]:
    """Where each number of the period comes from, followed back to the full rows."""
    until = year_end.known_until(context.campaign_on(period.last), period)
    known = Known(
        figure_sources.of_commune(context.session, context.commune.id, until),
        units.places(context.session, context.commune, period.last),
        targets.of_commune(context.session, context.commune.id),
    )
    standings = weekly_summary.compile_period(context, period).standings
    return provenances.of_period(context.campaign_on(period.last), standings, known, period)


def _of_units(context: Context, period: calendar.ReportingWeek) -> list[tuple[Place, tuple[Result, ...]]]:
    """The units below the commune, villages first, each with its own standings; the figures are read once."""
    kinds = list(KINDS)
    everybody = [place for place in units.places(context.session, context.commune, period.last) if place.kind in kinds]
    lineage = Lineage({place.id: place for place in everybody})
    active = [place for place in everybody if place.is_active(period.last)]
    active.sort(key=lambda place: (kinds.index(place.kind), place.code))
    by_unit: dict[int, list[Fact]] = defaultdict(list)
    campaign = context.campaign_on(period.last)
    looks = required_rows.looks(campaign, period)
    for fact in figure_history.facts(context.session, [place.id for place in everybody], looks):
        by_unit[fact.unit].append(fact)
    given = targets.of_commune(context.session, context.commune.id)
    found = []
    for place in active:
        kin = [lineage.places[other] for other in lineage.kin(place.id)]
        facts = [fact for other in kin for fact in by_unit[other.id]]
        found.append((place, assess.assess_unit(campaign, facts, place, given, period, kin)))
    return found


def _still_open(context: Context, period: calendar.ReportingWeek) -> Mapping[int, Sequence[str]]:
    """What the incomplete reports of a week lack, by unit; of a longer stretch nothing, it would fill pages."""
    if period.kind is not Kind.WEEK:
        return {}
    row = periods.keep(context.session, context.commune.id, period)
    campaign = context.campaign_on(period.last)
    given, found = figure_sources.given_in(context.session, row.id), {}
    for report in periods.reports(context.session, row.id, context.today):
        if report.completed_at is None:
            answered = given.get(report.unit_id, ())
            labels = [_label(campaign, key) for key in report.due if key not in answered]
            found[report.unit_id] = tuple(dict.fromkeys(labels))
    return found


def _label(campaign: Campaign, key: str) -> str:
    measure = campaign.by_id.get(key.partition(".")[0])
    return key if measure is None else measure.label or measure.name
