"""Waiting for work or for time, whichever comes first."""

from __future__ import annotations

import asyncio
import contextlib


async def rest(work: asyncio.Event, seconds: float) -> None:
    """Return when `work` is set, or after `seconds` (real time)."""
    # Not `wait_for`: on Python 3.11 it loses a cancellation that comes together with the wake-up.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await work.wait()
