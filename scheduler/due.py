"""What is due and not done yet: looked up for all communes at once, and where clock times have changed, one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from campaign.calendar import Calendar, ReportingWeek
from campaign.catalogue import Campaign
from campaign.definition.in_force import Timeline
from models import campaign_overrides, holiday_announcements, job_runs, scope
from scheduler.job import Job
from services.communes import Communes
from services.context import Context, Deployment

ALL = "*"  # the subject that stands for "every subject of this job is done"
_DAY = timedelta(days=1)
CampaignOf = Callable[[ReportingWeek], Campaign]


class Work(NamedTuple):
    """A job of one week, and the time under which what was done of it is claimed."""

    job: Job
    week: ReportingWeek
    due: datetime


def left(session: Session, communes: Communes, now: datetime, jobs: Iterable[Job]) -> dict[int, list[Work]]:
    """By commune what is due and not wholly done. Most looks find nothing, with one or two statements in all.

    The session looks at all communes, and does so afterwards.
    """
    reason, jobs = "what is due is looked up for all communes at once", tuple(jobs)
    scope.widen(session, reason)
    served = communes.served(session)
    changed = campaign_overrides.communes(session) | holiday_announcements.communes(session)
    with_overrides = changed & served.keys()
    found = _left_as_written(session, communes, served.keys() - with_overrides, now, jobs)
    for commune_id in with_overrides:
        works = _left_in_force(served[commune_id].context(session, now), jobs)
        scope.widen(session, reason)
        if works:
            found[commune_id] = works
    return {commune_id: found[commune_id] for commune_id in served if commune_id in found}


def _left_as_written(
    session: Session, communes: Communes, ids: Collection[int], now: datetime, jobs: Sequence[Job]
) -> dict[int, list[Work]]:
    """Of communes whose calendar is their file's; those that share one have the same work at the same times."""
    served = communes.served(session)
    sharing: dict[int, list[int]] = {}
    for commune_id in ids:
        sharing.setdefault(id(served[commune_id].calendar), []).append(commune_id)
    works = {key: _due_as_written(served[some[0]], now, jobs) for key, some in sharing.items()}
    wanted: dict[tuple[str, datetime], int] = {}
    for key, some in sharing.items():
        for work in works[key]:
            wanted[work.job.name, work.due] = wanted.get((work.job.name, work.due), 0) + len(some)
    if not wanted:
        return {}
    others = [*communes.held(session), *(served.keys() - set(ids))]
    counts = job_runs.counted(session, min(due for _, due in wanted), ids, others)
    done = {one: job_runs.communes_done(session, *one) for one, count in wanted.items() if counts.get(one, 0) < count}
    found: dict[int, list[Work]] = {}
    for key, some in sharing.items():
        for work in works[key]:
            finished = done.get((work.job.name, work.due))
            if finished is None:
                continue
            for commune_id in some:
                if commune_id not in finished:
                    found.setdefault(commune_id, []).append(work)
    return found


def _due_as_written(deployment: Deployment, now: datetime, jobs: Sequence[Job]) -> list[Work]:
    timeline = Timeline(deployment.campaign)
    found = due_now(deployment.calendar, lambda week: timeline.on(week.last), now, jobs)
    return [Work(job, week, due) for job, week, due in found]


def _left_in_force(context: Context, jobs: Sequence[Job]) -> list[Work]:
    """Of a commune that has overridden something in its file, or entered days off."""
    due = [
        Work(job, week, claimed_under(context, job, week))
        for job, week, _ in due_now(context.calendar, lambda week: context.campaign_on(week.last), context.now, jobs)
    ]
    since = min((work.due for work in due), default=context.now)
    done = job_runs.wholly_done(context.session, ALL, since)
    return [work for work in due if (work.job.name, work.due) not in done]


def due_now(
    calendar: Calendar, campaign_of: CampaignOf, now: datetime, jobs: Sequence[Job]
) -> Iterator[tuple[Job, ReportingWeek, datetime]]:
    """Every job that is due and may still run, with its week and its time. What a holiday delays goes on after it."""
    if calendar.rests(now):
        return
    for week in weeks(calendar, now):
        schedule, campaign = calendar.schedule(week), campaign_of(week)
        for job in jobs:
            due = job.due(schedule)
            if job.applies(campaign) and due <= now < job.until(schedule):
                yield job, week, due


def weeks(calendar: Calendar, now: datetime) -> list[ReportingWeek]:
    """The week before, whose post may still be owed, and the present one."""
    current = calendar.period_at(now)
    return [calendar.previous(current), current]


def claimed_under(context: Context, job: Job, week: ReportingWeek) -> datetime:
    """The time by which a job's work is claimed: when it is due, or was when it began.

    A week whose question went out at eight is not asked again when the question is moved to ten.
    """
    due = job.due(context.calendar.schedule(week))
    if not context.calendar.is_changed:
        return due
    first, last = _days_of(context, week, context.day_of(due))
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
