"""January: the officers are reminded once that the year's pledges are to be opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import job_runs, pledges
from models.outbox_states import Purpose
from services import wording
from services.context import Choice, Context, Deployment

_NAME = "pledges-january"
_FIRST_DAY, _LAST_DAY = 5, 31


def run(context: Context) -> int:
    """How many officers were told; in the morning of a working day, while no pledge of the year is open."""
    now = context.now.astimezone(context.calendar.zone)
    if not _is_due(now) or not context.calendar.is_working_day(now.date()):
        return 0
    if now.time() < context.campaign.calendar.question:
        return 0
    if not context.campaign.starts.year <= now.year <= context.campaign.ends.year:
        return 0
    if not job_runs.claim(context.session, _NAME, job_runs.of_day(date(now.year, 1, 1)), "*", context.now):
        return 0
    if pledges.of_year(context.session, context.commune.id, now.year):
        return 0
    choices = [Choice(wording.OPEN_PLEDGES, "pledges")]
    return sum(
        context.tell(one, wording.pledge_january(one.title, now.year), choices, purpose=Purpose.DRAFT, beside=True)
        for one in context.officers()
    )


def waiting(session: Session, served: Mapping[int, Deployment], now: datetime) -> set[int]:
    """The communes whose officers may have to be reminded: looked up in January alone."""
    due = {one for one, served_by in served.items() if _is_due(now.astimezone(served_by.calendar.zone))}
    return due - job_runs.communes_done(session, _NAME, job_runs.of_day(date(now.year, 1, 1))) if due else due


def _is_due(now: datetime) -> bool:
    return now.month == 1 and _FIRST_DAY <= now.day <= _LAST_DAY
