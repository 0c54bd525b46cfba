"""Rows that nobody holds as objects: kept until the session writes what it has, then inserted all in one statement.

Objects of the session cost several times as much, and SQLite gives back the id of one inserted row at a time. Whatever
makes the session write its objects (a query, a savepoint, the commit) writes these behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from models.prepared import Prepared

Row = Mapping[str, Any]

WAITING = "rows to write"  # in the session's own place for such things


def add(session: Session, table: Table, make: Callable[[], Row]) -> None:
    """Insert what `make` returns: it is called when the objects that the row refers to have their ids."""
    session.info.setdefault(WAITING, {}).setdefault(table, []).append(make)


def write(session: Session) -> None:
    """Insert what waits, table by table, in the order in which it came."""
    waiting: dict[Table, list[Callable[[], Row]]] = session.info.pop(WAITING, {})
    for table, rows in waiting.items():
        made = [make() for make in rows]
        _insert(table, tuple(made[0])).write(session, made)


@lru_cache(maxsize=64)
def _insert(table: Table, names: tuple[str, ...]) -> Prepared:
    return Prepared(insert(table), names)


def forget(session: Session, *_: Any) -> None:
    """What led to them is rolled back."""
    session.info.pop(WAITING, None)
