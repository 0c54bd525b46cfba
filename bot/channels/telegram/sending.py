"""Sending on Telegram: from a message to the library's call, from the library's exceptions to an outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.channels.contract import Moved, Outcome, Outgoing, Rejected, Sent, Unknown
from bot.channels.http_client import NotSent
from bot.channels.telegram.request import TooManyRequests
from bot.outbox import rendering

LONGEST_TEXT = 4096
_LONGEST_CAPTION = 1024


def _place(message: Outgoing) -> dict[str, Any]:
    """The topic, and the message that is answered: were it deleted meanwhile, the answer comes all the same."""
    topic = {"message_thread_id": int(message.thread_id)} if message.thread_id else {}
    if not message.reply_to:
        return topic
    return {**topic, "reply_to_message_id": int(message.reply_to), "allow_sending_without_reply": True}


def _keyboard(choices: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """One button a row: long enough to read, large enough for a thumb."""
    if not choices:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in choices])


def reason(error: Exception) -> str:
    """The platform's words without addresses, which hold the token; of a fault that is not the platform's, its kind."""
    if not isinstance(error, TelegramError | OSError):
        return type(error).__name__
    said = str(error) or type(error).__name__
    return "a network error" if "://" in said or "/bot" in said else said[:200]


def _without_answer(error: NetworkError) -> Outcome:
    if isinstance(error.__cause__, NotSent):
        return Rejected(reason(error), retry_after=None)
    return Unknown(reason(error), is_answered=error.__cause__ is None)


def _is_out(error: Forbidden) -> bool:
    """Blocked or put out of a group, and not merely without the right to write there."""
    said = str(error).lower()
    return "rights" not in said and "_forbidden" not in said  # CHAT_WRITE_FORBIDDEN, CHAT_SEND_PHOTOS_FORBIDDEN …


# What became of a message, by what the library raised: the first row that fits, for BadRequest is a NetworkError to it.
_OUTCOMES: Sequence[tuple[type[TelegramError], Callable[[Any], Outcome]]] = (
    (TooManyRequests, lambda error: Rejected(reason(error), retry_after=error.wait, is_throttled=True)),
    (ChatMigrated, lambda error: Moved(str(error.new_chat_id))),
    (Forbidden, lambda error: Rejected(reason(error), is_final=True, is_blocked=_is_out(error))),
    (BadRequest, lambda error: Rejected(reason(error), is_final=True)),
    (InvalidToken, lambda error: Rejected(reason(error))),  # not the message's fault: it waits for a better token
    (EndPointNotFound, lambda error: Rejected(reason(error.__cause__ or error))),  # the same, of a call by its name
    (NetworkError, _without_answer),
    # Such as a page of HTML with 200: something got through.
    (TelegramError, lambda error: Unknown(reason(error), is_answered=True)),
)


async def _say(bot: telegram.Bot, message: Outgoing, markup: InlineKeyboardMarkup | None) -> telegram.MessageId:
    """The call by its name: of the answer its number alone is read, where the library's own method reads all of it.

    Written small, for the library warns of a name that it has a method for; to Telegram large and small are one.
    """
    fields: dict[str, Any] = {"chat_id": int(message.chat_id), "text": message.text, "reply_markup": markup}
    if message.thread_id:
        fields["message_thread_id"] = int(message.thread_id)
    if message.reply_to:
        fields["reply_parameters"] = telegram.ReplyParameters(int(message.reply_to), allow_sending_without_reply=True)
    said: telegram.MessageId = await bot.do_api_request("sendmessage", fields, telegram.MessageId)
    return said


async def send(bot: telegram.Bot, message: Outgoing) -> Outcome:
    try:
        return Sent(str((await _call(bot, message)).message_id))
    except TelegramError as error:
        return next(outcome(error) for kind, outcome in _OUTCOMES if isinstance(error, kind))


async def _call(bot: telegram.Bot, message: Outgoing) -> telegram.Message | telegram.MessageId:
    chat, markup, place = int(message.chat_id), _keyboard(message.choices), _place(message)
    if message.picture is None and message.document is None and message.known_file is None:
        return await _say(bot, message, markup)
    caption = rendering.clip(message.text, _LONGEST_CAPTION)
    if message.known_file is not None:
        send_known = bot.send_photo if message.known_file.is_picture else bot.send_document
        return await send_known(chat, message.known_file.file_id, caption=caption, reply_markup=markup, **place)
    if message.picture is not None:
        return await bot.send_photo(
            chat, message.picture, caption=caption, reply_markup=markup, filename="thi-dua.png", **place
        )
    assert message.document is not None
    name, content = message.document.name, message.document.content
    return await bot.send_document(chat, content, caption=caption, reply_markup=markup, filename=name, **place)
