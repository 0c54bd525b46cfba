"""The report that a unit was asked for last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models import scope
from models.periods import PeriodRow, Report
from models.read_ahead import ReadAhead
from models.units import Unit

# From the newest period on, by the index of the commune's weeks, which are numbered in the order of their days: sorted
# by day, all reports that a unit ever had would be read for one.
_ASKED_IN = (
    select(Report.id)
    .where(Report.unit_id == Unit.id, Report.period_id == PeriodRow.id, Report.asked_at.is_not(None))
    .correlate(Unit, PeriodRow)
    .scalar_subquery()
)
_NEWEST_OF_UNIT = (
    select(_ASKED_IN)
    .select_from(PeriodRow)
    .where(PeriodRow.commune_id == func.coalesce(Unit.commune_id, Unit.id), _ASKED_IN.is_not(None))
    .order_by(PeriodRow.year.desc(), PeriodRow.number.desc())
    .limit(1)
    .correlate(Unit)
    .scalar_subquery()
)
_NEWEST_OF_UNITS = (
    select(Report)
    .where(Report.id.in_(select(_NEWEST_OF_UNIT).where(Unit.id.in_(bindparam("units", expanding=True)))))
    .execution_options(**scope.by_key(units="units"))
)


def newest_asked(session: Session, unit_id: int) -> Report | None:
    """The report that a unit was asked for last; None when it never was."""
    return _NEWEST_AHEAD.take(session, unit_id, lambda: session.scalar(_NEWEST_OF_UNITS, {"units": [unit_id]}))


def newest_open(session: Session, unit_id: int) -> Report | None:
    """The same, while it owes something, has not sent all, and its week was not posted."""
    asked = newest_asked(session, unit_id)
    if asked is None or asked.completed_at is not None or asked.period.frozen_at is not None or not asked.due:
        return None
    return asked


_NEWEST_AHEAD: ReadAhead[int, Report | None] = ReadAhead()


def read_newest_ahead(session: Session, unit_ids: Sequence[int]) -> dict[int, Report]:
    """The same of several units, for turns to come."""
    found = {one.unit_id: one for one in session.scalars(_NEWEST_OF_UNITS, {"units": unit_ids})}
    for unit_id in unit_ids:
        _NEWEST_AHEAD.keep(session, unit_id, found.get(unit_id))
    return found
