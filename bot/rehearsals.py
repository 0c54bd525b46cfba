"""Plays the rehearsals that officers asked for (CHẠY THỬ), beside the turns, and shows each to its officer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from bot import rehearsed_commune, rehearsed_week
from bot.clock import Clock
from bot.polling_loop import PollingLoop
from bot.rehearsed_commune import Copy
from bot.rehearsed_week import Played
from models import setup_steps
from models.audit import Action
from models.database import Store
from models.people import Person
from models.setup_steps import State
from reports.weekly import caption
from services import wording
from services.capability import FULL, Capability
from services.communes import Communes
from services.context import Context, Deployment
from services.setup import Part

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A rehearsal that is to be played, with all that it needs."""

    commune_id: int
    person_id: int
    deployment: Deployment
    copy: Copy
    now: datetime
    can: Capability
    address: str


class Rehearsals(PollingLoop):
    """`run` plays what is asked for until cancelled; one that the program's end broke off is played anew."""

    what = "the rehearsals"

    def __init__(self, store: Store, communes: Communes, clock: Clock, executor: Executor) -> None:
        super().__init__()
        self._store, self._communes, self._clock, self._executor = store, communes, clock, executor

    async def look(self) -> int:
        """Play everything that waits; how many there were."""
        loop = asyncio.get_running_loop()
        waiting = await loop.run_in_executor(self._executor, self._waiting)
        for one in waiting:
            played = await asyncio.to_thread(_play, one)
            await loop.run_in_executor(self._executor, self._tell, one, played)
        return len(waiting)

    def _waiting(self) -> Sequence[_Asked]:
        with self._store.deployment_wide("rehearsals of all are played one after the other") as session:
            rows = [(row.commune_id, row.person_id) for row in setup_steps.waiting(session, Part.REHEARSAL)]
            served = self._communes.served(session)
        return [self._asked(commune, person) for commune, person in rows if person is not None and commune in served]

    def _asked(self, commune_id: int, person_id: int) -> _Asked:
        now = self._clock.now()
        with self._store.transaction() as session:
            context = self._communes.enter(session, commune_id, now)
            person = session.get_one(Person, person_id)
            account = context.account_of(person)
            can = context.can(account.bot) if account is not None else FULL
            made = self._communes.served(session)[commune_id]
            kept = rehearsed_commune.copy(session, commune_id)
            return _Asked(commune_id, person_id, made, kept, now, can, person.address)

    def _tell(self, asked: _Asked, played: Played | None) -> None:
        with self._store.transaction() as session:
            context = self._communes.enter(session, asked.commune_id, self._clock.now())
            row = setup_steps.find(session, asked.commune_id, Part.REHEARSAL)
            if row is None or row.state is not State.ASKED:
                return
            row.state = State.DONE if played is not None else State.FAILED
            new = {"state": row.state.value}
            context.record_change(
                Action.SETUP_SETTLED, f"setup:{Part.REHEARSAL}", old={"state": State.ASKED.value}, new=new
            )
            officer = session.get_one(Person, asked.person_id)
            if played is None:
                context.tell(officer, wording.rehearsal_failed(), beside=True)
            else:
                _show(context, officer, played)


def _play(asked: _Asked) -> Played | None:
    try:
        return rehearsed_week.play(asked.deployment, asked.copy, asked.now, asked.can, asked.address)
    except Exception:
        log.exception("a week could not be rehearsed")
        return None


def _show(context: Context, officer: Person, played: Played) -> None:
    """What each would have read, in its order; words too long for a caption go before the picture."""
    for told in played.told:
        picture = rehearsed_week.picture(told)
        if picture is not None and not caption.fits(told.text):
            context.tell(officer, told.text, beside=True)
            context.tell(officer, wording.rehearsal_picture(), picture=picture, beside=True)
        else:
            context.tell(officer, told.text, picture=picture, beside=True)
    context.tell(officer, wording.rehearsal_done(played.places, played.messages), beside=True)
