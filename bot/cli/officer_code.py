"""`thidua officer-code`: a code printed on the machine alone, for an officer whose telephone is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import one_time_codes, people, units
from models.people import Person

_LIFETIME = timedelta(hours=1)


def command(
    name: Annotated[str, typer.Option(help="the officer's full name, where there are several")] = "",
) -> None:
    """Print a code by which an officer comes in on another telephone; the lost one is barred when it is typed."""
    typer.echo(recovery_code(settings.load(), name))


def recovery_code(settings: Settings, name: str) -> str:
    """The code and whose it is. OperatorError where it is not clear who is meant."""
    campaign = bootstrap.load_campaign(settings)
    store = bootstrap.open_store(settings)
    with store.transaction() as session:
        commune = units.enter(session, campaign.commune_code)
        if commune is None:
            raise OperatorError("there are no units yet: import them first (thidua units import FILE)")
        officer = _meant(people.with_role(session, commune.id, "officer"), name)
        code = one_time_codes.issue(session, officer, one_time_codes.RECOVERY, RealClock().now(), _LIFETIME)
        called = officer.name
    return f"{code}\nFor {called}: type it in the chat within an hour. Every other telephone of theirs is barred then."


def _meant(officers: list[Person], name: str) -> Person:
    meant = [one for one in officers if name in ("", one.name)]
    if len(meant) == 1:
        return meant[0]
    if not officers:
        raise OperatorError("there is no officer yet: invite one (thidua invite --role officer --unit XA --name …)")
    known = ", ".join(one.name for one in officers)
    raise OperatorError(f"--name must be one of: {known}")
