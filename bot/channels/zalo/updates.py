"""From Zalo's updates to the program's own words. Accepts every shape that has been seen or is documented."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.channels.zalo.settings import NAME
from campaign.normalisation import normalise
from services.inbound import Inbound, Kind

_MILLISECONDS = 100_000_000_000  # a date above this is in milliseconds, below in seconds
_LATEST_YEAR = 2100  # a date beyond is no date


def read(body: object, *, own_id: str = "", names: Sequence[str] = (), bot: str = NAME) -> list[Inbound]:
    """The messages in an answer of getUpdates or a webhook's body, wrapped or bare; nothing for anything else.

    `names` are what the bot is called in a group: a mention is part of the text there, and is taken off. `bot` is its
    key in the database.
    """
    return [inbound for update in each(body) if (inbound := _message(update, own_id, names, bot)) is not None]


def shape(body: object) -> str:
    """Wrapped or bare, which event, which fields: what an operator compares with docs/zalo.md. Never what they hold."""
    found = list(each(body))
    if not found:
        return ""
    message = found[0]["message"]
    chat = _word(_part(message, "chat"), "chat_type", "type")
    wrapper = "bare" if isinstance(body, dict) and "message" in body else "wrapped"
    return f"{wrapper}, {_word(found[0], 'event_name')}, {chat}, fields {', '.join(sorted(message))}"


def each(body: object) -> Iterable[dict[str, Any]]:
    """The updates in an answer or a webhook's body, bare."""
    if isinstance(body, list):
        for one in body:
            yield from each(one)
    elif isinstance(body, dict):
        if "message" not in body and "result" in body:
            yield from each(body["result"])
        elif isinstance(body.get("message"), dict):
            yield body


def _message(update: dict[str, Any], own_id: str, names: Sequence[str], bot: str) -> Inbound | None:
    message, event = update["message"], _word(update, "event_name")
    sender, chat = _part(message, "from"), _part(message, "chat")
    chat_id, sender_id = _word(chat, "id"), _word(sender, "id")
    if not chat_id and not sender_id:
        return None
    if sender.get("is_bot") is True or (own_id and sender_id == own_id):
        return None  # some say that a bot hears itself
    is_group = _word(chat, "chat_type", "type").upper() == "GROUP"
    text = normalise(_word(message, "text", "caption"))
    kind, data = _kind(message, event, text)
    said_at = _moment(message.get("date"))
    return Inbound(
        bot=bot,
        channel=NAME,
        key=_key(message, event, chat_id or sender_id, sender_id, said_at),
        chat_id=chat_id or sender_id,
        sender_id=sender_id or chat_id,
        kind=kind,
        said_at=said_at,
        text=without_mention(text, names) if is_group else text,
        data=data,
        is_group=is_group,
        title=_word(chat, "title", "display_name", "name"),
        message_id=_word(message, "message_id"),
        pasted=_word(message, "text"),
    )


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _word(body: dict[str, Any], *names: str) -> str:
    """The first of these fields that holds something, as a text."""
    for name in names:
        found = body.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
            return str(found)
    return ""


def _kind(message: dict[str, Any], event: str, text: str) -> tuple[Kind, str]:
    """What it is, and a picture's address: documented as `photo`, in real captures `photo_url`.

    Words below a picture that has no address are words.
    """
    address = _word(message, "photo_url", "photo", "image_url")
    if event == "message.image.received" or (not event and address):
        return (Kind.PHOTO, address) if address else (Kind.TEXT if text.strip() else Kind.OTHER, "")
    if event in ("message.text.received", "") and text.strip():
        return Kind.TEXT, ""
    return Kind.OTHER, ""  # a sticker, a voice, or what Zalo withholds from bots


def _moment(written: object) -> datetime | None:
    """Milliseconds or seconds since 1970, as a number or its digits."""
    try:
        number = float(str(written))
        found = datetime.fromtimestamp(number / 1000 if number > _MILLISECONDS else number, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if number > 0 and found.year < _LATEST_YEAR else None


def _key(message: dict[str, Any], event: str, chat_id: str, sender_id: str, said_at: datetime | None) -> str:
    """There is no update id: a message is known by its chat and its id, or else by all that it says.

    Without an id and a date nothing tells a repeat from a second message: both are taken, rather than one lost.
    """
    if number := _word(message, "message_id"):
        return f"{chat_id}:{number}"
    unlike_any = [secrets.token_hex(8)] if said_at is None else []
    return f"{chat_id}:#{_digest([event, chat_id, sender_id, message, *unlike_any])}"


def identity(update: dict[str, Any]) -> str:
    """By what a poll knows that an update was handed out before: its id, or else every word of it."""
    message, event = update["message"], _word(update, "event_name")
    if number := _word(message, "message_id"):
        return f"{event}:{_word(_part(message, 'chat'), 'id')}:{number}"
    return _digest([event, message])


def _digest(parts: list[Any]) -> str:
    whole = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def without_mention(text: str, names: Sequence[str]) -> str:
    """The text of a mention without «@Bot …»; the mention stands in it as plain words."""
    for name in sorted(names, key=len, reverse=True):
        start = text.lower().find(f"@{name.lower()}")
        if name and start >= 0:
            return f"{text[:start]} {text[start + len(name) + 1 :]}".strip()
    return text.strip()
