"""Figures around a day: what stands for a unit on it, and the newest of every input before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from campaign.facts import State
from models import newest_figures, scope
from models.figures import Figure
from models.newest_figures import Statement
from models.read_ahead import ReadAhead
from models.session_objects import Objects

# The queries of every answer, put together once: building them anew takes longer than running them.
_ON_DAY = (
    select(Figure)
    .where(Figure.subject_id == bindparam("subject"), Figure.on_day == bindparam("day"))
    .execution_options(**scope.by_key(subject="units"))
)
_GIVEN = (
    select(Figure)
    .where(Figure.period_id == bindparam("period"), Figure.reporter_id == bindparam("unit"))
    .order_by(Figure.id)
)
_READING: tuple[Any, ...] = (
    Figure.subject_id,
    Figure.measure,
    Figure.input,
    Figure.on_day,
    Figure.state,
    Figure.value,
    Figure.denominator,
    Figure.choice,
    Figure.mark,
    Figure.period_id,
    Figure.reporter_id,
)


_LATEST = Statement((Figure,), newest_figures.before)
_NEWEST = (Figure.subject_id, Figure.measure, Figure.input, Figure.on_day, Figure.state)
_NEWEST_OF_ALL = Statement(_NEWEST, newest_figures.before)
_FIGURES = Objects(Figure)
_AROUND = Statement((Figure,), newest_figures.around)
_KEY = itemgetter(*(_FIGURES.names.index(name) for name in ("measure", "input", "on_day")))
_AROUND_ONE = newest_figures.around_one(_FIGURES.columns)
_READ_AROUND = Statement(_READING, newest_figures.around)


def on_day(session: Session, subject_id: int, day: date) -> dict[str, Figure]:
    """Everything that stands for a unit on one day, by "KT1a.area"."""
    rows = session.scalars(_ON_DAY, {"subject": subject_id, "day": day})
    return {f"{row.measure}.{row.input}": row for row in rows}


def given(session: Session, unit_id: int, period_id: int) -> dict[str, Figure]:
    """What a unit has answered in a period, by "KT1a.area"; of several subjects the last one stands for all."""
    rows = session.scalars(_GIVEN, {"period": period_id, "unit": unit_id})
    return {f"{row.measure}.{row.input}": row for row in rows}


def latest(session: Session, subject_id: int, before: date) -> dict[str, Figure]:
    """The newest figure of every input of a unit dated before `before`, in whatever state."""
    rows = session.scalars(_LATEST.on(session), newest_figures.named([subject_id], before))
    return {f"{row.measure}.{row.input}": row for row in rows}


class Newest(NamedTuple):
    """When an input of a unit was last told of, and in which state."""

    measure: str
    on_day: date
    state: State


def newest_of(session: Session, subject_ids: Sequence[int], before: date) -> dict[int, dict[str, Newest]]:
    """The same of several subjects in one query, by subject and "KT1a.area", without the figures themselves."""
    found: dict[int, dict[str, Newest]] = {subject: {} for subject in subject_ids}
    rows = session.execute(_NEWEST_OF_ALL.on(session), newest_figures.named(subject_ids, before))
    for subject, measure, key, on_day, state in rows:
        found[subject][f"{measure}.{key}"] = Newest(measure, on_day, State(state))
    return found


Around = tuple[dict[str, Figure], dict[str, Figure]]


_AROUND_AHEAD: ReadAhead[tuple[int, date], Around] = ReadAhead()


def around(session: Session, subject_id: int, day: date) -> Around:
    """What stands for a unit on a day, and the newest of every input before it: `on_day` and `latest` in one query."""

    def look_up() -> Around:
        found: Around = {}, {}
        rows = _AROUND_ONE.rows(session, {"subjects": subject_id, "day": day})
        for (measure, key, on), figure in zip(map(_KEY, rows), _FIGURES.all(session, rows), strict=True):
            found[on != day][f"{measure}.{key}"] = figure
        return found

    return _AROUND_AHEAD.take(session, (subject_id, day), look_up)


def read_ahead(session: Session, subject_ids: Sequence[int], day: date) -> None:
    """The same of several subjects, for turns to come."""
    rows: dict[int, list[Figure]] = {subject_id: [] for subject_id in subject_ids}
    for row in session.scalars(_AROUND.on(session), newest_figures.named(subject_ids, day)):
        rows[row.subject_id].append(row)
    for subject_id, found in rows.items():
        _AROUND_AHEAD.keep(session, (subject_id, day), _sorted_out(found, day))


def _sorted_out(rows: Iterable[Figure], day: date) -> Around:
    present: dict[str, Figure] = {}
    earlier: dict[str, Figure] = {}
    for row in rows:
        (present if row.on_day == day else earlier)[f"{row.measure}.{row.input}"] = row
    return present, earlier


class Reading(NamedTuple):
    """A figure to be read alone: hundreds are read at once where a week's questions are put together."""

    subject_id: int
    measure: str
    input: str
    on_day: date
    state: State
    value: Decimal | None
    denominator: Decimal | None
    choice: str | None
    mark: str
    period_id: int | None
    reporter_id: int | None


_Told = TypeVar("_Told", Figure, Newest, Reading)


def comparable(found: Mapping[str, _Told], since: Mapping[str, date]) -> dict[str, _Told]:
    """Of figures by input those counted by the standard in force: else «như cũ» would carry others over (XH3, 2027).

    `since` says by measure from which day on the standard is in force, where there are several.
    """
    return {key: row for key, row in found.items() if row.measure not in since or row.on_day >= since[row.measure]}


Read = dict[int, dict[str, Reading]]


_ALL_AHEAD: ReadAhead[date, tuple[Read, Read]] = ReadAhead()


def around_all(session: Session, subject_ids: Sequence[int], day: date) -> tuple[Read, Read]:
    """`around` of several subjects, by subject: what stands on the day, and the newest of every input before it."""
    present, earlier = _ALL_AHEAD.take(session, day, lambda: ({}, {}))
    still = [one for one in subject_ids if one not in earlier]
    if still:
        of_others = _around_all(session, still, day)
        return present | of_others[0], earlier | of_others[1]
    return present, earlier


def _around_all(session: Session, subject_ids: Sequence[int], day: date) -> tuple[Read, Read]:
    present: Read = {}
    earlier: Read = {subject: {} for subject in subject_ids}
    for row in session.execute(_READ_AROUND.on(session), newest_figures.named(subject_ids, day)):
        seen = _reading(row)
        into = present if seen.on_day == day else earlier
        into.setdefault(seen.subject_id, {})[f"{seen.measure}.{seen.input}"] = seen
    return present, earlier


def before_week(session: Session, subject_ids: Sequence[int], first: date, last: date) -> dict[int, dict[str, Newest]]:
    """`newest_of` before a week's first day; what `around_all` will be asked for on its last is read with it."""
    _ALL_AHEAD.keep(session, last, read := _around_all(session, subject_ids, last))
    found = {
        subject: {key: Newest(one.measure, one.on_day, one.state) for key, one in read[1][subject].items()}
        for subject in subject_ids
    }
    within = [one for one, told in found.items() if any(seen.on_day >= first for seen in told.values())]
    return found | newest_of(session, within, first) if within else found


_STATES = {state.value: state for state in State}


def _reading(row: Sequence[Any]) -> Reading:
    subject, measure, key, on_day, state, *rest = row
    return Reading(subject, measure, key, on_day, _STATES[state], *rest)


def given_of(session: Session, period_ids: Collection[int]) -> Read:
    """What was given in periods, each of another commune, by the unit that gave it: `given` of all units."""
    found: Read = {}
    query = select(*_READING).where(Figure.period_id.in_(period_ids), Figure.reporter_id.is_not(None))
    for row in session.execute(query.order_by(Figure.id)):
        seen = _reading(row)
        found.setdefault(row.reporter_id, {})[f"{seen.measure}.{seen.input}"] = seen
    return found
