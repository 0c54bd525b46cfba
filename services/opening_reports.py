"""Opening the reports of a week: of one unit, of a commune, or of several communes at once, with what is due fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from campaign.calendar import ReportingWeek
from models import figures_around, past_periods, periods, scope, units
from models.periods import Report
from models.units import Unit
from services import due_inputs, round_questions
from services.context import Context


class Opening(NamedTuple):
    """Units of a commune whose reports for a period are to be open."""

    context: Context
    members: Sequence[Unit]
    period: periods.PeriodRow


def open_report(context: Context, unit: Unit, period: periods.PeriodRow) -> Report:
    """The report of a unit for a period, with what is due fixed when it is first opened."""
    found = periods.reports_of(context.session, [unit.id], period.id)
    if unit.id not in found:
        newest = figures_around.newest_of(context.session, [context.commune.id, unit.id], period.first)
        before = _left_for_later(context.session, [unit], period.first)
        found = _open_new(Opening(context, [unit], period), newest, before)
        context.session.flush()
    return found[unit.id]


def _open(session: Session, wanted: Sequence[Opening], week: ReportingWeek) -> list[list[Report]]:
    """The reports of units of several communes, all in a few statements; new ones are written with the next look-up."""
    everybody = [unit.id for one in wanted for unit in one.members]
    found = periods.reports_of(session, everybody, *(one.period.id for one in wanted)) if everybody else {}
    new = [one._replace(members=[unit for unit in one.members if unit.id not in found]) for one in wanted]
    new = [one for one in new if one.members]
    units_of = [unit for one in new for unit in one.members]
    subjects = [*(one.context.commune.id for one in new), *(unit.id for unit in units_of)]
    newest = figures_around.before_week(session, subjects, week.first, week.last) if new else {}
    before = _left_for_later(session, units_of, week.first)
    for one in new:
        with scope.within(session, one.context.commune.id):
            found |= _open_new(one, newest, before)
    return [[found[unit.id] for unit in one.members] for one in wanted]


def _left_for_later(session: Session, members: Sequence[Unit], first: date) -> dict[int, list[str]]:
    return past_periods.left_for_later(session, [one.id for one in members if one.kind == "village"], first)


def _open_new(
    opening: Opening, newest: Mapping[int, dict[str, figures_around.Newest]], before: Mapping[int, list[str]]
) -> dict[int, Report]:
    """New reports of units of one commune: `newest` are figures by subject, `before` what was left for later."""
    context, new, period = opening
    counted = round_questions.due(context, new, period.week)
    found = {}
    for unit in new:
        # An office answers for the commune too.
        own = newest[unit.id] if unit.kind == "village" else newest[context.commune.id] | newest[unit.id]
        comparable = figures_around.comparable(own, context.campaign_on(period.first).counted_since(period.first))
        due, put_off = due_inputs.due(context, unit, period.week, comparable), list[str]()
        if unit.succeeds:  # what those before it have told needs not be told again, and it is nobody's first week
            told = set(due_inputs.told_before_change(context, unit, period)[0])
            due = [key for key in due if key not in told]
        elif unit.kind == "village":
            due, put_off = due_inputs.of_first_weeks(context, due, before.get(unit.id), own, period.week)
        due += [counted[unit.id]] if unit.id in counted else []
        found[unit.id] = Report(unit=unit, period=period, due=due, put_off=put_off)
    context.session.add_all(found.values())
    return found


def open_in(session: Session, parts: Sequence[tuple[Context, periods.PeriodRow]]) -> list[list[Report]]:
    """The reports of every unit that is there and has something due in a week, of each of several communes.

    Each commune has its units and its row of the week.
    """
    if not parts:
        return []
    members = units.members_of(session, [context.commune.id for context, _ in parts])
    wanted = []
    for context, period in parts:
        day = min(max(context.today, period.first), period.last)
        there = [unit for unit in members[context.commune.id] if unit.place().is_active(day)]
        wanted.append(Opening(context, there, period))
    return [[report for report in opened if report.due] for opened in _open(session, wanted, parts[0][1].week)]
