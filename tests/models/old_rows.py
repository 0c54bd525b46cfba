"""Rows as earlier schemas had them, for the tests of migrations: tables are read from the database, not the models."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta

from alembic import command
from sqlalchemy import Column, Connection, Engine, MetaData, Table, insert

from bot import migrate
from models.database import Moment

_DAY = datetime(2026, 11, 19, tzinfo=UTC)
# The columns of a message that waits to be sent, beside what it says.
UNSENT = {"once": False, "state": "pending", "attempts": 0, "pieces_sent": 0}


def table(connection: Connection, name: str) -> Table:
    """A table as it stands in the database now; instants are kept as the program keeps them."""
    made = Table(name, MetaData(), autoload_with=connection)
    for column in made.columns:
        if column.name.endswith(("_at", "_until", "_before")) and not isinstance(column.type, Moment):
            _keep_as_moment(column)
    return made


def _keep_as_moment(column: Column[object]) -> None:
    column.type = Moment()  # type: ignore[assignment]  # what was read from the database is a plain DATETIME


class Rows:
    """Adds rows to whatever tables there are now."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, into: str, **columns: object) -> None:
        self._connection.execute(insert(table(self._connection, into)).values(columns))


def upgrade(engine: Engine, revision: str) -> None:
    """Up to a revision; `migrate` goes to the newest alone."""
    with engine.begin() as connection:
        command.upgrade(migrate.config(connection), revision)


def photo(said_at: datetime) -> dict[str, object]:
    """The columns of a photo that is still to be fetched, beside whose it is."""
    return {"said_at": said_at, "state": "wanted", "attempts": 0}


def units_and_weeks(
    connection: Connection, periods: Collection[int], groups: Collection[int], summaries: Mapping[int, int]
) -> None:
    """A commune with one officer, weeks and groups of these ids, and posted summaries: summary id -> period id."""
    add = Rows(connection).add
    add("units", id=1, code="X", kind="commune", name="X", aliases=[])
    add("people", id=1, commune_id=1, name="Hoa", address="bà Hoa", by_phone=False)
    for number in periods:
        first = date(2026, 1, 1) + timedelta(weeks=number)
        add("periods", id=number, commune_id=1, year=2026, number=number, first=first, last=first + timedelta(days=6))
    for number in groups:
        add("groups", id=number, commune_id=1, channel="memory", chat_id=f"-{number}", title="Lãnh đạo", proposed_by=1)
    for number, period in summaries.items():
        words = {"state": "posted", "text": "", "table": {}}
        add("summaries", id=number, commune_id=1, period_id=period, drafted_at=_DAY, posted_at=_DAY, **words)
