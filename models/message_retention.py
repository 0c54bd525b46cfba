"""How long the words of messages are kept: used codes, private texts, messages settled long ago, names withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, null, update
from sqlalchemy.orm import Session

from campaign.text import fold
from models import scope
from models.database import UNSEEN
from models.messages import DROPPED, GIVEN_UP, HAS_WORDS_IN, HAS_WORDS_OUT, SENT, InboxMessage, OutboxMessage

_NAME = "[tên]"
# The commune in scope, named once more: SQLite finds an index by it only where a statement itself says so.
_HEARD_HERE = InboxMessage.commune_id == scope.COMMUNE
_SAID_HERE = OutboxMessage.commune_id == scope.COMMUNE
# Private messages that were sent, given up or dropped, and still have words; posts are public.
_SETTLED = (OutboxMessage.state.in_((SENT, GIVEN_UP, DROPPED)), OutboxMessage.once.is_(False), HAS_WORDS_OUT)
_EMPTIED: dict[str, Any] = {"text": "", "choices": [], "picture": null(), "blob": None}  # also pictures and files


def hide(session: Session, code: str) -> None:
    """A code that was used leaves the messages in which it was said."""
    session.execute(
        update(OutboxMessage)
        .where(_SAID_HERE, HAS_WORDS_OUT, OutboxMessage.text.contains(code, autoescape=True))
        .values(text=func.replace(OutboxMessage.text, code, "[mã]"))
    )


def forget_person(session: Session, name: str, address: str, chats: Sequence[tuple[str, str]]) -> None:
    """Whoever withdraws leaves what was said: their own chats are emptied, others' words say «[tên]» instead.

    `chats` are the bots and chats of the person's accounts. What still waits goes out as it was written, and posts are
    public.
    """
    for bot, chat_id in chats:
        own = (_SAID_HERE, OutboxMessage.bot == bot, OutboxMessage.chat_id == chat_id)
        session.execute(update(OutboxMessage).where(*own, *_SETTLED).values(_EMPTIED))
        heard = (InboxMessage.bot == bot, InboxMessage.sender_id == chat_id, InboxMessage.queue_round.is_(None))
        session.execute(update(InboxMessage).where(_HEARD_HERE, HAS_WORDS_IN, *heard).values(text=None))
    for form in _spellings(name, address):
        said = (_SAID_HERE, OutboxMessage.text.contains(form, autoescape=True), *_SETTLED)
        masked = func.replace(OutboxMessage.text, form, _NAME)
        session.execute(update(OutboxMessage).where(*said).values(text=masked))
        named = (InboxMessage.text.contains(form, autoescape=True), InboxMessage.queue_round.is_(None))
        masked = func.replace(InboxMessage.text, form, _NAME)
        session.execute(update(InboxMessage).where(_HEARD_HERE, HAS_WORDS_IN, *named).values(text=masked))


def _spellings(name: str, address: str) -> Sequence[str]:
    """A name as it is written, in small letters, in capitals, at the beginning of a sentence; whole ones unaccented."""
    whole = name if " " in name else ""
    forms = [*_cased(whole), *_cased(address if " " in address else ""), *_cased(fold(whole)), fold(whole).title()]
    return [form for form in dict.fromkeys(forms) if form]


def _cased(form: str) -> Sequence[str]:
    return form, form.lower(), form.upper(), form[:1].upper() + form[1:]


def forget_texts(session: Session, before: datetime) -> int:
    """Drop the private texts received before an instant; that a message came, and when, stays.

    One that still waits for its answer has waited too long: it leaves the line.
    """
    old = InboxMessage.received_at < before
    session.execute(
        update(InboxMessage)
        .where(old, InboxMessage.queue_round.is_not(None))
        .values(queue_round=None, payload=null(), fault="waited for too long"),
        execution_options=UNSEEN,
    )
    texts = update(InboxMessage).where(_HEARD_HERE, HAS_WORDS_IN, old).values(text=None)
    forgotten = session.execute(texts, execution_options=UNSEEN)
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def forget_sent(session: Session, before: datetime) -> int:
    """Drop the words of private messages settled long ago; that one was sent, and when, stays. Posts are public."""
    forgotten = session.execute(
        update(OutboxMessage).where(_SAID_HERE, OutboxMessage.created_at < before, *_SETTLED).values(_EMPTIED),
        execution_options=UNSEEN,
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def forget_what_is_nobodys(session: Session, before: datetime) -> int:
    """The same for what is of no commune, in a session on all of them: also what was put aside and never chosen for."""
    old = (InboxMessage.commune_id.is_(None), InboxMessage.received_at < before, InboxMessage.fault.is_(None))
    emptied = {"queue_round": None, "payload": null(), "text": None, "fault": "forgotten"}
    forgotten = session.execute(update(InboxMessage).where(*old).values(emptied))
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.commune_id.is_(None), OutboxMessage.created_at < before, HAS_WORDS_OUT)
        .values(_EMPTIED)
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it
