"""Who gave a unit's figures, where two people answer for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.figures import Figure, Revision
from models.people import Person

# One for the figures of a report and each of their authors, put together once: every typed answer asks it.
_AUTHORS = (
    select(Figure.measure, Figure.input, Revision.person_id, func.min(Revision.recorded_at))
    .join(Revision, Revision.figure_id == Figure.id)
    .where(Figure.period_id == bindparam("period"), Figure.reporter_id == bindparam("unit"))
    .group_by(Figure.measure, Figure.input, Revision.person_id)
)


def given_by_others(session: Session, unit_id: int, period_id: int, person_id: int) -> dict[str, datetime]:
    """The figures of a report ("KT1a.area") that another than this person gave first, and when they were recorded."""
    first: dict[str, tuple[datetime, int | None]] = {}
    for measure, input_key, author, at in session.execute(_AUTHORS, {"period": period_id, "unit": unit_id}):
        key = f"{measure}.{input_key}"
        if key not in first or at < first[key][0]:
            first[key] = at, author
    return {key: at for key, (at, author) in first.items() if author != person_id}


def others(session: Session, figure_id: int, person_id: int) -> Sequence[Person]:
    """Everybody but this person who has given or changed a figure, in the order in which they came into the commune."""
    gave = select(Revision.person_id).where(Revision.figure_id == figure_id, Revision.person_id != person_id)
    return session.scalars(select(Person).where(Person.id.in_(gave)).order_by(Person.id)).all()
