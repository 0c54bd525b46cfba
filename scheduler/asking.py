"""The week's question: each reporter gets a greeting and the first question, in one message."""

from __future__ import annotations

from collections.abc import Sequence

from models import conversations
from models.conversations import DialogueKey, DialogueKind, Subject
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from scheduler import audience
from scheduler.job import Outcome
from services import date_words, numbered_questions, question_text, wording
from services.context import Context
from services.report_sheet import Sheet


def subjects(context: Context, period: PeriodRow) -> Sequence[str]:
    return audience.with_open_reports(context, period)


def run(context: Context, period: PeriodRow, subject: str) -> Outcome:
    """Ask one person about the first of their units that is not complete."""
    person = audience.person(context, subject)
    sheets = audience.open_sheets(context, period, person)
    account = context.account_of(person)
    if not sheets or account is None:
        return Outcome.SKIPPED
    ask = _ask if context.can(account.bot).has_buttons else _ask_all
    ask(context, person, sheets[0], several=len(sheets) > 1)
    chat = conversations.chat(context.session, account.bot, account.chat_id)
    chat.show(DialogueKey(DialogueKind.REPORT, Subject.REPORT, sheets[0].report.id))
    return Outcome.DONE


def _ask(context: Context, person: Person, sheet: Sheet, *, several: bool) -> None:
    everything, still = sheet.questions, sheet.open_questions
    question = still[0]
    unit = sheet.unit.full_name
    greeting = wording.greeting(person.address, unit, date_words.day_and_date(sheet.report.period.first), len(still))
    place = sheet.unit.name if several else ""
    number = everything.index(question) + 1
    text = wording.numbered(number, len(everything), question_text.question_text(sheet, question), place)
    choices = question_text.question_choices(sheet, question, may_defer=True)
    if question_text.offers_unchanged(sheet, question):
        text = f"{text} {wording.type_a_new_number()}"
    context.tell(person, f"{greeting}\n{text}", choices, purpose=Purpose.QUESTION)


def _ask_all(context: Context, person: Person, sheet: Sheet, *, several: bool) -> None:
    """Without buttons: every question in one message, which one reply answers."""
    waiting = numbered_questions.still_open(sheet)
    if len(waiting) < 2:
        return _ask(context, person, sheet, several=several)
    since = date_words.day_and_date(sheet.report.period.first)
    lines = [
        wording.greeting_for_all(person.address, person.title, sheet.unit.full_name, since, len(waiting)),
        numbered_questions.text(sheet, waiting, sheet.unit.name if several else ""),
        wording.for_example(numbered_questions.examples(sheet, waiting)),
    ]
    context.tell(person, "\n".join(lines), purpose=Purpose.QUESTION, unlisted=numbered_questions.words(sheet, waiting))
