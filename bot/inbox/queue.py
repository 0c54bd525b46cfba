"""Updates in: stored together as they come, confirmed by their channel, and answered in fair turn."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from bot.clock import Clock, rest
from bot.inbox.crash_marker import CrashMarker
from bot.inbox.round_robin import RoundRobin
from bot.inbox.storage import Storage
from bot.inbox.turns import MOST_AT_ONCE, NoteSlow, Observe
from models.database import Store
from models.inbox import OthersWait
from models.turn_locks import Busy
from services.communes import Communes
from services.inbound import Inbound

log = logging.getLogger(__name__)

_TOGETHER = 200  # updates stored in one transaction
_IDLE_SECONDS = 1.0  # between two looks for what another process has left behind
_BUSY_SECONDS = 0.01  # until those are looked for again whom another process is answering


class _Arrived(NamedTuple):
    """Updates that came together, and whoever waits for their commit."""

    inbounds: Sequence[Inbound]
    stored: asyncio.Future[None]

    def tell(self, fault: Exception | None) -> None:
        if self.stored.done():
            return  # whoever waited has gone
        if fault is None:
            self.stored.set_result(None)
        else:
            self.stored.set_exception(fault)


class InboxQueue:
    """`take` stores updates in the order in which they come; `run` answers them. `wake` tells delivery of answers."""

    def __init__(
        self,
        store: Store,
        communes: Communes,
        clock: Clock,
        executor: Executor,
        wake: Callable[[], None],
        observe: Observe | None = None,
        note_slow: NoteSlow | None = None,
        marker: CrashMarker | None = None,
    ) -> None:
        self._storage = Storage(store, communes, clock, observe)
        self._round_robin = RoundRobin(store, communes, clock, observe, note_slow, marker)
        self._executor = executor
        self._wake = wake
        self._arrived: list[_Arrived] = []
        self._storing: asyncio.Task[None] | None = None
        self._work = asyncio.Event()
        self._is_answering = False

    def handle(self, inbound: Inbound) -> bool:
        """Store an update and answer all that wait, in this thread. False when it was stored before."""
        new = self._answered_at_once([inbound])
        if new is None:
            new = self._storage.store([inbound])
            self.answer_all()
        return new > 0

    def _answered_at_once(self, inbounds: Sequence[Inbound]) -> int | None:
        """Store and answer them in one transaction; how many were new. None, with nothing stored, where that cannot be.

        A turn that fails has nobody else's with it when it is tried again: they are stored first.
        """
        turns = self._round_robin.answers_at_once() if len(inbounds) <= MOST_AT_ONCE else None
        if turns is None:
            return None
        try:
            return self._storage.store_and_answer(inbounds, turns)
        except OthersWait:
            return None
        except Exception as error:
            log.warning("%d messages are stored before they are answered (%s)", len(inbounds), type(error).__name__)
            return None

    def _take_in(self, inbounds: Sequence[Inbound]) -> bool:
        """Store updates, in whatever thread it is called; whether they are answered already."""
        if self._is_answering and self._answered_at_once(inbounds) is not None:
            return True
        self._storage.store(inbounds)
        return False

    def answer_all(self) -> None:
        """Answer until nobody waits, in this thread; also those whom another one is answering just now."""
        while self._may_more_wait():
            pass

    def _may_more_wait(self) -> bool:
        try:
            return self._round_robin.answer()
        except Busy:
            time.sleep(_BUSY_SECONDS)
            return True

    async def take(self, inbounds: Sequence[Inbound]) -> None:
        """Store updates. Raises, and confirms nothing, when the database cannot be written."""
        if not inbounds:
            return
        arrived = _Arrived(inbounds, asyncio.get_running_loop().create_future())
        self._arrived.append(arrived)
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store())
        await arrived.stored

    async def _store(self) -> None:
        """Whatever has come while the last transaction was written goes into the next one."""
        while self._arrived:
            batch = self._next_batch()
            inbounds = [inbound for one in batch for inbound in one.inbounds]
            fault, is_answered = await self._in_store(inbounds)
            if fault is not None:
                # What came later comes again as well: nobody's next message may overtake this one.
                batch += self._arrived
                self._arrived.clear()
            if is_answered:
                self._wake()
            else:
                self._work.set()
            for one in batch:
                one.tell(fault)

    def _next_batch(self) -> list[_Arrived]:
        batch, count = [self._arrived.pop(0)], 0
        while self._arrived and (count := count + len(batch[-1].inbounds)) < _TOGETHER:
            batch.append(self._arrived.pop(0))
        return batch

    async def _in_store(self, inbounds: Sequence[Inbound]) -> tuple[Exception | None, bool]:
        """The fault that kept them from being stored; and whether they are answered already."""
        try:
            return None, await asyncio.get_running_loop().run_in_executor(self._executor, self._take_in, inbounds)
        except Exception as error:
            return error, False

    async def run(self) -> None:
        """Answer for ever, until cancelled; what waits in the inbox at the end is answered after the next start."""
        self._is_answering = True
        try:
            while True:
                await self._answer_next()
        finally:
            self._is_answering = False

    async def _answer_next(self) -> None:
        """Answer those whose turn it is; where nobody's is, wait for somebody."""
        self._work.clear()
        try:
            may_more_wait = await asyncio.get_running_loop().run_in_executor(self._executor, self._round_robin.answer)
        except Busy:
            return await rest(self._work, _BUSY_SECONDS)
        except Exception:
            log.exception("the inbox could not be read or written; trying again")
            return await asyncio.sleep(_IDLE_SECONDS)
        self._wake()
        if not may_more_wait:
            await rest(self._work, _IDLE_SECONDS)
        return None
