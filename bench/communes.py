"""Many communes in one database: a commune's units, weeks, reports and figures written again under other ids.

The figures come week by week, all communes in turn, as they would have been answered: those of one commune lie far
apart on the disk. Foreign keys are not checked meanwhile, and the indexes are made afterwards.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.schema import CreateIndex, DropIndex

from models.database import Base, Store

_APART = 100_000  # more than one commune has of anything but figures
# The ids that differ from commune to commune. Figures get the next ids there are.
_SHIFTED = {
    "units": ("id", "commune_id"),
    "periods": ("id", "commune_id"),
    "people": ("id", "commune_id"),
    "roles": ("id", "person_id", "unit_id"),
    "accounts": ("id", "commune_id", "person_id"),
    "chats": ("id", "commune_id"),
    "targets": ("id", "unit_id"),
    "reports": ("id", "unit_id", "period_id"),
    "figures": ("commune_id", "subject_id", "period_id", "reporter_id"),
}
_ADDRESSES = ("chat_id", "external_id")  # another commune's people are others on the messenger too
_IN_A_HURRY = {
    True: (
        "PRAGMA foreign_keys=OFF",
        "PRAGMA journal_mode=OFF",
        "PRAGMA synchronous=OFF",
        "PRAGMA cache_size=-1000000",
    ),
    False: ("SET session_replication_role = replica",),
}


def code(base: str, number: int) -> str:
    """The code of a commune: the first keeps its own, the others are «06286-1» and so on."""
    return f"{base}-{number}" if number else base


def multiply(store: Store, communes: int) -> None:
    """Add others like the one commune in the database until there are `communes`."""
    store.engine.dispose()  # a journal is switched off only where nobody else looks
    tables = [Base.metadata.tables[name] for name in _SHIFTED]
    indexes = sorted((index for table in tables for index in table.indexes), key=lambda one: str(one.name))
    connection = store.engine.raw_connection()
    driver: Any = connection.driver_connection
    if not store.is_sqlite:
        driver.autocommit = True
    cursor = connection.cursor()
    for statement in (
        *_IN_A_HURRY[store.is_sqlite],
        *([] if store.is_sqlite else _without_journal("figures")),
        *(str(DropIndex(one).compile(store.engine)) for one in indexes),
        "CREATE TEMPORARY TABLE copies AS WITH RECURSIVE every(n) AS "
        f"(SELECT 1 UNION ALL SELECT n + 1 FROM every WHERE n < {communes - 1}) SELECT n FROM every",
    ):
        cursor.execute(statement)
    for table in tables:
        _copy(cursor, table)
    for statement in (*(str(CreateIndex(one).compile(store.engine)) for one in indexes), "ANALYZE"):
        cursor.execute(statement)
    if not store.is_sqlite:
        for table in (one for one in tables if "id" in _SHIFTED[one.name]):
            cursor.execute(f"SELECT setval('{table.name}_id_seq', (SELECT coalesce(max(id), 1) FROM {table.name}))")
    connection.invalidate()  # none of its hurry is for others
    store.engine.dispose()


def _without_journal(name: str) -> list[str]:
    """For a table and all that refer to it: one with a journal must not refer to one without."""
    found = {name}
    for table in Base.metadata.sorted_tables:  # what is referred to comes first
        found |= {table.name} if any(key.column.table.name in found for key in table.foreign_keys) else set()
    return [
        f"ALTER TABLE {one.name} SET UNLOGGED" for one in reversed(Base.metadata.sorted_tables) if one.name in found
    ]


def _copy(cursor: Any, table: Table) -> None:
    shifted = _SHIFTED[table.name]
    columns = [column.name for column in table.columns if column.name != "id" or "id" in shifted]
    given = ", ".join(_other(name, name in shifted) for name in columns)
    cursor.execute(f"CREATE TEMPORARY TABLE one_{table.name} AS SELECT * FROM {table.name}")
    insert = f"INSERT INTO {table.name} ({', '.join(_quoted(name) for name in columns)}) SELECT {given} FROM copies"
    if table.name != "figures":
        cursor.execute(f"{insert}, one_{table.name}")
        return
    cursor.execute("CREATE INDEX one_day ON one_figures (on_day, subject_id)")
    cursor.execute("SELECT DISTINCT on_day FROM one_figures ORDER BY on_day")
    for (day,) in cursor.fetchall():
        cursor.execute(f"{insert}, one_figures WHERE on_day = '{day}' ORDER BY n, subject_id, measure, input")


def _other(name: str, is_id: bool) -> str:
    if is_id:
        return f"{_quoted(name)} + n * {_APART}"
    if name in _ADDRESSES:
        return f"{_quoted(name)} || '-' || n"
    return "CASE kind WHEN 'commune' THEN code || '-' || n ELSE code END" if name == "code" else _quoted(name)


def _quoted(name: str) -> str:
    return f'"{name}"'
