"""Polling Zalo: which updates are new, and the pause before the next poll.

By one description a poll takes an update away for good, by another the platform hands the same one out at every poll,
and at once, until the next one comes. Both are taken: what was seen is passed over, and then polls are apart.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from bot.channels.zalo import updates

log = logging.getLogger(__name__)

_REMEMBERED = 5000  # updates; the platform may hand out all that it still has, beside the last one
_FLOOR = 1.0  # seconds between the beginnings of two polls, when the first brought nothing new
_GROWTH = 1.5
_LONGEST = 5.0  # beyond, an answer would wait too long for its echo


class Repeats:
    """What this process has seen; what an earlier one saw is known by its key in the inbox."""

    def __init__(self) -> None:
        self._is_told = False
        self._seen: dict[str, None] = {}  # in the order of their coming

    def fresh(self, body: object) -> Sequence[dict[str, Any]]:
        """The updates in an answer that are not repeats."""
        fresh = []
        for update in updates.each(body):
            identity = updates.identity(update)
            if identity not in self._seen:
                self._seen[identity] = None
                fresh.append(update)
            elif not self._is_told:
                self._is_told = True
                log.info("Zalo hands out the same update at more than one poll")  # docs/zalo.md asks for it
        while len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return fresh


class Pace:
    """A poll that waited for a message is followed at once; one that brought nothing new in no time is not."""

    def __init__(self) -> None:
        self._least = 0.0

    def rest(self, took: float, *, is_new: bool) -> float:
        """Seconds to wait after a poll that took so long."""
        if is_new or took >= _LONGEST:
            self._least = 0.0
            return 0.0
        self._least = min(max(_FLOOR, self._least * _GROWTH), _LONGEST)
        return max(0.0, self._least - took)
