"""After the deadline: the late list to the officers, and a note to those whose figures stay empty."""

from __future__ import annotations

from models.outbox_states import Purpose
from models.periods import PeriodRow
from scheduler import audience
from scheduler.job import Outcome
from services import deadlines, missing, wording
from services.context import Context


def tell_officers(context: Context, period: PeriodRow, _subject: str) -> Outcome:
    """Who is missing, with telephone numbers, to every officer."""
    text, choices = missing.list_text(context, period)
    officers = context.officers()
    told = [context.tell(officer, text, choices, purpose=Purpose.LATE_LIST) for officer in officers]
    return Outcome.DONE if any(told) else Outcome.SKIPPED


def tell_reporter(context: Context, period: PeriodRow, subject: str) -> Outcome:
    """«Xã tạm để trống»: nobody is scolded, and the door stays open. Whoever has more time is not told so yet."""
    person = audience.person(context, subject)
    sheets = [
        sheet
        for sheet in audience.open_sheets(context, period, person)
        if deadlines.of_report(context, sheet.report) <= context.now
    ]
    if not sheets:
        return Outcome.SKIPPED
    if audience.is_live(context, person):
        return Outcome.DEFERRED
    units = wording.listing([sheet.unit.full_name for sheet in sheets])
    sent = context.tell(person, wording.left_blank_note(units), purpose=Purpose.NOTE)
    return Outcome.DONE if sent else Outcome.SKIPPED
