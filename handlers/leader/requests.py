"""What somebody asked about: a name, and the period behind it («KT1 quý 4», «bản còn tuần 45», «6 tháng»)."""

from __future__ import annotations

from dataclasses import dataclass

from campaign import calendar, spans
from handlers.turn import Turn
from models import corrections, periods, summaries
from models.corrections import Correction
from models.periods import PeriodRow
from models.summaries import PostedSummary
from services import report_sheet, wording
from services.context import Context


@dataclass(frozen=True, slots=True)
class Request:
    """`name` as it was typed, "" where only a period was meant; `wrong` is a period that there is not, «quý 5»."""

    name: str
    period: calendar.ReportingWeek
    wrong: str = ""


def read(context: Context, words: str) -> Request:
    """The longest ending that says a period is the period; without one the present week is meant.

    An ending that is meant as a period but is none is told apart, so that it is not taken for a part of a name.
    """
    parts, years = words.split(), (context.campaign.starts.year, context.campaign.ends.year)
    for start in range(len(parts)):
        period = spans.said(" ".join(parts[start:]), context.today, context.calendar, years)
        if period is not None:
            is_known = spans.may_be_known(period, *years)
            return Request(" ".join(parts[:start]), period, "" if is_known else " ".join(parts[start:]))
    for start in range(len(parts)):
        if spans.is_meant(" ".join(parts[start:])):
            return Request(" ".join(parts[:start]), current(context), " ".join(parts[start:]))
    return Request(" ".join(parts), current(context))


def refuse(turn: Turn, request: Request) -> None:
    """What was meant as a period is none: which there are."""
    years = f"{turn.campaign.starts.year}-{turn.campaign.ends.year}"
    turn.reply(wording.no_such_period(request.wrong, years))


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
