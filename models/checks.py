"""Checks of figures: the weekly lot with its list and seed, and what was found of a figure, by whom, when and how.

A check changes no figure. Whoever answers for the unit says which number stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import Base, Micro, Moment
from models.figures import Figure
from models.ownership import DIRECT
from models.periods import PeriodRow
from models.units import Unit

OPEN, RIGHT, WRONG, UNCLEAR = "open", "right", "wrong", "unclear"
CALL, BOOK, SITE = WAYS = ("call", "book", "site")


class Draw(Base):
    """The lot of one frozen week. `listed` is the canonical text that anybody can draw from again (services/lot.py)."""

    __tablename__ = "draws"
    owner = DIRECT
    __table_args__ = (UniqueConstraint("period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    algorithm: Mapped[str]
    seed: Mapped[str]
    listed: Mapped[str]
    drawn: Mapped[list[int]] = mapped_column(JSON)  # places in the list, from 0, in the order of drawing
    drawn_at: Mapped[datetime] = mapped_column(Moment)
    period: Mapped[PeriodRow] = relationship()


class Check(Base):
    """One figure as it was when it was to be checked, and what was found. Without `draw_id` it was for cause."""

    __tablename__ = "checks"
    owner = DIRECT
    __table_args__ = (Index("checks_of_commune", "commune_id", "id"), Index("checks_of_figure", "figure_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    figure_id: Mapped[int] = mapped_column(ForeignKey("figures.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))  # that gave the figure
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("draws.id"))
    value: Mapped[Decimal | None] = mapped_column(Micro)
    choice: Mapped[str | None]
    found: Mapped[Decimal | None] = mapped_column(Micro)
    found_choice: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(default=OPEN)
    way: Mapped[str] = mapped_column(default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    due_on: Mapped[date]  # the last day on which it counts
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(default="")  # the unit's: which number stands
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    figure: Mapped[Figure] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True, foreign_keys=[unit_id])


def of_period(session: Session, period_id: int) -> Draw | None:
    """A week's lot."""
    return session.scalar(select(Draw).where(Draw.period_id == period_id))


def newest(session: Session, commune_id: int) -> Draw | None:
    """The newest lot."""
    return session.scalars(select(Draw).where(Draw.commune_id == commune_id).order_by(Draw.id.desc()).limit(1)).first()


def of_draw(session: Session, draw_id: int) -> Sequence[Check]:
    """The figures of a lot, in the order of drawing."""
    return session.scalars(select(Check).where(Check.draw_id == draw_id).order_by(Check.id)).all()


def waiting(session: Session, commune_id: int, today: date) -> Sequence[Check]:
    """What was drawn and may still be checked so that it counts."""
    query = select(Check).where(
        Check.commune_id == commune_id, Check.draw_id.is_not(None), Check.outcome == OPEN, Check.due_on >= today
    )
    return session.scalars(query.order_by(Check.id)).all()


class Tally(NamedTuple):
    """Of the figures that were drawn: how many were found right and wrong within their days, and how many were not."""

    right: int
    wrong: int
    late: int


def tally(session: Session, commune_id: int, until: date, zone: tzinfo) -> Tally:
    """By what was known at the end of a day. What could not be told, or too late, is in neither of the first two."""
    rows = session.scalars(select(Check).where(Check.commune_id == commune_id, Check.draw_id.is_not(None))).all()
    counted = {RIGHT: 0, WRONG: 0}
    late = 0
    for row in rows:
        on = row.checked_at.astimezone(zone).date() if row.checked_at is not None else None
        if on is not None and on <= min(until, row.due_on) and row.outcome in counted:
            counted[row.outcome] += 1
        elif row.due_on < until:
            late += 1
    return Tally(counted[RIGHT], counted[WRONG], late)


def since(session: Session, commune_id: int, day: date) -> Sequence[Check]:
    """The log: what was checked or drawn since a day, the newest first."""
    query = select(Check).where(Check.commune_id == commune_id, Check.due_on >= day)
    return session.scalars(query.order_by(Check.id.desc())).all()


def count_of(session: Session, person_id: int) -> int:
    """How many checks somebody has made."""
    return session.scalar(select(func.count(Check.id)).where(Check.person_id == person_id)) or 0


def forget_person(session: Session, person_id: int) -> None:
    """What was found stays; who found it does not."""
    session.execute(
        update(Check).where(Check.person_id == person_id).values(person_id=None),
        execution_options={"synchronize_session": "fetch"},
    )
