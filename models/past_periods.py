"""The weeks of a commune seen from later: since when it asks, what was filed and given, what is left for later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from campaign import calendar
from models import scope
from models.figures import Figure
from models.periods import PeriodRow, Report
from models.read_ahead import ReadAhead
from models.units import Unit


def is_in_use(session: Session, commune_id: int, before: date) -> bool:
    """Whether any earlier period of a commune was asked: a week before the first is none of the program's."""
    query = (
        select(Report.id)
        .join(PeriodRow, PeriodRow.id == Report.period_id)
        .where(PeriodRow.commune_id == commune_id, PeriodRow.last < before, Report.asked_at.is_not(None))
    )
    return session.scalar(query.limit(1)) is not None


def _first_asked(commune_id: Any) -> Select[date]:
    report = select(Report.id).where(Report.period_id == PeriodRow.id, Report.asked_at.is_not(None)).limit(1)
    is_asked = report.correlate(PeriodRow).scalar_subquery().is_not(None)
    query = select(PeriodRow.first).where(PeriodRow.commune_id == commune_id, is_asked)
    return query.order_by(PeriodRow.year, PeriodRow.number).limit(1)


_FIRST_ASKED = _first_asked(bindparam("commune"))
_FIRST_ASKED_IN = select(Unit.id, _first_asked(Unit.id).correlate(Unit).scalar_subquery()).where(
    Unit.id.in_(bindparam("communes", expanding=True))
)
_FIRST_AHEAD: ReadAhead[int, date | None] = ReadAhead()


def first_asked(session: Session, commune_id: int) -> date | None:
    """The first day of the first week that the program ever asked about; None before it asked at all."""
    return _FIRST_AHEAD.take(session, commune_id, lambda: session.scalar(_FIRST_ASKED, {"commune": commune_id}))


def read_first_ahead(session: Session, commune_ids: Collection[int]) -> None:
    """The same of several communes, each for its turn."""
    for commune_id, first in session.execute(_FIRST_ASKED_IN, {"communes": commune_ids}):
        _FIRST_AHEAD.keep(session, commune_id, first)


def any_frozen(session: Session, commune_id: int) -> bool:
    """Whether any week of a commune was posted yet."""
    query = select(PeriodRow.id).where(PeriodRow.commune_id == commune_id, PeriodRow.frozen_at.is_not(None))
    return session.scalar(query.limit(1)) is not None


def with_frozen(session: Session, commune_ids: Collection[int]) -> set[int]:
    """Those of the communes of which any week was posted yet; one look-up for each of them."""
    posted = select(PeriodRow.id).where(PeriodRow.commune_id == Unit.id, PeriodRow.frozen_at.is_not(None)).limit(1)
    query = select(Unit.id).where(Unit.id.in_(commune_ids), posted.scalar_subquery().is_not(None))
    return set(session.scalars(query))


def left_for_later(session: Session, unit_ids: Collection[int], before: date) -> dict[int, list[str]]:
    """What the newest report of each unit before a day has left for later weeks; a unit without any is left out."""
    if not unit_ids:
        return {}
    there = (
        select(Report.id)
        .where(Report.unit_id == Unit.id, Report.period_id == PeriodRow.id)
        .correlate(Unit, PeriodRow)
        .scalar_subquery()
    )
    newest = (
        select(there)
        .where(PeriodRow.commune_id == Unit.commune_id, PeriodRow.first < before, there.is_not(None))
        .order_by(PeriodRow.year.desc(), PeriodRow.number.desc())
        .limit(1)
        .correlate(Unit)
        .scalar_subquery()
    )
    query = select(Report.unit_id, Report.put_off).where(Report.id.in_(select(newest).where(Unit.id.in_(unit_ids))))
    return {row.unit_id: row.put_off for row in session.execute(query)}


def was_asked(session: Session, period_id: int) -> bool:
    """Whether the questions of a period went out; a week before the program's first is none of its business."""
    query = select(Report.id).where(Report.period_id == period_id, Report.asked_at.is_not(None))
    return session.scalar(query.limit(1)) is not None


_UNTIL = (
    select(PeriodRow.id, PeriodRow.first, PeriodRow.last, PeriodRow.year, PeriodRow.number, PeriodRow.frozen_at)
    .where(PeriodRow.commune_id == bindparam("commune"), PeriodRow.last <= bindparam("day"))
    .order_by(PeriodRow.last.desc())
)
_FILED = (
    select(
        Report.unit_id,
        Report.period_id,
        Report.completed_at,
        Report.extended_until,
        func.json_array_length(Report.due).label("asked"),
    )
    .where(
        Report.unit_id.in_(bindparam("units", expanding=True)),
        Report.period_id.in_(bindparam("periods", expanding=True)),
    )
    .execution_options(**scope.by_key(units="units", periods="periods"))
)
_GIVEN = (
    select(Figure.period_id, Figure.reporter_id, func.count())
    .where(Figure.period_id.in_(bindparam("periods", expanding=True)))
    .group_by(Figure.period_id, Figure.reporter_id)
)


class Week(NamedTuple):
    """A stored week without its session: years of them are read at once."""

    id: int
    first: date
    last: date
    year: int
    number: int
    frozen_at: datetime | None

    @property
    def week(self) -> calendar.ReportingWeek:
        return calendar.ReportingWeek(first=self.first, last=self.last, year=self.year, number=self.number)


def until(session: Session, commune_id: int, day: date) -> list[Week]:
    """A commune's weeks up to a day, newest first."""
    return [Week(*row) for row in session.execute(_UNTIL, {"commune": commune_id, "day": day})]


def filed(session: Session, period_ids: Collection[int], unit_ids: Collection[int]) -> Sequence[Sequence[Any]]:
    """Of the reports with something due: unit_id, period_id, completed_at, extended_until, and how much was asked."""
    found = scope.rows(session, _FILED, {"periods": list(period_ids), "units": list(unit_ids)})
    return [row for row in found if row[-1]]


def given(session: Session, period_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """How many figures were given, by period and unit."""
    found = session.execute(_GIVEN, {"periods": period_ids}).all()
    return {(period_id, unit_id or 0): count for period_id, unit_id, count in found if period_id}
