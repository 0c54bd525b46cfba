"""Look-ups of figures by subject, measure and input, many in one statement.

What is wanted hangs on an input's key as rows of constants; inputs that want the same share them. Each statement goes
from these constants through an index to the figures, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    case,
    column,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
    union_all,
    values,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from campaign.facts import State
from models.database import Micro
from models.figures import TELLING, Figure

Key = tuple[str, str]  # measure and input
Wanted = Mapping[Key, tuple[tuple[Any, ...], ...]]  # the rows of constants of each input
Fields = Mapping[str, TypeEngine[Any]]

_STRETCH: Fields = {"first": Date(), "last": Date()}
_DAY: Fields = {"day": Date(), "narrow": Boolean()}
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
    return _in_stretches(session, subjects, wanted)


def openings(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Row[Any]]:
    """The same of opening figures alone."""
    return _in_stretches(session, subjects, wanted, TELLING, _IS_OPENING)


def _in_stretches(session: Session, subjects: Sequence[int], wanted: Wanted, *conditions: Any) -> Sequence[Row[Any]]:
    if not any(wanted.values()):
        return ()
    asked = _ask(subjects, wanted, _STRETCH)
    within = Figure.on_day.between(asked.wanted.c.first, asked.wanted.c.last)
    query = asked.joined(select(*_FIGURE)).join(Figure, and_(asked.is_series, within))
    return session.execute(query.where(_KNOWN, *conditions)).all()


def sums(session: Session, subjects: Sequence[int], wanted: Wanted) -> Sequence[Row[Any]]:
    """Sums over stretches of days, each under the day of the newest figure in it that tells something.

    A row of `wanted` is (first day, last day, whether openings are left out). What is marked has a row of its own,
    what is opening a sum of its own.
    """
    if not any(wanted.values()):
        return ()
    asked = _ask(subjects, wanted, {**_STRETCH, "bare": Boolean()})
    within = Figure.on_day.between(asked.wanted.c.first, asked.wanted.c.last)
    query = asked.joined(select(*_SUM)).join(Figure, and_(asked.is_series, within))
    alone = case((Figure.mark != "", Figure.id), else_=0)
    return session.execute(
        query.where(_KNOWN, TELLING, or_(not_(asked.wanted.c.bare), not_(_IS_OPENING))).group_by(
            Figure.subject_id, Figure.measure, Figure.input, asked.wanted.c.first, _IS_OPENING, alone
        )
    ).all()


def on_days(session: Session, subjects: Sequence[int], newest: Wanted, after: Wanted) -> Sequence[Row[Any]]:
    """The newest known figure on or before days, and the first known one after days, each figure once.

    A row of `newest` is (day, whether openings are passed over), one of `after` (day, whether figures without a
    denominator are).
    """
    before, later = _ask(subjects, newest, _DAY, "before"), _ask(subjects, after, _DAY, "later")
    is_wanted = or_(not_(before.wanted.c.narrow), not_(_IS_OPENING))
    last = _id(before, Figure.on_day <= before.wanted.c.day, is_wanted).order_by(Figure.on_day.desc())
    is_wanted = or_(not_(later.wanted.c.narrow), Figure.denominator.is_not(None))
    first = _id(later, Figure.on_day > later.wanted.c.day, is_wanted).order_by(Figure.on_day)
    ids = union_all(*(_of_each(asked, one.limit(1)) for asked, one in ((before, last), (later, first))))
    return session.execute(select(*_FIGURE).where(Figure.id.in_(ids))).all()


def _id(asked: _Asked, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(Figure.id).where(asked.is_series, _KNOWN, *conditions).correlate(*asked)


def _of_each(asked: _Asked, figure_id: Select[Any]) -> Select[Any]:
    return asked.joined(select(figure_id.scalar_subquery()))


class _Asked(NamedTuple):
    """Constants to join with: the series (a subject's figures for one input) that there are, and what is wanted."""

    series: CTE
    wanted: CTE

    @property
    def is_series(self) -> ColumnElement[bool]:
        return _is_of(self.series.c.subject, self.series)

    def joined(self, query: Select[Any]) -> Select[Any]:
        return query.select_from(self.series).join(self.wanted, self.wanted.c.pattern == self.series.c.pattern)


def _ask(subjects: Sequence[int], wanted: Wanted, fields: Fields, name: str = "asked") -> _Asked:
    patterns = list(dict.fromkeys(rows for rows in wanted.values() if rows))
    keys = [(*key, patterns.index(rows)) for key, rows in wanted.items() if rows]
    about = _table(f"{name}_about", {"id": Integer()}, [(one,) for one in subjects])
    inputs = _table(f"{name}_inputs", {"measure": String(), "input": String(), "pattern": Integer()}, keys)
    rows = [(number, *row) for number, pattern in enumerate(patterns) for row in pattern]
    exists = select(Figure.id).where(_is_of(about.c.id, inputs)).correlate(about, inputs).exists()
    series = (
        select(about.c.id.label("subject"), inputs)
        .select_from(about.join(inputs, true()))
        .where(exists)
        .cte(f"{name}_series")
    )
    return _Asked(
        # Else each series that there is not would be looked for once for everything wanted of it.
        series.prefix_with("MATERIALIZED"),
        _table(f"{name}_wanted", {"pattern": Integer(), **fields}, rows),
    )


def _is_of(subject: ColumnElement[int], inputs: CTE) -> ColumnElement[bool]:
    return and_(Figure.subject_id == subject, Figure.measure == inputs.c.measure, Figure.input == inputs.c.input)


def _table(name: str, fields: Fields, rows: Sequence[tuple[Any, ...]]) -> CTE:
    return values(*(column(key, kind) for key, kind in fields.items()), name=name).data(list(rows)).cte(name)
