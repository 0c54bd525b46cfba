"""What a commune's officer has settled while taking up the program, where the other tables do not tell it.

That there are units, people or a group is seen by looking; that the shipped campaign is kept as it is, is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment, values_of
from models.ownership import DIRECT


class State(StrEnum):
    """How a step was settled."""

    DONE = "done"
    SKIPPED = "skipped"  # there is nothing to enter: no opening figures, no targets of single units
    ASKED = "asked"  # a rehearsal is to be played, beside the turns
    FAILED = "failed"  # it could not be played; asking again tries again


class SetupStep(Base):
    """One step of a commune's setup, by whom and when; settled anew, the row is renewed and the audit keeps both."""

    __tablename__ = "setup_steps"
    owner = DIRECT
    __table_args__ = (UniqueConstraint("commune_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    step: Mapped[str]
    state: Mapped[State] = mapped_column(values_of(State))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the program itself
    settled_at: Mapped[datetime] = mapped_column(Moment)


def of_commune(session: Session, commune_id: int) -> dict[str, State]:
    """How each step was settled; a step that was not is left out."""
    query = select(SetupStep).where(SetupStep.commune_id == commune_id)
    return {one.step: one.state for one in session.scalars(query)}


def find(session: Session, commune_id: int, step: str) -> SetupStep | None:
    query = select(SetupStep).where(SetupStep.commune_id == commune_id, SetupStep.step == step)
    return session.scalars(query).one_or_none()


def waiting(session: Session, step: str) -> Sequence[SetupStep]:
    """The rows of every commune in which a step was asked for and not done yet."""
    query = select(SetupStep).where(SetupStep.step == step, SetupStep.state == State.ASKED)
    return session.scalars(query.order_by(SetupStep.settled_at)).all()
