"""The schema that migrations build is the schema the models describe."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot import migrate
from models.database import Base, connect


def test_migrations_go_up_down_and_up(tmp_path: Path) -> None:
    """Every migration can be taken back and made again."""
    engine = connect(f"sqlite:///{tmp_path}/a.db")
    migrate.upgrade(engine)
    assert migrate.newest() == migrate.current(engine)
    migrate.downgrade(engine)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(engine)
    assert migrate.newest() == migrate.current(engine)
    engine.dispose()


def test_migrations_equal_the_models(tmp_path: Path) -> None:
    """A column added to a model without a migration fails here."""
    engine = connect(f"sqlite:///{tmp_path}/a.db")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert differences == []
