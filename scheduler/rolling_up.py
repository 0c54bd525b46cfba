"""Roll-ups (tổng hợp liên xã): posted at their hour, corrected a day later, and put to the communes' officers once.

In a deployment without one nothing is looked at.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, time
from functools import partial

from sqlalchemy.orm import Session

from campaign.calendar import ReportingWeek
from campaign.roll_up import RollUp
from models import job_runs, people, roll_ups, scope
from models.database import NOBODY, Busy, Store
from models.outbox_states import Purpose
from scheduler import due
from services import roll_ups as at_work
from services import wording
from services.communes import Communes

log = logging.getLogger(__name__)
_PATIENCE = 2.0  # seconds for another process: then the next tick will do
_REASON = "a roll-up adds what communes have frozen and agreed to"
_CORRECTED, _ASKED = "roll-up corrected", "roll-up asked"
_EVENING = time(20)
_DAY = range(9, 16)  # in which officers hear that they are asked
_EVER = job_runs.of_day(date(2000, 1, 1))  # what is done once at all

Step = Callable[[], Counter[str]]


def steps(store: Store, communes: Communes, now: datetime) -> Iterator[Step]:
    """What may be due of each roll-up."""
    for roll_up in communes.roll_ups:
        local = now.astimezone(roll_up.calendar.zone)
        if roll_up.calendar.rests(now) or not roll_up.calendar.is_working_day(local.date()):
            continue
        if roll_up.post <= local.time() < _EVENING:
            yield partial(_quietly, _post_and_correct, store, communes, roll_up, now)
        if local.hour in _DAY:
            yield partial(_quietly, _ask_officers, store, communes, roll_up, now)


def _quietly(
    act: Callable[[Store, Communes, RollUp, datetime], Counter[str]],
    store: Store,
    communes: Communes,
    roll_up: RollUp,
    now: datetime,
) -> Counter[str]:
    """One roll-up's fault is nobody else's; it is tried again at the next tick."""
    try:
        return act(store, communes, roll_up, now)
    except Busy:
        return Counter()
    except Exception:
        log.exception("the roll-up %s could not be looked after", roll_up.code)
        return Counter()


@contextmanager
def _above_all(store: Store) -> Iterator[Session]:
    with store.alone(NOBODY, _PATIENCE) as session:
        scope.widen(session, _REASON)
        yield session


def _post_and_correct(store: Store, communes: Communes, roll_up: RollUp, now: datetime) -> Counter[str]:
    """The week, once, and a day later what reads otherwise since: each is claimed by its row, with its message."""
    done: Counter[str] = Counter()
    with _above_all(store) as session:
        group = roll_ups.group(session, roll_up.code)
        if group is None or not group.is_bound:
            return done
        for week in _weeks(roll_up, now):
            if roll_ups.newest(session, group, week.year, week.number) is None:
                at_work.post(session, roll_up, group, week, communes.known(session), now)
                done["roll-up"] += 1
        today = job_runs.of_day(now.astimezone(roll_up.calendar.zone).date())
        if job_runs.claim(session, _CORRECTED, today, roll_up.code, now):
            made = at_work.correct(session, roll_up, group, communes.known(session), now)
            done["roll-up-correction"] += len(made)
    return +done


def _weeks(roll_up: RollUp, now: datetime) -> list[ReportingWeek]:
    """Those whose post is due and may still be made up for."""
    return [
        week
        for week in due.weeks(roll_up.calendar, now)
        if roll_up.post_at(week) <= now < roll_up.calendar.schedule(week).last_call
    ]


def _ask_officers(store: Store, communes: Communes, roll_up: RollUp, now: datetime) -> Counter[str]:
    """Each commune's officers hear once that the unit above asks for their figures; then it is theirs to begin."""
    subject = f"roll-up:{roll_up.code}"
    with store.deployment_wide(_REASON) as session:
        asked = job_runs.communes_of(session, _ASKED, _EVER, subject) | roll_ups.ever_answered(session, roll_up.code)
        served = communes.served(session)
    waiting = [key for key, one in served.items() if roll_up in one.roll_ups and key not in asked]
    return +Counter({_ASKED: sum(_ask(store, communes, key, roll_up, subject, now) for key in waiting)})


def _ask(store: Store, communes: Communes, commune_id: int, roll_up: RollUp, subject: str, now: datetime) -> int:
    with _alone(store, commune_id) as session:
        context = communes.enter(session, commune_id, now)
        officers = people.with_role(session, commune_id, "officer")
        if not officers or not job_runs.claim(session, _ASKED, _EVER, subject, now):
            return 0
        text = wording.roll_up_is_asked(roll_up.name)
        return sum(context.tell(one, text, purpose=Purpose.RECEIPT, beside=True) for one in officers)


def _alone(store: Store, commune_id: int) -> AbstractContextManager[Session]:
    return store.alone(commune_id, _PATIENCE)
