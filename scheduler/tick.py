"""Do everything that is due at an instant: `tick` asks the tables, claims each piece of work, and runs it.

It knows neither APScheduler nor the network; what it says waits in the outbox.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from campaign.calendar import Calendar
from campaign.calendar import ReportingWeek as Week
from models import job_runs, periods
from models.database import Store
from scheduler import housekeeping
from scheduler.due import claimed_under
from scheduler.job import Job, Outcome
from scheduler.table import JOBS
from services.context import Context, Deployment

log = logging.getLogger(__name__)
_ALL = "*"  # the subject that stands for "every subject of this job is done"


class _Work(NamedTuple):
    """A job of one week, and the time under which what was done of it is claimed."""

    job: Job
    week: Week
    due: datetime


def tick(store: Store, deployment: Deployment, now: datetime, jobs: Iterable[Job] = JOBS) -> dict[str, int]:
    """Run every job due at `now` (aware). Returns how many subjects were done, by job; nothing done, nothing in it."""
    counts: Counter[str] = Counter()
    with store.transaction() as session:
        left = _left(deployment.context(session, now), jobs)
    for work in left:
        counts += _run(store, deployment, work, now)
    counts += housekeeping.run(store, deployment, now)
    return dict(counts)


def _left(context: Context, jobs: Iterable[Job]) -> Sequence[_Work]:
    """What is due and not wholly done. Most looks find nothing, and end with this one."""
    due = []
    for week in _weeks(context.calendar, context.now):
        schedule, campaign = context.calendar.schedule(week), context.campaign_on(week.last)
        due += [
            _Work(job, week, claimed_under(context, job, week))
            for job in jobs
            if job.applies(campaign) and job.due(schedule) <= context.now < job.until(schedule)
        ]
    since = min((work.due for work in due), default=context.now)
    done = job_runs.wholly_done(context.session, _ALL, since)
    return [work for work in due if (work.job.name, work.due) not in done]


def _weeks(calendar: Calendar, now: datetime) -> list[Week]:
    """The week before, whose post may still be owed, and the present one."""
    current = calendar.period_at(now)
    return [calendar.previous(current), current]


def next_due(store: Store, deployment: Deployment, now: datetime) -> tuple[Job, datetime] | None:
    """The next job after `now` and its time, over the coming three weeks."""
    with store.transaction() as session:
        context = deployment.context(session, now)
    week = context.calendar.period_at(now - timedelta(days=7))
    best: tuple[Job, datetime] | None = None
    for _ in range(4):
        schedule, campaign = context.calendar.schedule(week), context.campaign_on(week.last)
        for job in (one for one in JOBS if one.applies(campaign)):
            due = job.due(schedule)
            if due > now and (best is None or due < best[1]) and job.name != "open":
                best = (job, due)
        week = context.calendar.next(week)
    return best


def _run(store: Store, deployment: Deployment, work: _Work, now: datetime) -> Counter[str]:
    job, week, due = work
    counts: Counter[str] = Counter()
    with store.alone() as session:
        context = deployment.context(session, now)
        done = job_runs.claimed(session, job.name, due)
        if _ALL in done:
            return counts  # another process was faster
        period = periods.keep(session, context.commune.id, week)
        waiting = [one for one in job.subjects(context, period) if one not in done]
    deferred = False
    for subject in waiting:
        outcome = _run_one(store, deployment, work, now, subject)
        deferred = deferred or outcome is Outcome.DEFERRED
        if outcome is Outcome.DONE:
            counts[job.name] += 1
    if not deferred:
        with store.alone() as session:
            deployment.context(session, now)
            job_runs.claim(session, job.name, due, _ALL, now)
    if counts:
        log.info("job %s of %s: %s", job.name, week.label, dict(counts))
    return counts


def _run_one(store: Store, deployment: Deployment, work: _Work, now: datetime, subject: str) -> Outcome:
    """One subject in one transaction: its claim and what it says are kept together, or not at all."""
    job, week, due = work
    try:
        with store.alone() as session:
            context = deployment.context(session, now)
            if not job_runs.claim(session, job.name, due, subject, now):
                return Outcome.SKIPPED
            period = periods.keep(session, context.commune.id, week)
            outcome = job.run(context, period, subject)
            if outcome is Outcome.DEFERRED:
                session.rollback()
            return outcome
    except Exception:
        # One person's fault must not silence the others; it is tried again at the next tick.
        log.exception("job %s failed for %s", job.name, subject)
        return Outcome.DEFERRED
