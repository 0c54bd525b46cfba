"""Invitation sheets for the units that have nobody: a description without codes goes into the outbox.

The codes are made while the sheet is drawn. Drawing again makes new ones, and voids the unused before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import invitation_codes, people, units
from models.units import Unit
from reports.invitation_slips import InvitationSheet, Slip
from services import appointments, date_words, invitations, wording
from services.context import Context
from services.invitations import DAYS

KIND = "invitation-sheet"
_NO_NAME = "ông/bà"  # how somebody is called whose name the sheet left open


@dataclass(frozen=True, slots=True)
class Typed:
    """A messenger on which the code is typed, and for how many more people it has room; None is no limit."""

    label: str
    bot: str
    room: int | None


def without_people(context: Context) -> list[Unit]:
    """The units nobody speaks for, villages first, as in every list; whoever was only listed has not come yet."""
    todays = units.active_members(context.session, context.commune.id, context.today)
    spoken_for = people.spokespeople(context.session, [one.id for one in todays], context.today)
    joined = {unit_id for unit_id, person in spoken_for.items() if people.has_joined(person)}
    return [one for one in sorted(todays, key=_by_kind) if one.id not in joined]


def _by_kind(unit: Unit) -> tuple[int, str]:
    return -sorted(units.KINDS).index(unit.kind), unit.code


def linked(context: Context) -> tuple[str, str] | None:
    """The messenger that opens by a link, and the link with room for a code; None where there is none."""
    for bot, can in context.bots.items():
        if opens := invitations.link(context, bot, can, "{code}"):
            return context.label(bot), opens
    return None


def typed(context: Context) -> Typed | None:
    """The first messenger without links, the one with room before one that is full."""
    found = []
    for bot, can in context.bots.items():
        if not can.start_link:
            used = people.count_accounts(context.session, bot)
            room = max(0, can.quota.people - used) if can.quota is not None else None
            found.append(Typed(context.label(bot), invitations.bot_name(context, bot), room))
    return next((one for one in found if one.room != 0), found[0] if found else None)


def describe(context: Context, wanted: Sequence[Unit], by: int | None) -> dict[str, Any]:
    """What is stored of a sheet: everything but its codes and the people's names."""
    link, other = linked(context), typed(context)
    now = context.now.astimezone(context.calendar.zone)
    room = len(wanted) if other is not None and other.room is None else (other.room if other is not None else 0) or 0
    campaign = context.campaign
    slips = []
    for number, unit in enumerate(wanted):
        has_room = other is not None and number < room
        channels = [name for name in (link[0] if link else "", other.label if other and has_room else "") if name]
        slips.append(
            {
                "unit": unit.id,
                "link": link[1] if link else "",
                "beside_code": wording.beside_square(link[0]) if link else [],
                "above_code": wording.above_code(other.label, other.bot)
                if other and has_room
                else wording.above_code("", ""),
                "steps": wording.sheet_steps(channels, campaign.officer_name, campaign.officer_phone),
            }
        )
    until = date_words.long_date((now + timedelta(days=DAYS)).date())
    return {
        "kind": KIND,
        "name": f"to-moi-{now:%Y-%m-%d-%H%M}.pdf",
        "by": by,
        "at": context.now.isoformat(),
        "heading": wording.sheet_heading(context.commune.name),
        "small_print": wording.sheet_small_print(until, f"{now:%H:%M} ngày {now:%d/%m/%Y}"),
        "slips": slips,
    }


def with_codes(session: Session, what: dict[str, Any]) -> dict[str, Any]:
    """The description with a new code on each slip. Whoever came in since has none; earlier unused codes are void."""
    now = datetime.fromisoformat(what["at"])
    slips = []
    for slip in what["slips"]:
        unit = session.get(Unit, slip["unit"])
        there = people.spokesperson(session, slip["unit"], now.date())
        if unit is None or (there is not None and people.has_joined(there)):
            continue
        slips.append(_slip(session, unit, slip, now, what["by"]))
    sheet = InvitationSheet(what["heading"], what["small_print"], slips)
    return {"kind": what["kind"], "name": what["name"], "sheet": sheet.to_json()}


def _slip(session: Session, unit: Unit, slip: dict[str, Any], now: datetime, by: int | None) -> Slip:
    role = appointments.main_role(unit)
    invited = people.listed(session, unit.id, role) or invitation_codes.newest_unused(session, unit.id, role)
    named = invited if invited is not None and invited.address != _NO_NAME else None
    invitation_codes.void(session, unit.id, role, now)
    code = invitation_codes.invite(
        session,
        unit,
        role,
        name=named.name if named else appointments.text(role, unit),
        address=named.address if named else _NO_NAME,
        phone=named.phone if named else None,
        now=now,
        days=DAYS,
        by=by,
    )
    return Slip(
        unit=unit.full_name[:1].upper() + unit.full_name[1:],
        person=wording.sheet_person(named.address if named else "", wording.ROLE_NAMES[role]),
        code=code,
        link=slip["link"].replace("{code}", code),
        beside_code=slip["beside_code"],
        above_code=slip["above_code"],
        steps=slip["steps"],
    )


def unused(context: Context, wanted: Sequence[Unit]) -> int:
    """How many codes that were handed out before are void once the sheet is drawn."""
    return invitation_codes.count_unused(context.session, [unit.id for unit in wanted], context.now)
