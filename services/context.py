"""What a handler or a job works with: the session, the campaign, the present moment, and a way to say things."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from campaign.calendar import Calendar
from campaign.catalogue import Campaign
from campaign.definition.in_force import Timeline
from campaign.definition.load import CampaignFile
from campaign.roll_up import RollUp
from models import audit, campaign_overrides, conversations, message_quota, messages, people
from models.campaign_overrides import Versioned
from models.conversations import Chat
from models.outbox_states import Purpose
from models.people import Account, Person
from models.units import Unit
from services import wording
from services.campaign_in_force import Cache
from services.capability import FULL, Capability, label_of

MOST_OFFERED = 40  # buttons whose words a chat remembers


class Address(NamedTuple):
    """Where a message goes."""

    bot: str
    chat_id: str


class Choice(NamedTuple):
    """A button: what stands on it, and what a tap on it means."""

    label: str
    data: str


def marked(offered: Sequence[Sequence[str]], commune_id: int) -> list[list[str]]:
    """The same buttons for somebody who is in several communes: each bears the one that it is of."""
    return [[label, f"{data}@{commune_id}"] for label, data in offered]


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is served for one commune: its campaign, over bots that declare what they can do.

    `campaign` and `calendar` are the file's: rules are given those of a day, which a `Context` knows.
    """

    campaign: CampaignFile
    calendar: Calendar
    bots: Mapping[str, Capability] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)  # what people read for a bot's key
    roll_ups: Sequence[RollUp] = ()  # of the units above that the commune belongs to
    also_heard: Collection[str] = ()  # shared bots in whose place it has its own: who was in over one is still answered
    commune_code: str = field(init=False, compare=False)
    in_force: Cache = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "commune_code", self.campaign.commune_code)
        object.__setattr__(self, "in_force", Cache(self.campaign, self.calendar))

    def can(self, bot: str) -> Capability:
        """What a bot's channel has declared; one that has not can do everything."""
        return self.bots.get(bot, FULL)

    @property
    def heard(self) -> Collection[str]:
        """The bots at which the commune's people are answered; none are named where all are."""
        return {*self.bots, *self.also_heard} if self.bots else ()

    def label(self, bot: str) -> str:
        """What people read for a bot's key."""
        return label_of(bot, self.labels)

    def context(self, session: Session, now: datetime) -> Context:
        """A context for a transaction; LookupError while the commune's units were never imported."""
        found = campaign_overrides.enter(session, self.commune_code)
        if found is None:
            raise LookupError(f"{self.campaign.commune_name} chưa có đơn vị nào: thidua units import TỆP")
        return self.context_of(session, found, now)

    def context_of(self, session: Session, found: Versioned, now: datetime) -> Context:
        """The same of a commune that was found, and is in scope."""
        in_force = self.in_force.of(session, found)
        return Context(
            session,
            in_force.timeline,
            in_force.calendar,
            found.commune,
            now,
            bots=self.bots,
            labels=self.labels,
            roll_ups=self.roll_ups,
        )


@dataclass
class Context:
    """One transaction's view of the world. `now` comes from the settable clock; nobody else reads a clock."""

    session: Session
    timeline: Timeline
    calendar: Calendar
    commune: Unit
    now: datetime
    bots: Mapping[str, Capability] = field(kw_only=True, default_factory=dict)
    labels: Mapping[str, str] = field(kw_only=True, default_factory=dict)
    roll_ups: Sequence[RollUp] = field(kw_only=True, default=())
    # The reports opened in this transaction, so that each is read once (`report_sheet.sheet_of`).
    sheets: dict[int, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    # Reports of one period that were read ahead in this transaction, by unit.
    reports: dict[int, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    # The report that a unit is answering, by unit, once it was asked for (`report_sheet.report_in_hand`).
    in_hand: dict[int, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    # The rounds that units are in today, once one of them was asked for (`round_lines.live`).
    rounds: dict[int, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    # Chats that were read ahead in this transaction, where many are written to at once.
    chats: dict[tuple[str, str], Chat] = field(init=False, default_factory=dict, repr=False, compare=False)

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign in force today; a period is judged by that of its own last day (`campaign_on`)."""
        return self.timeline.on(self.today)

    def campaign_on(self, day: date) -> Campaign:
        """The campaign in force on a day of the commune's calendar."""
        return self.timeline.on(day)

    @property
    def actor_id(self) -> int | None:
        """Who makes the changes of this transaction; None for jobs and the command line."""
        return None

    def record_change(
        self,
        action: audit.Action,
        subject: str,
        *,
        old: audit.Values | None = None,
        new: audit.Values | None = None,
        why: str = "",
        by: int | None = None,
    ) -> None:
        """Write down a change that was decided in this transaction, by whoever speaks in it or by another person."""
        who = self.actor_id if by is None else by
        audit.record(self.session, self.now, self.commune.id, who, action, subject, old=old, new=new, why=why)

    def can(self, bot: str) -> Capability:
        """What a bot's channel has declared; one that has not can do everything."""
        return self.bots.get(bot, FULL)

    def label(self, bot: str) -> str:
        """What people read for a bot's key."""
        return label_of(bot, self.labels)

    @cached_property
    def today(self) -> date:
        """The date in the commune."""
        return self.day_of(self.now)

    def day_of(self, instant: datetime) -> date:
        """The day that an instant falls on in the commune."""
        return instant.astimezone(self.calendar.zone).date()

    def officers(self) -> list[people.Person]:
        """Who holds the office today and has agreed to receive messages."""
        return people.with_role(self.session, self.commune.id, "officer")

    def say(
        self,
        to: Address,
        text: str,
        choices: Sequence[Choice] = (),
        *,
        purpose: Purpose = Purpose.REPLY,
        key: str | None = None,
        group_id: int | None = None,
        period_id: int | None = None,
        picture: dict[str, Any] | None = None,
        reply_to: str | None = None,
        thread_id: str | None = None,
        once: bool = False,
        unlisted: Sequence[Choice] = (),
        queue_round: int = 0,
        beside: bool = False,
    ) -> bool:
        """Put a message into the outbox; False when one with the same key was said before.

        Of much that is said at once each message has its `queue_round`: the first of every commune leaves first.

        `group_id` and `period_id` say whom a post or a correction is for, and what it is about.
        `unlisted` are choices that work when typed, without being shown. What is said `beside` a conversation leaves
        the words that were offered before.
        """
        offered = [[choice.label, choice.data] for choice in choices]
        chat = None if once or purpose is Purpose.COPY else self.chat_at(to)
        is_shared = chat is not None and chat.is_shared and not purpose.is_public
        message = {
            "bot": to.bot,
            "chat_id": to.chat_id,
            "purpose": purpose,
            "key": key,
            "group_id": group_id,
            "period_id": period_id,
            "text": wording.said_by(self.commune.name, text) if is_shared else text,
            "choices": marked(offered, self.commune.id) if is_shared else offered,
            "queue_round": queue_round,
            "picture": picture,
            "reply_to": reply_to,
            "thread_id": thread_id,
            "once": once,
            "created_at": self.now,
            "commune_id": self.commune.id,
        }
        queued = messages.say(self.session, message)
        if queued and chat is not None:
            self._note_offered(chat, offered, unlisted, beside=beside)
            if is_shared:
                chat.said_at = self.now
        return queued

    def _note_offered(self, chat: Chat, offered: list[list[str]], unlisted: Sequence[Choice], *, beside: bool) -> None:
        """What may be typed from now on instead of tapping."""
        known = {label for label, _ in offered}
        before = [one for one in chat.offered if one[0] not in known] if beside else []
        chat.offered = [*offered, *([choice.label, choice.data] for choice in unlisted), *before][:MOST_OFFERED]

    def chat_at(self, to: Address) -> Chat:
        """The stored chat behind an address."""
        return self.chats.get(to) or conversations.chat(self.session, *to)

    def account_of(self, person: Person) -> Account | None:
        """Where to write to a person now: the messenger they prefer, another while that one takes nothing."""
        absent = [one.bot for one in person.accounts if self.bots and one.bot not in self.bots]
        return people.reachable_account(person, [*self.stopped, *absent])

    @cached_property
    def stopped(self) -> Sequence[str]:
        """Bots whose platform takes nothing more for now."""
        is_metered = any(one.quota is not None for one in self.bots.values())
        return message_quota.stopped(self.session) if is_metered else ()

    def tell(self, person: Person, text: str, choices: Sequence[Choice] = (), **how: Any) -> bool:
        """Say something to a person wherever they can be reached; False when they cannot be.

        What offers nothing takes nothing away: the words of the message before it still work.
        """
        account = self.account_of(person)
        if account is None:
            return False
        how = {"beside": not choices and not how.get("unlisted")} | how
        return self.say(Address(account.bot, account.chat_id), text, choices, **how)


@dataclass
class OfficersContext(Context):
    """A context in which an officer acts who is not in a chat: on the program's own page."""

    officer_id: int = field(kw_only=True)

    @classmethod
    def of(cls, context: Context, officer_id: int) -> OfficersContext:
        given = {one.name: getattr(context, one.name) for one in fields(Context) if one.init}
        return cls(**given, officer_id=officer_id)

    @property
    def actor_id(self) -> int | None:
        return self.officer_id
