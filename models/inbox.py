"""The inbox as a fair queue: updates are stored as they come, and answered round by round, one of each chat in each.

An update's round is set when it is stored (fair queueing by virtual time): the one after the last that its chat has
waiting, or the present one. So order within a chat is kept, and a chat with a thousand updates waiting has one turn in
each round like every other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, null, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from models import scope, turn_locks
from models.database import UNSEEN
from models.messages import HAS_WORDS_IN, InboxMessage
from models.prepared import Prepared

_IS_WAITING = InboxMessage.queue_round.is_not(None)
_PRESENT_ROUND = select(func.min(InboxMessage.queue_round)).where(_IS_WAITING)


def _storing(insert: Callable[..., Any]) -> Any:
    return (
        insert(InboxMessage.__table__)
        .on_conflict_do_nothing(index_elements=("bot", "key"))
        .returning(InboxMessage.bot, InboxMessage.key)
    )


_STORE = {"sqlite": _storing(sqlite.insert), "postgresql": _storing(postgresql.insert)}


def store(session: Session, rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Record updates, given by their columns, in order. Returns bot and key of those that are new.

    On PostgreSQL one process after the other: their rows' order is the order in which they can be seen.
    """
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        turn_locks.take_inbox(session)
    lined_up = _lined_up(session, rows)
    return {(bot, key) for bot, key in session.execute(_STORE[dialect], lined_up)}


_STORE_ANSWERED = Prepared(
    _STORE["sqlite"].returning(_PRESENT_ROUND.scalar_subquery()),
    (
        *("commune_id", "bot", "key", "chat_id", "sender_id", "kind", "text", "said_at", "received_at"),
        *("queue_round", "payload"),
    ),
)


class OthersWait(Exception):
    """What was to be answered at once has come while others stand in line."""


def store_answered(session: Session, rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """`store` for updates that are answered in this very transaction: they never stand in line. On SQLite alone.

    Raises `OthersWait`; the transaction must then be given up.
    """
    answered = [{**row, "queue_round": None, "payload": None} for row in rows]
    stored = [found for row in answered for found in _STORE_ANSWERED.rows(session, row, after_flush=False)]
    if any(present is not None for *_, present in stored):
        raise OthersWait
    return {(bot, key) for bot, key, _ in stored}


def _lined_up(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same rows, each with its round."""
    present = session.scalar(_PRESENT_ROUND)
    following = {} if present is None else _following(session, {(row["bot"], row["chat_id"]) for row in rows})
    lined_up = []
    for row in rows:
        chat = row["bot"], row["chat_id"]
        turn = max(following.get(chat, 0), present or 0)
        following[chat] = turn + 1
        lined_up.append({**row, "queue_round": turn})
    return lined_up


def _following(session: Session, chats: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Of chats that have something waiting, the round after their last."""
    last = (
        select(InboxMessage.bot, InboxMessage.chat_id, func.max(InboxMessage.queue_round))
        .where(_IS_WAITING, tuple_(InboxMessage.bot, InboxMessage.chat_id).in_(sorted(chats)))
        .group_by(InboxMessage.bot, InboxMessage.chat_id)
    )
    return {(bot, chat): latest + 1 for bot, chat, latest in session.execute(last) if latest is not None}


_WAITING = select(InboxMessage.id, InboxMessage.kind, InboxMessage.payload, InboxMessage.received_at).where(_IS_WAITING)
_IN_LINE = _WAITING.order_by(InboxMessage.queue_round, InboxMessage.id).limit(bindparam("limit"))
_IN_LINE_OF_BOTS = _IN_LINE.where(InboxMessage.bot.in_(bindparam("bots", expanding=True)))


def next_in_line(session: Session, bots: Collection[str], limit: int) -> Sequence[Row[Any]]:
    """Up to `limit` updates to be answered now, in order: id, kind, payload, received_at. No `bots` means all."""
    if not bots:
        return session.execute(_IN_LINE, {"limit": limit}).all()
    return session.execute(_IN_LINE_OF_BOTS, {"bots": sorted(bots), "limit": limit}).all()


def lines(session: Session) -> Sequence[tuple[int | None, str]]:
    """Who has something waiting at which bot, the longest first: communes, and None where it is not known yet whose."""
    line = InboxMessage.commune_id, InboxMessage.bot
    query = select(*line).where(_IS_WAITING).group_by(*line)
    found = session.execute(query.order_by(func.min(InboxMessage.queue_round), func.min(InboxMessage.id)))
    return [(commune_id, bot) for commune_id, bot in found]


def next_unresolved(session: Session, limit: int, unanswered: Collection[int] = ()) -> Sequence[Row[Any]]:
    """What nobody knows yet whose it is; not what comes after something of its chat that is still to be answered.

    What waits of communes that are `unanswered` now keeps nobody waiting.
    """
    before = aliased(InboxMessage)
    is_second = (
        select(before.id)
        .where(
            before.queue_round.is_not(None),
            before.bot == InboxMessage.bot,
            before.chat_id == InboxMessage.chat_id,
            before.commune_id.is_not(None),
            before.commune_id.not_in(unanswered),
            before.id < InboxMessage.id,
        )
        .exists()
    )
    query = _IN_LINE.where(InboxMessage.commune_id.is_(None), ~is_second)
    return session.execute(query.limit(limit)).all()


def hand_over(session: Session, message_id: int, commune_id: int, text: str | None, payload: Mapping[str, Any]) -> None:
    """An update is a commune's: it waits there in the place that it had; one put aside, in the present round."""
    line = func.coalesce(InboxMessage.queue_round, func.coalesce(_PRESENT_ROUND.scalar_subquery(), 0))
    session.execute(
        update(InboxMessage)
        .where(InboxMessage.id == message_id)
        .values(commune_id=commune_id, text=text, payload=payload, queue_round=line),
        execution_options=UNSEEN,
    )


def put_aside(session: Session, message_id: int) -> None:
    """Kept whole, out of the line, until its sender has said whose it is."""
    session.execute(
        update(InboxMessage).where(InboxMessage.id == message_id).values(queue_round=null()),
        execution_options=UNSEEN,
    )


def aside(session: Session, bot: str, sender_id: str) -> Sequence[Row[Any]]:
    """What was put aside of a sender, in order: like what waits."""
    query = select(InboxMessage.id, InboxMessage.kind, InboxMessage.payload, InboxMessage.received_at).where(
        InboxMessage.bot == bot,
        InboxMessage.sender_id == sender_id,
        InboxMessage.queue_round.is_(None),
        InboxMessage.commune_id.is_(None),
        InboxMessage.fault.is_(None),
        InboxMessage.payload.is_not(None),
    )
    return session.execute(query.order_by(InboxMessage.id)).all()


def commune_of(session: Session, message_id: int) -> int | None:
    """Whose an update is; None where that is not known, or the update is gone."""
    return session.scalar(select(InboxMessage.commune_id).where(InboxMessage.id == message_id))


def waiting(session: Session, message_id: int) -> Row[Any] | None:
    """The same of one update; None when it has been answered meanwhile."""
    return session.execute(_WAITING.where(InboxMessage.id == message_id)).one_or_none()


_ANSWERED = (
    update(InboxMessage)
    .where(InboxMessage.id.in_(bindparam("ids", expanding=True)))
    .values(queue_round=None, payload=null())
)
_FAILED = _ANSWERED.values(fault=bindparam("fault_met"))


def settle(session: Session, ids: Collection[int], fault: str | None = None) -> None:
    """Updates are answered, or failed with a fault: what was kept for their answer goes."""
    if fault is None:
        session.execute(_ANSWERED, {"ids": ids}, execution_options=UNSEEN)
    else:
        session.execute(_FAILED, {"ids": ids, "fault_met": fault}, execution_options=UNSEEN)


def settle_of(session: Session, senders: Collection[tuple[str, str]], fault: str) -> None:
    """What waits of some senders (bot, sender id) is not answered."""
    theirs = select(InboxMessage.id).where(
        _IS_WAITING, tuple_(InboxMessage.bot, InboxMessage.sender_id).in_(sorted(senders))
    )
    settle(session, session.scalars(theirs).all(), fault)


def hide_codes(session: Session) -> None:
    """What an older version has kept of codes behind /start."""
    kept = (InboxMessage.commune_id == scope.COMMUNE, HAS_WORDS_IN, InboxMessage.text.startswith("/start "))
    update_ = update(InboxMessage).where(*kept, InboxMessage.text != "/start [mã]")
    session.execute(update_.values(text="/start [mã]"), execution_options=UNSEEN)


def backlog(session: Session, held: Collection[int] = ()) -> Sequence[tuple[str, int, datetime]]:
    """By bot: how many updates wait for their answer, and when the oldest came; but for those of `held` communes."""
    query = (
        select(InboxMessage.bot, func.count(InboxMessage.id), func.min(InboxMessage.received_at))
        .where(_IS_WAITING)
        .group_by(InboxMessage.bot)
    )
    if held:
        query = query.where(or_(InboxMessage.commune_id.is_(None), InboxMessage.commune_id.not_in(held)))
    return [(bot, count, oldest) for bot, count, oldest in session.execute(query)]
