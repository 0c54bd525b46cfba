"""The bot comes to a stop whatever it was doing."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.outbox.delivery import Delivery
from tests import patience
from tests.commune import Stand


@pytest.mark.parametrize("steps", range(6))
async def test_delivery_stops_while_it_is_being_woken(stand: Stand, steps: int) -> None:
    """A message that becomes due in the very moment of stopping must not make the bot run on for ever."""
    with ThreadPoolExecutor(1) as executor:
        delivery = Delivery(stand.store, {}, executor)
        running = asyncio.create_task(delivery.run())
        await asyncio.sleep(0.1)  # long enough to find nothing to do and to rest
        delivery.wake()
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()
        done, _ = await asyncio.wait([running], timeout=1.5)
        done = done or (await asyncio.wait([running], timeout=3 * (patience.slowness() - 1)))[0]
        is_stopped = bool(done)
        while not running.done():
            running.cancel()
            await asyncio.sleep(0.01)
    assert is_stopped
