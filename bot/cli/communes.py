"""`thidua communes`: every commune that COMMUNES names, what of it is missing, and why one cannot be served."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from bot import bootstrap, settings
from bot.communes.reading import Member
from bot.operator_error import OperatorError
from models import people, units
from models.database import Store


def command() -> None:
    """List the communes with their bots; faults with their lines. A running bot looks itself every five seconds."""
    chosen = settings.load()
    if not chosen.communes:
        raise OperatorError("COMMUNES is not set: the one commune is that of CAMPAIGN_FILE")
    listed = bootstrap.read_communes(chosen)
    store = bootstrap.open_store(chosen)
    try:
        for line in _lines(store, listed.members):
            typer.echo(line)
    finally:
        store.close()
    for faulty in listed.faulty:
        typer.echo(str(faulty))
    typer.echo(f"{len(listed.members)} communes can be served, {len(listed.faulty)} cannot.")
    if listed.faulty:
        raise typer.Exit(2)


def _lines(store: Store, members: tuple[Member, ...]) -> Iterator[str]:
    with store.transaction() as session:
        ids = units.communes(session)
        for member in members:
            bots = ", ".join(f"{bot.label} of its own" for bot in member.tokens) or "the shared bot"
            state = "no units yet: thidua --commune CODE units import FILE"
            if member.code in ids:
                units.enter(session, member.code)
                officers = len(people.with_role(session, ids[member.code], "officer"))
                state = f"{officers} officers"
            yield f"{member.code}  {member.deployment.campaign.commune_name}  {bots}; {state}  ({member.place.name})"
