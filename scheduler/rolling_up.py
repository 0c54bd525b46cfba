"""Roll-ups (tổng hợp liên xã): posted at their hour, corrected a day later, and put to the communes' officers once.

In a deployment without one nothing is looked at.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from sqlalchemy.orm import Session

from campaign.calendar import ReportingWeek
from campaign.roll_up import RollUp
from models import job_runs, people, roll_ups, scope
from models.database import ABOVE, Store
from models.outbox_states import Purpose
from models.roll_ups import RollUpGroup
from models.turn_locks import Busy
from scheduler import due
from services import roll_ups as at_work
from services import wording
from services.communes import Communes

log = logging.getLogger(__name__)
_PATIENCE = 1.0  # seconds for another process: then the next tick will do
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
    with store.alone(ABOVE, _PATIENCE) as session:
        scope.widen(session, _REASON)
        yield session


def _post_and_correct(store: Store, communes: Communes, roll_up: RollUp, now: datetime) -> Counter[str]:
    """The week, once, and a day later what reads otherwise since: each is claimed by its row, with its message.

    Between its hour and the evening mostly nothing is due: that is asked without a lock, and once more under it. The
    new week is there for good before an old one is looked at: no trouble with that holds it up.
    """
    done: Counter[str] = Counter()
    with store.deployment_wide(_REASON) as session:
        if _work(session, roll_up, now) is None:
            return done
    with _above_all(store) as session:
        work = _work(session, roll_up, now)
        if work is not None:
            for week in work.weeks:
                at_work.post(session, roll_up, work.group, week, communes.known(session), now)
                done["roll-up"] += 1
    return done + _quietly(_correct, store, communes, roll_up, now)


def _correct(store: Store, communes: Communes, roll_up: RollUp, now: datetime) -> Counter[str]:
    with _above_all(store) as session:
        work = _work(session, roll_up, now)
        if work is None or not job_runs.claim(session, _CORRECTED, _today(roll_up, now), roll_up.code, now):
            return Counter()
        made = at_work.correct(session, roll_up, work.group, communes.known(session), now)
        return +Counter({"roll-up-correction": len(made)})


@dataclass(frozen=True, slots=True)
class _Work:
    group: RollUpGroup
    weeks: Sequence[ReportingWeek]  # not posted yet


def _work(session: Session, roll_up: RollUp, now: datetime) -> _Work | None:
    """What is left to do today; None where nothing is, or no group would hear it."""
    group = roll_ups.group(session, roll_up.code)
    if group is None or not group.is_bound:
        return None
    weeks = [one for one in _weeks(roll_up, now) if roll_ups.newest(session, group, one.year, one.number) is None]
    is_corrected = roll_up.code in job_runs.claimed(session, _CORRECTED, _today(roll_up, now))
    return _Work(group, weeks) if weeks or not is_corrected else None


def _today(roll_up: RollUp, now: datetime) -> datetime:
    return job_runs.of_day(now.astimezone(roll_up.calendar.zone).date())


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
    try:
        return _ask_in_one(store, communes, commune_id, roll_up, subject, now)
    except Busy:
        return 0  # at the next tick; the other communes' officers need not wait for it


def _ask_in_one(store: Store, communes: Communes, commune_id: int, roll_up: RollUp, subject: str, now: datetime) -> int:
    with _alone(store, commune_id) as session:
        context = communes.enter(session, commune_id, now)
        officers = people.with_role(session, commune_id, "officer")
        if not officers or not job_runs.claim(session, _ASKED, _EVER, subject, now):
            return 0
        text = wording.roll_up_is_asked(roll_up.name)
        return sum(context.tell(one, text, purpose=Purpose.RECEIPT, beside=True) for one in officers)


def _alone(store: Store, commune_id: int) -> AbstractContextManager[Session]:
    return store.alone(commune_id, _PATIENCE)
