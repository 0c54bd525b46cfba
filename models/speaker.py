"""Whoever speaks, with what each of their turns looks up first: their account, the chat, what they have not ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import accounts, conversations
from models.conversations import Chat, DialogueRow
from models.people import Account, Person, Role
from models.prepared import Prepared
from models.session_objects import Objects
from models.units import Unit

# As one statement: of three looks most of the time is that of putting a question and taking its answer.
_ALL = _ACCOUNT, _PERSON, _CHAT, _DIALOGUE, _ROLE, _UNIT = tuple(
    map(Objects, (Account, Person, Chat, DialogueRow, Role, Unit))
)
_SPEAKER = Prepared(
    select(*chain.from_iterable(one.columns for one in _ALL))
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Chat, and_(Chat.bot == Account.bot, Chat.chat_id == bindparam("chat_id")))
    .outerjoin(DialogueRow, DialogueRow.person_id == Account.person_id)
    .outerjoin(Role, Role.person_id == Account.person_id)
    .outerjoin(Unit, Unit.id == Role.unit_id)
    .where(Account.bot == bindparam("bot"), Account.external_id == bindparam("external_id"))
)


_PLACES = [(one, sum(other.width for other in _ALL[:number])) for number, one in enumerate(_ALL)]


def read_ahead(
    session: Session, bot: str, external_id: str, chat_id: str, is_simple: Callable[[Account], bool]
) -> None:
    """Read them for the turn to come. Of a stranger nothing is kept, and dialogues are of those who are `is_simple`.

    A turn of anybody else may end dialogues before it asks for them.
    """
    named = {"bot": bot, "external_id": external_id, "chat_id": chat_id}
    rows = [_objects(session, row) for row in _SPEAKER.rows(session, named, after_flush=False)]
    if not rows:
        return
    account, person, chat, *_ = rows[0]
    set_committed_value(account, "person", person)
    roles = {role.id: role for *_, role in rows if role is not None}
    set_committed_value(person, "roles", list(roles.values()))
    accounts.keep_ahead(session, account)
    conversations.keep_chat_ahead(session, (bot, chat_id), chat)
    if is_simple(account):
        dialogues = {one.id: one for _, _, _, one, _ in rows if one is not None}
        conversations.keep_dialogues_ahead(session, account.person_id, list(dialogues.values()))


def _objects(session: Session, row: Sequence[Any]) -> list[Any]:
    """The objects of one row, the unit in its role."""
    *found, role, unit = [one.of(session, row[begin : begin + one.width]) for one, begin in _PLACES]
    if role is not None:
        set_committed_value(role, "unit", unit)
    return [*found, role]
