"""Who knocked in vain: wrong invitation codes and strangers' words, counted by chat for an hour and then forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Index, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment

CODE, WORDS = "code", "words"
WINDOW = timedelta(hours=1)


class Knock(Base):
    """One knock at a closed door. What was typed is not kept."""

    __tablename__ = "knocks"
    __table_args__ = (Index("knocks_of_chat", "channel", "chat_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    chat_id: Mapped[str]
    kind: Mapped[str]  # CODE: a wrong code; WORDS: anything else a stranger said
    at: Mapped[datetime] = mapped_column(Moment, index=True)


def count(session: Session, channel: str, chat_id: str, now: datetime) -> int:
    """How often a chat knocked within the last hour."""
    query = select(func.count(Knock.id)).where(
        Knock.channel == channel, Knock.chat_id == chat_id, Knock.at > now - WINDOW, Knock.at <= now
    )
    return session.scalar(query) or 0


def note(session: Session, channel: str, chat_id: str, kind: str, now: datetime) -> None:
    session.add(Knock(channel=channel, chat_id=chat_id, kind=kind, at=now))


def wrong_codes(session: Session, now: datetime) -> int:
    """Wrong codes within the last hour, over all chats."""
    query = select(func.count(Knock.id)).where(Knock.kind == CODE, Knock.at > now - WINDOW, Knock.at <= now)
    return session.scalar(query) or 0


def forget(session: Session, before: datetime) -> None:
    session.execute(delete(Knock).where(Knock.at < before))
