"""Who gave a unit's figures, where two people answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.figures import Figure, Revision
from models.people import Person
from models.prepared import Prepared
from models.read_ahead import ReadAhead

# One for the figures of a report and each of their authors, put together once: every typed answer asks it.
_AUTHORS_OF_ALL = (
    select(Figure.reporter_id, Figure.measure, Figure.input, Revision.person_id, func.min(Revision.recorded_at))
    .join(Revision, Revision.figure_id == Figure.id)
    .where(Figure.period_id == bindparam("period"))
    .group_by(Figure.reporter_id, Figure.measure, Figure.input, Revision.person_id)
)
_AUTHORS = _AUTHORS_OF_ALL.where(Figure.reporter_id.in_(bindparam("units", expanding=True)))
_AUTHORS_OF_ONE = Prepared(_AUTHORS_OF_ALL.where(Figure.reporter_id == bindparam("unit")))


Authors = Mapping[str, Mapping[int | None, datetime]]  # by "KT1a.area": who has given it, and when for the first time

_AHEAD: ReadAhead[tuple[int, int], Authors] = ReadAhead()


def of_report(session: Session, unit_id: int, period_id: int) -> Authors:
    """Who has given or changed the figures of a report."""

    def look_up() -> Authors:
        found = _AUTHORS_OF_ONE.rows(session, {"period": period_id, "unit": unit_id})
        return _by_unit([unit_id], found)[unit_id]

    return _AHEAD.take(session, (unit_id, period_id), look_up)


def read_ahead(session: Session, unit_ids: Sequence[int], period_id: int) -> None:
    """The same of the reports of several units, for turns to come."""
    found = session.execute(_AUTHORS, {"period": period_id, "units": unit_ids})
    for unit_id, authors in _by_unit(unit_ids, found).items():
        _AHEAD.keep(session, (unit_id, period_id), authors)


def _by_unit(unit_ids: Sequence[int], found: Iterable[Sequence[Any]]) -> dict[int, Authors]:
    authors: dict[int, dict[str, dict[int | None, datetime]]] = {unit_id: {} for unit_id in unit_ids}
    for unit_id, measure, input_key, author, at in found:
        authors[unit_id or 0].setdefault(f"{measure}.{input_key}", {})[author] = at
    return dict(authors)


def given_by_others(authors: Authors, person_id: int) -> dict[str, datetime]:
    """The figures that another than this person gave first, and when they were recorded."""
    first = {key: min(gave.items(), key=lambda one: one[1]) for key, gave in authors.items()}
    return {key: at for key, (author, at) in first.items() if author != person_id}


def has_written(session: Session, person_id: int) -> bool:
    """Whether a person has given any figure."""
    return session.scalar(select(Revision.id).where(Revision.person_id == person_id).limit(1)) is not None


_OTHERS = (
    select(Person)
    .where(
        Person.id.in_(
            select(Revision.person_id).where(
                Revision.figure_id == bindparam("figure"), Revision.person_id != bindparam("person")
            )
        )
    )
    .order_by(Person.id)
)


def others(session: Session, figure_id: int, person_id: int) -> Sequence[Person]:
    """Everybody but this person who has given or changed a figure, in the order in which they came into the commune."""
    return session.scalars(_OTHERS, {"figure": figure_id, "person": person_id}).all()
