"""`thidua migrate`: the database brought to the newest schema; every command that opens it does the same."""

from __future__ import annotations

import typer

from bot import bootstrap, migrate, settings


def command() -> None:
    """Bring the database to the newest schema."""
    store = bootstrap.open_store(settings.load())
    typer.echo(f"The database is at schema {migrate.current(store.engine)}.")
