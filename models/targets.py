"""Targets given to single units, each valid from a day; the commune's own stand in the campaign file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign.facts import UnitTarget
from models.database import Base, Micro
from models.ownership import ByParent
from models.units import Unit


class Target(Base):
    """What one unit is to reach in one measure in one year, from `valid_from` on."""

    __tablename__ = "targets"
    owner = ByParent("unit_id")
    __table_args__ = (UniqueConstraint("measure", "unit_id", "year", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Micro)
    valid_from: Mapped[date]
    source: Mapped[str]


def of_commune(session: Session, commune_id: int) -> tuple[UnitTarget, ...]:
    """Every unit's targets in a commune, as the rules see them."""
    query = select(Target).join(Unit).where(Unit.commune_id == commune_id).order_by(Target.id)
    return tuple(
        UnitTarget(row.measure, row.unit_id, row.year, row.value, row.valid_from) for row in session.scalars(query)
    )
