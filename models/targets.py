"""Dated targets of the commune and of its units: recorded one after the other, with who set them and by what paper.

Weeks that are frozen keep the target they were judged by: a record holds from its day, or the first day after them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign.facts import UnitTarget
from models import campaign_overrides
from models.database import Base, Micro, Moment
from models.ownership import ByParent
from models.units import Unit

ASSIGNED, PLEDGED = "assigned", "pledged"
KINDS = (ASSIGNED, PLEDGED)


class Target(Base):
    """What one unit, or the commune itself, is to reach in one measure in one year, from `valid_from` on.

    `kind` says whether it was set by a decision or pledged by the unit itself; `holds_from` is the first day on which
    it judges.
    """

    __tablename__ = "targets"
    owner = ByParent("unit_id")
    __table_args__ = (Index("targets_of_unit", "unit_id", "measure", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Micro)
    valid_from: Mapped[date]
    source: Mapped[str]
    kind: Mapped[str]
    decision: Mapped[str]  # the paper's number, "" where none was said
    holds_from: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the command line
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)  # None: before authors were kept


@dataclass(frozen=True, slots=True)
class Wanted:
    """A target to be recorded."""

    measure: str
    unit_id: int
    year: int
    value: Decimal
    valid_from: date
    kind: str = ASSIGNED
    decision: str = ""
    source: str = ""


def record(
    session: Session, commune_id: int, wanted: Wanted, at: datetime, person_id: int | None
) -> tuple[Target | None, Target]:
    """The newest earlier record of the same unit, measure, year and kind, and the new one.

    What says nothing new is not recorded again: then both are the same.
    """
    query = select(Target).where(
        Target.measure == wanted.measure,
        Target.unit_id == wanted.unit_id,
        Target.year == wanted.year,
        Target.kind == wanted.kind,
    )
    before = session.scalars(query.order_by(Target.holds_from.desc(), Target.id.desc())).first()
    same = session.scalars(query.where(Target.valid_from == wanted.valid_from).order_by(Target.id.desc())).first()
    if same is not None and (same.value, same.decision) == (wanted.value, wanted.decision):
        return same, same
    frozen = campaign_overrides.frozen_stretches(session, commune_id, wanted.valid_from, None)
    holds_from = max([wanted.valid_from, *(last + timedelta(days=1) for _, last in frozen)])
    made = Target(
        measure=wanted.measure,
        unit_id=wanted.unit_id,
        year=wanted.year,
        value=wanted.value,
        valid_from=wanted.valid_from,
        source=wanted.source,
        kind=wanted.kind,
        decision=wanted.decision,
        holds_from=holds_from,
        person_id=person_id,
        recorded_at=at,
    )
    session.add(made)
    session.flush()
    return before, made


_OF_COMMUNE = (
    select(Target.measure, Target.unit_id, Target.year, Target.value, Target.holds_from, Target.kind, Target.id)
    .join(Unit)
    .where((Unit.commune_id == bindparam("commune")) | (Unit.id == bindparam("commune")))
    .order_by(Target.id)
)


def of_commune(session: Session, commune_id: int) -> tuple[UnitTarget, ...]:
    """The commune's and every unit's targets, as the rules see them."""
    rows = session.execute(_OF_COMMUNE, {"commune": commune_id})
    return tuple(
        UnitTarget(measure, unit, year, value, since, kind == PLEDGED, number)
        for measure, unit, year, value, since, kind, number in rows
    )


def newest_of_year(session: Session, commune_id: int, year: int) -> list[Target]:
    """The newest record of each measure, unit and kind in a year, in the order of measures and units."""
    mine = (Unit.commune_id == commune_id) | (Unit.id == commune_id)
    query = select(Target).join(Unit).where(mine, Target.year == year)
    rows = session.scalars(query.order_by(Target.measure, Unit.code, Target.kind, Target.holds_from, Target.id))
    return list({(row.measure, row.unit_id, row.kind): row for row in rows}.values())
