"""Opening the reports of a week: what each unit owes is fixed, and which report somebody has in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from campaign.calendar import ReportingWeek
from campaign.facts import State
from campaign.parsing import due as agenda
from campaign.parsing import first_weeks
from models import figures_around, newest_reports, past_periods, people, periods, units
from models.people import Person
from models.periods import Report
from models.units import Unit
from services import inherited_figures, report_sheet, round_questions
from services.context import Context


def open_report(context: Context, unit: Unit, period: periods.PeriodRow) -> Report:
    """The report of a unit for a period, with what is due fixed when it is first opened."""
    return _open(context, [unit], period)[0]


def _open(context: Context, members: Sequence[Unit], period: periods.PeriodRow) -> Sequence[Report]:
    """The reports of units, all in a few statements: nobody is answered while a week is opened."""
    found = periods.reports_of(context.session, [unit.id for unit in members], period.id)
    new = [unit for unit in members if unit.id not in found]
    if not new:
        return [found[unit.id] for unit in members]
    newest = figures_around.newest_of(context.session, [context.commune.id, *(unit.id for unit in new)], period.first)
    before = past_periods.left_for_later(
        context.session, [one.id for one in new if one.kind == "village"], period.first
    )
    counted = round_questions.due(context, new, period.week)
    for unit in new:
        # An office answers for the commune too.
        own = newest[unit.id] if unit.kind == "village" else newest[context.commune.id] | newest[unit.id]
        due, put_off = _due(context, unit, period.week, own), list[str]()
        if unit.succeeds:  # what those before it have told needs not be told again, and it is nobody's first week
            told = set(report_sheet.told_before_change(context, unit, period)[0])
            due = [key for key in due if key not in told]
        elif unit.kind == "village":
            due, put_off = _of_first_weeks(context, due, before.get(unit.id), own, period.week)
        due += [counted[unit.id]] if unit.id in counted else []
        found[unit.id] = Report(unit=unit, period=period, due=due, put_off=put_off)
    context.session.add_all(found[unit.id] for unit in new)
    context.session.flush()
    return [found[unit.id] for unit in members]


def _due(context: Context, unit: Unit, week: ReportingWeek, newest: Mapping[str, figures_around.Newest]) -> list[str]:
    comparable = report_sheet.by_same_standard(context.campaign_on(week.first), newest, week.first)
    known = {key: one.on_day for key, one in comparable.items() if one.state != State.NOT_KNOWN}
    if unit.succeeds:
        known = {key: row.on_day for key, row in inherited_figures.known(context, unit, week.last).items()} | known
    previous = context.calendar.previous(week)
    return agenda.due(context.campaign_on(week.last), unit.place(), week, previous, known.get)


def _of_first_weeks(
    context: Context,
    due: Sequence[str],
    before: Sequence[str] | None,
    newest: Mapping[str, figures_around.Newest],
    week: ReportingWeek,
) -> tuple[list[str], list[str]]:
    """What a village is asked in a week, and what is left for later ones.

    `before` is what its last report has left for later; None where it has had none yet, and is in its first week.
    """
    if before is not None and not before:
        return list(due), []
    campaign = context.campaign_on(week.last)
    still = [key for key in before or () if key not in due and key.split(".", 1)[0] in campaign.by_id]
    waiting = [key for key in still if (known := newest.get(key)) is None or known.state == State.NOT_KNOWN]
    known_keys = {key for key, one in newest.items() if one.state != State.NOT_KNOWN}
    return first_weeks.spread(campaign, [*due, *waiting], known_keys)


def current_period(context: Context) -> periods.PeriodRow:
    """The stored period that `now` lies in."""
    return periods.keep(context.session, context.commune.id, context.calendar.period_at(context.now))


def report_in_hand(context: Context, unit: Unit) -> Report:
    """The report a unit is answering: the newest one that was asked, until the next one is.

    A late answer belongs to the week it was asked for, even after the post: then as an adjustment (decision 10).
    """
    found = context.in_hand.get(unit.id)
    if found is None:
        found = newest_reports.newest_asked(context.session, unit.id) or open_report(
            context, unit, current_period(context)
        )
        context.in_hand[unit.id] = found
    return cast(Report, found)


def open_all(context: Context, period: periods.PeriodRow) -> Sequence[Report]:
    """The reports of every unit that is there and has something due in a period."""
    day = min(max(context.today, period.first), period.last)
    there = [unit for unit in units.members(context.session, context.commune.id) if unit.place().is_active(day)]
    opened = _open(context, there, period)
    return [report for report in opened if report.due]


def waiting_reports(context: Context, person: Person, period_id: int) -> list[Report]:
    """A person's reports of a period that are not complete: who speaks for two places answers both."""
    held = people.units_of(person, people.REPORTING_ROLES)
    asked = [report for unit in held if (report := periods.report(context.session, unit.id, period_id))]
    return [one for one in asked if one.completed_at is None and report_sheet.sheet_of(context, one).open_questions]
