"""From November on the officers are asked once what the announcement says of the holidays that are still a guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import job_runs, people, periods
from models.outbox_states import Purpose
from services import days_off, days_off_text, wording
from services.context import Choice, Context, Deployment

_NOVEMBER, _FEBRUARY = 11, 2
_NAME = "ask-days-off"


def run(context: Context) -> int:
    """Returns how many officers were asked: in an afternoon in which they work, after the first week was posted."""
    year = _year(context.today)
    if year is None or not _is_quiet_hour(context) or not periods.any_frozen(context.session, context.commune.id):
        return 0
    officers = people.with_role(context.session, context.commune.id, "officer")
    if not officers or not job_runs.claim(context.session, _NAME, job_runs.of_day(date(year, 1, 1)), "*", context.now):
        return 0
    guesses = days_off.guesses(context, year)
    if not guesses:
        return 0
    lines, example = [days_off_text.line(guess) for guess in guesses], days_off_text.example(guesses)
    choices = [Choice(wording.AS_EXPECTED, f"as-expected:{year}")]
    return sum(
        context.tell(
            officer,
            wording.ask_about_days_off(officer.address, year, lines, example),
            choices,
            purpose=Purpose.DRAFT,
        )
        for officer in officers
    )


def waiting(session: Session, served: Mapping[int, Deployment], now: datetime) -> set[int]:
    """The communes whose officers may have to be asked: one statement or two, and none outside the winter."""
    by_year: dict[int, set[int]] = {}
    for commune_id, deployment in served.items():
        year = _year(now.astimezone(deployment.calendar.zone).date())
        if year is not None:
            by_year.setdefault(year, set()).add(commune_id)
    return {
        commune_id
        for year, ids in by_year.items()
        for commune_id in ids - job_runs.communes_done(session, _NAME, job_runs.of_day(date(year, 1, 1)))
    }


def _year(today: date) -> int | None:
    """The year whose announcement is out by then; None from spring to autumn."""
    if today.month >= _NOVEMBER:
        return today.year + 1
    return today.year if today.month <= _FEBRUARY else None


def _is_quiet_hour(context: Context) -> bool:
    """Officers hear of drafts in the morning and of who is late at five: in between is time for an announcement."""
    rules, now = context.campaign.calendar, context.now.astimezone(context.calendar.zone)
    return context.calendar.is_working_day(now.date()) and rules.second_reminder <= now.time() < rules.late_list
