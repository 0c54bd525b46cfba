"""Who did what beside figures: joined, confirmed a group, approved a post, imported a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment


class Audit(Base):
    """One act. Append-only; `person_id` is None for the command line and for jobs."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


def note(session: Session, at: datetime, person_id: int | None, action: str, **detail: Any) -> None:
    session.add(Audit(at=at, person_id=person_id, action=action, detail=detail))
