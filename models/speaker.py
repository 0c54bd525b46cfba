"""Whoever speaks, with what each of their turns looks up first: their account, the chat, what they have not ended."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from models import accounts, conversations
from models.conversations import Chat, DialogueRow
from models.people import Account

# As one statement: of three looks most of the time is that of putting a question and taking its answer.
_SPEAKER = (
    select(Account, Chat, DialogueRow)
    .outerjoin(Chat, and_(Chat.bot == Account.bot, Chat.chat_id == bindparam("chat_id")))
    .outerjoin(DialogueRow, DialogueRow.person_id == Account.person_id)
    .where(Account.bot == bindparam("bot"), Account.external_id == bindparam("external_id"))
    .options(accounts.WITH_ROLES)
)


def read_ahead(
    session: Session, bot: str, external_id: str, chat_id: str, is_simple: Callable[[Account], bool]
) -> None:
    """Read them for the turn to come. Of a stranger nothing is kept, and dialogues are of those who are `is_simple`.

    A turn of anybody else may end dialogues before it asks for them.
    """
    named = {"bot": bot, "external_id": external_id, "chat_id": chat_id}
    rows = session.execute(_SPEAKER, named).unique().all()
    if not rows:
        return
    account, chat, _ = rows[0]
    accounts.keep_ahead(session, account)
    conversations.keep_chat_ahead(session, (bot, chat_id), chat)
    if is_simple(account):
        conversations.keep_dialogues_ahead(session, account.person_id, [row for *_, row in rows if row is not None])
