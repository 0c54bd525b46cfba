"""What the simulated world is made of, and how each thing reads in Telegram's JSON.

It knows nothing of HTTP and decides nothing about who may do what.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """A Bot API call that Telegram would answer with an error."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def telegram(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(description: str) -> Refusal:
    """A 400 in Telegram's wording."""
    return Refusal(400, f"Bad Request: {description}")


@dataclass
class Person:
    """Someone with a phone. `start` is what pressing «Bắt đầu» sends after /start (a QR code's payload).

    `app` is the messenger on it, "telegram" or "zalo".
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    title: str = ""
    subtitle: str = ""
    visible: bool = True
    start: str = ""
    started: bool = False
    blocked: bool = False
    app: str = "telegram"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def telegram(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": "vi"}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        return user


@dataclass(frozen=True)
class Message:
    """One message of a chat; an edit replaces it by a changed copy.

    `content` is the part of Telegram's message object that says what it holds (text, photo, a service note).
    `version` is the world's counter when it last changed, so that a page can ask for what is new.
    """

    id: int
    chat: int
    sender: int
    date: int
    content: Json
    version: int
    keyboard: list[list[Json]] | None = None
    reply_to: int | None = None
    topic: int | None = None
    edit_date: int | None = None
    silent: bool = False
    protected: bool = False
    deleted: bool = False


@dataclass
class Chat:
    """A private chat (its id is the person's), a group or a supergroup.

    `bot` is the bot's membership as Telegram names it, "" when it never was there. `order` places it on the page.
    A forum has `topics`, by their numbers; into those that are closed the bot may not write.
    """

    id: int
    kind: str
    order: int
    title: str = ""
    subtitle: str = ""
    visible: bool = True
    members: list[int] = field(default_factory=list)
    bot: str = ""
    migrated_to: int | None = None
    migrated_from: int | None = None
    last_message: int = 0
    app: str = "telegram"
    topics: list[int] = field(default_factory=list)
    closed_topics: list[int] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredFile:
    """A picture or document that passed through; `path` is what getFile tells."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    size: int
    path: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Tap:
    """A pressed button that waits for answerCallbackQuery; `at` is real time in seconds."""

    id: str
    user: int
    chat: int
    at: float


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime: str
    data: bytes
