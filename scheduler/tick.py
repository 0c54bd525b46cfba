"""Do everything that is due at an instant: `tick` asks the tables, claims each piece of work, and runs it.

It knows neither APScheduler nor the network; what it says waits in the outbox.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from models import job_runs, periods
from models.database import Store
from models.periods import PeriodRow
from models.turn_locks import Busy
from scheduler import due, housekeeping, rolling_up, together
from scheduler.due import ALL, Work
from scheduler.job import Job, Outcome
from scheduler.table import JOBS
from services.communes import Communes
from services.context import Context, Deployment

log = logging.getLogger(__name__)
PATIENCE = 1.0  # seconds for another process that is busy with a commune: then the next tick will do

Step = Callable[[], Counter[str]]


def tick(store: Store, communes: Communes, now: datetime, jobs: Iterable[Job] = JOBS) -> dict[str, int]:
    """Run every job due at `now` (aware). Returns how many subjects were done, by job; nothing done, nothing in it."""
    counts: Counter[str] = Counter()
    for step in steps(store, communes, now, jobs):
        counts += step()
    return dict(counts)


def steps(store: Store, communes: Communes, now: datetime, jobs: Iterable[Job] = JOBS) -> Iterator[Step]:
    """The same piece by piece, a commune after the other, so that in between something else may be done."""
    with store.deployment_wide("what is due is looked up for all communes at once") as session:
        left = due.left(session, communes, now, jobs)
        served = communes.served(session)
        if not served:
            raise LookupError("no units of any commune yet: thidua units import FILE")
    batches = list(together.batches(left))
    is_all = sum(map(len, left.values())) == 1  # then a fault is the tick's own
    for number, (ids, works) in enumerate(batches, 1):
        of = {one: served[one] for one in ids}
        yield partial(_run_several if is_all else _run_guarded, store, of, works, now)
        if len(ids) > 1:
            names = ", ".join(work.job.name for work in works)
            log.info("jobs %s: %s communes, batch %s of %s", names, len(ids), number, len(batches))
    yield from housekeeping.steps(store, communes, now)
    yield from rolling_up.steps(store, communes, now)


def _run_several(
    store: Store, deployments: Mapping[int, Deployment], works: Sequence[Work], now: datetime
) -> Counter[str]:
    """What is due in communes that have the same to do: together, else each by itself, else one subject at a time."""
    if together.is_together(works):
        try:
            return together.run(store, deployments, works, now, PATIENCE)
        except Busy:
            log.info("jobs wait: another process is busy with the commune")
            return Counter()
        except Exception:
            log.exception("%s jobs in %s communes are tried one by one", len(works), len(deployments))
    if len(deployments) == 1:
        ((commune_id, deployment),) = deployments.items()
        return _run_all(store, deployment, commune_id, works, now)
    each = (_run_guarded(store, {one: deployment}, works, now) for one, deployment in deployments.items())
    return sum(each, Counter[str]())


def _run_guarded(
    store: Store, deployments: Mapping[int, Deployment], works: Sequence[Work], now: datetime
) -> Counter[str]:
    """The same where there are others: what fails in one commune must not keep the tick from theirs."""
    try:
        return _run_several(store, deployments, works, now)
    except Exception:
        log.exception("the jobs of %s communes could not be run", len(deployments))
        return Counter()


def _run_all(
    store: Store, deployment: Deployment, commune_id: int, works: Sequence[Work], now: datetime
) -> Counter[str]:
    """What is due in one commune; where another process is at it, it is left to the next tick."""
    counts: Counter[str] = Counter()
    for work in works:
        try:
            counts += _Run(store, deployment, commune_id, work, now).run()
        except Busy:
            log.info("job %s waits: another process is busy with the commune", work.job.name)
            break  # and so would the next one: the other communes' jobs wait behind it
        except Exception:
            if len(works) == 1:
                raise
            log.exception("job %s could not be run", work.job.name)
    return counts


def next_due(store: Store, deployment: Deployment, now: datetime) -> tuple[Job, datetime] | None:
    """The next job after `now` and its time, over the coming three weeks."""
    with store.transaction() as session:
        context = deployment.context(session, now)
    week = context.calendar.period_at(now - timedelta(days=7))
    best: tuple[Job, datetime] | None = None
    for _ in range(4):
        schedule, campaign = context.calendar.schedule(week), context.campaign_on(week.last)
        for job in (one for one in JOBS if one.applies(campaign)):
            at = job.due(schedule)
            if at > now and (best is None or at < best[1]) and job.name != "open":
                best = (job, at)
        week = context.calendar.next(week)
    return best


class _Run:
    """One job of one week in one commune."""

    def __init__(self, store: Store, deployment: Deployment, commune_id: int, work: Work, now: datetime) -> None:
        self._store, self._deployment, self._commune_id = store, deployment, commune_id
        self._work, self._now = work, now

    def _alone(self) -> AbstractContextManager[Session]:
        return self._store.alone(self._commune_id, PATIENCE)

    def run(self) -> Counter[str]:
        job, week, _ = self._work
        counts: Counter[str] = Counter()
        done = self._run_one_by_one()
        if done:
            counts[job.name] = done
            log.info("job %s of %s: %s", job.name, week.label, dict(counts))
        return counts

    def _waiting(self, context: Context, period: PeriodRow) -> Sequence[str] | None:
        """The subjects that are still to be done; None where all are, for another process was faster."""
        job, _, due_at = self._work
        done = job_runs.claimed(context.session, job.name, due_at)
        return None if ALL in done else [one for one in job.subjects(context, period) if one not in done]

    def _run_one_by_one(self) -> int:
        job, week, due_at = self._work
        with self._alone() as session:
            context = self._deployment.context(session, self._now)
            waiting = self._waiting(context, periods.keep(session, context.commune.id, week))
        if waiting is None:
            return 0
        outcomes = [self._run_one(subject) for subject in waiting]
        if Outcome.DEFERRED not in outcomes:
            with self._alone() as session:
                self._deployment.context(session, self._now)
                job_runs.claim(session, job.name, due_at, ALL, self._now)
        return outcomes.count(Outcome.DONE)

    def _run_one(self, subject: str) -> Outcome:
        """One subject in one transaction: its claim and what it says are kept together, or not at all."""
        job, week, due_at = self._work
        try:
            with self._alone() as session:
                context = self._deployment.context(session, self._now)
                if not job_runs.claim(session, job.name, due_at, subject, self._now):
                    return Outcome.SKIPPED
                period = periods.keep(session, context.commune.id, week)
                outcome = job.run(context, period, subject)
                if outcome is Outcome.DEFERRED:
                    session.rollback()
                return outcome
        except Busy:
            raise  # so would be all the others of this commune
        except Exception:
            # One person's fault must not silence the others; it is tried again at the next tick.
            log.exception("job %s failed for %s", job.name, subject)
            return Outcome.DEFERRED
