"""The web application's connections: only so many, and none that keeps its place without asking for anything.

Whoever may reach the address could otherwise open them until the process has no file left, neither for the platform
nor for the database: the library has a time-out between two requests, but none until one has come, and no limit.
"""

from __future__ import annotations

import asyncio
import time

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 128  # at work at the same time: a push takes milliseconds, and platforms come again
AT_ONCE = 32  # new ones; the event loop opens them all before one of them can be asked to make room
SECONDS = 10.0  # from the first byte, or none, to the end of a request's headers


class Connection(H11Protocol):
    """One connection. Where there are too many, the one that has asked for nothing for longest makes room."""

    _since = 0.0
    _deadline: asyncio.TimerHandle | None = None

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the library's own
        super().connection_made(transport)
        self._since = time.monotonic()
        self._watch()
        if len(self.connections) > MOST:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """The time runs while no request is complete; between two of them the library's own does."""
        if not self._is_idle:
            self._forget()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(SECONDS, self._give_up)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self._is_idle:
            self.transport.abort()

    def _make_room(self) -> None:
        idle = [one for one in self.connections if isinstance(one, Connection) and one._is_idle]
        min(idle, key=lambda one: one._since).transport.abort()  # this one is among them
