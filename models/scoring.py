"""The commune's scheme of points for a year, and what each unit was shown of its own row, with its objection.

Who voted how, and how many, is stored nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import UNSEEN, Base, Micro, Moment
from models.ownership import DIRECT, ByParent
from models.units import Unit


class ScoreScheme(Base):
    """One version; the newest of a year counts. `criteria` are what `services.scoring.Criterion` reads."""

    __tablename__ = "score_schemes"
    owner = DIRECT
    __table_args__ = (Index("score_schemes_of_commune", "commune_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    total: Mapped[Decimal] = mapped_column(Micro)
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ScoreRow(Base):
    """A unit's own row as it was shown to it: `told` are its lines. `objection` is its one message, "" for none."""

    __tablename__ = "score_rows"
    owner = ByParent("unit_id")
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("score_schemes.id"))
    told: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    told_at: Mapped[datetime] = mapped_column(Moment)
    objection: Mapped[str]
    objected_at: Mapped[datetime | None] = mapped_column(Moment)
    objected_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


def scheme_of(session: Session, commune_id: int, year: int) -> ScoreScheme | None:
    """The newest version of a year."""
    query = select(ScoreScheme).where(ScoreScheme.commune_id == commune_id, ScoreScheme.year == year)
    return session.scalars(query.order_by(ScoreScheme.id.desc()).limit(1)).first()


def rows_of(session: Session, commune_id: int, year: int) -> Sequence[ScoreRow]:
    """What units of a commune were shown for a year."""
    query = select(ScoreRow).join(Unit).where(Unit.commune_id == commune_id, ScoreRow.year == year)
    return session.scalars(query.order_by(Unit.kind.desc(), Unit.code)).all()


def row_of(session: Session, unit_id: int, year: int) -> ScoreRow | None:
    return session.scalars(select(ScoreRow).where(ScoreRow.unit_id == unit_id, ScoreRow.year == year)).one_or_none()


def objections_of(session: Session, person_id: int) -> int:
    """How many objections of somebody's are kept."""
    return session.scalar(select(func.count(ScoreRow.id)).where(ScoreRow.objected_by == person_id)) or 0


def forget_person(session: Session, person_id: int) -> None:
    """What a unit objects is the unit's and stays until its purge; who wrote it does not."""
    fetched = {"synchronize_session": "fetch"}
    mine = update(ScoreRow).where(ScoreRow.objected_by == person_id)
    session.execute(mine.values(objected_by=None), execution_options=fetched)


def purge(session: Session, commune_id: int, before: datetime) -> int:
    """Rows that were shown before an instant, with their objections."""
    theirs = select(Unit.id).where(Unit.commune_id == commune_id)
    old = delete(ScoreRow).where(ScoreRow.unit_id.in_(theirs), ScoreRow.told_at < before)
    return int(session.execute(old, execution_options=UNSEEN).rowcount)  # type: ignore[attr-defined]  # a DELETE's result always has it
