"""Pictures and files that are opened by an address: unguessable, and gone after a while (real time)."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import NoCommune


class Media(Base):
    """One picture or file under its key, which is all that is needed to open it."""

    __tablename__ = "media"
    owner = NoCommune("opened by whoever holds the key, the platform's servers too, and gone within days")

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]  # bytes
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


def keep(session: Session, name: str, mime: str, content: bytes, expires_at: datetime) -> str:
    """Store something and return its key, of 192 random bits."""
    key = secrets.token_urlsafe(24)
    session.add(Media(key=key, name=name, mime=mime, size=len(content), content=content, expires_at=expires_at))
    return key


def find(session: Session, key: str, now: datetime) -> Media | None:
    """What lies under a key, as long as it has not expired. Its content is read when asked for."""
    return session.scalar(select(Media).where(Media.key == key, Media.expires_at > now))


def forget(session: Session, now: datetime) -> None:
    session.execute(delete(Media).where(Media.expires_at <= now))
