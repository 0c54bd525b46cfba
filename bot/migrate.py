"""Bring a database to the newest schema, or name what stands in the way."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


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


def is_known(revision: str | None) -> bool:
    """Whether this program has heard of a schema; a newer program's it has not."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    return revision in {one.revision for one in ScriptDirectory.from_config(made).walk_revisions()}


def upgrade(engine: Engine) -> None:
    """Run what is missing. On PostgreSQL one process at a time, under a lock that ends with the transaction."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7401186)"))
        command.upgrade(config(connection), "head")


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Back to an older schema, or to an empty database: for the tests that walk the migrations."""
    with engine.begin() as connection:
        command.downgrade(config(connection), revision)
