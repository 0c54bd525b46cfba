"""Messages: the inbox, where each update is recorded once, and the outbox, from which delivery sends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows_to_write, scope
from models.database import Base, Moment, values_of
from models.outbox_states import OF_NO_COMMUNE, Failure, Purpose, State
from models.ownership import Direct

PENDING, SENDING, SENT, GIVEN_UP, UNKNOWN, DROPPED = State
WAITING = text(f"state IN ('{PENDING}', '{SENDING}')")
TROUBLED = text(f"state IN ('{GIVEN_UP}', '{UNKNOWN}')")
_OF_PERIOD = text("period_id IS NOT NULL")
ARRIVED = text(f"state = '{SENT}' AND period_id IS NOT NULL AND told_at IS NULL")
_QUEUED = text("queue_round IS NOT NULL")
# What still has words: in later years a small part of all. A statement that says it so reads that part alone.
HAS_WORDS_IN = text("text IS NOT NULL")
HAS_WORDS_OUT = text("text <> ''")


class InboxMessage(Base):
    """An update as it came. Its key makes a second delivery of the same update visible."""

    __tablename__ = "inbox"
    owner = Direct(or_none=True)
    __table_args__ = (
        UniqueConstraint("bot", "key"),
        Index("inbox_words", "commune_id", "received_at", sqlite_where=HAS_WORDS_IN, postgresql_where=HAS_WORDS_IN),
        Index("inbox_waiting", "queue_round", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("inbox_waiting_of_chat", "bot", "chat_id", "queue_round", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # whose bot heard it, as far as that tells
    bot: Mapped[str]
    key: Mapped[str]
    chat_id: Mapped[str]
    sender_id: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str | None]  # purged after the private days of the campaign file
    said_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    fault: Mapped[str | None]  # what a handler stumbled over; the person got an apology
    # Only while it waits for its answer: its place in the fair queue (models/inbox.py), and all that the answer needs.
    queue_round: Mapped[int | None]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class OutboxMessage(Base):
    """A message to be sent. `once` is for the leadership post: it never goes out a second time by itself."""

    __tablename__ = "outbox"
    owner = Direct(unless=lambda row: row.purpose in OF_NO_COMMUNE)
    __table_args__ = (
        UniqueConstraint("key"),
        Index("outbox_words", "commune_id", "created_at", sqlite_where=HAS_WORDS_OUT, postgresql_where=HAS_WORDS_OUT),
        Index("outbox_waiting", "bot", "chat_id", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("outbox_troubled", "id", sqlite_where=TROUBLED, postgresql_where=TROUBLED),
        Index("outbox_of_period", "period_id", sqlite_where=_OF_PERIOD, postgresql_where=_OF_PERIOD),
        Index("outbox_arrived", "id", sqlite_where=ARRIVED, postgresql_where=ARRIVED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # None: said for none (`OF_NO_COMMUNE`)
    bot: Mapped[str]
    chat_id: Mapped[str]
    purpose: Mapped[Purpose] = mapped_column(values_of(Purpose))
    key: Mapped[str | None]  # idempotency key: set where the same message must not be queued twice; never parsed
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))  # whom a post or a correction is for
    period_id: Mapped[int | None] = mapped_column(ForeignKey("periods.id"))  # what it is about
    text: Mapped[str]
    choices: Mapped[list[list[str]]] = mapped_column(JSON, default=list)  # [label, data]
    picture: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what to draw, not the drawing
    reply_to: Mapped[str | None]
    thread_id: Mapped[str | None]  # the topic of a forum
    once: Mapped[bool] = mapped_column(default=False)
    queue_round: Mapped[int] = mapped_column(default=0, server_default="0")  # among much said at once: see `claim`
    state: Mapped[State] = mapped_column(values_of(State), default=PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0, server_default="0")  # attempts that may have arrived
    pieces_sent: Mapped[int] = mapped_column(default=0)  # of a message that goes out in several
    instead_of: Mapped[int | None]  # the message that another bot could not deliver
    not_before: Mapped[datetime | None] = mapped_column(Moment)  # real time; None: at once
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    message_id: Mapped[str | None]
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[Failure | None] = mapped_column(values_of(Failure))
    error: Mapped[str | None]  # for people to read; the program never does
    created_at: Mapped[datetime] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)  # when an officer was asked whether it arrived
    told_at: Mapped[datetime | None] = mapped_column(
        Moment
    )  # when an officer heard that it was given up, or that it arrived
    blob: Mapped[bytes | None] = mapped_column(LargeBinary)  # a drawing that must stay as it was shown

    @property
    def is_said_once(self) -> bool:
        """Whether it is never sent again by itself once it may have arrived."""
        return self.once or self.purpose is Purpose.ANNOUNCEMENT

    def give_up(self, failure: Failure, error: str) -> None:
        """Nothing more is tried."""
        self.state, self.failure, self.error, self.lease_until = GIVEN_UP, failure, error, None

    def drop(self, failure: Failure, error: str) -> None:
        """It is never sent, and nobody is asked or told of it by itself."""
        self.state, self.failure, self.error, self.lease_until = DROPPED, failure, error, None

    def put_in_doubt(self, failure: Failure, error: str) -> None:
        """A person must look whether it arrived, and is to be asked (again)."""
        self.state, self.failure, self.error, self.lease_until = UNKNOWN, failure, error, None
        self.asked_at = None

    def wait(self, error: str | None = None) -> None:
        """It is to be sent, now or later; the text says why it was not yet."""
        self.state, self.failure, self.error, self.lease_until = PENDING, None, error, None
        self.asked_at = None


_LAST_SAID = (
    select(OutboxMessage.created_at)
    .where(
        OutboxMessage.bot == bindparam("bot"),
        OutboxMessage.chat_id == bindparam("chat_id"),
        OutboxMessage.purpose.in_([purpose for purpose in Purpose if purpose.awaits_words]),
        OutboxMessage.commune_id == scope.COMMUNE,
        HAS_WORDS_OUT,
    )
    .order_by(OutboxMessage.created_at.desc())
    .limit(1)
)


def last_said_at(session: Session, bot: str, chat_id: str) -> datetime | None:
    """When the program last said something to a chat after which it waits for words, whether or not it has arrived."""
    return session.scalar(_LAST_SAID, {"bot": bot, "chat_id": chat_id})


def last_heard_at(session: Session, bot: str, chat_id: str) -> datetime | None:
    """When the last text was sent that came from a chat; an edited one counts by its first sending."""
    query = (
        select(InboxMessage.said_at)
        .where(InboxMessage.bot == bot, InboxMessage.chat_id == chat_id, InboxMessage.kind == "text")
        .where(InboxMessage.commune_id == scope.COMMUNE, HAS_WORDS_IN)
        .order_by(InboxMessage.received_at.desc(), InboxMessage.id.desc())
    )
    return session.scalar(query.limit(1))


def was_heard(session: Session, bot: str, chat_id: str, text: str, said_at: datetime, within: timedelta) -> bool:
    """Whether a chat has sent a text twice within a time: the one said at this moment, and one before it."""
    query = select(func.count(InboxMessage.id)).where(
        InboxMessage.bot == bot,
        InboxMessage.chat_id == chat_id,
        InboxMessage.text == text,
        InboxMessage.said_at.between(said_at - within, said_at),
        InboxMessage.commune_id == scope.COMMUNE,
        HAS_WORDS_IN,
    )
    return (session.scalar(query) or 0) > 1


def of_period(session: Session, period_id: int) -> Sequence[OutboxMessage]:
    """The posts and corrections of a period, in the order in which they were queued."""
    query = select(OutboxMessage).where(OutboxMessage.period_id == period_id).order_by(OutboxMessage.id)
    return session.scalars(query).all()


def with_key(session: Session, key: str) -> OutboxMessage | None:
    """The message that was queued under an idempotency key."""
    return session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))


def queued_before(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of several idempotency keys under which a message was queued."""
    return {key for key in session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))) if key}


_WITH_KEY = select(OutboxMessage.id).where(OutboxMessage.key == bindparam("key"))
_OUTBOX = cast(Table, OutboxMessage.__table__)


def _is_queued(session: Session, key: str | None) -> bool:
    return key is not None and session.scalar(_WITH_KEY, {"key": key}) is not None


def queue(session: Session, row: OutboxMessage) -> bool:
    """Add a message unless one with the same key was queued before."""
    if _is_queued(session, row.key):
        return False
    session.add(row)
    return True


def say(session: Session, message: rows_to_write.Row) -> bool:
    """The same of a commune's message that nobody needs as an object, given by its columns: every turn says one."""
    if _is_queued(session, message["key"]):
        return False
    rows_to_write.add(session, _OUTBOX, lambda: message)
    return True


def of_ids(session: Session, ids: Collection[int]) -> Sequence[OutboxMessage]:
    """Messages by their ids, in one statement; the session has them at hand as long as the caller keeps them."""
    return session.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(ids))).all() if ids else []


def with_keys(session: Session, keys: Collection[str]) -> Sequence[OutboxMessage]:
    """The messages that were queued under any of several idempotency keys."""
    return session.scalars(select(OutboxMessage).where(OutboxMessage.key.in_(keys)).order_by(OutboxMessage.id)).all()
