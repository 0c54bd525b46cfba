"""What each unit has pledged for a year, line by line: prefilled, agreed to by the unit, signed; with every change.

A line with a measure is also a *pledged* target once the unit has agreed (`models.targets`); that is what judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import Base, Micro, Moment
from models.ownership import ByParent
from models.units import Unit

PROPOSED, AGREED, SIGNED = "proposed", "agreed", "signed"
ASKED, MADE, REFUSED = "asked", "made", "refused"  # of a change


class Pledge(Base):
    """One unit's pledge for one year. Nobody has to make one: `put_off_at` says that the unit has answered «để sau»."""

    __tablename__ = "pledges"
    owner = ByParent("unit_id")
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    state: Mapped[str] = mapped_column(default=PROPOSED)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    put_off_at: Mapped[datetime | None] = mapped_column(Moment)
    agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # of the unit, or the officer who was called
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # the officer who has the signed paper
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list[PledgeLine]] = relationship(
        lazy="selectin", order_by="PledgeLine.position", cascade="all, delete-orphan"
    )

    def line(self, position: int) -> PledgeLine | None:
        """A line by its number."""
        return next((one for one in self.lines if one.position == position), None)

    @property
    def is_agreed(self) -> bool:
        """Whether the unit has taken it, signed or not."""
        return self.state != PROPOSED

    @property
    def kept(self) -> list[PledgeLine]:
        """The lines that the unit takes part in."""
        return [one for one in self.lines if one.counts]


class PledgeLine(Base):
    """A measure with its figures, or `text` of the unit's own. `value` is what is pledged now, None for nothing."""

    __tablename__ = "pledge_lines"
    owner = ByParent("pledge_id")
    __table_args__ = (UniqueConstraint("pledge_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledges.id"))
    position: Mapped[int]  # from 1
    measure: Mapped[str]  # "" of a line in words
    text: Mapped[str]
    last_value: Mapped[Decimal | None] = mapped_column(Micro)  # of the year before, None where nothing is known
    last_on: Mapped[date | None]
    is_doubtful: Mapped[bool] = mapped_column(default=False, server_default=false())  # the year before's, in part
    commune_target: Mapped[Decimal | None] = mapped_column(Micro)  # where it holds for each unit too
    people: Mapped[Decimal | None] = mapped_column(Micro)  # of whom a share is taken
    proposed: Mapped[Decimal | None] = mapped_column(Micro)
    value: Mapped[Decimal | None] = mapped_column(Micro)
    changes: Mapped[list[PledgeChange]] = relationship(
        lazy="selectin", order_by="PledgeChange.id", cascade="all, delete-orphan"
    )

    @property
    def counts(self) -> bool:
        return bool(self.text) or self.value is not None


class PledgeChange(Base):
    """That a line was changed, or is to be: after the signing an officer has to consent. Both values stay.

    Of the unit's own line the words; `old_text` is "" where there was none.
    """

    __tablename__ = "pledge_changes"
    owner = ByParent("line_id")
    __table_args__ = (Index("pledge_changes_of_line", "line_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("pledge_lines.id"))
    old: Mapped[Decimal | None] = mapped_column(Micro)
    new: Mapped[Decimal | None] = mapped_column(Micro)
    old_text: Mapped[str | None]
    new_text: Mapped[str | None]
    state: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


def of_unit(session: Session, unit_id: int, year: int) -> Pledge | None:
    """A unit's pledge for a year."""
    return session.scalars(select(Pledge).where(Pledge.unit_id == unit_id, Pledge.year == year)).one_or_none()


def of_year(session: Session, commune_id: int, year: int) -> Sequence[Pledge]:
    """All pledges of a year, villages first as in every list."""
    query = select(Pledge).join(Unit).where(Unit.commune_id == commune_id, Pledge.year == year)
    return session.scalars(query.order_by(Unit.kind.desc(), Unit.code)).all()


def pledge_of(session: Session, change: PledgeChange) -> tuple[Pledge, PledgeLine]:
    """What a change is of."""
    line = session.get_one(PledgeLine, change.line_id)
    return session.get_one(Pledge, line.pledge_id), line


def years_of_person(session: Session, person_id: int) -> Sequence[int]:
    """The years for which somebody has agreed to a pledge."""
    query = select(Pledge.year).where(Pledge.agreed_by == person_id).distinct()
    return session.scalars(query.order_by(Pledge.year)).all()


def forget_person(session: Session, person_id: int) -> None:
    """The pledge is the unit's and stays; who has agreed to it, and who has asked for a change, does not."""
    for pledge in session.scalars(select(Pledge).where(Pledge.agreed_by == person_id)):
        pledge.agreed_by = None
    for change in session.scalars(select(PledgeChange).where(PledgeChange.person_id == person_id)):
        change.person_id = None


def opened(session: Session, year: int) -> set[int]:
    """The communes of the session that have opened the pledges of a year."""
    query = select(Unit.commune_id).join(Pledge, Pledge.unit_id == Unit.id).where(Pledge.year == year)
    return {commune_id for commune_id in session.scalars(query.distinct()) if commune_id is not None}
