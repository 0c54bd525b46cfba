"""PostgreSQL's locks of turns: one process at a time answers a commune, or does its work.

And how long others wait for a process that stands still (decision 108): for that of a commune's turn until the server
ends its transaction, 30 s (`models.database`); for what concerns many communes 4 s, and nobody waits for a turn there.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, bindparam, cast, func, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from models.advisory_locks import AdvisoryLock

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code
_PASSING = (_LOCK_NOT_AVAILABLE, "40001", "40P01", "57014")  # and: serialization, deadlock, cancelled
_SOON = func.set_config("idle_in_transaction_session_timeout", "4s", True)
_END_SOON = select(_SOON)
_WAIT_LITTLE = select(_SOON, func.set_config("lock_timeout", "1s", True))
_TAKE_INBOX = select(_SOON, func.pg_advisory_xact_lock(AdvisoryLock.INBOX.value))


class Busy(Exception):
    """Another process is answering this commune, or does its work, now."""


def take(session: Session, commune_id: int, seconds: float | None, *, is_shared: bool = False) -> None:
    """Two numbers make one lock: what it is for, and the commune. Locks of one number are others.

    Where `is_shared`, those of all communes may wait for whoever has it: see `wait_little`.
    """
    soon = [_SOON] if is_shared else []
    if seconds == 0:
        asked = select(func.pg_try_advisory_xact_lock(AdvisoryLock.TURN.value, commune_id), *soon)
        if not session.execute(asked).one()[0]:
            raise Busy
    else:
        _wait_for(session, select(func.pg_advisory_xact_lock(AdvisoryLock.TURN.value, commune_id), *soon), seconds)
    if is_shared:
        wait_little(session)


def _wait_for(session: Session, lock: Select[Any], seconds: float | None) -> None:
    if seconds is not None:
        session.execute(select(func.set_config("lock_timeout", str(round(seconds * 1000)), True)))
    try:
        session.execute(lock)
    except OperationalError as error:
        if not is_waited_for(error):
            raise
        raise Busy from None
    if seconds is not None:
        session.execute(select(func.set_config("lock_timeout", "0", True)))


def _free(commune_id: Any) -> Select[int]:
    return select(commune_id).where(func.pg_try_advisory_xact_lock(AdvisoryLock.TURN.value, commune_id))


_FREE = _free(func.unnest(cast(bindparam("ids"), ARRAY(Integer))).column_valued("commune_id"))


def take_free(session: Session, commune_ids: Collection[int]) -> list[int]:
    """Lock those communes that no other process answers now, in one statement, and name them: none is waited for.

    Where this process stands still before it ends, the server breaks the transaction off sooner than that of a turn.
    """
    end_soon(session)
    return sorted(session.connection().execute(_FREE, {"ids": list(commune_ids)}).scalars())


def take_inbox(session: Session) -> None:
    """The lock of storing updates, for which every other process waits. Whoever stands still with it loses it soon."""
    session.execute(_TAKE_INBOX)


def end_soon(session: Session) -> None:
    """What this transaction writes others wait for, of whichever commune: the server ends it where nothing is said."""
    if _is_on_server(session):
        session.execute(_END_SOON)


def wait_little(session: Session) -> None:
    """The same; nor does it wait long itself for a row that a commune's turn has: then a fault (`is_waited_for`)."""
    if _is_on_server(session):
        session.execute(_WAIT_LITTLE)


def is_waited_for(error: BaseException) -> bool:
    """Whether a fault is that another transaction has what is wanted, and may have it for longer than one waits."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE


def is_passing(error: BaseException) -> bool:
    """The same, or that one of two that waited for each other had to give up, or that a wait was broken off."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _PASSING


def _is_on_server(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
