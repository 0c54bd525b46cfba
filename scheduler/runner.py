"""The ticker: APScheduler calls `tick` every few seconds and remembers nothing. It is imported here alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler


def start(tick: Callable[[], Awaitable[object]], seconds: float) -> AsyncIOScheduler:
    """Call `tick` now and then every `seconds`, never twice at once. Needs a running event loop."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        tick,
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
