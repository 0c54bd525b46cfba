"""Until when a report is on time: the week's deadline, or a later hour that an officer has given its unit (GIA HẠN)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models import periods
from models.periods import PeriodRow, Report
from services import date_words, wording
from services.context import Context


def of_report(context: Context, report: Report) -> datetime:
    """In the commune's own zone."""
    common = context.calendar.schedule(report.period.week).deadline
    if report.extended_until is None:
        return common
    return max(common, report.extended_until.astimezone(context.calendar.zone))


def of_all(context: Context, period: PeriodRow, reports: Sequence[Report]) -> datetime:
    """The hour that holds for every one of them; the week's own where there is none."""
    common = context.calendar.schedule(period.week).deadline
    return min((of_report(context, report) for report in reports), default=common)


def latest(context: Context, period: PeriodRow) -> datetime:
    """When the time of everybody who has not sent all is over."""
    everybody = periods.reports(context.session, period.id, context.today)
    waiting = [report for report in everybody if report.completed_at is None]
    common = context.calendar.schedule(period.week).deadline
    return max((of_report(context, report) for report in waiting), default=common)


def ahead(context: Context, report: Report) -> str:
    """«16 giờ hôm nay»; "" once it is over."""
    deadline = of_report(context, report)
    return date_words.deadline(deadline, context.today) if context.now < deadline else ""


def extended(context: Context, report: Report) -> str:
    """«20 giờ hôm nay» of a unit that has more time than the week gives; "" for any other, and once it is over."""
    common = context.calendar.schedule(report.period.week).deadline
    return ahead(context, report) if of_report(context, report) > common else ""


def named(context: Context, report: Report) -> str:
    """The unit's name, with its hour where it has one of its own."""
    until = extended(context, report)
    return f"{report.unit.short_name} ({wording.extended_until(until)})" if until else report.unit.short_name
