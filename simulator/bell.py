"""Wakes those who wait for something to happen, from whichever thread it happens in; it does not know what happened."""

from __future__ import annotations

import asyncio
import contextlib


class Bell:
    """`ring` wakes everyone who is in `wait` at that moment, and runs what was hung on it."""

    def __init__(self) -> None:
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = set()

    def ring(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for loop, future in waiting:
            with contextlib.suppress(RuntimeError):  # that loop has been closed: nobody is left to wake
                loop.call_soon_threadsafe(_settle, future)

    async def wait(self, seconds: float | None = None) -> None:
        """Return at the next ring, or after `seconds`, whichever comes first."""
        loop = asyncio.get_running_loop()
        entry = (loop, loop.create_future())
        self._waiting.add(entry)
        try:
            await asyncio.wait([entry[1]], timeout=seconds)
        finally:
            self._waiting.discard(entry)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
