"""What a channel hands over: one update from outside, in the program's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What happened outside."""

    TEXT = "text"
    CHOICE = "choice"  # a button was tapped; `data` says which
    EDIT = "edit"  # an earlier text was changed
    PHOTO = "photo"
    OTHER = "other"  # a sticker, a voice note: nothing that can be read
    ADDED = "added"  # the bot was put into a group
    REMOVED = "removed"
    BLOCKED = "blocked"  # the person stopped the bot
    UNBLOCKED = "unblocked"
    MOVED = "moved"  # a group got another id, in `data`


@dataclass(frozen=True, slots=True)
class Inbound:
    """One update. `key` is unique within the channel and the same on every redelivery."""

    channel: str
    key: str
    chat_id: str
    sender_id: str
    kind: Kind
    said_at: datetime | None  # the platform's time; None where it does not tell
    text: str = ""
    data: str = ""
    is_group: bool = False
    title: str = ""  # of the group
    message_id: str = ""
    tapped: str = ""  # label of the tapped button, as the person saw it
