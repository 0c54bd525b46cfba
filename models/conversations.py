"""What a conversation cannot derive from the figures: the chat's unit in hand, what was offered, open doubts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment

VERSION = 1


class Chat(Base):
    """One private chat: which report is in hand, and which buttons the last message offered."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("bot", "chat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bot: Mapped[str]
    chat_id: Mapped[str]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    offered: Mapped[list[list[str]]] = mapped_column(JSON, default=list)  # [label, data] as last shown
    topic: Mapped[str | None]  # what a typed text answers beside figures, as last asked: "mend:7"
    failures: Mapped[int] = mapped_column(default=0)  # messages in a row that were not understood
    last_in_at: Mapped[datetime | None] = mapped_column(Moment)
    wrong_codes: Mapped[int] = mapped_column(default=0)  # tried since `wrong_since`
    wrong_since: Mapped[datetime | None] = mapped_column(Moment)


class Conversation(Base):
    """A person's unfinished business with one report: versioned, and empty most of the time (decision 21)."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("person_id", "report_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    version: Mapped[int] = mapped_column(default=VERSION)
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    updated_at: Mapped[datetime] = mapped_column(Moment)


_CHAT = select(Chat).where(Chat.bot == bindparam("bot"), Chat.chat_id == bindparam("chat_id"))
_CONVERSATION = select(Conversation).where(
    Conversation.person_id == bindparam("person_id"), Conversation.report_id == bindparam("report_id")
)


def chat(session: Session, bot: str, chat_id: str) -> Chat:
    """The stored chat, made when it is not there yet."""
    found = session.scalar(_CHAT, {"bot": bot, "chat_id": chat_id})
    if found is None:
        found = Chat(bot=bot, chat_id=chat_id, offered=[], failures=0, wrong_codes=0)
        session.add(found)
        session.flush()
    return found


def load(session: Session, person_id: int, report_id: int) -> dict[str, Any]:
    """A person's unfinished business; a state written by another version is dropped, the figures remain."""
    row = _row(session, person_id, report_id)
    return dict(row.state) if row is not None and row.version == VERSION else {}


def save(session: Session, person_id: int, report_id: int, state: dict[str, Any], now: datetime) -> None:
    """Keep what is unfinished. Most of the time nothing is, and nothing was: then this is not called."""
    row = _row(session, person_id, report_id)
    if row is None:
        row = Conversation(person_id=person_id, report_id=report_id)
        session.add(row)
    row.version, row.state, row.updated_at = VERSION, dict(state), now


def _row(session: Session, person_id: int, report_id: int) -> Conversation | None:
    return session.scalar(_CONVERSATION, {"person_id": person_id, "report_id": report_id})


def wrong_codes(session: Session, since: datetime) -> int:
    """Wrong codes tried in all chats that began to try after an instant."""
    return session.scalar(select(func.sum(Chat.wrong_codes)).where(Chat.wrong_since > since)) or 0
