"""Weekly summaries: drafted, held or approved, posted, and kept exactly as they were posted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import Base, Moment
from models.periods import Period

DRAFT, HELD, POSTED = "draft", "held", "posted"


class Summary(Base):
    """The summary of a period. `table` is the neutral table it was made from, `text` the caption as posted."""

    __tablename__ = "summaries"
    __table_args__ = (UniqueConstraint("period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    state: Mapped[str] = mapped_column(default=DRAFT)
    text: Mapped[str]
    table: Mapped[dict[str, Any]] = mapped_column(JSON)
    drawing: Mapped[bytes | None] = mapped_column(LargeBinary)  # the picture as posted
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    period: Mapped[Period] = relationship()


def of_period(session: Session, period_id: int) -> Summary | None:
    return session.scalar(select(Summary).where(Summary.period_id == period_id))
