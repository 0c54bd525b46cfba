"""`thidua invite`: a code for one person, and the link that opens the chat with it."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import bootstrap, settings
from bot.channels import registry
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from campaign.normalisation import one_line
from models import invitation_codes, key_values, units
from models.people import ROLES
from services.capability import own_key
from services.invitations import bot_name_key

_LONGEST_NAME = 100
_KIND_OF_ROLE = {"village-head": ("village",), "deputy": ("village", "commune"), "reporter": ("school", "office")}


def command(
    role: Annotated[
        str,
        typer.Option(
            help="village-head, deputy (of a village, or with --unit XA the officer's), reporter, officer or leader"
        ),
    ],
    unit: Annotated[str, typer.Option(help="the unit's code; XA is the commune")],
    name: Annotated[str, typer.Option(help="the person's full name")],
    address: Annotated[str, typer.Option(help="how the bot speaks to them: «ông Sơn», «thầy Bình»")] = "",
    phone: Annotated[str | None, typer.Option(help="for the officer's list")] = None,
) -> None:
    """Print a single-use code and its link for one person."""
    typer.echo(invite(settings.load(), role, unit, name, address, phone))


def invite(settings: Settings, role: str, unit_code: str, name: str, address: str, phone: str | None) -> str:
    """Two lines to hand over: the code, and the link when the bot's name is known. OperatorError on wrong words."""
    if role not in ROLES:
        raise OperatorError(f"--role must be one of {', '.join(ROLES)}")
    name, address = one_line(name), one_line(address)
    if not name or max(len(name), len(address)) > _LONGEST_NAME:
        raise OperatorError(f"--name and --address have 1 to {_LONGEST_NAME} characters")
    campaign = bootstrap.load_campaign(settings)
    store = bootstrap.open_store(settings)
    with store.transaction() as session:
        commune = units.enter(session, campaign.commune_code)
        unit = units.by_code(session, commune, unit_code) if commune else None
        if unit is None:
            raise OperatorError(f"there is no unit {unit_code}: import the units first (thidua units import FILE)")
        kinds = _KIND_OF_ROLE.get(role, ("commune",))
        if unit.kind not in kinds:
            raise OperatorError(
                f"a {role} belongs to a unit of kind {' or '.join(kinds)}; {unit_code} is a {unit.kind}"
            )
        code = invitation_codes.invite(
            session,
            unit,
            role,
            name=name,
            address=address or f"ông/bà {name.split()[-1]}",
            phone=phone,
            now=RealClock().now(),
            days=settings.invitation_days,
        )
        ways = [
            channel.invitation(bot, code)
            for channel in registry.CHANNELS
            for key in channel.labels()
            if (bot := _name_of(session, key, campaign.commune_code))
        ]
    link = "\n".join(ways) or "(the link is known after the bot's first start)"
    return f"{code}\n{link}\nFor {name}, {role} of {unit.full_name}; valid {settings.invitation_days} days, once."


def _name_of(session: Session, key: str, code: str) -> str | None:
    """What the platform calls the commune's own bot of that key, or the one that communes share."""
    return key_values.get(session, bot_name_key(own_key(key, code))) or key_values.get(session, bot_name_key(key))
