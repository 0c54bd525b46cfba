"""The newest figure of every input of some units by a day, found without reading what is older.

A walk along the index of subject, measure, input and day, backwards: from the newest figure of one input the next step
is the newest of the input before it. So it takes as many steps as a unit has inputs, however many years it has told of
them; a GROUP BY reads all of them. SQLite and PostgreSQL take the same steps, through the same index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    any_,
    bindparam,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from models import scope
from models.figures import Figure
from models.prepared import Prepared
from models.units import Unit

SUBJECTS = Unit.id.in_(bindparam("subjects", expanding=True))
ONE_SUBJECT = Unit.id == bindparam("subjects")
_DAY: ColumnElement[Any] = bindparam("day", type_=Figure.on_day.type)
_Next, _Here = aliased(Figure), aliased(Figure)


class Statement:
    """What is read of the figures whose ids a walk finds, put together once for each database."""

    def __init__(self, columns: Sequence[Any], ids: Callable[[], Select[Any]]) -> None:
        found = select(*columns).execution_options(**scope.by_key(subjects="units"))
        self.on_sqlite = found.where(Figure.id.in_(ids()))
        # Of an array its planner expects few ids, and goes to the figures by them; for IN it reads all and hashes them.
        listed = func.array(ids().scalar_subquery(), type_=ARRAY(Integer()))
        self.on_postgresql = found.where(Figure.id == any_(listed))

    def on(self, session: Session) -> Select[Any]:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        return self.on_sqlite if is_sqlite else self.on_postgresql


def around_one(columns: Sequence[Any]) -> Prepared:
    """What `around` finds for one subject (`subjects` is its id), for every answer."""
    both = Statement(columns, lambda: around(ONE_SUBJECT))
    return Prepared(both.on_sqlite, on_postgresql=both.on_postgresql)


def named(subject_ids: Sequence[int], day: date) -> dict[str, Any]:
    """What a statement is executed with."""
    return {"subjects": list(subject_ids), "day": day}


def before(subjects: ColumnElement[bool] = SUBJECTS) -> Select[Any]:
    """The ids of the newest figures before the day, in whatever state."""
    return select(_walk(_Next.on_day < _DAY, subjects).c.id)


def around(subjects: ColumnElement[bool] = SUBJECTS) -> Select[Any]:
    """The same, and those of the figures on the day itself."""
    walk = _walk(_Next.on_day <= _DAY, subjects)
    is_present = _of(walk, _Here.on_day) == _DAY
    same = (_Next.measure == _of(walk, _Here.measure), _Next.input == _of(walk, _Here.input), _Next.on_day < _DAY)
    behind = _newest(walk, *same, order=(_Next.on_day,))
    both = union_all(select(walk.c.id), select(behind).select_from(walk).where(is_present)).subquery("both")
    return select(both.c[0])


def _walk(is_early_enough: ColumnElement[bool], subjects: ColumnElement[bool]) -> CTE:
    """One row a figure, and for each subject a last one of NULL."""
    last = select(_Next.id).where(_Next.subject_id == Unit.id, is_early_enough).limit(1).correlate(Unit)
    last = last.order_by(_Next.measure.desc(), _Next.input.desc(), _Next.on_day.desc())
    walk = select(last.scalar_subquery().label("id")).where(subjects).cte("walk", recursive=True)
    measure, key = _of(walk, _Here.measure), _of(walk, _Here.input)
    # In two steps: SQLite looks by the first alone of two columns that are compared as a pair.
    inputs = _newest(
        walk, is_early_enough, _Next.measure == measure, _Next.input < key, order=(_Next.input, _Next.on_day)
    )
    order = (_Next.measure, _Next.input, _Next.on_day)
    measures = _newest(walk, is_early_enough, _Next.measure < measure, order=order)
    return walk.union_all(select(func.coalesce(inputs, measures)).where(walk.c.id.is_not(None)))


def _newest(walk: CTE, *conditions: ColumnElement[bool], order: Sequence[Any]) -> ScalarSelect[Any]:
    """The last figure in an order that fulfils conditions, of the subject where a walk stands."""
    found = select(_Next.id).where(_Next.subject_id == _of(walk, _Here.subject_id), *conditions).limit(1)
    return found.order_by(*(one.desc() for one in order)).correlate(walk).scalar_subquery()


def _of(walk: CTE, column: Any) -> ScalarSelect[Any]:
    """A column of the figure where a walk stands. No join: PostgreSQL would hash all figures for it, at every step."""
    return select(column).where(_Here.id == walk.c.id).correlate(walk).scalar_subquery()
