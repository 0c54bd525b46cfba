"""The ticker: APScheduler calls `tick` every few seconds and remembers nothing. It is imported here alone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler


def start(tick: Callable[[], Awaitable[object]], seconds: float) -> AsyncIOScheduler:
    """Call `tick` now and then every `seconds`, never twice at once. Needs a running event loop."""

    async def tick_until_stopped() -> None:
        # Stopping cancels the tick under way; its transactions end by themselves, and that is no fault to report.
        with contextlib.suppress(asyncio.CancelledError):
            await tick()

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        tick_until_stopped,
        "interval",
        seconds=seconds,
        next_run_time=datetime.now().astimezone(),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()
    return scheduler


def stop(scheduler: AsyncIOScheduler) -> None:
    scheduler.shutdown(wait=False)
