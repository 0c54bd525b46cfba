"""What nearly every update is, a text that a person writes to the bot in private, read as Telegram writes it.

The library makes objects of more than a hundred fields of one; of these seven count. Whatever holds anything further,
or anything else than is expected, is no plain text: the library reads it (`updates.py`), to the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.settings import NAME
from campaign.normalisation import normalise
from services.inbound import Inbound, Kind

_UPDATE = frozenset(["update_id", "message"])
_MESSAGE = frozenset(["message_id", "from", "chat", "date", "text"])  # no entities: no command, link or mention


def read(update: Mapping[str, Any], bot: str) -> Inbound | None:
    """A plain text; None where the library must look. `bot` is the bot's key in the database."""
    if update.keys() != _UPDATE or not isinstance(message := update["message"], dict) or message.keys() != _MESSAGE:
        return None
    sender, chat, text = message["from"], message["chat"], message["text"]
    if not (isinstance(sender, dict) and isinstance(chat, dict) and isinstance(text, str)):
        return None
    numbers = update["update_id"], message["message_id"], message["date"], sender.get("id"), chat.get("id")
    if any(type(number) is not int for number in numbers) or "@" in text:
        return None  # «/thon@our_bot» is for this bot, and for another one nothing
    if chat.get("type") != "private" or sender.get("is_bot") is not False:
        return None
    return Inbound(
        bot=bot,
        channel=NAME,
        key=str(update["update_id"]),
        chat_id=str(chat["id"]),
        sender_id=str(sender["id"]),
        kind=Kind.TEXT,
        said_at=datetime.fromtimestamp(message["date"], UTC),
        text=normalise(text),
        message_id=str(message["message_id"]),
        pasted=text,
    )
