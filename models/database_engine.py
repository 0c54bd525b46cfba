"""How the database is opened: what connections of SQLite and of PostgreSQL are told, and how the file is watched."""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url

from models.database_file import DatabaseFile

APPLICATION = "thidua "
# A process that stands still in the middle of a transaction must not hold up the others for ever. All that is asked is
# answered by a few rows, whatever the planner expects of many communes: its helpers, or a compiler, start too slowly.
_SESSION = "-c idle_in_transaction_session_timeout=30s -c max_parallel_workers_per_gather=0 -c jit=off"
_ASKED_AGAIN = 0.0003  # seconds until somebody else's lock is asked for again
_PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-8000",  # kilobytes: what a week's post reads after five years; 2 MB, the usual, are read twice for it
)
PATIENCE = ContextVar("seconds that a transaction of SQLite waits for the others", default=10.0)


def normalise_url(url: str) -> str:
    """`postgresql://…` means psycopg 3 here; anything else stays as written."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def process_name() -> str:
    """What the database server calls the connections of this process."""
    return f"{APPLICATION}{socket.gethostname()[:40]} {os.getpid()}"


def connect(url: str) -> Engine:
    """An engine for `url`. SQLite gets WAL, full synchronisation (a commune office loses power) and write locks, and
    overwrites what is deleted: words that were answered are in no copy of the file.
    """
    url = normalise_url(url)
    if make_url(url).get_backend_name() != "sqlite":
        arguments = {"application_name": process_name(), "options": _SESSION}
        return create_engine(
            url, pool_size=16, max_overflow=8, pool_pre_ping=True, hide_parameters=True, connect_args=arguments
        )
    engine = create_engine(url, connect_args={"timeout": 10.0, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def watch_file(engine: Engine, file: DatabaseFile) -> None:
    """Nothing begins and nothing is committed once the file is not in its place."""

    def require_in_place(*_: Any) -> None:
        file.require_in_place()

    event.listen(engine, "do_connect", require_in_place)  # it would make an empty file in the old one's place
    event.listen(engine, "connect", lambda *_: file.note_opened())
    event.listen(engine, "begin", require_in_place)
    event.listen(engine, "commit", require_in_place)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for IMMEDIATE; ours is sent by the begin event.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # From here on `_begin_immediate` asks: SQLite itself would do so ever less often, in the end ten times a second,
    # and between two transactions of another process, which may be busy, there is a fraction of a millisecond.
    connection.execute("PRAGMA busy_timeout=0")


def _begin_immediate(connection: Connection) -> None:
    """A deferred transaction that reads first and writes later fails at once when another one wrote between."""
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + PATIENCE.get()
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
    before = PATIENCE.set(seconds)
    try:
        yield
    finally:
        PATIENCE.reset(before)
