"""`thidua figures`: opening figures from a CSV file."""

from __future__ import annotations

import typer

from bot import bootstrap, settings
from bot.cli.arguments import File

app = typer.Typer(no_args_is_help=True, help="opening figures: baselines, last year's, totals so far")


@app.command("import")
def import_file(file: File) -> None:
    """Load opening figures from a CSV file; a faulty row stops all of it."""
    from rich.progress import track  # slow to load

    from bot.imports import figures

    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        context = bootstrap.context(made, session)
        count = figures.load(session, file, context.campaign, context.commune, context.now, track)
    typer.echo(f"{count} figures imported.")
