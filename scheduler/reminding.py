"""The two reminders of a week: only to those still missing, one message a person, never into a live question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow, Report
from scheduler import audience
from scheduler.job import Outcome
from services import deadlines, missing, wording
from services.context import Choice, Context

# After a power cut question and reminder may fall due together: a reminder waits this long after the question.
_BREATH = timedelta(hours=2)

Text = Callable[[Context, Person, Report], str]


def first(context: Context, period: PeriodRow, subject: str) -> Outcome:
    """The evening before the deadline day."""
    return _remind(context, period, subject, _first_text)


def second(context: Context, period: PeriodRow, subject: str) -> Outcome:
    """Two hours before the deadline, with a human's number."""
    return _remind(context, period, subject, _second_text)


def _remind(context: Context, period: PeriodRow, subject: str, text: Text) -> Outcome:
    person = audience.person(context, subject)
    sheets = audience.open_sheets(context, period, person)
    if not sheets:
        return Outcome.SKIPPED
    report = sheets[0].report
    if report.asked_at is not None and context.now - report.asked_at < _BREATH:
        return Outcome.SKIPPED
    if audience.is_live(context, person):
        return Outcome.DEFERRED
    said = text(context, person, report)
    sent = context.tell(person, said, [Choice(wording.NOW, f"go:{report.id}")], purpose=Purpose.REMINDER)
    return Outcome.DONE if sent else Outcome.SKIPPED


def _first_text(context: Context, person: Person, report: Report) -> str:
    left, until = missing.left(context, report)
    return wording.first_reminder(person.address, report.unit.full_name, left, until)


def _second_text(context: Context, person: Person, report: Report) -> str:
    left, _ = missing.left(context, report)
    deadline = deadlines.of_report(context, report)
    minutes = round((deadline - context.now).total_seconds() / 60)
    hours = f"{minutes // 60} giờ" if minutes >= 60 else f"{minutes} phút"
    campaign = context.campaign
    unit = report.unit.full_name
    return wording.second_reminder(person.address, unit, left, hours, campaign.officer_name, campaign.officer_phone)
