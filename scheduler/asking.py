"""The week's question: each reporter gets a greeting and the first question, in one message."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import scope
from models.conversations import DialogueKey, DialogueKind, Subject
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from scheduler import audience
from scheduler.job import Outcome, Part
from services import date_words, numbered_questions, question_text, round_lines, wording
from services.context import Address, Context
from services.report_sheet import Sheet


def subjects(context: Context, period: PeriodRow) -> Sequence[str]:
    return audience.with_open_reports(context, period)


def run_together(session: Session, parts: Sequence[Part]) -> list[int]:
    """Ask everybody: what all need is read at once, and each commune's questions leave in turn with others'."""
    counts = []
    for part, everybody in zip(parts, audience.read_ahead(session, parts), strict=True):
        waiting = [one for one in everybody if audience.subject(one.person) not in part.done]
        with scope.within(session, part.context.commune.id):
            outcomes = [
                _run(part.context, one.person, audience.sheets_of(part.context, one.reports), turn)
                for turn, one in enumerate(waiting, 1)
            ]
        counts.append(outcomes.count(Outcome.DONE))
    return counts


def run(context: Context, period: PeriodRow, subject: str) -> Outcome:
    """Ask one person about the first of their units that is not complete."""
    person = audience.person(context, subject)
    return _run(context, person, audience.open_sheets(context, period, person), 0)


def _run(context: Context, person: Person, sheets: Sequence[Sheet], queue_round: int) -> Outcome:
    account = context.account_of(person)
    if not sheets or account is None:
        return Outcome.SKIPPED
    ask = _ask if context.can(account.bot).has_buttons else _ask_all
    ask(context, person, sheets[0], queue_round, several=len(sheets) > 1)
    chat = context.chat_at(Address(account.bot, account.chat_id))
    chat.show(DialogueKey(DialogueKind.REPORT, Subject.REPORT, sheets[0].report.id))
    return Outcome.DONE


def _ask(context: Context, person: Person, sheet: Sheet, queue_round: int, *, several: bool) -> None:
    everything, still = sheet.questions, sheet.open_questions
    question = still[0]
    unit = sheet.unit.full_name
    greeting = wording.greeting(person.address, unit, date_words.day_and_date(sheet.report.period.first), len(still))
    place = sheet.unit.short_name if several else ""
    number = everything.index(question) + 1
    text = wording.numbered(number, len(everything), question_text.question_text(sheet, question), place)
    choices = question_text.question_choices(sheet, question, may_defer=True)
    if question_text.offers_unchanged(sheet, question):
        text = f"{text} {wording.type_a_new_number()}"
    text = "\n".join([greeting, *round_lines.countdown(context, sheet.unit), text])
    context.tell(person, text, choices, purpose=Purpose.QUESTION, queue_round=queue_round)


def _ask_all(context: Context, person: Person, sheet: Sheet, queue_round: int, *, several: bool) -> None:
    """Without buttons: every question in one message, which one reply answers."""
    waiting = numbered_questions.still_open(sheet)
    if len(waiting) < 2:
        return _ask(context, person, sheet, queue_round, several=several)
    since = date_words.day_and_date(sheet.report.period.first)
    lines = [
        wording.greeting_for_all(person.address, person.title, sheet.unit.full_name, since, len(waiting)),
        *round_lines.countdown(context, sheet.unit),
        numbered_questions.text(sheet, waiting, sheet.unit.short_name if several else ""),
        wording.for_example(numbered_questions.examples(sheet, waiting)),
    ]
    unlisted = numbered_questions.words(sheet, waiting)
    context.tell(person, "\n".join(lines), purpose=Purpose.QUESTION, unlisted=unlisted, queue_round=queue_round)
