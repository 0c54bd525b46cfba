"""Opening a week: every unit's report is opened, with what it owes, when the questions go out."""

from __future__ import annotations

from handlers.context import Context
from handlers.reporter import questions
from models.periods import Period
from scheduler.job import Outcome


def run(context: Context, period: Period, _subject: str) -> Outcome:
    for report in questions.open_all(context, period):
        report.asked_at = report.asked_at or context.now
    return Outcome.DONE
