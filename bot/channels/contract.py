"""What a channel's client does: it brings updates in, carries messages out, and says as data what became of each."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from services.capability import Capability
from services.inbound import Inbound

LARGEST_PICTURE = 10 * 1024 * 1024  # bytes; a telephone's photo, as messengers shrink it, has a tenth of that

# Commits a batch of updates; returns only when all of them are stored.
Take = Callable[[Sequence[Inbound]], Awaitable[None]]

# Reads one update of a webhook, stores it and answers it; returns after the commit, raises when nothing was stored.
Accept = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class File:
    """A file to be handed over, under the name that a person sees."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A picture or file that the platform has, by the id under which this bot heard it."""

    file_id: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to leave, fit for the channel's declared abilities. `choices` are (label, data) pairs."""

    chat_id: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    picture: bytes | None = None
    reply_to: str | None = None
    document: File | None = None
    thread_id: str | None = None  # the topic of a forum
    known_file: KnownFile | None = None  # only where the channel `resends_files`


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted by the platform; `note` says what was left behind."""

    message_id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Certainly not delivered. `retry_after` in seconds; None with `is_final` means never again."""

    reason: str
    retry_after: float | None = None
    is_final: bool = False
    is_blocked: bool = False  # the person stopped the bot
    is_throttled: bool = False  # the platform asked for patience: does not count as an attempt
    is_full: bool = False  # the platform takes nothing more from this bot for now: its whole queue stops


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left, and no clear answer came: it may have been delivered."""

    reason: str
    is_answered: bool = False  # by an error that proves nothing: mostly it has not arrived


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has another id now."""

    chat_id: str


Outcome = Sent | Rejected | Unknown | Moved


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where the platform pushes updates to, and the secret that proves they are the platform's."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """The route of one bot's webhook. `probes` is set where the platform sends an empty body to see who is there."""

    bot: str
    header: str
    secret: str
    accept: Accept
    probes: bool = False

    @property
    def path(self) -> str:
        return webhook_path(self.bot)


def webhook_path(bot: str) -> str:
    """Where a bot's webhook is served, by the bot's key."""
    return f"/{bot}"


class ChannelStopped(Exception):
    """The channel cannot go on, and says what an operator must do (a wrong token). Never holds a secret."""


@dataclass(slots=True)
class Pulse:
    """When the platform last answered; by it a channel that has fallen silent is noticed."""

    _at: float = field(default_factory=time.monotonic)
    is_connected: bool = False

    def beat(self) -> None:
        self._at, self.is_connected = time.monotonic(), True

    def silent_for(self) -> float:
        """Seconds since the last answer, or since the start."""
        return time.monotonic() - self._at


class Channel(Protocol):
    """One bot of a channel. Every update it brings in bears its key and its channel."""

    name: str  # the bot's key in the database: «telegram», «telegram-2» (`descriptor.BotToken`)
    kind: str  # the channel it is a bot of: «telegram»
    pulse: Pulse
    can: Capability

    async def start(self) -> str:
        """Connect and return the bot's name; ChannelStopped when the platform does not know the bot."""

    async def receive(self, take: Take) -> None:
        """Bring updates in until cancelled. An update is confirmed to the platform only after `take` returned."""

    def webhook(self, take: Take) -> Webhook | None:
        """The route that updates are pushed to; None where they are polled."""

    async def send(self, message: Outgoing) -> Outcome:
        """Carry one message out, which fits what the channel `can`. Faults of the platform are outcomes."""

    async def fetch(self, file_id: str) -> bytes:
        """The content of a file that somebody sent; raises when it cannot be had."""

    async def close(self) -> None: ...
