"""What every connection of SQLite is told: to survive a loss of power, and to leave no trace of what was deleted."""

from __future__ import annotations

from typing import Any

_PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)


def prepare(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for IMMEDIATE; ours is sent by the begin event.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # From here on `_begin_immediate` asks: SQLite itself would do so ever less often, in the end ten times a second,
    # and between two transactions of another process, which may be busy, there is a fraction of a millisecond.
    connection.execute("PRAGMA busy_timeout=0")
