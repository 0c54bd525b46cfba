"""Photos sent as evidence: a row says which report one belongs to; the picture lies in a folder, by its hash."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import ByParent

MOST = 20  # photos with one report; a notebook has few pages, and a disk has an end
WANTED, KEPT, REFUSED = "wanted", "kept", "refused"


class Photo(Base):
    """One photo. WANTED until it has been fetched; REFUSED when it is too large or no picture."""

    __tablename__ = "photos"
    owner = ByParent("report_id")
    __table_args__ = (Index("photos_by_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    bot: Mapped[str]
    file_id: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(default=WANTED)
    attempts: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None]
    file_name: Mapped[str | None]
    size: Mapped[int | None]  # bytes


def wanted(session: Session, limit: int, bots: Collection[str]) -> Sequence[Photo]:
    """Photos that are still to be fetched, oldest first; those of bots that do not run wait for them."""
    query = select(Photo).where(Photo.state == WANTED, Photo.bot.in_(bots))
    return session.scalars(query.order_by(Photo.id).limit(limit)).all()


def has_room(session: Session, report_id: int) -> bool:
    """Whether one more photo is taken with a report."""
    return (session.scalar(select(func.count(Photo.id)).where(Photo.report_id == report_id)) or 0) < MOST
