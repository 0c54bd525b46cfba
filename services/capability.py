"""What a channel can do, declared as data: the conversation and the rendering follow it, never the channel's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """What a platform gives one bot: messages a month in both directions, and people who may write to it."""

    identity: str  # whose ledger it is: the public part of the token
    messages: int
    people: int


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many messages in any stretch of so many seconds."""

    messages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform lets one bot speak: over all, into one group, into one private chat; None is no limit."""

    bot: Limit | None = None
    group: Limit | None = None
    chat: Limit | None = None
    group_mark: str = "-"  # how the address of a group begins


UNHURRIED = Pace()


@dataclass(frozen=True, slots=True)
class Capability:
    """One channel's abilities. Texts are measured in UTF-16 units."""

    has_buttons: bool = True  # without them choices become words to type, and all questions come in one message
    can_edit: bool = True
    can_upload: bool = True  # without it pictures and files go as addresses that the platform or the person opens
    has_files: bool = True  # without it a post is its text alone, and no file is made
    resends_files: bool = False  # takes back a file by the id under which the same bot heard it
    hears_files: bool = True  # without it a table comes as pasted rows, or by the program's own page
    has_captions: bool = True  # a picture and its text are one message; without it the text goes first (decision 23)
    longest_text: int = 4096
    repeats_updates: bool = True  # what was not confirmed comes again; without it every update is stored at once
    announces_groups: bool = True  # tells who put the bot into a group; without it a code in a mention does
    start_link: str = ""  # opens the chat and hands a code over: «https://t.me/{bot}?start={code}»
    quota: Quota | None = None
    pace: Pace = UNHURRIED


FULL = Capability()


def own_key(bot: str, code: str) -> str:
    """How the database knows a bot that one commune has for itself: «telegram@06286»."""
    return f"{bot}@{code}"


def owner_of(bot: str) -> str:
    """The code of the commune that has a bot for itself; "" where communes share it, or there is but one."""
    return bot.partition("@")[2]


def label_of(bot: str, labels: Mapping[str, str]) -> str:
    """What people read for a bot's key, whoever has the bot."""
    return labels.get(bot.partition("@")[0], bot)
