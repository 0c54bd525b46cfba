"""`thidua restore`: a backup put in the place of the database."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import settings
from bot.cli.arguments import File


def command(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="replace what is there, after a backup of it")] = False,
) -> None:
    """Put a backup in the place of the database. The bot must not be running."""
    from bot.backups import restoring  # slow to load

    typer.echo(restoring.restore(settings.load(), file, force=force))
