"""What was changed after its week was posted: revisions with the reason «điều chỉnh», beside what stood before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.figures import Figure, Revision
from models.periods import PeriodRow
from models.units import Unit

REASON = "điều chỉnh"


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A revision, the one before it (None: nothing stood there), the unit it is about, and the week it belongs to."""

    revision: Revision
    before: Revision | None
    unit: Unit
    period: PeriodRow


def between(
    session: Session, commune_id: int, days: tuple[date, date], moments: tuple[datetime, datetime]
) -> list[Adjusted]:
    """The adjustments of figures dated within `days`, and those recorded from the first of `moments` until before the
    second, oldest first.
    """
    earlier = aliased(Revision)
    last_before = (
        select(func.max(earlier.id))
        .where(earlier.figure_id == Revision.figure_id, earlier.id < Revision.id)
        .correlate(Revision)
        .scalar_subquery()
    )
    query = (
        select(Revision, last_before, Unit, PeriodRow)
        .join(Figure, Figure.id == Revision.figure_id)
        .join(Unit, Unit.id == Figure.subject_id)
        .join(PeriodRow, PeriodRow.id == Figure.period_id)
        .where(
            Figure.commune_id == commune_id,
            Revision.reason.startswith(REASON),
            Figure.on_day.between(*days) | (Revision.recorded_at >= moments[0]) & (Revision.recorded_at < moments[1]),
        )
        .order_by(Revision.recorded_at, Revision.id)
        .options(joinedload(Revision.figure))
    )
    found = session.execute(query).all()
    wanted = [key for _, key, _, _ in found if key is not None]
    earlier_rows = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(wanted)))}
    return [Adjusted(row, earlier_rows.get(key), unit, period) for row, key, unit, period in found]
