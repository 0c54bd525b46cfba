"""Whom the printed rule of honours finds, and the figures that a unit is judged by, each with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from campaign import spans
from campaign.assessment.result import Result
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Measure
from models import checks, rounds, units
from models.checks import Check
from models.figures import Figure
from models.rounds import Round, State
from models.units import Unit
from reports import round_table, small_cells
from services import (
    filed_reports,
    pledge_results,
    pledge_text,
    round_results,
    scoring,
    unit_results,
    wording,
)
from services.context import Context


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that the rule finds, with why and with what that rests on."""

    unit: Unit
    rule: str
    figures: list[dict[str, Any]]

    def with_more(self, other: Candidate) -> Candidate:
        """The same unit, found twice."""
        return Candidate(self.unit, f"{self.rule}; {other.rule}", [*self.figures, *other.figures])


def figures_by_hand(context: Context, unit: Unit, year: int) -> list[dict[str, Any]]:
    """The figures of a unit that people add: all that it is judged by."""
    period = _period(context, year)
    if period is None:
        return []
    results = unit_results.results_of(context, [unit], period)[unit.id]
    return figures_of(context, unit, results, [one.measure for one in results if one.status.is_assessed], period)


# The rule


def by_rule(context: Context, year: int, one: Round | None) -> list[Candidate]:
    """Of a round its honours list; of a year whoever kept every line, or is on the list of a round of that year."""
    if one is not None:
        return _of_round(context, one)
    found = {candidate.unit.id: candidate for candidate in _of_year(context, year)}
    for contest in rounds.of_state(context.session, context.commune.id, State.CLOSED):
        if contest.days[1].year == year:
            for candidate in _of_round(context, contest):
                first = found.get(candidate.unit.id)
                found[candidate.unit.id] = candidate if first is None else first.with_more(candidate)
    members = scoring.in_order(candidate.unit for candidate in found.values())
    return [found[unit.id] for unit in members]


def _of_round(context: Context, one: Round) -> list[Candidate]:
    mended = round_results.corrected(context, one)
    table = mended if mended is not None else round_results.table(context, one)
    source = wording.round_table_source(one.id, is_corrected=mended is not None)
    found = []
    for line in table.honoured:
        unit = context.session.get_one(Unit, line.units[0])
        figures = [
            {
                "name": f"{counted.name} (đợt «{one.name}»)",
                "before": "" if counted.is_flow else round_table.amount(counted, cell.start),
                "wanted": round_table.amount(counted, cell.goal),
                "now": f"{round_table.amount(counted, cell.now, cell.over)}, {cell.band}",
                "on": f"{cell.on:%d/%m/%Y}" if cell.on else "",
                "source": source,
            }
            for counted, cell in zip(table.counted, line.cells, strict=True)
        ]
        found.append(Candidate(unit, wording.honoured_in_round(one.name), figures))
    return found


def _of_year(context: Context, year: int) -> list[Candidate]:
    """Every pledged line kept; without a pledge every measure that was judged met, which is said. Doubt keeps off."""
    period = _period(context, year)
    if period is None:
        return []
    members = units.active_members(context.session, context.commune.id, period.last)
    results = unit_results.results_of(context, members, period)
    found = []
    for unit in members:
        pledge = pledge_results.in_force(context, unit, year)
        if pledge is not None:
            lines = pledge_results.of_pledge(context, pledge, results[unit.id])
            right, of = pledge_results.counted(lines)
            rule = wording.all_lines_kept(right, of) if of and right == of else ""
            which = [one.measure.id for one in lines]
        else:
            judged = [one for one in results[unit.id] if one.status.is_assessed]
            is_sound = bool(judged) and all(one.status.is_met and not one.marked for one in judged)
            rule = wording.all_measures_met(len(judged)) if is_sound else ""
            which = [one.measure for one in judged]
        if rule:
            found.append(Candidate(unit, rule, figures_of(context, unit, results[unit.id], which, period)))
    return found


def _period(context: Context, year: int) -> ReportingWeek | None:
    whole = spans.make(Kind.YEAR, year)
    return whole if whole.last < context.today else unit_results.until_today(context, year)


def figures_of(
    context: Context, unit: Unit, results: Sequence[Result], which: Sequence[str], period: ReportingWeek
) -> list[dict[str, Any]]:
    """A line a measure: last year, pledge, result, day, whether it was checked, and the ids of what it rests on."""
    campaign, by_id = context.campaign_on(period.last), {one.measure: one for one in results}
    pledge = pledge_results.in_force(context, unit, period.last.year)
    lines = {one.measure: one for one in pledge.lines} if pledge is not None else {}
    kin = [one.id for one in units.kin(context.session, context.commune.id, unit)]
    found = []
    for key in which:
        measure, result, line = campaign.by_id[key], by_id[key], lines.get(key)
        small = small_cells.of_standing(measure, result) if unit.kind == "village" else ""
        rows = _rows(context, key, kin, period)
        known, aim = scoring.amounts(measure, result)
        now = small or known
        found.append(
            {
                "name": measure.name,
                "before": small or _stood(measure, line.last_value if line else None),
                "wanted": pledge_text.amount(measure, line.value) if line and line.value is not None else aim,
                "now": now,
                "on": f"{result.as_of:%d/%m/%Y}" if result.as_of else "",
                "source": _source(context, rows),
            }
        )
    return found


def _stood(measure: Measure, value: Decimal | None) -> str:
    return "" if value is None else pledge_text.stood(measure, value)


def _rows(context: Context, measure: str, kin: Sequence[int], period: ReportingWeek) -> list[int]:
    query = select(Figure.id).where(Figure.measure == measure, Figure.subject_id.in_(kin), Figure.on_day <= period.last)
    return list(context.session.scalars(query.order_by(Figure.on_day, Figure.id)))


def _source(context: Context, rows: Sequence[int]) -> str:
    """«số liệu mã 812, 830; 1 số đã kiểm tra đúng»."""
    if not rows:
        return ""
    right = select(Check.id).where(Check.figure_id.in_(rows), Check.outcome == checks.RIGHT)
    checked = len(list(context.session.scalars(right)))
    return wording.figure_ids([str(one) for one in rows], checked)


def on_time(context: Context, unit: Unit, year: int) -> str:
    """«40/46 kỳ báo cáo đúng hạn»; "" where none was due."""
    period = _period(context, year)
    if period is None:
        return ""
    filings = filed_reports.filings_until(context, period.last, date(year, 1, 1))
    mine = [one for one in filings if one.unit == unit.id and one.due and one.period_last.year == year]
    return wording.on_time_weeks(sum(one.on_time for one in mine), len(mine)) if mine else ""
