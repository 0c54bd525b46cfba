"""Under which key a bot's rows stand: one that gets another key takes everything that it has heard and said along.

A bot gets another key when an installation turns from one commune to several («zalo» is then «zalo@06286»), or back.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Exists, Table, UniqueConstraint, and_, exists, or_, update
from sqlalchemy.orm import Session

from models.database import Base

_NAMES = ("bot", "photo_bot", "preferred_bot")


def columns() -> Iterator[tuple[Table, Column[str]]]:
    """Every column of the database that holds a bot's key."""
    for table in Base.metadata.sorted_tables:
        yield from ((table, table.c[name]) for name in _NAMES if name in table.c)


def move(session: Session, before: str, after: str, commune_id: int | None = None) -> int:
    """Put the rows of one key under another; returns how many. The session must be deployment-wide.

    With a `commune_id` another commune's rows stay, where a table tells whose they are. What already stands under the
    new key stays as it is: somebody has come in anew.
    """
    moved = 0
    for table, column in columns():
        wanted = [column == before]
        if commune_id is not None and "commune_id" in table.c:
            wanted.append(or_(table.c.commune_id == commune_id, table.c.commune_id.is_(None)))
        wanted += [~_stands_there(table, column, after, one) for one in _unique(table, column)]
        moved += session.connection().execute(update(table).where(*wanted).values({column.name: after})).rowcount
    return moved


def _unique(table: Table, column: Column[str]) -> list[UniqueConstraint]:
    return [one for one in table.constraints if isinstance(one, UniqueConstraint) and column.name in one.columns]


def _stands_there(table: Table, column: Column[str], after: str, unique: UniqueConstraint) -> Exists:
    other = table.alias()
    alike = [other.c[one.name].is_not_distinct_from(one) for one in unique.columns if one.name != column.name]
    return exists().where(and_(other.c[column.name] == after, *alike))
