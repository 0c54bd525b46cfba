"""What a channel hands over: one update from outside, in the program's own words.

Its texts are normalised and held to their limits here, where each channel must pass: none can forget it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from campaign.normalisation import normalise, one_line
from services import pasted_tables

LONGEST_TEXT = 1000  # characters; no answer is longer: what is, is a paste or a list
LONGEST_START = 80  # «/start» and a code, of which Telegram takes 64 characters
LONGEST_TITLE = 255
LONGEST_DATA = 2048  # a button's, or a picture's address
_START = "/start"


class Kind(StrEnum):
    """What happened outside."""

    TEXT = "text"
    CHOICE = "choice"  # a button was tapped; `data` says which
    EDIT = "edit"  # an earlier text was changed
    PHOTO = "photo"
    FILE = (
        "file"  # a document, `data` is the platform's id of it, its caption is in `text`; or an officer's pasted table
    )
    OTHER = "other"  # a sticker, a voice note: nothing that can be read
    ADDED = "added"  # the bot was put into a group
    REMOVED = "removed"
    BLOCKED = "blocked"  # the person stopped the bot
    UNBLOCKED = "unblocked"
    MOVED = "moved"  # a group got another id, in `data`


_PASTED = (Kind.TEXT, Kind.FILE)


@dataclass(frozen=True, slots=True)
class Inbound:
    """One update. `key` is unique within the bot and the same on every redelivery.

    A text longer than it may be is not kept, not even here: `is_too_long` says that there was one.
    """

    bot: str  # the key of the bot that heard it
    channel: str  # what the bot is a bot of: how it was said
    key: str
    chat_id: str
    sender_id: str
    kind: Kind
    said_at: datetime | None  # the platform's time; None where it does not tell
    text: str = ""
    data: str = ""  # of a button; of a photo or file what it is fetched by
    is_group: bool = False
    title: str = ""  # of the group
    message_id: str = ""
    thread_id: str = ""  # the topic of a forum in which it was said
    is_anonymous: bool = False  # said in the group's own name: whoever it was is not to be known
    tapped: str = ""  # label of the tapped button, as the person saw it
    is_too_long: bool = False
    has_masked_names: bool = False  # names of people stood in the text, and are not kept
    is_forwarded: bool = False  # somebody else wrote it, by the platform's own mark
    forwarded_from: str = ""  # whose words they are, where the platform tells
    written_at: str = ""  # of an edit: when the message was sent at first, in ISO's form
    file_name: str = ""  # of a photo or file that was sent as a document
    file_size: int = 0  # bytes, where the platform tells
    pasted: str = ""  # the lines of a text that look like a table's, with their tabs; officers' alone are kept

    def __post_init__(self) -> None:
        text = normalise(self.text)
        if len(text) > (LONGEST_START if text[:7].lower().split() == [_START] else LONGEST_TEXT):
            self._put("text", "")
            self._put("is_too_long", True)
        else:
            self._put("text", text)
            if self.kind is Kind.TEXT and not text and not self.is_too_long:
                self._put("kind", Kind.OTHER)  # nothing but blanks: there is nothing to read
        self._put("tapped", normalise(self.tapped))
        self._put("file_name", one_line(self.file_name)[:LONGEST_TITLE])
        self._put("pasted", pasted_tables.lines_of(self.pasted) if self.kind in _PASTED and not self.is_group else "")
        self._put("title", one_line(self.title)[:LONGEST_TITLE])
        data = one_line(self.data)
        self._put("data", data if len(data) <= LONGEST_DATA else "")
        for name in ("key", "chat_id", "sender_id", "message_id", "thread_id", "forwarded_from", "written_at"):
            self._put(name, one_line(getattr(self, name)))

    def to_json(self) -> dict[str, Any]:
        """What the inbox keeps of it until it is answered."""
        kept = {name: getattr(self, name) for name in _NAMES}
        return kept | {"said_at": self.said_at.isoformat() if self.said_at else None}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Inbound:
        """The same update; what another version of the program kept beside it is passed over."""
        known = {name: kept[name] for name in _NAMES if name in kept}
        said_at = datetime.fromisoformat(kept["said_at"]) if kept["said_at"] else None
        return cls(**known | {"kind": Kind(kept["kind"]), "said_at": said_at})

    def _put(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the dataclass is frozen for everybody else


_NAMES = tuple(field.name for field in fields(Inbound))
