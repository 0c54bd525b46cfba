"""One turn of conversation: who spoke, in which chat, what they said, and how to answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from campaign.parsing import numbers
from handlers.open_dialogues import OpenDialogues
from models import conversations, people
from models.conversations import Chat
from models.figures import Saying
from models.outbox_states import Purpose
from models.people import Person
from models.units import Unit
from reports.weekly import caption
from services.context import Address, Choice, Context
from services.inbound import Inbound, Kind

DELAY = timedelta(seconds=2)  # nobody reads a question and answers it faster
_WITH_WORDS = (Kind.TEXT, Kind.PHOTO, Kind.FILE, Kind.EDIT)


@dataclass
class Turn(Context):
    """A context with somebody in it. `person` is None for a stranger."""

    inbound: Inbound
    chat: Chat
    person: Person | None
    preface: str = ""  # said once, before whatever is said first

    def __post_init__(self) -> None:
        self.chats[self.address] = self.chat

    @property
    def address(self) -> Address:
        return Address(self.inbound.bot, self.inbound.chat_id)

    @property
    def speaker(self) -> Person:
        """The person; only asked for where the dispatcher let nobody else through."""
        if self.person is None:
            raise LookupError("a stranger got past the checks")
        return self.person

    @cached_property
    def is_bare_figure(self) -> bool:
        """Whether a figure and nothing else was typed: no code, command, notice or name need be looked for in it."""
        return self.inbound.kind is Kind.TEXT and numbers.is_bare(self.inbound.text)

    @cached_property
    def units(self) -> list[Unit]:
        """The units that the speaker answers for today."""
        return people.units_of(self.speaker, people.REPORTING_ROLES)

    @cached_property
    def dialogues(self) -> OpenDialogues:
        """What the person has not finished; nothing is read before it is asked for."""
        return OpenDialogues(self.session, self.speaker.id, self.chat, self.now)

    @property
    def actor_id(self) -> int | None:
        return self.person.id if self.person else None

    @property
    def said_at(self) -> datetime:
        """The platform's time of the message: by it an answer is on time (decision 11)."""
        return self.inbound.said_at or self.now

    @property
    def is_delayed(self) -> bool:
        """Whether something may have been said to the speaker while the message was under way."""
        return self.now - self.said_at >= DELAY

    @property
    def title(self) -> str:
        return self.person.title if self.person else "ông/bà"

    def reply(self, text: str, choices: Sequence[Choice] = (), **how: Any) -> None:
        """Say something where the turn came from; in a group below the message that asked for it."""
        if self.preface:
            text, self.preface = f"{self.preface}\n{text}", ""
        if self.inbound.is_group:
            how = {"purpose": Purpose.GROUP, "reply_to": self.inbound.message_id or None} | how
        self.say(self.address, text, choices, **{"thread_id": self.inbound.thread_id or None} | how)

    def reply_with_picture(
        self, text: str, choices: Sequence[Choice], picture: dict[str, Any] | None, brief: str
    ) -> None:
        """The same with a picture; words too long for its caption go before it, and `brief` stands below it."""
        if picture is None or caption.fits(text):
            return self.reply(text, choices, picture=picture)
        self.reply(text, choices)
        self.reply(brief, choices, picture=picture)

    def aside(self, to: Address) -> Turn:
        """The same turn, to be answered in a private chat."""
        inbound = replace(self.inbound, bot=to.bot, chat_id=to.chat_id, is_group=False, thread_id="")
        return replace(self, inbound=inbound, chat=conversations.chat(self.session, *to))

    def saying(self, words: str, *, on_behalf_of: int | None = None, reason: str = "") -> Saying:
        """Who said these words, for the figure's history."""
        return Saying(
            words=words,
            channel=self.inbound.channel,
            bot=self.inbound.bot,
            person_id=self.speaker.id,
            said_at=self.said_at,
            recorded_at=self.now,
            on_behalf_of=on_behalf_of,
            reason=reason,
            message_id=self.inbound.message_id if self.inbound.kind in _WITH_WORDS else None,
        )

    def is_officer(self) -> bool:
        return self.person is not None and people.has_role(self.person, "officer")
