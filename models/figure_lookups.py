"""Look-ups of figures by subject, measure and input, many in one statement.

What is wanted hangs on an input's key as rows of constants; inputs that want the same share them. A statement goes
from these constants through an index to the figures, on SQLite and PostgreSQL alike. It is put together once for a
number of constants: writing it anew takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    any_,
    bindparam,
    case,
    column,
    func,
    not_,
    select,
    text,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from campaign.facts import State
from models import scope
from models.database import Micro
from models.figures import TELLING, Figure
from models.units import Unit

Key = tuple[str, str]  # measure and input
Wanted = Mapping[Key, tuple[tuple[Any, ...], ...]]  # the rows of constants of each input
Fields = Mapping[str, TypeEngine[Any]]

_INPUT: Fields = {"measure": String(), "input": String(), "pattern": Integer()}
_STRETCH: Fields = {"pattern": Integer(), "first": Date(), "last": Date()}
_KNOWN = and_(Figure.state != State.NOT_KNOWN, Figure.value.is_not(None))
_IS_OPENING = Figure.period_id.is_(None)
_FIGURE: tuple[Any, ...] = (
    Figure.id,
    Figure.subject_id,
    Figure.measure,
    Figure.input,
    Figure.on_day,
    Figure.state,
    Figure.value,
    Figure.denominator,
    Figure.choice,
    Figure.mark,
    _IS_OPENING.label("opening"),
)
_ALONE = case((Figure.mark != "", Figure.id), else_=0)  # what is marked is in a sum of its own
_SUM: tuple[Any, ...] = (
    Figure.subject_id,
    Figure.measure,
    Figure.input,
    func.max(Figure.on_day).label("on_day"),
    type_coerce(func.sum(Figure.value), Micro).label("value"),
    func.max(Figure.mark).label("mark"),
    _IS_OPENING.label("opening"),
)


def between(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Row[Any]]:
    """Every known figure in stretches of days; a row of `wanted` is (first day, last day)."""
    return _run(session, _between, subjects, wanted)


def openings(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Row[Any]]:
    """The same of opening figures alone."""
    return _run(session, _openings, subjects, wanted)


def telling(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Row[Any]]:
    """The same of those that tell something (`figures.TELLING`)."""
    return _run(session, _telling, subjects, wanted)


def sums(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Row[Any]]:
    """Sums over stretches of days, each under the day of the newest figure in it that tells something.

    A row of `wanted` is (first day, last day, whether openings are left out). What is marked has a row of its own,
    what is opening a sum of its own.
    """
    return _run(session, _sums if _is_sqlite(session) else _sums_on_postgresql, subjects, wanted)


def ends(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Row[Any]]:
    """The newest known figure in stretches of days, or the first one, each figure once.

    A row of `wanted` is (first day, last day, whether the first, and what is passed over: of newest ones those that
    tell something, of first ones those without a denominator).
    """
    return _run(session, _ends if _is_sqlite(session) else _ends_on_postgresql, subjects, wanted)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _run(
    session: Session, statement: Callable[[int, int], Select[Any]], subjects: Sequence[int], wanted: Wanted
) -> Sequence[Row[Any]]:
    patterns = list(dict.fromkeys(rows for rows in wanted.values() if rows))
    inputs = [(*key, patterns.index(rows)) for key, rows in wanted.items() if rows]
    rows = [(number, *row) for number, pattern in enumerate(patterns) for row in pattern]
    if not rows:
        return ()
    constants = {"subjects": subjects, **_bound("i", inputs), **_bound("w", rows)}
    return scope.rows(session, _keyed(statement, len(inputs), len(rows)), constants)


@lru_cache
def _keyed(statement: Callable[[int, int], Select[Any]], inputs: int, rows: int) -> Select[Any]:
    return statement(inputs, rows).execution_options(**scope.by_key(subjects="units"))


@lru_cache
def _between(inputs: int, rows: int) -> Select[Any]:
    series, wanted = _series(inputs), _table("w", _STRETCH, rows)
    return _joined(_FIGURE, series, wanted).join(Figure, _is_of(series) & _is_within(wanted)).where(_KNOWN)


@lru_cache
def _telling(inputs: int, rows: int) -> Select[Any]:
    return _between(inputs, rows).where(TELLING)


@lru_cache
def _openings(inputs: int, rows: int) -> Select[Any]:
    return _between(inputs, rows).where(_IS_OPENING)


@lru_cache
def _sums(inputs: int, rows: int) -> Select[Any]:
    series, wanted = _series(inputs), _table("w", {**_STRETCH, "bare": Boolean()}, rows)
    query = _joined(_SUM, series, wanted).join(Figure, _is_of(series) & _is_within(wanted))
    return query.where(_KNOWN, TELLING, not_(and_(wanted.c.bare, _IS_OPENING))).group_by(
        Figure.subject_id, Figure.measure, Figure.input, wanted.c.first, _IS_OPENING, _ALONE
    )


@lru_cache
def _sums_on_postgresql(inputs: int, rows: int) -> Select[Any]:
    """Stretch by stretch: its planner went through all of a series for each stretch, and sorted what lay in one."""
    series, wanted = _series(inputs), _table("w", {**_STRETCH, "bare": Boolean()}, rows)
    within = (_is_of(series), _is_within(wanted), _KNOWN, TELLING, not_(and_(wanted.c.bare, _IS_OPENING)))
    query = select(*_SUM).where(*within).group_by(Figure.subject_id, Figure.measure, Figure.input, _IS_OPENING, _ALONE)
    each = query.correlate(series, wanted).lateral("each")
    return _joined(tuple(each.c), series, wanted).join(each, true())


@lru_cache
def _ends(inputs: int, rows: int) -> Select[Any]:
    return select(*_FIGURE).where(Figure.id.in_(_ids_of_ends(inputs, rows)))


@lru_cache
def _ends_on_postgresql(inputs: int, rows: int) -> Select[Any]:
    """Of an array its planner expects few ids, and goes to the figures by them; for IN it read all and hashed them."""
    ids = func.array(_ids_of_ends(inputs, rows).scalar_subquery(), type_=ARRAY(Integer()))
    return select(*_FIGURE).where(Figure.id == any_(ids))


def _ids_of_ends(inputs: int, rows: int) -> Select[Any]:
    series, wanted = _series(inputs), _table("w", {**_STRETCH, "forward": Boolean(), "narrow": Boolean()}, rows)
    figure = select(Figure.id).where(_is_of(series), _is_within(wanted), _KNOWN).correlate(series, wanted).limit(1)
    newest = figure.where(not_(and_(wanted.c.narrow, TELLING))).order_by(Figure.on_day.desc())
    first = figure.where(not_(and_(wanted.c.narrow, Figure.denominator.is_(None)))).order_by(Figure.on_day)
    found = case((wanted.c.forward, first.scalar_subquery()), else_=newest.scalar_subquery())
    return _joined((found,), series, wanted)


def _joined(columns: Sequence[Any], series: CTE, wanted: CTE) -> Select[Any]:
    return select(*columns).select_from(series).join(wanted, wanted.c.pattern == series.c.pattern)


def _series(inputs: int) -> CTE:
    """The series (one subject's figures for one input) that there are; others would be looked for again and again."""
    asked = _table("i", _INPUT, inputs)
    subject = Unit.id.label("subject")
    # Not EXISTS: PostgreSQL would make a join of it, and sort the figures of all communes for that.
    one = select(Figure.id).where(_is_of(asked, Unit.id)).correlate(asked, Unit).limit(1).scalar_subquery()
    is_asked_about = Unit.id.in_(bindparam("subjects", expanding=True))
    query = select(subject, asked).select_from(Unit).join(asked, true()).where(is_asked_about, one.is_not(None))
    return query.cte("series").prefix_with("MATERIALIZED")


def _is_of(series: CTE, subject: Any = None) -> ColumnElement[bool]:
    subject = series.c.subject if subject is None else subject
    return and_(Figure.subject_id == subject, Figure.measure == series.c.measure, Figure.input == series.c.input)


def _is_within(stretch: CTE) -> ColumnElement[bool]:
    return Figure.on_day.between(stretch.c.first, stretch.c.last)


def _bound(name: str, rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    return {f"{name}{at}": one for at, one in enumerate(chain.from_iterable(rows))}


def _table(name: str, fields: Fields, rows: int) -> CTE:
    """Constants as a table: the value in row 2, field 1 of three is bound as `name`7."""
    names = [[f"{name}{row * len(fields) + at}" for at in range(len(fields))] for row in range(rows)]
    listed = ", ".join(f"({', '.join(f':{one}' for one in row)})" for row in names)
    named = ", ".join(f"column{number} AS {field}" for number, field in enumerate(fields, start=1))
    kinds = [bindparam(one, type_=kind) for row in names for one, kind in zip(row, fields.values(), strict=True)]
    constants = text(f"SELECT {named} FROM (VALUES {listed}) AS given").bindparams(*kinds)  # noqa: S608 - our names only
    return constants.columns(*(column(field, kind) for field, kind in fields.items())).cte(f"asked_{name}")
