"""Mergers, splits and new names of units: dated events with the paper behind them, and whether they were followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import DIRECT

MERGE, SPLIT, RENAME = "merge", "split", "rename"
KINDS = (MERGE, SPLIT, RENAME)


class UnitChange(Base):
    """One event. `before` and `after` are units by code, `new` what the units after it are called and count.

    Proposed until `recorded_at`; from `holds_from` on it counts, the first day that no posted week has; `followed_at`
    is when people and open reports went over, `told_at` when they heard of it.
    """

    __tablename__ = "unit_changes"
    owner = DIRECT
    # No number is given twice: the button of an event that is gone must not mean another one.
    __table_args__ = (Index("unit_changes_of_commune", "commune_id", "on_day"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[str]
    on_day: Mapped[date]
    holds_from: Mapped[date]
    decision: Mapped[str]  # the paper's number, "" where none was said
    before: Mapped[list[str]] = mapped_column(JSON)
    after: Mapped[list[str]] = mapped_column(JSON)
    new: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the command line
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    followed_at: Mapped[datetime | None] = mapped_column(Moment)
    told_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def names(self) -> list[str]:
        """What the units after it are called."""
        return [str(one["name"]) for one in self.new]


def recorded(session: Session, commune_id: int) -> Sequence[UnitChange]:
    """Every event of a commune that was confirmed, in the order of their days."""
    query = select(UnitChange).where(UnitChange.commune_id == commune_id, UnitChange.recorded_at.is_not(None))
    return session.scalars(query.order_by(UnitChange.holds_from, UnitChange.id)).all()


def due(session: Session, commune_id: int, day: date) -> Sequence[UnitChange]:
    """The events whose day has come and whose people and reports have not gone over, or have not heard of it."""
    query = select(UnitChange).where(
        UnitChange.commune_id == commune_id,
        UnitChange.recorded_at.is_not(None),
        UnitChange.holds_from <= day,
        UnitChange.told_at.is_(None),
    )
    return session.scalars(query.order_by(UnitChange.holds_from, UnitChange.id)).all()


def with_due(session: Session, day: date) -> set[int]:
    """The communes that have such an event."""
    query = select(UnitChange.commune_id).where(
        UnitChange.recorded_at.is_not(None), UnitChange.holds_from <= day, UnitChange.told_at.is_(None)
    )
    return set(session.scalars(query.distinct()))


def forget_proposed(session: Session, commune_id: int) -> None:
    """What was proposed and never confirmed goes: a new proposal takes its place."""
    session.execute(delete(UnitChange).where(UnitChange.commune_id == commune_id, UnitChange.recorded_at.is_(None)))


def earlier_names(session: Session, commune_id: int, day: date) -> dict[str, str]:
    """What units were called on a day, by code, where they are called otherwise by now or will be."""
    query = select(UnitChange).where(
        UnitChange.commune_id == commune_id, UnitChange.kind == RENAME, UnitChange.recorded_at.is_not(None)
    )
    found: dict[str, str] = {}
    for one in session.scalars(query.order_by(UnitChange.holds_from.desc(), UnitChange.id.desc())):
        if one.holds_from > day:
            if one.followed_at is not None:
                found[one.before[0]] = str(one.new[0]["old_name"])
        elif one.followed_at is None:
            found.setdefault(one.before[0], one.names[0])
    return found
