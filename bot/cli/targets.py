"""`thidua targets`: targets of single units from a CSV file."""

from __future__ import annotations

import typer

from bot import bootstrap, settings
from bot.cli.arguments import File
from bot.imports import targets

app = typer.Typer(no_args_is_help=True, help="targets of single units")


@app.command("import")
def import_file(file: File) -> None:
    """Load targets of single units from a CSV file; a faulty row stops all of it."""
    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        context = bootstrap.context(made, session)
        count = targets.load(session, file, context.campaign, context.commune)
    typer.echo(f"{count} targets imported.")
