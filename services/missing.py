"""Who has not reported: coverage of a week, the list with telephone numbers, and the reminder of one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campaign import facts
from models import figure_queries, past_periods, people, periods
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow, Report
from services import deadlines, marked_figures, report_sheet, wording
from services.context import Choice, Context
from services.report_sheet import sheet_of


def asked_period(context: Context) -> PeriodRow:
    """The newest period whose questions went out and that is not posted yet, else the present one."""
    current = report_sheet.current_period(context)
    if context.now >= context.calendar.schedule(current.week).question:
        return current
    before = periods.keep(context.session, context.commune.id, context.calendar.previous(current.week))
    return current if before.frozen_at else before


def counts(reports: Sequence[Report], given: Mapping[int, int]) -> list[str]:
    """«26/28 thôn», «2/3 cơ quan»: who has sent something, of those with something due; `given` by unit."""
    counted = []
    for kind, noun in wording.KINDS.items():
        due = [report for report in reports if report.unit.kind == kind]
        if due:
            done = sum(facts.has_sent(given.get(report.unit_id, 0)) for report in due)
            counted.append(wording.counted(done, len(due), noun))
    return counted


def incomplete(reports: Sequence[Report]) -> list[Report]:
    return [report for report in reports if report.completed_at is None]


def list_text(context: Context, period: PeriodRow) -> tuple[str, list[Choice]]:
    """What an officer gets: the list, the figures to be verified, and the buttons under them."""
    reports = periods.reports(context.session, period.id, context.today)
    waiting = incomplete(reports)
    lines = list_lines(context, period, reports)
    choices = []
    reached = reachable(context, waiting)
    if reached:
        choices.append(Choice(wording.remind_places(len(reached)), f"remind:{period.id}"))
    if waiting:
        choices.append(Choice(wording.ENTER_FOR, f"enter:{period.id}"))
    marked = [
        marked_figures.item(context, figure, unit) for figure, unit in figure_queries.marked(context.session, period.id)
    ]
    if marked:
        lines.append(wording.to_check(marked))
        choices.append(Choice(wording.see_marked(len(marked)), f"marks:{period.id}"))
    return "\n".join(lines), choices


def list_lines(context: Context, period: PeriodRow, reports: Sequence[Report]) -> list[str]:
    """The coverage, and whom to call for the units still missing."""
    if not reports:
        return [wording.not_asked_yet(period.number)]
    given = {unit: count for (_, unit), count in past_periods.given(context.session, [period.id]).items()}
    waiting = incomplete(reports)
    partly = sum(facts.has_sent(given.get(report.unit_id, 0)) for report in waiting)
    return [wording.coverage(period.number, counts(reports, given), partly), *_contacts(context, waiting)]


def _contacts(context: Context, waiting: Sequence[Report]) -> list[str]:
    """The missing units with whom to call; those that have nobody are listed apart."""
    found = spokespeople(context, waiting)
    pairs = [(report, found.get(report.unit_id)) for report in waiting]
    known = [
        wording.contact(report.unit.short_name, person.address, person.phone, deadlines.extended(context, report))
        for report, person in pairs
        if person
    ]
    nobody = [report.unit.short_name for report, person in pairs if person is None]
    lines = [wording.missing(known)] if known else []
    if nobody:
        lines.append(wording.without_reporter(nobody))
    return lines or [wording.none_missing()]


def spokespeople(context: Context, reports: Sequence[Report]) -> Mapping[int, Person]:
    """Who is asked for each of the units today; a unit that has nobody is left out."""
    return people.spokespeople(context.session, [report.unit_id for report in reports], context.today)


def reachable(context: Context, reports: Sequence[Report]) -> Mapping[int, Person]:
    """The same without those who are known from a list and have not come in."""
    found = spokespeople(context, reports)
    return {unit: person for unit, person in found.items() if person.consented_at is not None}


def remind_one(context: Context, report: Report) -> bool | None:
    """Remind one unit by hand: True sent, False nobody reachable, None reminded by hand today already.

    Two officers who tap send one reminder, by its idempotency key.
    """
    person = people.spokesperson(context.session, report.unit_id, context.today)
    if person is None or context.account_of(person) is None or people.is_away(person, context.today):
        return False
    still, until = left(context, report)
    is_late = context.now >= deadlines.of_report(context, report)
    unit = report.unit.full_name
    text = (
        wording.late_reminder(person.address, unit, still)
        if is_late
        else wording.first_reminder(person.address, unit, still, until)
    )
    key = reminder_key(context, report)
    choice = Choice(wording.NOW, f"go:{report.id}")
    return True if context.tell(person, text, [choice], purpose=Purpose.REMINDER, key=key) else None


def reminder_key(context: Context, report: Report) -> str:
    """The idempotency key of a reminder by hand: one for each unit and day."""
    return f"remind-by-hand:{report.id}:{context.today.isoformat()}"


def left(context: Context, report: Report) -> tuple[str, str]:
    """What is still open, and until when: («2 câu: gieo trồng, rừng», «16 giờ hôm nay»)."""
    sheet = sheet_of(context, report)
    still = sheet.open_questions
    begun = len(still) < len(sheet.questions)
    labels = [wording.NEWS if question.is_news else question.labels[0] for question in still] if begun else []
    return wording.questions_left(len(still), labels), deadlines.ahead(context, report) or "đã qua"
