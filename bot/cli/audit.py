"""`thidua audit`: what was done in the commune, by whom, to what, and why, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import bootstrap, settings


def command(
    limit: Annotated[int, typer.Option(help="how many acts", min=1, max=10_000)] = 50,
) -> None:
    """Print the newest acts of the commune's audit, a line each."""
    from services import audit_trail, wording

    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        found, _ = audit_trail.lines(bootstrap.context(made, session), limit)
    typer.echo("\n".join(found) if found else wording.no_audit_yet())
