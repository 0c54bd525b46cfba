"""Bring a database to the newest schema, or name what stands in the way.

The only place that knows Alembic, which is loaded where a database is migrated: most starts find nothing to do, and it
holds 10 MB with the languages of its templates. A migration's file is named by its revision and in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, String, column, func, inspect, select, table

from models.advisory_locks import AdvisoryLock

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
_VERSION = table("alembic_version", column("version_num", String))  # as Alembic keeps it: one row, or none


class BrokenReference(Exception):
    """A row that another one refers to is not there; nothing was changed."""


def config(connection: Connection) -> Config:
    """Alembic's configuration for one connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def newest() -> str:
    """The revision that `upgrade` brings a database to."""
    return max(_revisions(FOLDER))


def _revisions(folder: Path) -> set[str]:
    return {file.name.partition("_")[0] for file in (folder / "versions").glob("[0-9]*_*.py")}


def current(engine: Engine) -> str | None:
    """The revision a database stands at; None for an empty one."""
    with engine.connect() as connection:
        return current_of(connection)


def current_of(connection: Connection) -> str | None:
    """The same, as the caller's transaction sees it."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def is_known(revision: str | None, folder: Path = FOLDER) -> bool:
    """Whether this program, or the one whose migrations lie in `folder`, has heard of a schema; a newer one's not."""
    return revision in _revisions(folder)


def upgrade(engine: Engine) -> None:
    """Run what is missing. On PostgreSQL one process at a time, under a lock that ends with the transaction."""
    with transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(AdvisoryLock.MIGRATION.value)))
        upgrade_on(connection)


def upgrade_on(connection: Connection, revision: str = "head") -> None:
    """The same in the caller's transaction, up to a revision."""
    from alembic import command

    command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Back to an older schema, or to an empty database: for the tests that walk the migrations."""
    from alembic import command

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
