"""Days off as a commune's officers have entered them from announcements: proposed, then confirmed, never changed.

To correct one is one more record, to take it back is one without days: the newest confirmed one of a holiday holds.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign.public_holidays import Announcement, Holiday
from models.database import Base, Moment
from models.ownership import DIRECT


class HolidayAnnouncement(Base):
    """The days off of one holiday in one year, the Saturdays worked for them, by what paper, and who entered them."""

    __tablename__ = "holiday_announcements"
    owner = DIRECT
    __table_args__ = (Index("holiday_announcements_of_commune", "commune_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    holiday: Mapped[str]
    year: Mapped[int]
    first: Mapped[date | None]  # None: back to what is assumed
    last: Mapped[date | None]
    worked: Mapped[list[str]] = mapped_column(JSON)
    paper: Mapped[str]
    exempt: Mapped[list[list[str]]] = mapped_column(JSON)  # the days it came too late for: [first, last] each
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)  # None: shown to its officer, and not confirmed yet

    def announcement(self) -> Announcement:
        """As the rules see it."""
        return Announcement(
            number=self.id,
            holiday=Holiday(self.holiday),
            year=self.year,
            first=self.first,
            last=self.last,
            worked=tuple(map(date.fromisoformat, self.worked)),
            paper=self.paper,
            exempt=tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in self.exempt),
        )


def confirmed(session: Session, commune_id: int) -> list[HolidayAnnouncement]:
    """Every announcement of a commune that holds or has held, in the order of their recording."""
    query = select(HolidayAnnouncement).where(
        HolidayAnnouncement.commune_id == commune_id, HolidayAnnouncement.confirmed_at.is_not(None)
    )
    return list(session.scalars(query.order_by(HolidayAnnouncement.id)))


def communes(session: Session) -> set[int]:
    """The communes that have entered days off."""
    query = select(HolidayAnnouncement.commune_id).where(HolidayAnnouncement.confirmed_at.is_not(None))
    return set(session.scalars(query.distinct()))


def newest(session: Session, commune_id: int, holiday: Holiday, year: int) -> HolidayAnnouncement | None:
    """What holds of a holiday in a year; None where nothing was entered."""
    of_holiday = [row for row in confirmed(session, commune_id) if (row.holiday, row.year) == (holiday.value, year)]
    return of_holiday[-1] if of_holiday else None
