"""`thidua campaign`: the campaign file checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli.arguments import File
from campaign.definition import load

app = typer.Typer(no_args_is_help=True, help="the campaign file")


@app.command()
def check(file: File) -> None:
    """List every fault of a campaign file, with its line."""
    faults = load.check(file)
    for fault in faults:
        typer.echo(f"{file}:{fault.line}: {fault.where}: {fault.reason}")
    if faults:
        typer.echo(f"{len(faults)} faults.")
        raise typer.Exit(1)
    campaign = load.load(file)
    typer.echo(f"{file}: {len(campaign.indicators)} indicators, {len(campaign.measures)} measures, no fault.")


@app.command("load")
def load_file(file: Annotated[Path | None, typer.Argument(help="another file than CAMPAIGN_FILE")] = None) -> None:
    """Check that the running bot can use the campaign file: it reads the file itself at each start."""
    chosen = settings.load()
    check(file or chosen.campaign_file)
    if file is not None and file.resolve() != chosen.campaign_file.resolve():
        typer.echo(f"Set CAMPAIGN_FILE={file} in .env and restart the bot to use it.")
    else:
        typer.echo("Restart the bot to use it.")
