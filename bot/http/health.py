"""Health checks, liveness and readiness: the database takes writes, the channels answer, the jobs are looked at."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

from bot.channels.contract import Channel
from models import key_values, turn_locks
from models.database import Store

WRITE_SECONDS = 1.0
CHANNEL_SECONDS = 180.0  # a poll ends after 25 s, a webhook is looked after every 45 s
_KEY = "written for the health check"
_FRESH_SECONDS = 1.0  # a flood of questions writes once a second


class Health:
    """`look_at_file` raises when the database's file is another one. `ticker_silent` tells how many seconds ago the
    jobs were looked at; `ticker_limit` is how many there may be.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        ticker_silent: Callable[[], float],
        ticker_limit: float,
        look_at_file: Callable[[], None] = lambda: None,
    ) -> None:
        self._look_at_file = look_at_file
        self._store, self._channels = store, channels
        self._ticker_silent, self._ticker_limit = ticker_silent, ticker_limit
        self._writing: asyncio.Task[None] | None = None
        self._written = (-_FRESH_SECONDS, False)  # when it was last tried, and with what result

    async def ready(self) -> dict[str, bool]:
        """What the program stands on, each with whether it holds."""
        return {
            "database": await self._is_writable(),
            "ticker": self._ticker_silent() <= self._ticker_limit,
            **{f"channel {name}": is_answering(channel) for name, channel in self._channels.items()},
        }

    async def _is_writable(self) -> bool:
        """Within a second. One write at a time: one that hangs is not followed by others."""
        tried, result = self._written
        if time.monotonic() - tried < _FRESH_SECONDS:
            return result
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(asyncio.to_thread(self._write))
        done, _ = await asyncio.wait([self._writing], timeout=WRITE_SECONDS)
        result = bool(done) and self._writing.exception() is None
        self._written = (time.monotonic(), result)
        return result

    def _write(self) -> None:
        self._look_at_file()
        with self._store.transaction() as session:
            turn_locks.end_soon(session)
            key_values.put(session, _KEY, f"{time.time():.0f}")


def is_answering(channel: Channel) -> bool:
    """Connected, and heard of within a few minutes."""
    return channel.pulse.is_connected and channel.pulse.silent_for() <= CHANNEL_SECONDS
