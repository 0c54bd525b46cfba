"""Rows as earlier schemas had them, for the tests of migrations: tables are read from the database, not the models."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Column, Connection, MetaData, Table, insert

from models.database import Moment

_DAY = datetime(2026, 11, 19, tzinfo=UTC)


def table(connection: Connection, name: str) -> Table:
    """A table as it stands in the database now; instants are kept as the program keeps them."""
    made = Table(name, MetaData(), autoload_with=connection)
    for column in made.columns:
        if column.name.endswith(("_at", "_until", "_before")) and not isinstance(column.type, Moment):
            _keep_as_moment(column)
    return made


def _keep_as_moment(column: Column[object]) -> None:
    column.type = Moment()  # type: ignore[assignment]  # what was read from the database is a plain DATETIME


def units_and_weeks(
    connection: Connection, periods: Collection[int], groups: Collection[int], summaries: Mapping[int, int]
) -> None:
    """A commune with one officer, weeks and groups of these ids, and posted summaries: summary id -> period id."""

    def add(into: str, **columns: object) -> None:
        connection.execute(insert(table(connection, into)).values(columns))

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
