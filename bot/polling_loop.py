"""Background work that looks for something to do: at once when it is woken, and every few seconds."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod

from bot.clock import rest

log = logging.getLogger(__name__)

_PAUSE = 5.0  # seconds between looks for what could not be done at once


class PollingLoop(ABC):
    """`run` looks until it is cancelled, `wake` makes it look now; a fault is logged, and the next look tries again."""

    what: str  # it looks for, in the log

    def __init__(self) -> None:
        self._work = asyncio.Event()

    def wake(self) -> None:
        self._work.set()

    async def run(self) -> None:
        while True:
            self._work.clear()
            try:
                await self.look()
            except Exception:
                log.exception("%s could not be looked at or written down; trying again", self.what)
            await rest(self._work, _PAUSE)

    @abstractmethod
    async def look(self) -> object:
        """Do what there is to do."""
