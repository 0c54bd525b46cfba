"""Opening a week: every unit's report is opened, with what it owes, when the questions go out."""

from __future__ import annotations

from collections.abc import Sequence

from models import past_periods
from models.periods import PeriodRow
from scheduler.job import Outcome
from services import report_sheet
from services.context import Context


def subjects(context: Context, period: PeriodRow) -> Sequence[str]:
    """The period, once. One that is over is opened only where the bot was at work before, and was off:

    then the officers get a draft that says how many have answered, instead of nothing at all. Nor is a week opened
    from before the program's first: an office's computer with a dead battery believes to be in another decade.
    """
    first = past_periods.first_asked(context.session, context.commune.id)
    if first is not None and period.first < first:
        return []
    is_late = context.now >= context.calendar.schedule(period.week).post
    return (
        ["period"] if not is_late or past_periods.is_in_use(context.session, context.commune.id, period.first) else []
    )


def run(context: Context, period: PeriodRow, _subject: str) -> Outcome:
    for report in report_sheet.open_all(context, period):
        report.asked_at = report.asked_at or context.now
    return Outcome.DONE
