"""Clocks (decision 27): the real one, and the demo's, which can be moved and is stored; and waiting in real time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import key_values
from models.database import Store

_KEY = "demo clock offset in seconds"


class Clock(Protocol):
    """Tells the time that deadlines, invitations and jobs go by."""

    def now(self) -> datetime: ...


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class DemoClock:
    """The machine's clock plus an offset that survives a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.transaction() as session:
            self._offset = timedelta(seconds=float(key_values.get(session, _KEY) or 0))

    @property
    def offset(self) -> timedelta:
        return self._offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move_to(self, instant: datetime) -> None:
        """From now on the time is `instant`, and runs on from there."""
        self._offset = instant - datetime.now(UTC)
        with self._store.transaction() as session:
            key_values.put(session, _KEY, str(self._offset.total_seconds()))


def shared(session: Session) -> datetime:
    """The time that leases and waits go by: the machine's, or the database server's where several machines meet."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = session.scalars(select(func.clock_timestamp())).one()
    return now


def running() -> float:
    """Seconds that nobody can set, also counted while the machine sleeps; so do Windows' own monotonic ones."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


async def rest(work: asyncio.Event, seconds: float) -> None:
    """Return when `work` is set, or after `seconds` (real time)."""
    # Not `wait_for`: on Python 3.11 it loses a cancellation that comes together with the wake-up.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await work.wait()


class FixedClock:
    """Stands still where it is put: for tests and for a job run by hand."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant
