"""Polling Telegram: the next updates, and the pause after a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import telegram
from telegram.error import Conflict

from bot.channels.telegram.request import TooManyRequests

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
PATIENCE = 20.0  # seconds beyond those for which a poll may wait
_POLL_SECONDS = 25
_LONGEST_PAUSE = 60.0
# Another process polls: with longer ones nobody would for as long, where that one stands still.
_CONFLICT_PAUSE = 4.0
_LONGEST_WAIT = 3600.0  # that is kept to: whoever polls once an hour does no harm, whatever was asked


async def next_updates(poller: telegram.Bot, offset: int | None) -> Sequence[Mapping[str, Any]]:
    """What waits at Telegram from `offset` on, or comes within a poll, as it is written: each is read by itself.

    The library's own method reads all at once, stumbles over all where it cannot read one, and logs what was said.
    """
    asked = {"offset": offset, "timeout": _POLL_SECONDS, "allowed_updates": WANTED}
    # Written small, for the library warns of a name that it has a method for; to Telegram large and small are one.
    found: Sequence[Mapping[str, Any]] = await poller.do_api_request(
        "getupdates", api_kwargs=asked, read_timeout=_POLL_SECONDS + PATIENCE
    )
    return found


def next_pause(error: Exception, last: float) -> float:
    """Seconds until the next poll: what Telegram says, within reason, or longer each time."""
    if isinstance(error, TooManyRequests) and error.wait is not None:
        return min(error.wait, _LONGEST_WAIT)
    if isinstance(error, Conflict):
        return _CONFLICT_PAUSE
    return min(max(0.5, last * 2), _LONGEST_PAUSE)
