"""When a job of a week is due, and when it was where clock times have changed since it began."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from campaign.calendar import ReportingWeek
from models import job_runs
from scheduler.job import Job
from services.context import Context

_DAY = timedelta(days=1)


def claimed_under(context: Context, job: Job, week: ReportingWeek) -> datetime:
    """The time by which a job's work is claimed: when it is due, or was when it began.

    A week whose question went out at eight is not asked again when the question is moved to ten.
    """
    due = job.due(context.calendar.schedule(week))
    if not context.timeline.changes_calendar:
        return due
    first, last = _days_of(context, week, due.astimezone(context.calendar.zone).date())
    zone = context.calendar.zone
    begun = job_runs.first_due(
        context.session, job.name, datetime.combine(first, time(), zone), datetime.combine(last + _DAY, time(), zone)
    )
    return begun or due


def _days_of(context: Context, week: ReportingWeek, due: date) -> tuple[date, date]:
    """The days on which a job can be due for this week alone: within it, or from its deadline to the next one."""
    if due in week:
        return week.first, week.last
    calendar = context.calendar
    return calendar.deadline_day(week) + _DAY, calendar.deadline_day(calendar.next(week))
