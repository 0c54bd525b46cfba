"""Which units have not answered a measure that they owe in a week."""

from __future__ import annotations

from collections.abc import Sequence

from models import periods
from models.periods import PeriodRow, Report
from services import missing, report_sheet
from services.context import Context
from services.report_sheet import Sheet


def by_measure(context: Context, period: PeriodRow) -> dict[str, list[Report]]:
    """The reports in which each measure is still open, in the campaign's order; a measure that all have sent is not."""
    waiting = missing.incomplete(periods.reports(context.session, period.id, context.today))
    report_sheet.read_ahead(context, waiting, period.last)
    lacking: dict[str, list[Report]] = {}
    for report in waiting:
        for measure in _open(report_sheet.sheet_of(context, report)):
            lacking.setdefault(measure, []).append(report)
    order = list(context.campaign_on(period.last).by_id)
    return {measure: lacking[measure] for measure in order if measure in lacking}


def reports(context: Context, period: PeriodRow, measure: str) -> Sequence[Report]:
    """Those in which this one is open."""
    return by_measure(context, period).get(measure, [])


def _open(sheet: Sheet) -> Sequence[str]:
    refs = [ref for question in sheet.open_questions for ref in question.refs]
    return list(dict.fromkeys(ref.measure.id for ref in refs if ref.key not in sheet.given and sheet.is_asked(ref)))
