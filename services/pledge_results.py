"""«So với giao ước»: how far a unit is with each line of its pledge, for itself, for officers, at year's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign import spans
from campaign.assessment import goal
from campaign.assessment.result import Result
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Measure
from models import pledges
from models.pledges import Pledge, PledgeLine
from models.units import Unit
from services import pledges as pledging
from services import unit_results, wording
from services.context import Context


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line of a pledge: `value` is where the unit stands, None without a figure; `is_kept` None where not known.

    Of a figure under check nothing is said to be kept: a doubtful figure is never «đạt».
    """

    line: PledgeLine
    measure: Measure
    value: Decimal | None
    as_of: date | None
    is_kept: bool | None


def in_force(context: Context, unit: Unit, year: int) -> Pledge | None:
    """What a unit has agreed to for a year."""
    found = pledges.of_unit(context.session, unit.id, year)
    return found if found is not None and found.is_agreed else None


def of_pledge(context: Context, pledge: Pledge, standings: Sequence[Result]) -> list[LineResult]:
    """The lines with a measure. Those in words are for people to judge."""
    by_measure = {one.measure: one for one in standings}
    found = []
    for line in pledge.kept:
        measure = pledging.measure_of(context, line)
        if measure is not None:
            found.append(_result(line, measure, by_measure.get(measure.id)))
    return found


def _result(line: PledgeLine, measure: Measure, one: Result | None) -> LineResult:
    value = one.value if one is not None else None
    if one is None or value is None or line.value is None:
        return LineResult(line, measure, value, one.as_of if one is not None else None, None)
    kept = goal.meets(measure.target.comparison, value, line.value)
    return LineResult(line, measure, value, one.as_of, None if kept and one.marked else kept)


def of_unit(context: Context, unit: Unit, period: ReportingWeek) -> list[LineResult]:
    """How a unit stands against its pledge of a period's year; nothing without one."""
    pledge = in_force(context, unit, period.last.year)
    return of_pledge(context, pledge, unit_results.results(context, unit, period)) if pledge is not None else []


def counted(found: Sequence[LineResult]) -> tuple[int, int]:
    """«6/7 dòng»: kept, of all with a measure."""
    return sum(one.is_kept is True for one in found), len(found)


def of_year(context: Context, year: int) -> list[tuple[Unit, int, int]]:
    """At the year's end: each unit that pledged, how many lines it kept, of how many."""
    agreed = [one for one in pledges.of_year(context.session, context.commune.id, year) if one.is_agreed]
    period = spans.make(Kind.YEAR, year)
    standings = unit_results.results_of(context, [one.unit for one in agreed], period) if agreed else {}
    return [(one.unit, *counted(of_pledge(context, one, standings[one.unit_id]))) for one in agreed]


def verdicts(context: Context, year: int) -> str:
    """«Giao ước: 19/28 nơi đạt đủ các dòng. Còn lại: Bản Còn 6/7 dòng, …»; "" where nobody pledged."""
    found = of_year(context, year)
    if not found:
        return ""
    partly = [wording.pledge_part(unit.short_name, kept, of) for unit, kept, of in found if kept < of]
    return wording.pledge_verdicts(len(found) - len(partly), len(found), partly)
