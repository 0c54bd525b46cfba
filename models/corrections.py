"""Corrections of posted summaries: proposed to the officers, declined or posted under a number, and kept as posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import Base, Moment
from models.ownership import ByParent
from models.periods import PeriodRow
from models.summaries import PostedSummary

PROPOSED, DECLINED, POSTED = "proposed", "declined", "posted"


class Correction(Base):
    """What a summary would say by now. `number` runs from 1 within a summary and is given when it is posted."""

    __tablename__ = "corrections"
    owner = ByParent("summary_id")
    __table_args__ = (UniqueConstraint("summary_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summaries.id"))
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=PROPOSED)
    reason: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")  # as posted
    table: Mapped[dict[str, Any]] = mapped_column(JSON)
    results: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # as of the summary, by now
    drawing: Mapped[bytes | None] = mapped_column(LargeBinary)  # the picture as posted
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    summary: Mapped[PostedSummary] = relationship()


def proposed(session: Session, commune_id: int) -> int:
    """How many proposals of a commune nobody has decided about."""
    query = (
        select(func.count(Correction.id))
        .join(PostedSummary, PostedSummary.id == Correction.summary_id)
        .where(PostedSummary.commune_id == commune_id, Correction.state == PROPOSED)
    )
    return session.scalar(query) or 0


def of_summary(session: Session, summary_id: int) -> Sequence[Correction]:
    """Every correction of a summary, the oldest first."""
    return session.scalars(select(Correction).where(Correction.summary_id == summary_id).order_by(Correction.id)).all()


class FrozenWeek(NamedTuple):
    """What a commune's week was posted with, corrections included, and when that was posted."""

    results: Mapping[str, Any]
    posted_at: datetime


def frozen_weeks(session: Session, year: int, number: int, until: datetime | None = None) -> dict[int, FrozenWeek]:
    """By commune the figures of a week that was posted for roll-ups; the session looks at all communes.

    `until`: as they were at an instant.
    """
    posts = (
        select(PostedSummary.id, PostedSummary.commune_id, PostedSummary.results, PostedSummary.posted_at)
        .join(PeriodRow, PeriodRow.id == PostedSummary.period_id)
        .where(PeriodRow.year == year, PeriodRow.number == number)
        .where(PostedSummary.state == POSTED, PostedSummary.results.is_not(None))
    )
    rows = session.execute(posts).all()
    mended = (
        select(Correction.summary_id, Correction.results, Correction.posted_at)
        .where(Correction.summary_id.in_([row.id for row in rows]), Correction.state == POSTED)
        .where(Correction.results.is_not(None))
        .order_by(Correction.number)
    )
    if until is not None:
        mended = mended.where(Correction.posted_at <= until)
    newest = {row.summary_id: row for row in session.execute(mended)} if rows else {}
    shown = {row.commune_id: newest.get(row.id, row) for row in rows}
    return {commune_id: FrozenWeek(row.results, row.posted_at) for commune_id, row in shown.items()}
