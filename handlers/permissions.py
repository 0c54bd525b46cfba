"""The speaker of a turn looked up in the access control list of `services/permissions.py`."""

from __future__ import annotations

from handlers.turn import Turn
from services import permissions, wording
from services.permissions import Access, Place, Role, Thing


def roles(turn: Turn) -> frozenset[Role]:
    """What the speaker is today; in a group everybody is one of its listeners too."""
    person = turn.person
    if person is None:
        held = {Role.STRANGER}
    elif person.consented_at is None:
        held = {Role.INVITED}
    else:
        held = {Role.MEMBER, *(Role(one.role) for one in person.roles if one.until is None)}
    return frozenset(held | {Role.GROUP} if turn.inbound.is_group else held)


def access(turn: Turn, thing: Thing, place: Place) -> Access:
    """How the speaker's request for a thing is answered."""
    return permissions.access(roles(turn), thing, place)


def has(turn: Turn, thing: Thing, place: Place = Place.PRIVATE) -> bool:
    """Whether the speaker is allowed a thing."""
    return access(turn, thing, place) is Access.ALLOWED


def refusal(turn: Turn, thing: Thing) -> str:
    """What somebody hears who is not: for whom it is."""
    allowed, whom = permissions.allowed(thing), (turn.campaign.officer_name, turn.campaign.officer_phone)
    if Role.LEADER in allowed:
        return wording.for_leaders(*whom)
    if Role.VILLAGE_HEAD in allowed:
        return wording.for_reporters(turn.title, *whom)
    return wording.for_officers(*whom)
