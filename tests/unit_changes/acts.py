"""What tests of mergers and splits do to a commune, and what they look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from campaign.calendar import ReportingWeek
from models import units
from models.unit_changes import MERGE
from models.units import Unit
from services import unit_changes as changes
from services import weekly_summary
from services.context import Context
from services.unit_changes import NewUnit, Wanted
from tests.commune import Stand

WEEK_47 = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)


def unit_of(context: Context, code: str) -> Unit:
    found = units.by_code(context.session, context.commune, code)
    assert found is not None
    return found


def change(
    stand: Stand, kind: str, codes: Sequence[str], after: Sequence[NewUnit], day: date, decision: str = "NQ 12"
) -> str:
    """Record an event as the command line does; what was refused, or ""."""
    with stand.context() as context:
        wanted = Wanted(kind, tuple(unit_of(context, code) for code in codes), tuple(after), day, decision)
        refused = changes.refusal(context, wanted)
        if not refused:
            changes.record(context, changes.propose(context, wanted))
        return refused


HALVES = [NewUnit("Bản Còn 1", 60, 260, 180), NewUnit("Bản Còn 2", 58, 252, 186)]


def merge(stand: Stand, day: date, name: str = "Bản Mới", codes: Sequence[str] = ("T01", "T02")) -> str:
    return change(stand, MERGE, codes, [NewUnit(name)], day)


def values(stand: Stand, week: ReportingWeek = WEEK_47) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Value and numerator of every measure that is no count of villages."""
    with stand.context() as context:
        compiled = weekly_summary.compile_period(context, week)
        by_id = context.campaign_on(week.last).by_id
        return {
            one.measure: (one.value, one.numerator)
            for one in compiled.standings
            if by_id[one.measure].aggregation not in ("share_of_yes", "count_of_yes")
        }


def movements(stand: Stand, week: ReportingWeek = WEEK_47) -> dict[str, tuple[Decimal | None, ...]]:
    with stand.context() as context:
        compiled = weekly_summary.compile_period(context, week)
        return {
            one.measure: (one.in_period, one.year_start, one.target, one.targets_given) for one in compiled.standings
        }


def answer_week(stand: Stand, *who: str) -> None:
    for one in who:
        for _ in range(30):
            heard = stand.heard(one)
            choices = heard[-1].choices if heard else []
            if not choices:
                break
            stand.tap(one, choices[0][0])


def marks(stand: Stand) -> dict[str, int]:
    with stand.context() as context:
        found = weekly_summary.compile_period(context, WEEK_47).standings
        return {one.measure: one.marked for one in found if one.marked}


def small(stand: Stand, indicator: str) -> str:
    with stand.context() as context:
        rows = weekly_summary.compile_period(context, WEEK_47).table.rows
        return next(row.small for row in rows if row.indicator == indicator)
