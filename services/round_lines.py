"""Rounds in a line: days left in the weekly message, a unit's own standing, and the commune's totals in the post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from campaign.calendar import Kind, ReportingWeek
from models import rounds
from models.rounds import Round, State
from models.units import Unit
from reports import format, round_table
from reports.round_table import Counted, Line, RoundTable
from services import date_words, round_questions, round_results, wording
from services.context import Context

_DAY = timedelta(days=1)


def live(context: Context, unit: Unit) -> list[Round]:
    """The rounds that a unit, or one before it, is in today; looked up once for all units."""
    if not context.timeline.open_rounds:
        return []
    if not context.rounds:
        found = rounds.live_units(context.session, context.commune.id, context.today)
        context.rounds.update({0: [], **found})
    entered = round_questions.entered_as(context, [unit])[unit.id] if len(context.rounds) > 1 else ()
    running = {one.id: one for key in entered for one in context.rounds.get(key, ())}
    return [running[key] for key in sorted(running)]


def countdown(context: Context, unit: Unit) -> list[str]:
    """«Đợt «90 ngày làm đường», còn 15 ngày.»"""
    return [wording.round_left(one.name, (one.days[1] - context.today).days) for one in live(context, unit)]


def standing(table: RoundTable, line: Line) -> list[str]:
    """«làm đường 260 m (mức 300 m)»: of a unit, told to itself."""
    return [_standing(one, cell) for one, cell in zip(table.counted, line.cells, strict=True)]


def _standing(counted: Counted, cell: round_table.Cell) -> str:
    what = format.within(counted.name)
    now = round_table.amount(counted, cell.now, cell.over)
    if counted.is_flow and cell.now is not None:
        now = f"thêm {now}"
    return wording.round_standing(what, now, round_table.amount(counted, cell.goal))


def of_unit(table: RoundTable, context: Context, unit: Unit) -> Line | None:
    """The line of a unit, or the one that it was joined in."""
    entered = round_questions.entered_as(context, [unit])[unit.id]
    return next((line for line in table.lines if entered & set(line.units)), None)


def mine(context: Context, unit: Unit) -> list[str]:
    """The lines of THÔN TÔI."""
    found = []
    for one in live(context, unit):
        table = round_results.table(context, one)
        line = of_unit(table, context, unit)
        if line is not None:
            found.append(wording.my_round(one.name, (one.days[1] - context.today).days, standing(table, line)))
    return found


# The post


def of_week(context: Context, week: ReportingWeek) -> tuple[str, ...]:
    """A line for each round that ran in a week, or was frozen in it: totals, no unit's name."""
    if week.kind is not Kind.WEEK:
        return ()
    found = []
    for one in reversed(rounds.of_state(context.session, context.commune.id, State.OPEN, State.CLOSED)):
        said = _in_post(context, one, week)
        if said:
            found.append(said)
    return tuple(found)


def _in_post(context: Context, one: Round, week: ReportingWeek) -> str:
    first, last = one.days
    closed = context.day_of(one.closed_at) if one.closed_at is not None else None
    if closed is not None and week.first <= closed <= week.last:
        table = round_results.table(context, one)
        said = [
            f"{format.within(of.name)} {round_table.bands_said(table.bands(at))}" for at, of in enumerate(table.counted)
        ]
        return wording.post_closed(one.name, said)
    if first > week.last or last < week.first:
        return ""
    table = round_results.reckon(context, one, week.last)
    totals = [_total(table, at) for at in range(len(table.counted))]
    if last <= week.last:
        assert one.closes_at is not None
        day = date_words.short_date(context.day_of(one.closes_at))
        return wording.post_ended(one.name, day, totals)
    left = (last - (week.last + _DAY)).days
    return wording.post_running(one.name, left, table.told(), len(table.lines), totals)


def _total(table: RoundTable, at: int) -> str:
    counted = table.counted[at]
    if counted.is_flow:
        added, wanted = round_table.total(table, at)
        return wording.total_added(format.within(counted.name), format.plain(added), format.plain(wanted), counted.unit)
    met = sum(line.cells[at].band in round_table.MET for line in table.lines)
    return wording.total_met(format.within(counted.name), met, len(table.lines))


# For officers and leaders


def days_said(one: Round) -> str:
    """«15/6–12/9/2026»"""
    first, last = one.days
    return f"{date_words.short_date(first)}–{date_words.plain_date(last)}"


def state_said(context: Context, one: Round) -> str:
    first, last = one.days
    kind, day = _stage(context, one, first, last)
    return wording.round_state(kind, (last - context.today).days, date_words.short_date(day))


def _stage(context: Context, one: Round, first: date, last: date) -> tuple[str, date]:
    if one.closed_at is not None:
        return "closed", context.day_of(one.closed_at)
    if context.today < first:
        return "coming", first
    if context.today <= last:
        return "running", last
    assert one.closes_at is not None
    return "ended", context.day_of(one.closes_at)


def bands(table: RoundTable) -> list[str]:
    """«Làm đường: 12 nơi vượt, 10 đạt.», one for each thing that is counted."""
    return [
        wording.round_bands(one.name, round_table.bands_said(table.bands(at))) for at, one in enumerate(table.counted)
    ]


def each(table: RoundTable) -> Sequence[str]:
    """Every unit's standing in the order of the units: no places."""
    return [f"{line.name}: {'; '.join(_told(table, line))}" for line in table.lines]


def _told(table: RoundTable, line: Line) -> list[str]:
    found = []
    for one, cell in zip(table.counted, line.cells, strict=True):
        now, wanted = round_table.amount(one, cell.now, cell.over), round_table.amount(one, cell.goal)
        unit = f" {one.unit}" if one.unit and not one.is_share else ""
        figure = f"{now.removesuffix(unit)}/{wanted}" if now and wanted else now
        notes = ", ".join(cell.notes)
        found.append(", ".join(filter(None, (figure, cell.band))) + (f" ({notes})" if notes else ""))
    return found
