"""The week's question: each reporter gets a greeting and the first question, in one message."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import moments, wording
from handlers.context import Context
from handlers.reporter import phrases
from handlers.reporter.questions import Sheet
from models import conversations, people
from models.people import Person
from models.periods import Period
from scheduler import audience
from scheduler.job import Outcome


def subjects(context: Context, period: Period) -> Sequence[str]:
    return audience.with_open_reports(context, period)


def run(context: Context, period: Period, subject: str) -> Outcome:
    """Ask one person about the first of their units that is not complete."""
    person = audience.person(context, subject)
    sheets = audience.open_sheets(context, period, person)
    account = people.reachable_account(person)
    if not sheets or account is None:
        return Outcome.SKIPPED
    _ask(context, person, sheets[0], several=len(sheets) > 1)
    conversations.chat(context.session, account.channel, account.chat_id).report_id = sheets[0].report.id
    return Outcome.DONE


def _ask(context: Context, person: Person, sheet: Sheet, *, several: bool) -> None:
    everything, still = sheet.questions, sheet.open_questions
    question = still[0]
    unit = sheet.unit.full_name
    greeting = wording.greeting(person.address, unit, moments.day_and_date(sheet.report.period.first), len(still))
    place = sheet.unit.name if several else ""
    number = everything.index(question) + 1
    text = wording.numbered(number, len(everything), phrases.question_text(sheet, question), place)
    choices = phrases.question_choices(sheet, question, may_defer=True)
    context.tell(person, f"{greeting}\n{text}", choices, purpose="question")
