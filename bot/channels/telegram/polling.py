"""Polling Telegram: the next updates, also past one that the library cannot read, and the pause after a fault."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import telegram
from telegram.error import Conflict, TelegramError

from bot.channels.telegram.request import TooManyRequests

log = logging.getLogger(__name__)

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
_POLL_SECONDS = 25
_LONGEST_PAUSE = 60.0
_LONGEST_WAIT = 3600.0  # that is kept to: whoever polls once an hour does no harm, whatever was asked


async def next_updates(bot: telegram.Bot, offset: int | None) -> Sequence[telegram.Update]:
    """What waits at Telegram from `offset` on, or comes within a poll."""
    try:
        return await bot.get_updates(offset=offset, timeout=_POLL_SECONDS, allowed_updates=WANTED)
    except (TelegramError, OSError):
        raise
    except Exception as error:
        log.warning("an update cannot be read (%s): taking them one by one", type(error).__name__)
        return await _next_singly(bot, offset)


async def _next_singly(bot: telegram.Bot, offset: int | None) -> Sequence[telegram.Update]:
    """The same updates; one that the library stumbles over is passed over, and not met again for ever."""
    known = {"offset": offset or 0, "timeout": 0, "allowed_updates": WANTED}
    updates: list[telegram.Update] = []
    # Written small: under its usual name the library would insist on its own method, which has just failed.
    for written in await bot.do_api_request("getupdates", api_kwargs=known):
        try:
            updates.append(telegram.Update.de_json(written, bot))
        except Exception:
            log.exception("update %s cannot be read", written["update_id"])
            updates.append(telegram.Update(written["update_id"]))
    return updates


def next_pause(error: Exception, last: float) -> float:
    """Seconds until the next poll: what Telegram says, within reason, or longer each time."""
    if isinstance(error, TooManyRequests) and error.wait is not None:
        return min(error.wait, _LONGEST_WAIT)
    first = 5.0 if isinstance(error, Conflict) else 0.5
    return min(max(first, last * 2), _LONGEST_PAUSE)
