"""Bootstrap of a commune: its own row in an empty database, and the one-time code by which its first officer comes in.

The code is printed on the machine's terminal and nowhere else; its hash alone is kept.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign.definition.load import CampaignFile
from models import audit, invitation_codes, people, units
from models.audit import Action
from models.units import Unit

LIFETIME_HOURS = 1
NOT_NAMED = "anh/chị"  # how somebody is spoken to who has not said their name yet


def open_commune(session: Session, file: CampaignFile, now: datetime) -> Unit:
    """The commune's row, made where there is none yet; the session has the commune in scope from now on."""
    commune = units.enter(session, file.commune_code)
    if commune is not None:
        return commune
    commune = Unit(commune_id=None, code=file.commune_code, kind="commune", name=file.commune_name, aliases=[])
    session.add(commune)
    session.flush()
    units.enter(session, file.commune_code)
    new = {commune.code: {"kind": commune.kind, "name": commune.name}}
    audit.record(session, now, commune.id, None, Action.UNITS_LISTED, "units", new=new)
    return commune


def is_missing(session: Session, commune: Unit) -> bool:
    """Whether nobody could invite anybody from the chat."""
    return not people.with_role(session, commune.id, "officer")


def is_awaited(session: Session, commune: Unit) -> bool:
    """Whether nothing is set up yet: the commune has no units, and its name may still be the sample's."""
    return not units.member_ids(session, commune.id) and is_missing(session, commune)


def code(session: Session, commune: Unit, now: datetime) -> str:
    """A new code for a first officer; one that was printed before opens nothing any more."""
    invitation_codes.void_nameless(session, commune.id, "officer", now)
    return invitation_codes.invite(
        session, commune, "officer", name="", address=NOT_NAMED, phone=None, now=now, hours=LIFETIME_HOURS
    )
