"""Alerting without the database: when it takes no writes, the outbox takes no alert, so it is sent past the outbox.

To whom is remembered from the last look at which all was well.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from bot.channels.contract import Channel, Outgoing, Sent
from models import key_values, turn_locks
from models.database import Store
from models.database_file import DatabaseMoved
from services import wording
from services.context import Address

log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
_LOOKS = 2  # a database that is locked for a moment is no trouble
_PATIENCE = 10.0  # seconds for one write
_TRIES = 3  # of one alert: what was not answered may have arrived
_KEY = "written for the watch"

Recipients = Callable[[Session], Sequence[Address]]


class DatabaseWatch:
    """Over one running program; `recipients` says who hears of it, read in the transaction that is tried."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        recipients: Recipients,
        look_at_file: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._channels, self._recipients = store, channels, recipients
        self._look_at_file = look_at_file
        self._known: Sequence[Address] = ()
        self._writing: asyncio.Task[Sequence[Address]] | None = None
        self._failed = 0
        self._is_told = False
        self._open: dict[Address, str] = {}  # what each is still to hear
        self._tries: Counter[Address] = Counter()

    async def look(self) -> None:
        """Try a write; after the second failure in a row tell of it, and once of its end."""
        fault = await self._try_write()
        self._failed = self._failed + 1 if fault is not None else 0
        if fault is not None and self._failed >= _LOOKS and not self._is_told:
            log.error("the database takes no writes (%s): telling whoever looks after it", type(fault).__name__)
            self._begin(wording.database_moved() if isinstance(fault, DatabaseMoved) else wording.database_unusable())
        elif fault is None and self._is_told:
            self._begin(wording.database_usable_again())
        await self._send()

    async def _try_write(self) -> Exception | None:
        """None when it succeeded in time. One write at a time: one that hangs is not followed by others."""
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(asyncio.to_thread(self._write))
        done, _ = await asyncio.wait([self._writing], timeout=_PATIENCE)
        if not done:
            return TimeoutError()
        try:
            self._known = self._writing.result()
        except Exception as error:
            return error
        return None

    def _write(self) -> Sequence[Address]:
        self._look_at_file()
        with self._store.transaction() as session:
            turn_locks.end_soon(session)
            key_values.put(session, _KEY, f"{time.time():.0f}")
            return self._recipients(session)

    def _begin(self, text: str) -> None:
        self._is_told = not self._is_told
        self._open = dict.fromkeys(self._known, text)
        self._tries.clear()

    async def _send(self) -> None:
        for address, text in list(self._open.items()):
            channel = self._channels.get(address.bot)
            outcome = await channel.send(Outgoing(address.chat_id, text)) if channel is not None else None
            self._tries[address] += 1
            if isinstance(outcome, Sent) or self._tries[address] >= _TRIES:
                del self._open[address]


async def run(watch: DatabaseWatch) -> None:
    """Look until cancelled; a look that fails is no reason to stop looking."""
    while True:
        try:
            await watch.look()
        except Exception:
            log.exception("the watch over the database could not look")
        await asyncio.sleep(LOOK_SECONDS)
