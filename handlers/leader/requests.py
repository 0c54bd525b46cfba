"""What somebody asked about: a name, and the period behind it («KT1 quý 4», «bản còn tuần 45», «6 tháng»)."""

from __future__ import annotations

from dataclasses import dataclass

from campaign import calendar, spans
from models import corrections, periods, summaries
from models.corrections import Correction
from models.periods import PeriodRow
from models.summaries import PostedSummary
from services import report_sheet
from services.context import Context


@dataclass(frozen=True, slots=True)
class Request:
    """`name` as it was typed, "" where only a period was meant."""

    name: str
    period: calendar.ReportingWeek


def read(context: Context, words: str) -> Request:
    """The longest ending that says a period is the period; without one the present week is meant."""
    parts = words.split()
    for start in range(len(parts)):
        period = spans.said(" ".join(parts[start:]), context.today, context.calendar)
        if period is not None:
            return Request(" ".join(parts[:start]), period)
    return Request(" ".join(parts), current(context))


def current(context: Context) -> calendar.ReportingWeek:
    """The week whose questions went out last: on a Friday morning that is the one just closed."""
    week = report_sheet.current_period(context).week
    return week if context.now >= context.calendar.schedule(week).question else context.calendar.previous(week)


def labelled(context: Context, label: str) -> calendar.ReportingWeek | None:
    """The period that a button names; None for anything a button of ours would not say."""
    try:
        return spans.find(label, context.calendar)
    except (ValueError, OverflowError):
        return None


def so_far(context: Context, period: calendar.ReportingWeek) -> calendar.ReportingWeek | None:
    """What of a period can be told: a week as it is, of a longer stretch the weeks that are over; None before it."""
    return spans.until(period, context.today, context.calendar) if period.first <= context.today else None


def row_of(context: Context, period: calendar.ReportingWeek) -> PeriodRow | None:
    """The stored week; None for a longer stretch, and for a week that nobody was ever asked about."""
    if period.kind is not calendar.Kind.WEEK:
        return None
    return periods.find(context.session, context.commune.id, period)


def posted(context: Context, period: calendar.ReportingWeek) -> PostedSummary | None:
    """What was posted for a week; None while it is not."""
    row = row_of(context, period)
    found = summaries.of_period(context.session, row.id) if row else None
    return found if found is not None and found.state == summaries.POSTED else None


def correction(context: Context, posted: PostedSummary) -> Correction | None:
    """The newest correction that was posted below a post."""
    found = corrections.of_summary(context.session, posted.id)
    return next((one for one in reversed(found) if one.state == corrections.POSTED), None)
