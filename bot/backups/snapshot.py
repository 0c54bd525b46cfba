"""One consistent look at a database that is in use: a copy in a file, and what each table held just then."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from bot import migrate
from bot.backups import dump, rows
from bot.backups.rows import Print

Prints = Mapping[str, Print]


def of_sqlite(source: Path, target: Path) -> Prints:
    """SQLite's own online backup, inside the same read transaction as the fingerprints. Writers do not wait."""

    def copy(raw: sqlite3.Connection, _connection: Connection) -> None:
        with closing(sqlite3.connect(target)) as other:
            raw.backup(other)
            # One file, not two: who copies it elsewhere must not have to know of a log beside it.
            other.execute("PRAGMA journal_mode=DELETE")

    return _look(source, copy)


def lines_of_sqlite(source: Path, target: Path) -> Prints:
    """The same instant as lines, for a move to another kind of database."""
    return _look(source, lambda _raw, connection: dump.write(connection, target, migrate.current_of(connection) or ""))


def _look(source: Path, copy: Callable[[sqlite3.Connection, Connection], None]) -> Prints:
    # Opened only if it is there: one that was moved away must not be found again as an empty one.
    there = f"{source.resolve().as_uri()}?mode=rw"
    raw = sqlite3.connect(there, uri=True, isolation_level=None, check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    try:
        raw.execute("PRAGMA query_only=ON")
        with engine.connect() as connection:
            raw.execute("BEGIN")
            prints = rows.fingerprint(connection)
            copy(raw, connection)
            raw.execute("ROLLBACK")
        return prints
    finally:
        engine.dispose()
        raw.close()


def of_server(engine: Engine, target: Path) -> Prints:
    """PostgreSQL: every table as of one instant, as lines."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        prints = rows.fingerprint(connection)
        dump.write(connection, target, migrate.current_of(connection) or "")
        connection.rollback()
    return prints
