"""Look-ups of figures by subject, measure and input, many in one statement.

What is wanted hangs on an input's key as rows of constants; inputs that want the same share them. A statement goes
from these constants through an index to the figures, on SQLite and PostgreSQL alike. It is put together once, on SQLite
for each number of constants: writing it anew takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Dialect,
    Integer,
    Select,
    String,
    and_,
    any_,
    bindparam,
    case,
    false,
    func,
    not_,
    null,
    or_,
    select,
    text,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from campaign.facts import State
from models import constant_tables, scope
from models.constant_tables import Fields, Rows
from models.database import Micro
from models.figures import TELLING, Figure
from models.units import Unit

Key = tuple[str, str]  # measure and input
Wanted = Mapping[Key, tuple[tuple[Any, ...], ...]]  # the rows of constants of each input
_Statement = Callable[[Rows, Rows], Select[Any]]  # put together for so many inputs, and so many rows of `wanted`


class End(IntEnum):
    """Which figure is looked for in a stretch of days; what tells something is what `figures.TELLING` says."""

    NEWEST = 0
    ZERO = 1  # the newest that tells nothing
    ZERO_ALONE = 2  # the same, where nothing else is in the stretch: what a sum over it does not show
    ZERO_BARE = 3  # the same, openings aside, which are in no sum
    FIRST = 4  # where the newest of the days before the stretch is not known
    FIRST_DIVIDED = 5  # of those with a denominator, where the newest of the days before has none


class _States(TypeDecorator[State]):
    """The state of a figure as the rules know it: thousands are read for a post."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> State:
        return _STATES[value]

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], State]:
        return _STATES.__getitem__


_STATES = {str(state): state for state in State}
_INPUT: Fields = {"measure": String(), "input": String(), "pattern": Integer()}
_STRETCH: Fields = {"pattern": Integer(), "first": Date(), "last": Date()}
_END: Fields = {**_STRETCH, "end": Integer(), "since": Date(), "eve": Date()}
_NEAR = 62  # days: twice as long as what is asked every month is apart
_KNOWN = and_(Figure.state != State.NOT_KNOWN, Figure.value.is_not(None))
_IS_OPENING = Figure.period_id.is_(None)
_QUIET = text(f"NOT {TELLING.text}")
_FIGURE: tuple[Any, ...] = (  # its id, and what a `Fact` is made of, in the same order
    Figure.id,
    Figure.measure,
    Figure.input,
    Figure.subject_id,
    Figure.on_day,
    type_coerce(Figure.state, _States()).label("state"),
    Figure.value,
    Figure.denominator,
    Figure.choice,
    Figure.mark,
    _IS_OPENING.label("opening"),
)
_ALONE = case((Figure.mark != "", Figure.id), else_=0)  # what is marked is in a sum of its own
_SUM: tuple[Any, ...] = (
    Figure.measure,
    Figure.input,
    Figure.subject_id,
    func.max(Figure.on_day).label("on_day"),
    type_coerce(func.sum(Figure.value), Micro).label("value"),
    func.max(Figure.mark).label("mark"),
    _IS_OPENING.label("opening"),
)


def between(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Sequence[Any]]:
    """Every known figure in stretches of days; a row of `wanted` is (first day, last day)."""
    return _run(session, _between, subjects, wanted)


def openings(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Sequence[Any]]:
    """The same of opening figures alone."""
    return _run(session, _openings, subjects, wanted)


def telling(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Sequence[Any]]:
    """The same of those that tell something (`figures.TELLING`)."""
    return _run(session, _telling, subjects, wanted)


def sums(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Sequence[Any]]:
    """Sums over stretches of days, each under the day of the newest figure in it that tells something.

    A row of `wanted` is (first day, last day, whether openings are left out). What is marked has a row of its own,
    what is opening a sum of its own.
    """
    return _run(session, _sums if _is_sqlite(session) else _sums_on_postgresql, subjects, wanted)


def ends(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Sequence[Any]]:
    """Figures at the ends of stretches of days, each figure once.

    A row of `wanted` is (first day, last day, an `End`, and from when to when may lie what was before them).
    """
    return _run(session, _ends if _is_sqlite(session) else _ends_on_postgresql, subjects, wanted)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _run(session: Session, statement: _Statement, subjects: Sequence[int], wanted: Wanted) -> Sequence[Sequence[Any]]:
    patterns = list(dict.fromkeys(rows for rows in wanted.values() if rows))
    inputs = [(*key, patterns.index(rows)) for key, rows in wanted.items() if rows]
    rows = [(number, *row) for number, pattern in enumerate(patterns) for row in pattern]
    if not rows:
        return ()
    counts: tuple[Rows, Rows] = (len(inputs), len(rows)) if _is_sqlite(session) else (None, None)
    constants = {
        "subjects": list(subjects),
        **constant_tables.bound("i", inputs, counts[0]),
        **constant_tables.bound("w", rows, counts[1]),
    }
    return scope.rows(session, _keyed(statement, *counts), constants)


@lru_cache
def _keyed(statement: _Statement, inputs: Rows, rows: Rows) -> Select[Any]:
    return statement(inputs, rows).execution_options(**scope.by_key(subjects="units"))


@lru_cache
def _between(inputs: Rows, rows: Rows) -> Select[Any]:
    series, wanted = _series(inputs), constant_tables.table("w", _STRETCH, rows)
    return _joined(_FIGURE, series, wanted).join(Figure, _is_of(series) & _is_within(wanted)).where(_KNOWN)


@lru_cache
def _telling(inputs: Rows, rows: Rows) -> Select[Any]:
    return _between(inputs, rows).where(TELLING)


@lru_cache
def _openings(inputs: Rows, rows: Rows) -> Select[Any]:
    return _between(inputs, rows).where(_IS_OPENING)


@lru_cache
def _sums(inputs: Rows, rows: Rows) -> Select[Any]:
    series, wanted = _series(inputs), constant_tables.table("w", {**_STRETCH, "bare": Boolean()}, rows)
    query = _joined(_SUM, series, wanted).join(Figure, _is_of(series) & _is_within(wanted))
    return query.where(_KNOWN, TELLING, not_(and_(wanted.c.bare, _IS_OPENING))).group_by(
        Figure.subject_id, Figure.measure, Figure.input, wanted.c.first, _IS_OPENING, _ALONE
    )


@lru_cache
def _sums_on_postgresql(inputs: Rows, rows: Rows) -> Select[Any]:
    """Stretch by stretch: its planner went through all of a series for each stretch, and sorted what lay in one."""
    series, wanted = _series(inputs), constant_tables.table("w", {**_STRETCH, "bare": Boolean()}, rows)
    within = (_is_of(series), _is_within(wanted), _KNOWN, TELLING, not_(and_(wanted.c.bare, _IS_OPENING)))
    query = select(*_SUM).where(*within).group_by(Figure.subject_id, Figure.measure, Figure.input, _IS_OPENING, _ALONE)
    each = query.correlate(series, wanted).lateral("each")
    return _joined(tuple(each.c), series, wanted).join(each, true())


@lru_cache
def _ends(inputs: Rows, rows: Rows) -> Select[Any]:
    return select(*_FIGURE).where(Figure.id.in_(_ids_of_ends(inputs, rows, _back)))


@lru_cache
def _ends_on_postgresql(inputs: Rows, rows: Rows) -> Select[Any]:
    """Of an array its planner expects few ids, and goes to the figures by them; for IN it read all and hashed them."""
    ids = func.array(_ids_of_ends(inputs, rows, _back_on_postgresql).scalar_subquery(), type_=ARRAY(Integer()))
    return select(*_FIGURE).where(Figure.id == any_(ids))


_Back = Callable[[Select[Any], Any, Any], ColumnElement[Any]]


def _back(figure: Select[Any], first: Any, last: Any) -> ColumnElement[Any]:
    """What the newest figure from a day on and up to another one has."""
    newest = figure.where(Figure.on_day.between(first, last)).order_by(Figure.on_day.desc())
    return newest.limit(1).scalar_subquery()


def _back_on_postgresql(figure: Select[Any], first: Any, last: Any) -> ColumnElement[Any]:
    """The same in two steps: going backwards it looks at all of a series that lies on the index's page before it stops.

    Of years of weeks that are a hundred entries, of the last days a few.
    """
    near = _back(figure, func.greatest(first, last - _NEAR), last)
    return func.coalesce(near, _back(figure, first, last - _NEAR - 1))


def _ids_of_ends(inputs: Rows, rows: Rows, back: _Back) -> Select[Any]:
    series, wanted = _series(inputs), constant_tables.table("w", _END, rows)
    end, days = wanted.c.end, (wanted.c.first, wanted.c.last)

    def figure(what: Any, *criteria: Any) -> Select[Any]:
        return select(what).where(_is_of(series), _KNOWN, *criteria).correlate(series, wanted)

    is_summed = and_(TELLING, not_(and_(end == End.ZERO_BARE, _IS_OPENING)))
    summed = figure(Figure.id, is_summed, _is_within(wanted)).limit(1).scalar_subquery()
    serves = or_(end == End.FIRST, Figure.denominator.is_not(None))
    first = figure(Figure.id, serves, _is_within(wanted)).order_by(Figure.on_day).limit(1).scalar_subquery()
    found = case(
        (end == End.NEWEST, back(figure(Figure.id), *days)),
        (and_(end > End.ZERO, end < End.FIRST, summed.is_not(None)), null()),
        (end < End.FIRST, back(figure(Figure.id, _QUIET), *days)),
        (func.coalesce(back(figure(serves), wanted.c.since, wanted.c.eve), false()), null()),
        else_=first,
    )
    return _joined((found,), series, wanted)


def _joined(columns: Sequence[Any], series: CTE, wanted: CTE) -> Select[Any]:
    return select(*columns).select_from(series).join(wanted, wanted.c.pattern == series.c.pattern)


def _series(inputs: Rows) -> CTE:
    """The series (one subject's figures for one input) that there are; others would be looked for again and again."""
    asked = constant_tables.table("i", _INPUT, inputs)
    subject = Unit.id.label("subject")
    # Not EXISTS: PostgreSQL would make a join of it, and sort the figures of all communes for that.
    one = select(Figure.id).where(_is_of(asked, Unit.id)).correlate(asked, Unit).limit(1).scalar_subquery()
    array = bindparam("subjects", type_=ARRAY(Integer()))
    is_asked_about = Unit.id == any_(array) if inputs is None else Unit.id.in_(bindparam("subjects", expanding=True))
    query = select(subject, asked).select_from(Unit).join(asked, true()).where(is_asked_about, one.is_not(None))
    return query.cte("series").prefix_with("MATERIALIZED")


def _is_of(series: CTE, subject: Any = None) -> ColumnElement[bool]:
    subject = series.c.subject if subject is None else subject
    return and_(Figure.subject_id == subject, Figure.measure == series.c.measure, Figure.input == series.c.input)


def _is_within(stretch: CTE) -> ColumnElement[bool]:
    return Figure.on_day.between(stretch.c.first, stretch.c.last)
