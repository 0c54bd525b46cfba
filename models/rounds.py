"""Rounds (đợt thi đua): what is counted for how long, whose start and goal, and the table that stood at the end.

A round is a draft until it is opened, then open until its table is frozen, then closed; or dropped, with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import Base, Micro, Moment, values_of
from models.ownership import DIRECT, ByParent
from models.units import Unit


class State(StrEnum):
    """Where a round is. Whether an open one still runs, or waits for late figures, follows from its days."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"  # its table is frozen
    DROPPED = "dropped"


class Goal(StrEnum):
    """What the number of a goal means."""

    VALUE = "value"  # to be reached
    GROWTH = "growth"  # to be added since the start
    PER_HUNDRED = "per hundred"  # to be added for each hundred households
    TARGET = "target"  # each unit's own target of the year


class Round(Base):
    """One round. `first` and `last` are its days, `closes_at` the moment after which no figure is late but counted.

    `told` are the notices that went out; `result` is the frozen table (`reports.round_table.RoundTable`).
    """

    __tablename__ = "rounds"
    owner = DIRECT
    __table_args__ = (Index("rounds_of_commune", "commune_id", "state"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    paper: Mapped[str]  # its number and date, "" where none was said
    audience: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[State] = mapped_column(values_of(State))
    why: Mapped[str]  # of dropping it
    first: Mapped[date | None]
    last: Mapped[date | None]
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime | None] = mapped_column(Moment)  # opened, ended early or dropped; None of a draft
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    told: Mapped[list[str]] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    measures: Mapped[list[RoundMeasure]] = relationship(order_by="RoundMeasure.id", back_populates="round")

    @property
    def days(self) -> tuple[date, date]:
        """Of a round that is more than a draft."""
        assert self.first is not None and self.last is not None
        return self.first, self.last


class RoundMeasure(Base):
    """What a round counts: a measure of the campaign by its id, or, where that is "", one of the round's own.

    Of its own: `what` is counted in `unit`, as it stands now or what was added; `most` is the largest sensible value.
    """

    __tablename__ = "round_measures"
    owner = ByParent("round_id")
    # The id of one that was given up names no other's figures.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    measure: Mapped[str]
    what: Mapped[str]
    unit: Mapped[str]
    is_level: Mapped[bool]
    most: Mapped[Decimal | None] = mapped_column(Micro)
    goal_kind: Mapped[Goal | None] = mapped_column(values_of(Goal))
    goal: Mapped[Decimal | None] = mapped_column(Micro)
    own_goals: Mapped[dict[str, str] | None] = mapped_column(JSON)  # of single units, by id: as `goal`, with its kind
    round: Mapped[Round] = relationship(back_populates="measures")

    @property
    def is_own(self) -> bool:
        return not self.measure

    @property
    def key(self) -> str:
        """The id under which its figures stand: «XH1», or «D7» of a round's own."""
        return self.measure or f"D{self.id}"


class RoundUnit(Base):
    """A unit in a round: what it had when the round began, and what it is to reach, in the measure's unit.

    `start_over` is the denominator of a share; no start: none was known. `goal` is None where nothing tells it.
    """

    __tablename__ = "round_units"
    owner = ByParent("round_id")
    __table_args__ = (UniqueConstraint("measure_id", "unit_id"), Index("round_units_of_unit", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("round_measures.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    start: Mapped[Decimal | None] = mapped_column(Micro)
    start_over: Mapped[Decimal | None] = mapped_column(Micro)
    start_day: Mapped[date | None]
    goal: Mapped[Decimal | None] = mapped_column(Micro)
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


def of_state(session: Session, commune_id: int, *states: State) -> Sequence[Round]:
    """A commune's rounds in these states, the newest first."""
    query = select(Round).where(Round.commune_id == commune_id, Round.state.in_(states))
    return session.scalars(query.order_by(Round.id.desc())).all()


def units_of(session: Session, round_id: int) -> Sequence[RoundUnit]:
    """The units of a round, each once a measure, in the order in which they were put in."""
    return session.scalars(select(RoundUnit).where(RoundUnit.round_id == round_id).order_by(RoundUnit.id)).all()


def own_measures(session: Session, commune_id: int) -> Sequence[RoundMeasure]:
    """The measures of their own of all rounds that were opened and not dropped: their figures keep their names."""
    query = (
        select(RoundMeasure)
        .join(Round, Round.id == RoundMeasure.round_id)
        .where(Round.commune_id == commune_id, Round.state.in_((State.OPEN, State.CLOSED)), RoundMeasure.measure == "")
    )
    return session.scalars(query.order_by(RoundMeasure.id)).all()


def asked_of(session: Session, unit_ids: Collection[int], first: date, last: date) -> list[tuple[int, RoundMeasure]]:
    """The own measures that units are asked between two days, each with the unit: of rounds that are open then."""
    query = (
        select(RoundUnit.unit_id, RoundMeasure)
        .join(RoundMeasure, RoundMeasure.id == RoundUnit.measure_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .where(
            RoundUnit.unit_id.in_(unit_ids),
            RoundMeasure.measure == "",
            Round.state == State.OPEN,
            Round.first <= last,
            Round.last >= first,
        )
    )
    return [(unit_id, one) for unit_id, one in session.execute(query.order_by(RoundMeasure.id))]


def live_units(session: Session, commune_id: int, day: date) -> dict[int, list[Round]]:
    """The open rounds that each unit of a commune is in on a day."""
    query = (
        select(Round.id, RoundUnit.unit_id)
        .join(RoundUnit, RoundUnit.round_id == Round.id)
        .where(Round.commune_id == commune_id, Round.state == State.OPEN, Round.first <= day, Round.last >= day)
        .distinct()
    )
    found: dict[int, list[Round]] = {}
    for round_id, unit_id in session.execute(query):
        found.setdefault(unit_id, []).append(session.get_one(Round, round_id))
    return found


def goal_of(session: Session, measure_id: int, unit_id: int) -> Decimal | None:
    """What a unit is to reach, or add, in one measure of a round; None where it did not enter, or nothing tells it."""
    query = select(RoundUnit.goal).where(RoundUnit.measure_id == measure_id, RoundUnit.unit_id == unit_id)
    return session.scalar(query)


def with_open(session: Session) -> set[int]:
    """The communes that have an open round."""
    return set(session.scalars(select(Round.commune_id).where(Round.state == State.OPEN).distinct()))


def drop_draft(session: Session, draft: Round) -> None:
    """A draft is given up: nothing of it stays."""
    session.execute(delete(RoundMeasure).where(RoundMeasure.round_id == draft.id))
    session.delete(draft)
    session.flush()


def purge(session: Session, commune_id: int, drafts: datetime) -> int:
    """Drafts from before an instant that were never opened; returns how many went. What was opened stays."""
    old = session.scalars(
        select(Round).where(Round.commune_id == commune_id, Round.state == State.DRAFT, Round.drafted_at < drafts)
    ).all()
    for draft in old:
        drop_draft(session, draft)
    return len(old)


def count_of(session: Session, person_id: int) -> int:
    """How many rounds somebody has opened."""
    mine = (Round.author_id == person_id, Round.state != State.DRAFT)
    return session.scalar(select(func.count(Round.id)).where(*mine)) or 0
