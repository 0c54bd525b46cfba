"""What the commune has confirmed of law and rules, each with its text and article; the program writes none itself."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import DIRECT


class LegalBasis(Base):
    """One value under a key of `services.legal`, with the text and article it stands in; the newest in force holds."""

    __tablename__ = "legal"
    owner = DIRECT
    __table_args__ = (Index("legal_of_commune", "commune_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    key: Mapped[str]
    value: Mapped[str]
    source: Mapped[str]  # text and article
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime] = mapped_column(Moment)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


def in_force(session: Session, commune_id: int, day: date) -> dict[str, LegalBasis]:
    """What holds on a day, by key."""
    holds = or_(LegalBasis.valid_to.is_(None), LegalBasis.valid_to >= day)
    query = select(LegalBasis).where(LegalBasis.commune_id == commune_id, LegalBasis.valid_from <= day, holds)
    return {one.key: one for one in session.scalars(query.order_by(LegalBasis.id))}


def forget_person(session: Session, person_id: int) -> None:
    """What was confirmed stays; by whom does not."""
    session.execute(
        update(LegalBasis).where(LegalBasis.confirmed_by == person_id).values(confirmed_by=None),
        execution_options={"synchronize_session": "fetch"},
    )
