"""PostgreSQL's locks of turns: one process at a time answers a commune, or does its work."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, bindparam, cast, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.advisory_locks import AdvisoryLock

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code


class Busy(Exception):
    """Another process is answering this commune, or does its work, now."""


def take(session: Session, commune_id: int, seconds: float | None) -> None:
    """Two numbers make one lock: what it is for, and the commune. Locks of one number are others."""
    if seconds == 0:
        if not session.scalar(select(func.pg_try_advisory_xact_lock(AdvisoryLock.TURN.value, commune_id))):
            raise Busy
        return
    if seconds is not None:
        session.execute(select(func.set_config("lock_timeout", str(round(seconds * 1000)), True)))
    try:
        session.execute(select(func.pg_advisory_xact_lock(AdvisoryLock.TURN.value, commune_id)))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise Busy from None
    if seconds is not None:
        session.execute(select(func.set_config("lock_timeout", "0", True)))


def _free(commune_id: Any) -> Select[int]:
    return select(commune_id).where(func.pg_try_advisory_xact_lock(AdvisoryLock.TURN.value, commune_id))


_SOON = select(func.set_config("idle_in_transaction_session_timeout", "5s", True))
_FREE = _free(func.unnest(cast(bindparam("ids"), ARRAY(Integer))).column_valued("commune_id"))


def take_free(session: Session, commune_ids: Collection[int]) -> list[int]:
    """Lock those communes that no other process answers now, in one statement, and name them: none is waited for.

    Where this process stands still before it ends, the server breaks the transaction off sooner than that of a turn.
    """
    session.execute(_SOON)
    return sorted(session.connection().execute(_FREE, {"ids": list(commune_ids)}).scalars())
