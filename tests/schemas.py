"""The schema that the migrations make of an empty SQLite file: they run once in a run, and are written down.

Every restore and every database of an older build begins with an empty file, and more than thirty migrations take
longer than most tests. What they leave there is statements and their own number, which is what is written here.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot import migrate
from models.database import connect
from tests import run_folder

migrated = command.upgrade


def install() -> None:
    vars(command)[migrated.__name__] = _upgrade


def _upgrade(config: Config, revision: str, **more: Any) -> None:
    connection: Connection = config.attributes["connection"]
    is_ours = config.get_main_option("script_location") == str(migrate.FOLDER)
    if more or not is_ours or connection.dialect.name != "sqlite" or written(connection):
        return migrated(config, revision, **more)
    for statement in _made(revision):
        connection.exec_driver_sql(statement)


def written(connection: Connection) -> list[str]:
    """The statements that make the schema of an SQLite database, in their order; none of an empty one."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    return list(connection.scalars(text(query)))


@cache
def _made(revision: str) -> tuple[str, ...]:
    with run_folder.alone(f"schema {revision}") as place:
        if not place.exists():
            place.write_text(json.dumps(_make(revision)), encoding="utf-8")
        return tuple(json.loads(place.read_text(encoding="utf-8")))


def _make(revision: str) -> list[str]:
    engine = connect("sqlite://")
    with migrate.transaction(engine) as connection:
        migrated(migrate.config(connection), revision)
        statements = written(connection)
        number = connection.scalar(text("SELECT version_num FROM alembic_version"))
        tables = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        rows = {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in tables}  # noqa: S608
    engine.dispose()
    assert {"alembic_version"} == {name for name, count in rows.items() if count}, "a migration has written rows"
    return [*statements, f"INSERT INTO alembic_version VALUES ('{number}')"]  # noqa: S608  a number of our own
