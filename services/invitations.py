"""An invitation as an officer hands it on: the code, and the ways in over the messengers that the commune has."""

from __future__ import annotations

from collections.abc import Sequence

from models import invitation_codes, key_values
from models.units import Unit
from services import wording
from services.capability import Capability
from services.context import Context
from services.named_people import NamedPerson

DAYS = 14


def bot_name_key(bot: str) -> str:
    """The marker that holds what a platform calls a bot, once it has been connected."""
    return f"{bot} bot name"


def invite(context: Context, unit: Unit, role: str, who: NamedPerson, replaces_id: int | None = None) -> str:
    """A code for somebody to come, as it is told to the officer; what was unused for the same place is void."""
    invitation_codes.void(context.session, unit.id, role, context.now)
    code = invitation_codes.invite(
        context.session,
        unit,
        role,
        name=who.name,
        address=who.address,
        phone=who.phone or None,
        now=context.now,
        days=DAYS,
        by=context.actor_id,
        replaces_id=replaces_id,
    )
    return wording.code_to_hand_on(who.address, code, DAYS, ways(context, code))


def ways(context: Context, code: str) -> Sequence[str]:
    """A line for each messenger: a link that hands the code over, or where it is typed."""
    return [_way(context, bot, can, code) for bot, can in context.bots.items()]


def bot_name(context: Context, bot: str) -> str:
    """What a platform calls a bot; "" until it has been connected."""
    return key_values.get(context.session, bot_name_key(bot)) or ""


def link(context: Context, bot: str, can: Capability, code: str) -> str:
    """What opens the chat and hands a code over; "" where the messenger has no such links, or the bot no name yet."""
    name = bot_name(context, bot)
    return can.start_link.format(bot=name, code=code) if can.start_link and name else ""


def _way(context: Context, bot: str, can: Capability, code: str) -> str:
    if opens := link(context, bot, can, code):
        return f"{context.label(bot)}: {opens}"
    return wording.type_the_code(context.label(bot), bot_name(context, bot))
