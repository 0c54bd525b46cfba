"""Work that is done for several communes in one transaction: what all need is read at once, and written at once.

A statement costs the same for one commune and for sixteen. Where anything fails, all is rolled back and each commune is
tried by itself (`scheduler.tick`); killed in between, a commune's work was done or it was not.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from models import campaign_overrides, job_runs, periods, scope
from models.database import Store
from scheduler.due import ALL, Work
from scheduler.job import Part
from services.context import Context, Deployment

log = logging.getLogger(__name__)
MOST = 16  # communes of one transaction: for so long an answer in one of them may have to wait


def batches(left: Mapping[int, Sequence[Work]]) -> Iterator[tuple[list[int], Sequence[Work]]]:
    """Communes that have the same to do, so many as do it together; others by themselves.

    Each commune's work keeps its order: what goes before asking (a post of the week before), and what comes after it.
    """
    alike: dict[tuple[int, tuple[Work, ...]], list[int]] = {}
    for commune_id, works in left.items():
        for stage, (_, some) in enumerate(groupby(works, key=lambda one: is_together([one]))):
            alike.setdefault((stage, tuple(some)), []).append(commune_id)
    for (_, same), ids in sorted(alike.items(), key=lambda one: one[0][0]):
        size = MOST if is_together(same) else 1
        for at in range(0, len(ids), size):
            yield ids[at : at + size], same


def is_together(works: Sequence[Work]) -> bool:
    """Whether all of it can be done for all subjects of several communes in one transaction."""
    return all(work.job.run_together is not None for work in works)


def run(
    store: Store, deployments: Mapping[int, Deployment], works: Sequence[Work], now: datetime, patience: float
) -> Counter[str]:
    """Do it in the communes that nobody else is busy with; the others are left to the next tick.

    One commune alone is waited for, `patience` seconds: then `Busy`.
    """
    counts: Counter[str] = Counter()
    with _locked(store, deployments, patience) as (session, ids):
        contexts: dict[int, Context] = {}
        for work in works:
            counts[work.job.name] = _run(session, contexts, deployments, ids, work, now)
    return +counts


@contextmanager
def _locked(
    store: Store, deployments: Mapping[int, Deployment], patience: float
) -> Iterator[tuple[Session, list[int]]]:
    if len(deployments) == 1:
        (only,) = deployments
        with store.alone(only, patience) as session:
            scope.enter(session, only)
            yield session, [only]
        return
    with store.deployment_wide("what is the same in many communes is done for all at once") as session:
        yield session, store.lock_free(session, list(deployments))


def _run(
    session: Session,
    contexts: dict[int, Context],
    deployments: Mapping[int, Deployment],
    ids: Collection[int],
    work: Work,
    now: datetime,
) -> int:
    job, week, due_at = work
    assert job.run_together is not None
    claimed = job_runs.claimed_in(session, ids, job.name, due_at) if ids else {}
    waiting = [one for one in ids if ALL not in claimed.get(one, ())]  # another process may have been faster
    if not waiting:
        return 0
    _enter(session, contexts, deployments, [one for one in waiting if one not in contexts], now)
    rows = periods.keep_in(session, waiting, week)
    parts = [Part(contexts[one], rows[one], claimed.get(one, ())) for one in waiting]
    done = sum(job.run_together(session, parts))
    job_runs.claim_in(session, waiting, job.name, due_at, ALL, now)
    if done:
        log.info("job %s of %s: %s in %s communes", job.name, week.label, done, len(waiting))
    return done


def _enter(
    session: Session,
    contexts: dict[int, Context],
    deployments: Mapping[int, Deployment],
    ids: Sequence[int],
    now: datetime,
) -> None:
    for found in campaign_overrides.of_several(session, ids) if ids else ():
        commune_id = found.commune.id
        with scope.within(session, commune_id):
            contexts[commune_id] = deployments[commune_id].context_of(session, found, now)
