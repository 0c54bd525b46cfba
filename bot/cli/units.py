"""`thidua units`: the commune and its units from a CSV file."""

from __future__ import annotations

import typer

from bot import bootstrap, settings
from bot.cli.arguments import File
from bot.imports import units

app = typer.Typer(no_args_is_help=True, help="the commune and its villages, schools, offices")


@app.command("import")
def import_file(file: File) -> None:
    """Add or renew units from a CSV file; a faulty row stops all of it."""
    chosen = settings.load()
    code = bootstrap.load_campaign(chosen).commune_code
    with bootstrap.open_store(chosen).deployment_wide("the commune itself may be new") as session:
        typer.echo(f"{units.load(session, file, code)} units imported.")
