"""Tables as plain values that any database can hold, and a fingerprint by which two databases are compared."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Connection, Enum, String, Table, column, inspect, select, table
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.types import TypeDecorator, TypeEngine

import models  # noqa: F401  so that every table is known
from models.database import Base

_BATCH = 1000


class Print(NamedTuple):
    """What a table holds: how many rows, and the hash of all of them in the order of their keys."""

    rows: int
    sha256: str


def tables() -> list[Table]:
    """Every table of the program, those that others refer to first."""
    return list(Base.metadata.sorted_tables)


def plain(of: Table) -> TableClause:
    """The table with its values as the database keeps them: whole millionths, not figures."""
    return table(of.name, *(column(one.name, _kept_as(one.type)) for one in of.columns))


def _kept_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, TypeDecorator):
        return kind.impl_instance
    if isinstance(kind, Enum):
        return String()  # a value that this version does not know must not stand in the way of a backup
    return JSON(none_as_null=True) if isinstance(kind, JSON) else kind


def read(connection: Connection, of: Table) -> Iterator[list[Any]]:
    """The rows of a table in the order of its key, each value as JSON can carry it."""
    keys = [one.name for one in of.primary_key.columns]
    wanted = plain(of)
    query = select(wanted).order_by(*(wanted.c[key] for key in keys)).execution_options(yield_per=_BATCH)
    for row in connection.execute(query):
        yield [encode(value) for value in row]


def encode(value: Any) -> Any:
    """JSON's own values as they are; others in an object of one key that names their kind."""
    match value:
        case None | bool() | int() | str() | float():
            return value
        case datetime():
            aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
            return {"time": aware.astimezone(UTC).isoformat()}
        case date():
            return {"day": value.isoformat()}
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case dict() | list():
            return {"json": value}
    raise TypeError(f"a value of kind {type(value).__name__} cannot be backed up")


def decode(value: Any) -> Any:
    """The reverse of `encode`."""
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    match kind:
        case "time":
            return datetime.fromisoformat(held)
        case "day":
            return date.fromisoformat(held)
        case "bytes":
            return base64.b64decode(held)
        case "json":
            return held
    raise ValueError(f"a value of kind {kind!r} is not known")


def fingerprint(connection: Connection) -> Mapping[str, Print]:
    """Of every table that is there, read in the transaction of the caller."""
    there = set(inspect(connection).get_table_names())
    return {one.name: _print(connection, one) for one in tables() if one.name in there}


def _print(connection: Connection, of: Table) -> Print:
    found, count = hashlib.sha256(), 0
    for row in read(connection, of):
        found.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        count += 1
    return Print(count, found.hexdigest())
