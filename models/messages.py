"""Messages: the inbox, where each update is recorded once, and the outbox, from which delivery sends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    null,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows_to_write
from models.database import UNSEEN, Base, Moment, values_of
from models.outbox_states import OF_NO_COMMUNE, Failure, Purpose, State
from models.ownership import Direct

PENDING, SENDING, SENT, GIVEN_UP, UNKNOWN, DROPPED = State
LONGEST_WAIT = timedelta(hours=3)  # what says it must wait longer was written before the clock was set back
_WAITING = text(f"state IN ('{PENDING}', '{SENDING}')")
_TROUBLED = text(f"state IN ('{GIVEN_UP}', '{UNKNOWN}')")
_OF_PERIOD = text("period_id IS NOT NULL")
_ARRIVED = text(f"state = '{SENT}' AND period_id IS NOT NULL AND told_at IS NULL")
_QUEUED = text("queue_round IS NOT NULL")


class InboxMessage(Base):
    """An update as it came. Its key makes a second delivery of the same update visible."""

    __tablename__ = "inbox"
    owner = Direct(or_none=True)
    __table_args__ = (
        UniqueConstraint("bot", "key"),
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
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
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
        Index("outbox_waiting", "bot", "chat_id", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("outbox_troubled", "id", sqlite_where=_TROUBLED, postgresql_where=_TROUBLED),
        Index("outbox_of_period", "period_id", sqlite_where=_OF_PERIOD, postgresql_where=_OF_PERIOD),
        Index("outbox_arrived", "id", sqlite_where=_ARRIVED, postgresql_where=_ARRIVED),
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
    )
    .order_by(OutboxMessage.id.desc())
    .limit(1)
)


def last_said_at(session: Session, bot: str, chat_id: str) -> datetime | None:
    """When the program last said something to a chat after which it waits for words, whether or not it has arrived."""
    return session.scalar(_LAST_SAID, {"bot": bot, "chat_id": chat_id})


def was_heard(session: Session, bot: str, chat_id: str, text: str, said_at: datetime, within: timedelta) -> bool:
    """Whether a chat has sent a text twice within a time: the one said at this moment, and one before it."""
    query = select(func.count(InboxMessage.id)).where(
        InboxMessage.bot == bot,
        InboxMessage.chat_id == chat_id,
        InboxMessage.text == text,
        InboxMessage.said_at.between(said_at - within, said_at),
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


@dataclass(frozen=True, slots=True)
class Held:
    """What is not to be claimed now: bots, chats (bot, chat id), communes, and rows that are under way already."""

    bots: Collection[str] = ()
    chats: Collection[tuple[str, str]] = ()
    rows: Collection[int] = ()
    communes: Collection[int] = ()

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.bots:
            yield OutboxMessage.bot.not_in(self.bots)
        if self.chats:
            yield tuple_(OutboxMessage.bot, OutboxMessage.chat_id).not_in(self.chats)
        if self.rows:
            yield OutboxMessage.id.not_in(self.rows)
        if self.communes:
            yield or_(OutboxMessage.commune_id.is_(None), OutboxMessage.commune_id.not_in(self.communes))


NOTHING = Held()


def claim(
    session: Session,
    now: datetime,
    lease: timedelta,
    limit: int,
    held: Held = NOTHING,
    may: Callable[[OutboxMessage], bool] = lambda _: True,
) -> Sequence[OutboxMessage]:
    """Take the oldest waiting message of up to `limit` chats, each for the length of `lease` (real time).

    Those of an earlier round first: much that communes say at once leaves in turns, and an answer before it.
    A chat whose oldest message is being sent, or must wait, is left alone: one chat's messages keep their order.
    `may` is asked last, message by message.
    """
    # The condition as the partial index has it: with its values as parameters, SQLite would read the whole table.
    heads = select(func.min(OutboxMessage.id)).where(_WAITING).group_by(OutboxMessage.bot, OutboxMessage.chat_id)
    ripe = or_(
        OutboxMessage.not_before.is_(None),
        OutboxMessage.not_before <= now,
        OutboxMessage.not_before > now + LONGEST_WAIT,
    )
    query = select(OutboxMessage).where(OutboxMessage.id.in_(heads), ripe, _is_free(now, lease), *held.conditions())
    due = session.scalars(query.order_by(OutboxMessage.queue_round, OutboxMessage.id).limit(limit)).all()
    wanted = []
    for row in filter(may, due):
        if row.is_said_once and row.state == SENDING:
            # It may have gone out before the power did. Only a person can tell; never send it again unasked.
            row.put_in_doubt(Failure.INTERRUPTED, "interrupted while sending")
        else:
            wanted.append(row)
    return _take(session, wanted, now, lease) if wanted else []


def _is_free(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Nobody's, or no longer anybody's; a lease longer than leases are is older than the clock's last setting back."""
    until = OutboxMessage.lease_until
    return or_(until.is_(None), until <= now, until > now + 2 * lease)


def _take(session: Session, rows: Sequence[OutboxMessage], now: datetime, lease: timedelta) -> Sequence[OutboxMessage]:
    """The conditional update is the claim: of two processes only one sees it change a row."""
    ids = [row.id for row in rows]
    taken = session.scalars(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids), OutboxMessage.state.in_((PENDING, SENDING)), _is_free(now, lease))
        .values(state=SENDING, lease_until=now + lease, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage.id)
    ).all()
    return [row for row in rows if row.id in taken]


def shift_waits(session: Session, by: timedelta) -> None:
    """The clock was set by so much: what has to wait waits as long as was meant."""
    query = select(OutboxMessage).where(OutboxMessage.state == PENDING, OutboxMessage.not_before.is_not(None))
    for row in session.scalars(query):
        row.not_before = row.not_before + by if row.not_before else None


def waiting(session: Session, bot: str) -> Sequence[OutboxMessage]:
    """What a bot has still to send and is not sending now, in order."""
    query = select(OutboxMessage).where(OutboxMessage.bot == bot, OutboxMessage.state == PENDING)
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def advance(session: Session, row_id: int, pieces: int, lease_until: datetime) -> None:
    """So many pieces of a message have gone out; the rest has time until `lease_until` (real time)."""
    session.execute(
        update(OutboxMessage).where(OutboxMessage.id == row_id).values(pieces_sent=pieces, lease_until=lease_until)
    )


def release_leases(session: Session) -> int:
    """On SQLite only one process runs: whatever is leased at its start was left by one that died."""
    freed = session.execute(update(OutboxMessage).where(OutboxMessage.state == SENDING).values(lease_until=None))
    return int(freed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def in_doubt(session: Session) -> Sequence[OutboxMessage]:
    """Posts of which nobody knows whether they arrived and whose officer was not asked yet."""
    return session.scalars(
        select(OutboxMessage).where(
            _TROUBLED, OutboxMessage.state == UNKNOWN, OutboxMessage.once, OutboxMessage.asked_at.is_(None)
        )
    ).all()


def announcements_in_doubt(session: Session) -> Sequence[OutboxMessage]:
    """Announcements of which nobody knows whether they arrived and nobody was asked."""
    query = select(OutboxMessage).where(
        _TROUBLED,
        OutboxMessage.state == UNKNOWN,
        OutboxMessage.purpose == Purpose.ANNOUNCEMENT,
        OutboxMessage.asked_at.is_(None),
    )
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def with_keys(session: Session, keys: Collection[str]) -> Sequence[OutboxMessage]:
    """The messages that were queued under any of several idempotency keys."""
    return session.scalars(select(OutboxMessage).where(OutboxMessage.key.in_(keys)).order_by(OutboxMessage.id)).all()


def troubled(session: Session) -> Sequence[OutboxMessage]:
    """Everything that was given up, or of which nobody knows whether it arrived, in order."""
    return session.scalars(select(OutboxMessage).where(_TROUBLED).order_by(OutboxMessage.id)).all()


def roll_ups_in_trouble(session: Session) -> Sequence[OutboxMessage]:
    """What a roll-up's group may not have got; the session looks at all communes."""
    query = select(OutboxMessage).where(_TROUBLED, OutboxMessage.purpose == Purpose.ROLL_UP)
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def by_key(session: Session, key: str) -> OutboxMessage | None:
    return session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))


def arrived(session: Session) -> Sequence[OutboxMessage]:
    """Posts and corrections that a platform has taken, and no officer has heard of."""
    return session.scalars(select(OutboxMessage).where(_ARRIVED).order_by(OutboxMessage.id)).all()


def untold(session: Session) -> Sequence[OutboxMessage]:
    """What was given up, for good and not on purpose, and no officer has heard of."""
    settled = [failure for failure in Failure if failure.is_settled]
    query = select(OutboxMessage).where(
        _TROUBLED,
        OutboxMessage.state == GIVEN_UP,
        OutboxMessage.told_at.is_(None),
        or_(OutboxMessage.failure.is_(None), OutboxMessage.failure.not_in(settled)),
    )
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def with_news(session: Session) -> set[int]:
    """The communes of which a post has arrived, or anything was given up or is in doubt, and nobody was told."""
    of_arrived = select(OutboxMessage.commune_id).where(_ARRIVED)
    of_troubled = select(OutboxMessage.commune_id).where(
        _TROUBLED, OutboxMessage.told_at.is_(None), OutboxMessage.asked_at.is_(None)
    )
    queries = (of_arrived.distinct(), of_troubled.distinct())
    return {commune_id for query in queries for commune_id in session.scalars(query) if commune_id is not None}


def backlog(session: Session) -> Sequence[tuple[str, int, datetime]]:
    """By bot: how many messages are still to be sent, and since when the oldest has waited."""
    query = (
        select(OutboxMessage.bot, func.count(OutboxMessage.id), func.min(OutboxMessage.created_at))
        .where(_WAITING)
        .group_by(OutboxMessage.bot)
    )
    return [(bot, count, oldest) for bot, count, oldest in session.execute(query)]


def move_chat(session: Session, bot: str, old: str, new: str) -> None:
    """A group became a supergroup: what waits for it goes to the new id, where the old messages cannot be answered."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.bot == bot, OutboxMessage.chat_id == old, OutboxMessage.state.in_((PENDING, SENDING)))
        .values(chat_id=new, reply_to=None)
    )


def hide(session: Session, code: str) -> None:
    """A code that was used leaves the messages in which it was said."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.text.contains(code, autoescape=True))
        .values(text=func.replace(OutboxMessage.text, code, "[mã]"))
    )


def forget_texts(session: Session, before: datetime) -> int:
    """Drop the private texts received before an instant; that a message came, and when, stays.

    One that still waits for its answer has waited too long: it leaves the line.
    """
    old = InboxMessage.received_at < before
    session.execute(
        update(InboxMessage)
        .where(old, InboxMessage.queue_round.is_not(None))
        .values(queue_round=None, payload=null(), fault="waited for too long"),
        execution_options=UNSEEN,
    )
    texts = update(InboxMessage).where(old, InboxMessage.text.is_not(None)).values(text=None)
    forgotten = session.execute(texts, execution_options=UNSEEN)
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def forget_sent(session: Session, before: datetime) -> int:
    """Drop the words of private messages settled long ago; that one was sent, and when, stays. Posts are public."""
    forgotten = session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.created_at < before,
            OutboxMessage.state.in_((SENT, GIVEN_UP)),
            OutboxMessage.once.is_(False),
            OutboxMessage.text != "",
        )
        .values(text="", choices=[], picture=null(), blob=None),
        execution_options=UNSEEN,
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def forget_what_is_nobodys(session: Session, before: datetime) -> int:
    """The same for what is of no commune, in a session on all of them: also what was put aside and never chosen for."""
    old = (InboxMessage.commune_id.is_(None), InboxMessage.received_at < before, InboxMessage.fault.is_(None))
    emptied = {"queue_round": None, "payload": null(), "text": None, "fault": "forgotten"}
    forgotten = session.execute(update(InboxMessage).where(*old).values(emptied))
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.commune_id.is_(None), OutboxMessage.created_at < before, OutboxMessage.text != "")
        .values(text="", choices=[])
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it
