"""Which commune is answered next: each in its turn (round robin), so that none waits for another's flood.

Where a bot is shared those have a turn, too, of which it is not known yet whose they are (`bot.inbox.unresolved`).
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Sequence
from itertools import count

from bot.clock import Clock
from bot.inbox.crash_marker import CrashMarker
from bot.inbox.turns import NoteSlow, Observe, Turns
from bot.inbox.unresolved import UnresolvedUpdates
from models import inbox
from models.database import NOBODY, Store
from models.turn_locks import Busy
from services.communes import Communes
from services.context import Deployment

log = logging.getLogger(__name__)

_SET_BACK = 1.0  # seconds in which a commune that could not be answered is passed over


class RoundRobin:
    """Answers updates, in whatever thread it is called."""

    def __init__(
        self,
        store: Store,
        communes: Communes,
        clock: Clock,
        observe: Observe | None = None,
        note_slow: NoteSlow | None = None,
        marker: CrashMarker | None = None,
    ) -> None:
        self._store, self._communes, self._clock = store, communes, clock
        self._observe, self._note_slow, self._marker = observe, note_slow, marker
        self._unresolved = UnresolvedUpdates(store, communes, clock, marker)
        self._turns: dict[int | None, tuple[Deployment, Turns]] = {}
        self._answered: dict[int | None, float] = {}  # when each had its last turn, by counting from one
        self._set_back: dict[int | None, float] = {}
        self._count = count(1)

    def answer(self) -> bool:
        """Answer those whose turn it is; whether more may wait. Raises when the database cannot be written.

        `Busy` where all who wait are being answered by other processes now.
        """
        if self._marker is not None and self._marker.deadly is not None:
            self._set_aside(self._marker, self._marker.deadly)
        only = self._communes.single
        if only is not None:
            return self._turns_of(only, None).answer()
        line = self._line()
        trouble: Exception | None = None
        for whose in line:
            try:
                if self._may_more_wait(whose):
                    return True
                if len(line) > 1 and trouble is None:
                    return True
            except Busy as busy:
                trouble = trouble or busy
            except Exception as error:
                if len(line) == 1:
                    raise
                log.exception("a commune could not be answered; the others are")
                self._set_back[whose] = time.monotonic() + _SET_BACK
                trouble = error
        if isinstance(trouble, Busy):
            raise trouble
        return False

    def answers_at_once(self) -> Turns | None:
        """The turns of the only commune there is, where they may be taken while an update is stored.

        Not with PostgreSQL, where whoever stores holds up other processes; nor while a turn may kill this one.
        """
        only = self._communes.single
        is_wary = self._marker is not None and self._marker.is_wary
        return self._turns_of(only, None) if only is not None and self._store.is_sqlite and not is_wary else None

    def _line(self) -> Sequence[int | None]:
        """Who has something waiting, whose last turn is longest ago first."""
        with self._store.deployment_wide("who is answered next is found among all") as session:
            served = self._communes.served(session)
            waiting = inbox.lines(session)
        now = time.monotonic()
        self._set_back = {whose: until for whose, until in self._set_back.items() if until > now}
        # What came over a bot that the commune has no more would be answered by nobody, again and again.
        line = dict.fromkeys(whose for whose, bot in waiting if whose is None or _is_heard(served.get(whose), bot))
        known = [one for one in line if one not in self._set_back]
        return sorted(known, key=self._last_turn)

    def _last_turn(self, whose: int | None) -> float:
        """Those who had none are in an order of this process's own: two in the same order meet at every commune."""
        return self._answered.setdefault(whose, 0.0 if self._store.is_sqlite else random.random())  # noqa: S311  no secret

    def _may_more_wait(self, whose: int | None) -> bool:
        self._answered[whose] = next(self._count)
        if whose is None:
            return self._unresolved.answer()
        deployment = self._communes.now.get(whose)
        return deployment is not None and self._turns_of(deployment, whose).answer(is_known=True)

    def _turns_of(self, deployment: Deployment, commune_id: int | None) -> Turns:
        known = self._turns.get(commune_id)
        if known is None or known[0] is not deployment:
            made = Turns(self._store, deployment, self._clock, self._observe, self._note_slow, self._marker, commune_id)
            known = self._turns[commune_id] = deployment, made
        return known[1]

    def _set_aside(self, marker: CrashMarker, message_id: int) -> None:
        """Whosever it is: it is not tried again."""
        with self._store.deployment_wide("of an update that kills the process only its number is known") as session:
            commune_id = inbox.commune_of(session, message_id)
            deployment = self._communes.served(session).get(commune_id or NOBODY)
            if deployment is None:
                inbox.settle(session, [message_id], "the process died of it")
        if deployment is not None:
            try:
                self._turns_of(deployment, commune_id).set_aside(message_id)
            except Busy:  # another process is at it: the others are answered meanwhile, and this commune is not
                self._set_back[commune_id] = time.monotonic() + _SET_BACK
                return
        marker.forget()


def _is_heard(deployment: Deployment | None, bot: str) -> bool:
    return deployment is not None and (not deployment.heard or bot in deployment.heard)
