"""Updates in: they stand in line, and are committed before the channel may confirm them to the platform."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from bot.clock import Clock
from bot.inbox.turns import REPEATED, NoteSlow, Observe, Turns
from models.database import Store
from services.context import Deployment
from services.inbound import Inbound

_TOGETHER = 8  # in one transaction: what the first of them is answered must still leave within 50 ms


class _Waiting(NamedTuple):
    """An update in line, and whoever waits for its commit."""

    inbound: Inbound
    committed: asyncio.Future[None]

    def tell(self, fault: Exception | None) -> None:
        if self.committed.done():
            return  # whoever waited has gone
        if fault is None:
            self.committed.set_result(None)
        else:
            self.committed.set_exception(fault)


class InboxQueue:
    """Takes updates in the order in which they come; `wake` tells delivery that there is work."""

    def __init__(
        self,
        store: Store,
        deployment: Deployment,
        clock: Clock,
        executor: Executor,
        wake: Callable[[], None],
        observe: Observe | None = None,
        note_slow: NoteSlow | None = None,
    ) -> None:
        self._turns = Turns(store, deployment, clock, observe, note_slow)
        self._executor = executor
        self._wake = wake
        self._line: deque[_Waiting] = deque()
        self._serving: asyncio.Task[None] | None = None

    def handle(self, inbound: Inbound) -> bool:
        """One turn, in this thread: record, answer, commit. False when the update was recorded before."""
        return self._turns.take([inbound]) != [REPEATED]

    async def take(self, inbounds: Sequence[Inbound]) -> None:
        """Store and answer updates. Raises, and confirms nothing, when the database cannot be written."""
        loop = asyncio.get_running_loop()
        waiting = [_Waiting(inbound, loop.create_future()) for inbound in inbounds]
        self._line.extend(waiting)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        await asyncio.gather(*(one.committed for one in waiting))

    async def _serve(self) -> None:
        """Answer what is in line, a few at a time, so that delivery has its turn between them."""
        while self._line:
            batch = [self._line.popleft() for _ in range(min(_TOGETHER, len(self._line)))]
            fault = await self._answer([one.inbound for one in batch])
            if fault is not None:
                # Whoever stands behind comes again as well: nobody's next message may overtake this one.
                batch += self._line
                self._line.clear()
            self._wake()
            for one in batch:
                one.tell(fault)

    async def _answer(self, inbounds: Sequence[Inbound]) -> Exception | None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._executor, self._turns.take, inbounds)
        except Exception as error:
            return error
        return None
