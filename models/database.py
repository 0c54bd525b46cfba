"""The database: how it is opened, and how exact figures and moments are kept in it.

One code path serves SQLite (one process, one file) and PostgreSQL.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Engine,
    Enum,
    MetaData,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from models import database_file, scope, sqlite_connection, turn_locks
from models.database_file import DatabaseFile
from models.fair_lock import FairLock
from models.ownership import Owner
from models.session_objects import WritingSession

MICRO = Decimal(1_000_000)
_APPLICATION = "thidua "
# A process that stands still in the middle of a transaction must not hold up the others for ever. All that is asked is
# answered by a few rows, whatever the planner expects of many communes: its helpers, or a compiler, start too slowly.
# Its driver gives instants in the zone of the session: in UTC nothing is left to be converted.
_SESSION = "-c idle_in_transaction_session_timeout=30s -c max_parallel_workers_per_gather=0 -c jit=off -c timezone=UTC"
_LONGEST_TURN = 60.0  # seconds: a thread that writes for longer has been forgotten
# A statement on rows that the session holds no objects of: it need not look which of them it changes.
UNSEEN = {"synchronize_session": False}
NOBODY = 0  # in the place of a commune's id: what concerns none, or is not known to be anybody's yet
ABOVE = -1  # likewise: roll-ups, for which nobody waits who is led to a commune
_ASKED_AGAIN = 0.0003  # seconds until somebody else's lock is asked for again
_patience = ContextVar("seconds that a transaction of SQLite waits for the others", default=10.0)


class Base(DeclarativeBase):
    """Every table of the program. Named constraints can be changed by later migrations, on SQLite too.

    `owner` says how the rows of a class belong to a commune; a class without it fails a test.
    """

    owner: ClassVar[Owner]
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


scope.guard(Base)


@lru_cache(maxsize=4096)  # the same few amounts come back thousands of times
def _amount(millionths: Any) -> Decimal | None:
    return None if millionths is None else Decimal(millionths) / MICRO


def _aware(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_read = datetime.fromisoformat


class Micro(TypeDecorator[Decimal]):
    """An exact figure, kept as an integer of 10⁻⁶ (decision 15): SQLite would make NUMERIC a binary float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value * MICRO
        whole = scaled.to_integral_value(ROUND_HALF_EVEN)
        return int(whole)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return _amount(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """The same without the library's two calls around it: a post reads thousands; drivers give integers as such."""
        return _amount


class Moment(TypeDecorator[datetime]):
    """An instant, kept in UTC and always aware in Python; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return _aware(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """The same with one call instead of two, as for `Micro`."""
        is_text = self.impl_instance.result_processor(dialect, coltype) is not None  # on SQLite, without its zone
        return (lambda text: None if text is None else _read(text + "+00:00")) if is_text else _aware


def values_of(kind: type[StrEnum]) -> Enum:
    """A column of an enum's values, kept as plain text; any other value is refused when it is written or read.

    No CHECK in the database: on SQLite each new member would copy the table.
    """
    return Enum(
        kind,
        native_enum=False,
        length=None,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


def normalise_url(url: str) -> str:
    """`postgresql://…` means psycopg 3 here; anything else stays as written."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _process_name() -> str:
    """What the database server calls the connections of this process."""
    return f"{_APPLICATION}{socket.gethostname()[:40]} {os.getpid()}"


def connect(url: str) -> Engine:
    """An engine for `url`. SQLite gets WAL, full synchronisation (a commune office loses power) and write locks, and
    overwrites what is deleted: words that were answered are in no copy of the file.
    """
    url = normalise_url(url)
    if make_url(url).get_backend_name() != "sqlite":
        from models.server_cursor import ServerCursor  # its driver is loaded where there is a server

        arguments = {"application_name": _process_name(), "options": _SESSION, "cursor_factory": ServerCursor}
        return create_engine(
            url, pool_size=16, max_overflow=8, pool_pre_ping=True, hide_parameters=True, connect_args=arguments
        )
    engine = create_engine(url, connect_args={"timeout": 10.0, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", sqlite_connection.prepare)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _begin_immediate(connection: Connection) -> None:
    """A deferred transaction that reads first and writes later fails at once when another one wrote between."""
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + _patience.get()
    while time.monotonic() < until:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                break
            time.sleep(_ASKED_AGAIN)
        else:
            return
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Within it transactions of SQLite wait so long for the others."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


class Store:
    """Opens sessions; `engine` is for migrations and tests."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.file = DatabaseFile(engine.url.database) if self.is_sqlite and engine.url.database else None
        if self.file is not None:
            database_file.watch(engine, self.file)
        self._sessions = sessionmaker(engine, class_=WritingSession, expire_on_commit=False)
        self._writers = FairLock()  # of this process; those of others are met in `_begin_immediate`

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end, or rolls everything back on an exception.

        It reaches no commune's rows before it has entered one: `Deployment.context` does.
        """
        with self._turn_to_write(), self._sessions.begin() as session:
            yield session

    def _turn_to_write(self) -> AbstractContextManager[None]:
        return self._writers.held(max(_patience.get(), _LONGEST_TURN)) if self.is_sqlite else nullcontext()

    @contextmanager
    def deployment_wide(self, reason: str) -> Iterator[Session]:
        """The same for what concerns every commune; `reason` says why, to whoever reads the code."""
        with self.transaction() as session:
            scope.widen(session, reason)
            yield session

    @contextmanager
    def alone(self, commune_id: int, seconds: float | None = None) -> Iterator[Session]:
        """A transaction beside which no other one of this kind runs for a commune, in whatever process: a turn, a job.

        SQLite has one writer anyway; PostgreSQL gets a lock that ends with the transaction, however it ends. `Busy`
        when another process has it for longer than so many seconds; 0 asks once.
        """
        with self.transaction() as session:
            self.lock(session, commune_id, seconds)
            yield session

    def lock(self, session: Session, commune_id: int, seconds: float | None = None) -> None:
        """The same for a transaction that has begun; for those of several communes in the order of their ids."""
        if not self.is_sqlite:
            turn_locks.take(session, commune_id, seconds, is_shared=commune_id == NOBODY)

    def lock_free(self, session: Session, commune_ids: Collection[int]) -> list[int]:
        """Lock those communes that no other process answers now, in one statement, and name them: none waits."""
        if self.is_sqlite:
            return list(commune_ids)
        return turn_locks.take_free(session, commune_ids)

    def count_processes(self, session: Session) -> int:
        """How many processes of this program are connected to a PostgreSQL database now, this one included."""
        query = (
            "SELECT count(DISTINCT application_name) FROM pg_stat_activity"
            " WHERE datname = current_database() AND starts_with(application_name, :name)"
        )
        count: int = session.execute(text(query), {"name": _APPLICATION}).scalar_one()
        return max(count, 1)

    def cancel_waiting(self) -> None:
        """Break off what this process waits for: locks that another one holds. SQLite waits ten seconds at most."""
        if self.is_sqlite:
            return
        query = (
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = :name AND wait_event_type = 'Lock'"
        )
        with self.transaction() as session:
            session.execute(text(query), {"name": _process_name()})

    def close(self) -> None:
        self.engine.dispose()
