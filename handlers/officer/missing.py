"""Who has not reported: the late list of the deadline day, and the reminder an officer may send by hand."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.officer import verify_figures
from handlers.turn import Turn
from models import figures, people, periods
from models.periods import PeriodRow, Report
from services import date_words, report_sheet, wording
from services.context import Choice, Context
from services.report_sheet import sheet_of


def counts(reports: Sequence[Report]) -> list[str]:
    """«26/28 thôn», «2/3 cơ quan»: complete reports of those with something due."""
    found = []
    for kind, noun in wording.KINDS.items():
        due = [report for report in reports if report.unit.kind == kind]
        if due:
            done = sum(1 for report in due if report.completed_at is not None)
            found.append(wording.counted(done, len(due), noun))
    return found


def incomplete(reports: Sequence[Report]) -> list[Report]:
    return [report for report in reports if report.completed_at is None]


def list_text(context: Context, period: PeriodRow) -> tuple[str, list[Choice]]:
    """The list with telephone numbers, and the buttons under it."""
    reports = periods.reports(context.session, period.id)
    waiting = incomplete(reports)
    lines = _missing(context, period, reports)
    choices = []
    called = [one for one in waiting if people.spokesperson(context.session, one.unit_id, context.today)]
    if called:
        choices.append(Choice(wording.remind_places(len(called)), f"remind:{period.id}"))
    if waiting:
        choices.append(Choice(wording.ENTER_FOR, f"enter:{period.id}"))
    marked = [verify_figures.item(context, figure, unit) for figure, unit in figures.marked(context.session, period.id)]
    if marked:
        lines.append(wording.to_check(marked))
        choices.append(Choice(wording.see_marked(len(marked)), f"marks:{period.id}"))
    return "\n".join(lines), choices


def _missing(context: Context, period: PeriodRow, reports: Sequence[Report]) -> list[str]:
    if not reports:
        return [wording.not_asked_yet(period.number)]
    return [wording.coverage(period.number, counts(reports)), *_who(context, incomplete(reports))]


def _who(context: Context, waiting: Sequence[Report]) -> list[str]:
    """The missing units with whom to call; those that have nobody are listed apart."""
    found = [(one.unit.name, people.spokesperson(context.session, one.unit_id, context.today)) for one in waiting]
    known = [wording.contact(name, person.address, person.phone) for name, person in found if person]
    nobody = [name for name, person in found if person is None]
    lines = [wording.missing(known)] if known else []
    if nobody:
        lines.append(wording.without_reporter(nobody))
    return lines or [wording.none_missing()]


def show(turn: Turn) -> None:
    """CÒN THIẾU: with buttons and the figures to be checked for an officer, without for a leader."""
    period = asked_period(turn)
    if turn.is_officer():
        text, choices = list_text(turn, period)
    else:
        text, choices = "\n".join(_missing(turn, period, periods.reports(turn.session, period.id))), []
    turn.reply(text, choices)


def asked_period(turn: Turn) -> PeriodRow:
    """The newest period whose questions went out and that is not posted yet, else the present one."""
    current = report_sheet.current_period(turn)
    if turn.now >= turn.calendar.schedule(current.week).question:
        return current
    before = periods.keep(turn.session, turn.commune.id, turn.calendar.previous(current.week))
    return current if before.frozen_at else before


def remind(turn: Turn, period: PeriodRow) -> None:
    """«Nhắc N nơi»: at most once a day for each unit."""
    sent, unreachable, known = 0, [], 0
    for report in incomplete(periods.reports(turn.session, period.id)):
        if people.spokesperson(turn.session, report.unit_id, turn.today) is None:
            continue  # the list has said that nobody reports for it
        outcome = remind_one(turn, report)
        sent += outcome is True
        known += outcome is None
        if outcome is False:
            unreachable.append(report.unit.name)
    if known and not sent and not unreachable:
        return turn.reply(wording.reminded_already())
    turn.reply(wording.reminded(sent, unreachable))


def remind_one(context: Context, report: Report) -> bool | None:
    """Remind one unit by hand: True sent, False nobody reachable, None reminded by hand today already."""
    person = people.spokesperson(context.session, report.unit_id, context.today)
    if person is None or context.account_of(person) is None:
        return False
    still, until = left(context, report)
    is_late = context.now >= context.calendar.schedule(report.period.week).deadline
    unit = report.unit.full_name
    text = (
        wording.late_reminder(person.address, unit, still)
        if is_late
        else wording.first_reminder(person.address, unit, still, until)
    )
    key = f"remind-by-hand:{report.id}:{context.today.isoformat()}"
    choice = Choice(wording.NOW, f"go:{report.id}")
    return True if context.tell(person, text, [choice], purpose="reminder", key=key) else None


def left(context: Context, report: Report) -> tuple[str, str]:
    """What is still open, and until when: («2 câu: gieo trồng, rừng», «16 giờ hôm nay»)."""
    sheet = sheet_of(context, report)
    still = sheet.open_questions
    begun = len(still) < len(sheet.questions)
    labels = [wording.NEWS if question.is_news else question.labels[0] for question in still] if begun else []
    deadline = context.calendar.schedule(report.period.week).deadline
    said = date_words.deadline(deadline, context.today) if context.now < deadline else "đã qua"
    return wording.questions_left(len(still), labels), said
