"""Phát động: what an announcement needs besides to open a movement: the paper, and a second person's agreement.

Without a second person in reach the officer names who agreed, and that is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, backref, mapped_column, relationship

from models.announcements import Announcement
from models.database import Base, Moment
from models.ownership import ByParent


class Launch(Base):
    """One launch. It goes out once somebody has agreed to the very text, audience and file that `mark` stands for."""

    __tablename__ = "launches"
    owner = ByParent("announcement_id")

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    name: Mapped[str] = mapped_column(default="", server_default="")  # what is launched; kept when the text is purged
    paper: Mapped[str] = mapped_column(default="")  # its number and date as they are written; may be blank
    mark: Mapped[str] = mapped_column(default="")
    requested_at: Mapped[datetime | None] = mapped_column(Moment)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    agreed_name: Mapped[str] = mapped_column(default="")  # who agreed outside of the chat, as the officer wrote it
    agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    # A draft that is given up, or purged, takes it along.
    announcement: Mapped[Announcement] = relationship(
        backref=backref("launch", uselist=False, cascade="all, delete-orphan", lazy="selectin")
    )


def of(session: Session, announcement_id: int) -> Launch | None:
    """What makes an announcement a launch; None of any other."""
    return session.get(Launch, announcement_id)


def sent(session: Session, commune_id: int) -> Sequence[tuple[Launch, datetime]]:
    """The launches of a commune that went out, each with when, in order."""
    query = (
        select(Launch, Announcement.sent_at)
        .join(Announcement, Announcement.id == Launch.announcement_id)
        .where(Announcement.commune_id == commune_id, Announcement.sent_at.is_not(None))
    )
    found = session.execute(query.order_by(Announcement.sent_at, Announcement.id))
    return [(launch, at) for launch, at in found if at is not None]


def agreed_to(session: Session, person_id: int) -> int:
    """How many launches somebody has agreed to."""
    return len(session.scalars(select(Launch.announcement_id).where(Launch.agreed_by == person_id)).all())


def forget_person(session: Session, person_id: int) -> None:
    """That it was agreed to stays, and when; by whom does not."""
    session.execute(
        update(Launch).where(Launch.agreed_by == person_id).values(agreed_by=None),
        execution_options={"synchronize_session": "fetch"},
    )
