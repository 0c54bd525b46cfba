"""Bring a database to the newest schema, or name what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from models.advisory_locks import AdvisoryLock

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


class BrokenReference(Exception):
    """A row that another one refers to is not there; nothing was changed."""


def config(connection: Connection) -> Config:
    """Alembic's configuration for one connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def newest() -> str | None:
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(made).get_current_head()


def current(engine: Engine) -> str | None:
    """The revision a database stands at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str | None, folder: Path = FOLDER) -> bool:
    """Whether this program, or the one whose migrations lie in `folder`, has heard of a schema; a newer one's not."""
    made = Config()
    made.set_main_option("script_location", str(folder))
    made.set_main_option("path_separator", "os")
    return revision in {one.revision for one in ScriptDirectory.from_config(made).walk_revisions()}


def upgrade(engine: Engine) -> None:
    """Run what is missing. On PostgreSQL one process at a time, under a lock that ends with the transaction."""
    with transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(AdvisoryLock.MIGRATION.value)))
        command.upgrade(config(connection), "head")


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Back to an older schema, or to an empty database: for the tests that walk the migrations."""
    with transaction(engine) as connection:
        command.downgrade(config(connection), revision)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """SQLite changes a column by making the table anew and dropping the old one, to which other rows point.

    Foreign keys are set aside meanwhile, which goes outside a transaction alone, and looked at before the commit.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first() if is_sqlite else None
                if broken is not None:
                    raise BrokenReference(f"a row of {broken[0]} points nowhere after the migration")
        finally:
            if is_sqlite:
                driver.execute("PRAGMA foreign_keys=ON")
