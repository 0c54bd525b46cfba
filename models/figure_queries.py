"""Questions about figures: who gave them, what waits for an officer, an input's past, a figure's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import (
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import Session

from campaign.facts import Fact
from models import scope
from models.figures import CONFIRMED, Figure, Revision
from models.prepared import Prepared
from models.units import Unit

_BY_SUBJECT = scope.by_key(subject="units")


def newest_first(session: Session, unit_id: int, period_id: int, person_id: int) -> Sequence[Figure]:
    """The figures of a report that a person gave or changed, the last one first."""
    query = (
        select(Figure)
        .join(Revision, Revision.figure_id == Figure.id)
        .where(Figure.period_id == period_id, Figure.reporter_id == unit_id, Revision.person_id == person_id)
        .order_by(Revision.id.desc())
    )
    return session.scalars(query).unique().all()


def said_in(session: Session, bot: str, person_id: int, message_id: str) -> Sequence[Figure]:
    """The figures that a message of a person to a bot gave: the platform numbers messages for each bot anew."""
    query = (
        select(Figure)
        .join(Revision, Revision.figure_id == Figure.id)
        .where(Revision.bot == bot, Revision.person_id == person_id, Revision.message_id == message_id)
        .order_by(Figure.id)
    )
    return session.scalars(query).unique().all()


def of_measures(session: Session, subject_ids: Sequence[int], measures: Sequence[str]) -> Sequence[Figure]:
    """Every figure about some units in some measures."""
    query = select(Figure).where(Figure.subject_id.in_(subject_ids), Figure.measure.in_(measures))
    return session.scalars(query).all()


def revisions(session: Session, figure_id: int) -> Sequence[Revision]:
    """Every writing of a figure, the first one first."""
    return session.scalars(select(Revision).where(Revision.figure_id == figure_id).order_by(Revision.id)).all()


def last_words(session: Session, figure_id: int) -> str:
    """The words of the newest revision that gave it."""
    is_given = (Revision.figure_id == figure_id, Revision.reason != CONFIRMED)
    query = select(Revision.words).where(*is_given).order_by(Revision.id.desc())
    return session.scalar(query.limit(1)) or ""


_PAST = (
    select(Figure)
    .where(
        Figure.subject_id == bindparam("subject"),
        Figure.measure == bindparam("measure"),
        Figure.input == bindparam("input"),
        Figure.on_day < bindparam("day"),
    )
    .order_by(Figure.on_day.desc())
    .limit(60)
    .execution_options(**_BY_SUBJECT)
)
_TOLD = Prepared(_PAST.with_only_columns(Figure.on_day, Figure.value, Figure.period_id))


def openings(session: Session, commune_id: int) -> Sequence[Figure]:
    """Every opening figure of a commune, measure by measure, in the order of the units and days."""
    query = select(Figure).join(Unit, Unit.id == Figure.subject_id)
    query = query.where(Figure.commune_id == commune_id, Figure.period_id.is_(None))
    return session.scalars(query.order_by(Figure.measure, Figure.input, Unit.code, Figure.on_day)).all()


def marked(session: Session, period_id: int) -> Sequence[tuple[Figure, Unit]]:
    """The figures of a period that wait for an officer's look, with the unit they are about."""
    query = (
        select(Figure, Unit)
        .join(Unit, Unit.id == Figure.subject_id)
        .where(Figure.period_id == period_id, Figure.mark != "")
        .order_by(Unit.code, Figure.id)
    )
    return [(figure, unit) for figure, unit in session.execute(query)]


def past(session: Session, subject_id: int, measure: str, input_key: str, before: date) -> Sequence[Figure]:
    """The figures of one input dated before a day, newest first, as far back as a year's weeks go."""
    named = {"subject": subject_id, "measure": measure, "input": input_key, "day": before}
    return session.scalars(_PAST, named).all()


class Told(NamedTuple):
    """A figure of the past as plausibility looks at it."""

    on_day: date
    value: Decimal | None
    period_id: int | None


def told(session: Session, subject_id: int, measure: str, input_key: str, before: date) -> Sequence[Told]:
    """The same as `past`, without the session's bookkeeping: every figure that is given is held against them.

    What a turn has written itself is of the day, not of a day before it.
    """
    named = {"subject": subject_id, "measure": measure, "input": input_key, "day": before}
    return [Told._make(row) for row in _TOLD.rows(session, named, after_flush=False)]


def has_opening(session: Session, commune_id: int) -> bool:
    """Whether any figure stands that belongs to no week: a baseline, a total so far, last year's."""
    query = select(Figure.id).where(Figure.commune_id == commune_id, Figure.period_id.is_(None)).limit(1)
    return session.scalar(query) is not None


def count_yes(session: Session, measure: str, input_key: str, subject_ids: Sequence[int], on_day: date) -> int:
    """How many of the given units have a yes on a day."""
    query = select(func.count(Figure.id)).where(
        Figure.measure == measure,
        Figure.input == input_key,
        Figure.subject_id.in_(subject_ids),
        Figure.on_day == on_day,
        Figure.value > 0,
    )
    return session.scalar(query) or 0


def facts(session: Session, commune_id: int, until: date) -> tuple[Fact, ...]:
    """Every figure of a commune up to a day, as the rules see it; `history.facts` reads those alone that they need."""
    query = select(Figure).where(Figure.commune_id == commune_id, Figure.on_day <= until)
    return tuple(row.fact() for row in session.scalars(query.order_by(Figure.on_day, Figure.id)))
