"""How long the words of messages are kept: codes that were used, private texts, messages settled long ago."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    func,
    null,
    update,
)
from sqlalchemy.orm import Session

from models.database import UNSEEN
from models.messages import GIVEN_UP, SENT, InboxMessage, OutboxMessage


def hide(session: Session, code: str) -> None:
    """A code that was used leaves the messages in which it was said."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.text.contains(code, autoescape=True))
        .values(text=func.replace(OutboxMessage.text, code, "[mã]"))
    )


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
    texts = update(InboxMessage).where(old, InboxMessage.text.is_not(None)).values(text=None)
    forgotten = session.execute(texts, execution_options=UNSEEN)
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def forget_sent(session: Session, before: datetime) -> int:
    """Drop the words of private messages settled long ago; that one was sent, and when, stays. Posts are public."""
    forgotten = session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.created_at < before,
            OutboxMessage.state.in_((SENT, GIVEN_UP)),
            OutboxMessage.once.is_(False),
            OutboxMessage.text != "",
        )
        .values(text="", choices=[], picture=null(), blob=None),
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
        .where(OutboxMessage.commune_id.is_(None), OutboxMessage.created_at < before, OutboxMessage.text != "")
        .values(text="", choices=[])
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it
