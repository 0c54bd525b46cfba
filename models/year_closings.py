"""Years that were closed: until then their verdicts are provisional, what changes after is told as an adjustment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import DIRECT


class YearClosing(Base):
    """One closed year of a commune, with its verdicts as they were: by measure, the words that were told."""

    __tablename__ = "year_closings"
    owner = DIRECT
    __table_args__ = (UniqueConstraint("commune_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    closed_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the last day had passed
    verdicts: Mapped[dict[str, Any]] = mapped_column(JSON)


def of_year(session: Session, commune_id: int, year: int) -> YearClosing | None:
    """The closing of a commune's year; None while it is open."""
    query = select(YearClosing).where(YearClosing.commune_id == commune_id, YearClosing.year == year)
    return session.scalars(query).one_or_none()
