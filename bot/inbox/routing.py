"""Routing: whose an update is, as far as that can be told when it is stored, with a statement or two for all of them.

A bot of one commune hears what is that commune's. At a shared one an account or a group leads to its commune; what does
not (a code, a stranger, a person in several communes) waits unresolved, until what was said before it is answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from handlers import recognition
from models import accounts, groups, roll_ups, scope
from services.communes import Communes
from services.inbound import Inbound, Kind


def whose(session: Session, communes: Communes, inbounds: Sequence[Inbound]) -> list[int | None]:
    """The commune of each, or None for what is not resolved yet. LookupError while there are no units at all."""
    owners = communes.owners(session, {inbound.bot for inbound in inbounds})
    shared = [inbound for inbound in inbounds if owners[inbound.bot] is None]
    if not shared:
        return [owners[inbound.bot] for inbound in inbounds]
    scope.widen(session, "whose an update is is found out here")
    held = communes.held(session)
    of_group = groups.communes_of(session, {(one.bot, one.chat_id) for one in shared if one.is_group})
    above = roll_ups.chats(session, {(one.bot, one.chat_id) for one in shared if one.is_group})
    of_sender = accounts.communes_of(session, {(one.bot, one.sender_id) for one in shared if not one.is_group})

    def look(inbound: Inbound) -> int | None:
        if (inbound.bot, inbound.chat_id) in above or (communes.roll_ups and inbound.is_group and list(codes(inbound))):
            return None  # a roll-up's group is no commune's, and a code there may be the operator's
        if inbound.is_group:
            found = of_group.get((inbound.bot, inbound.chat_id))
            return found if found not in held else None
        own = [one for one in of_sender.get((inbound.bot, inbound.sender_id), ()) if one not in held]
        return own[0] if len(own) == 1 and not list(codes(inbound)) and not _is_choice_of_commune(inbound) else None

    return [look(one) if owners[one.bot] is None else owners[one.bot] for one in inbounds]


def codes(inbound: Inbound) -> Iterator[str]:
    """What looks like a code in an update."""
    if inbound.kind not in (Kind.TEXT, Kind.PHOTO):
        return
    written = recognition.code_within(inbound.text) if inbound.is_group else _typed_code(inbound.text)
    if written:
        yield written


def _typed_code(text: str) -> str | None:
    return recognition.start_code(text) or recognition.bare_code(text)


def _is_choice_of_commune(inbound: Inbound) -> bool:
    return inbound.kind is Kind.CHOICE and ("@" in inbound.data or inbound.data.startswith("commune:"))
