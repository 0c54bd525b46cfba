"""The queue of updates a bot has not confirmed yet, and the long poll that hands them out (getUpdates).

An update stays until an offset beyond it, or a webhook's 2xx, confirms it; it is filtered when it is made.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

from simulator.bell import Bell
from simulator.shapes import Json, Refusal

# What Telegram leaves out unless it is asked for by name (getUpdates, allowed_updates).
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Queue:
    """Unconfirmed updates in order; `last_id` never goes back, also over a restart.

    `changed` is called when updates were confirmed.
    """

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        # A world that starts anew must not repeat what a bot has seen from the one before: begin at the time.
        self.last_id = int(time.time())
        self.pending: dict[int, Json] = {}
        self.allowed: list[str] = []
        self.bell = Bell()
        self.closed = False
        self._poll = 0
        self._ended_by = ""

    def add(self, kind: str, body: Mapping[str, Any]) -> int | None:
        """Queue an update and return its id; None when the bot did not want this kind."""
        if kind not in self.allowed if self.allowed else kind in _ON_REQUEST:
            return None
        self.last_id += 1
        self.pending[self.last_id] = {"update_id": self.last_id, kind: body}
        self.bell.ring()
        return self.last_id

    def confirm(self, update_id: int) -> None:
        self.pending.pop(update_id, None)
        self._changed()

    def drop(self) -> None:
        self.pending.clear()
        self._changed()

    def allow(self, kinds: list[str] | None) -> None:
        """None keeps the former choice; an empty list is Telegram's default."""
        if kinds is not None:
            self.allowed = kinds

    def end_poll(self, reason: str) -> None:
        """Make the call that waits now answer 409 with this reason."""
        self._poll += 1
        self._ended_by = reason
        self.bell.ring()

    def close(self) -> None:
        self.closed = True
        self.bell.ring()

    def _move(self, offset: int) -> None:
        if offset > 0:
            gone = [update_id for update_id in self.pending if update_id < offset]
        elif offset < 0:
            gone = list(self.pending)[:offset]
        else:
            gone = []
        for update_id in gone:
            self.confirm(update_id)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Updates from `offset` on, waiting up to `seconds` for the first; a newer poll ends this one with 409."""
        self._move(offset)
        self.end_poll("other getUpdates request; make sure that only one bot instance is running")
        mine = self._poll
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not self.pending and not self.closed and loop.time() < deadline:
            await self.bell.wait(deadline - loop.time())
            if mine != self._poll:
                raise Refusal(409, f"Conflict: terminated by {self._ended_by}")
        return list(self.pending.values())[:limit]


def chat_of(update: Json) -> int:
    """The chat an update belongs to; updates of one chat keep their order on a webhook."""
    for body in update.values():
        if isinstance(body, dict):
            chat: Json = body["message"]["chat"] if "message" in body else body["chat"]
            return int(chat["id"])
    return 0
