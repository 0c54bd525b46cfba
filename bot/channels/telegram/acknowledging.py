"""Tapped buttons on Telegram: the telephone is told that the tap arrived, and the message keeps what was tapped."""

from __future__ import annotations

import asyncio
import contextlib

import telegram
from telegram.error import TelegramError

from bot.channels.telegram import updates
from handlers import buttons


class Acknowledgements:
    """Those under way. Nothing depends on them, so that nobody waits for them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, query: telegram.CallbackQuery) -> None:
        task = asyncio.create_task(_acknowledge(query))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()


async def _acknowledge(query: telegram.CallbackQuery) -> None:
    """Stop the button's clock, and leave in the message what was tapped."""
    with contextlib.suppress(TelegramError):
        await query.answer()
    message = updates.shown(query)
    if message is None or message.chat.type != "private":
        return
    if buttons.lasts(query.data or ""):
        return
    label = updates.tapped_label(query)
    with contextlib.suppress(TelegramError):
        if message.text is not None and label:
            await query.edit_message_text(f"{message.text}\n\n✓ {label}")
        else:
            await query.edit_message_reply_markup(None)
