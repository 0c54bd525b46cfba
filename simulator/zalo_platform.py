"""Zalo's side of the world as data: what one bot of its Bot Platform is set to, and the updates that wait for it."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache

import httpx

from simulator.bell import Bell
from simulator.faults import Faults
from simulator.shapes import Json

# Reads an address as the platform does: HEAD, then GET.
Fetch = Callable[[str], Awaitable[bytes]]


@cache
def _authorities() -> ssl.SSLContext:
    """Read once: a client that reads all authorities for itself takes longer than what it is made for."""
    return httpx.create_ssl_context()


def client() -> httpx.AsyncClient:
    """With which the platform calls the bot."""
    return httpx.AsyncClient(timeout=10, verify=_authorities())


async def fetch(address: str) -> bytes:
    """The content behind an address; raises httpx.HTTPError or ValueError when there is none."""
    async with client() as caller:
        (await caller.head(address)).raise_for_status()
        return (await caller.get(address)).raise_for_status().content


@dataclass
class Platform:
    """One bot of the platform. `left` is how many messages it may still send; None: as many as it likes.

    `is_bare`, `photo_key` and `has_ids` choose among the shapes of an update that have been seen. With `repeats` a poll
    hands the last update out again, at once, until the next one comes; without, it takes an update away for good.
    """

    token: str = "2000:demo"  # noqa: S105 - a made-up token of a made-up world
    account_name: str = "bot.thidua"
    display_name: str = "Bot Thi Đua"
    can_join_groups: bool = True
    left: int | None = None
    is_bare: bool = False
    photo_key: str = "photo_url"
    has_ids: bool = True
    repeats: bool = False
    last: Json | None = None  # what a poll was given last
    url: str = ""
    secret: str = ""
    fetch: Fetch = fetch
    faults: Faults = field(default_factory=Faults)
    waiting: deque[Json] = field(default_factory=deque)
    bell: Bell = field(default_factory=Bell)
    polls: int = 0  # so far: an earlier one gets nothing
    is_handed_over: bool = False  # a poll took an update and has not come back for the next one
    pushing: set[asyncio.Task[None]] = field(default_factory=set)
    push: Callable[[Json], Awaitable[None]] | None = None  # how a webhook is called, for a test without sockets

    @property
    def pending(self) -> int:
        """How many updates the bot has not come back from."""
        return len(self.waiting) + self.is_handed_over + len(self.pushing)
