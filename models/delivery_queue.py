"""The outbox as delivery takes from it: whose message is next, claimed by one process for the length of a lease."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Table,
    bindparam,
    func,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models.messages import PENDING, SENDING, SENT, WAITING, OutboxMessage
from models.outbox_states import Failure

_OUTBOX = cast(Table, OutboxMessage.__table__)
LONGEST_WAIT = timedelta(hours=3)  # what says it must wait longer was written before the clock was set back


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
    heads = select(func.min(OutboxMessage.id)).where(WAITING).group_by(OutboxMessage.bot, OutboxMessage.chat_id)
    ripe = or_(
        OutboxMessage.not_before.is_(None),
        OutboxMessage.not_before <= now,
        OutboxMessage.not_before > now + LONGEST_WAIT,
    )
    query = select(OutboxMessage).where(OutboxMessage.id.in_(heads), ripe, _is_free(now, lease), *held.conditions())
    # What another process is claiming, or a turn is changing, is passed over on a server: else all would wait for it.
    free = query.with_for_update(skip_locked=True, key_share=True)
    due = session.scalars(free.order_by(OutboxMessage.queue_round, OutboxMessage.id).limit(limit)).all()
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
    until, columns = now + lease, _OUTBOX.c
    claiming = (
        update(_OUTBOX)
        .where(columns.id.in_([row.id for row in rows]), columns.state.in_((PENDING, SENDING)), _is_free(now, lease))
        .values(state=SENDING, lease_until=until, attempts=columns.attempts + 1)
        .returning(columns.id)
    )
    # Past the session, which would look for the changed rows among all it holds; the objects are told below.
    taken = set(session.connection().execute(claiming).scalars())
    claimed = [row for row in rows if row.id in taken]
    for row in claimed:
        for name, value in {"state": SENDING, "lease_until": until, "attempts": row.attempts + 1}.items():
            set_committed_value(row, name, value)
    return claimed


_NOTE_SENT = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("row_id"))
    .values(
        state=SENT,
        lease_until=null(),
        failure=null(),
        message_id=bindparam("sent_as"),
        error=bindparam("note"),
        sent_at=bindparam("at"),
    )
)


def note_sent(session: Session, sent: Iterable[tuple[int, str, str | None]], at: datetime) -> None:
    """Messages (row, the platform's id, what is to be said of it) have arrived: in one statement, and none is read."""
    rows = [{"row_id": row_id, "sent_as": message_id, "note": note, "at": at} for row_id, message_id, note in sent]
    if rows:
        session.connection().execute(_NOTE_SENT, rows)


def shift_waits(session: Session, by: timedelta) -> None:
    """The clock was set by so much: what has to wait waits as long as was meant."""
    query = select(OutboxMessage).where(OutboxMessage.state == PENDING, OutboxMessage.not_before.is_not(None))
    for row in session.scalars(query):
        row.not_before = row.not_before + by if row.not_before else None


def waiting(session: Session, bot: str) -> Sequence[OutboxMessage]:
    """What a bot has still to send and is not sending now, in order."""
    query = select(OutboxMessage).where(OutboxMessage.bot == bot, OutboxMessage.state == PENDING)
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def unsent(session: Session, commune_id: int) -> Sequence[OutboxMessage]:
    """What of a commune waits to be sent, or was being sent, in order."""
    query = select(OutboxMessage).where(WAITING, OutboxMessage.commune_id == commune_id)
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


def backlog(session: Session, held: Collection[int] = ()) -> Sequence[tuple[str, int, datetime]]:
    """By bot: how many messages are still to be sent, and since when the oldest has waited; not of `held` communes."""
    query = (
        select(OutboxMessage.bot, func.count(OutboxMessage.id), func.min(OutboxMessage.created_at))
        .where(WAITING, *Held(communes=held).conditions())
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
