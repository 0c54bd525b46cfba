"""Weekly summaries: drafted, held or approved, posted under a number, and kept exactly as they were posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import Base, Moment
from models.ownership import DIRECT, ByParent
from models.periods import PeriodRow
from models.units import Unit

DRAFT, HELD, POSTED = "draft", "held", "posted"


class PostedSummary(Base):
    """The summary of a period. `table` is the neutral table it was made from, `text` the caption as posted.

    `number` runs from 1 within a commune and a `year`, that of the day of posting; both are None before.
    """

    __tablename__ = "summaries"
    owner = DIRECT
    __table_args__ = (UniqueConstraint("period_id"), UniqueConstraint("commune_id", "year", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    year: Mapped[int | None]
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=DRAFT)
    text: Mapped[str]
    table: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The measures' figures for the roll-ups that the commune's officer agreed to (`services.frozen_results`).
    results: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    drawing: Mapped[bytes | None] = mapped_column(LargeBinary)  # the picture as posted
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    period: Mapped[PeriodRow] = relationship()

    @property
    def called(self) -> str:
        """«12/2026», as other papers refer to it; "" before the post."""
        return f"{self.number}/{self.year}" if self.number else ""


class Draft(Base):
    """A version of a draft that somebody was shown: what a button «Duyệt» under it means."""

    __tablename__ = "drafts"
    owner = ByParent("summary_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summaries.id"), index=True)
    text: Mapped[str]
    table: Mapped[dict[str, Any]] = mapped_column(JSON)
    shown_at: Mapped[datetime] = mapped_column(Moment)

    def shows(self, drafted: PostedSummary) -> bool:
        """Whether the draft still looks as it did."""
        return (self.text, self.table) == (drafted.text, drafted.table)


def of_period(session: Session, period_id: int) -> PostedSummary | None:
    return session.scalar(select(PostedSummary).where(PostedSummary.period_id == period_id))


def newest_posted(session: Session, commune_id: int, week: int | None = None) -> PostedSummary | None:
    """The newest posted summary, or the newest one of a week's number."""
    query = (
        select(PostedSummary)
        .join(PeriodRow)
        .where(PostedSummary.commune_id == commune_id, PostedSummary.state == POSTED)
    )
    if week is not None:
        query = query.where(PeriodRow.number == week)
    return session.scalars(query.order_by(PeriodRow.last.desc()).limit(1)).first()


def posted(session: Session, commune_id: int, limit: int) -> Sequence[PostedSummary]:
    """The newest posted summaries, the last one first."""
    query = (
        select(PostedSummary)
        .join(PeriodRow)
        .where(PostedSummary.commune_id == commune_id, PostedSummary.state == POSTED)
    )
    return session.scalars(query.order_by(PeriodRow.last.desc()).limit(limit)).all()


def posted_in(session: Session, year: int, number: int) -> set[int]:
    """The communes that have posted a week; the session looks at all communes."""
    query = select(PostedSummary.commune_id).join(PeriodRow, PeriodRow.id == PostedSummary.period_id)
    return set(
        session.scalars(query.where(PeriodRow.year == year, PeriodRow.number == number, PostedSummary.state == POSTED))
    )


def shown(session: Session, drafted: PostedSummary, now: datetime) -> Draft:
    """The version of a draft as it is being shown now; one row for each version, however often it is shown."""
    newest = select(Draft).where(Draft.summary_id == drafted.id).order_by(Draft.id.desc()).limit(1)
    found = session.scalars(newest).first()
    if found is None or not found.shows(drafted):
        found = Draft(summary_id=drafted.id, text=drafted.text, table=drafted.table, shown_at=now)
        session.add(found)
        session.flush()
    return found


def lock(session: Session, found: PostedSummary) -> None:
    """Hold everybody else's decision about a commune's posts back until this transaction ends, and read anew.

    SQLite has one writer anyway. Two presses, or a press and the job, are decided one after the other.
    """
    session.execute(select(Unit.id).where(Unit.id == found.commune_id).with_for_update(key_share=True))
    session.refresh(found)


def assign_number(session: Session, posted: PostedSummary, year: int) -> None:
    """The next number of the commune's year; `lock` comes first."""
    query = select(func.max(PostedSummary.number)).where(
        PostedSummary.commune_id == posted.commune_id, PostedSummary.year == year
    )
    posted.year, posted.number = year, (session.scalar(query) or 0) + 1
