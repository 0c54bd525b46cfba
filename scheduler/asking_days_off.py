"""From November on the officers are asked once what the announcement says of the holidays that are still a guess."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign.calendar import Calendar
from campaign.catalogue import Campaign
from campaign.definition.in_force import Timeline
from models import campaign_overrides, holiday_announcements, job_runs, past_periods
from models.outbox_states import Purpose
from services import days_off, days_off_text, wording
from services.context import Choice, Context, Deployment

_NOVEMBER, _FEBRUARY = 11, 2
_NAME = "ask-days-off"


def run(context: Context) -> int:
    """Returns how many officers were asked: in an afternoon in which they work, after the first week was posted."""
    year, now = _year(context.today), context.now.astimezone(context.calendar.zone)
    if (
        year is None
        or not _is_quiet(context.calendar, context.campaign, now)
        or not past_periods.any_frozen(context.session, context.commune.id)
    ):
        return 0
    officers = context.officers()
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
    """The communes whose officers may have to be asked: mostly nobody's, without a statement.

    Where clock times or days off were changed in the chat, the hour is looked at in the commune itself.
    """
    by_year: dict[int, set[int]] = {}
    quiet: dict[int, bool] = {}  # by calendar: communes with the same file have the same hours
    changed: Collection[int] | None = None
    for commune_id, deployment in served.items():
        at = now.astimezone(deployment.calendar.zone)
        year, key = _year(at.date()), id(deployment.calendar)
        if year is None:
            continue
        if key not in quiet:
            quiet[key] = _is_quiet(deployment.calendar, Timeline(deployment.campaign).on(at.date()), at)
        if not quiet[key] and changed is None:
            changed = campaign_overrides.communes(session) | holiday_announcements.communes(session)
        if quiet[key] or commune_id in (changed or ()):
            by_year.setdefault(year, set()).add(commune_id)
    found = {
        commune_id
        for year, ids in by_year.items()
        for commune_id in ids - job_runs.communes_done(session, _NAME, job_runs.of_day(date(year, 1, 1)))
    }
    return found & past_periods.with_frozen(session, found) if found else found


def _year(today: date) -> int | None:
    """The year whose announcement is out by then; None from spring to autumn."""
    if today.month >= _NOVEMBER:
        return today.year + 1
    return today.year if today.month <= _FEBRUARY else None


def _is_quiet(calendar: Calendar, campaign: Campaign, now: datetime) -> bool:
    """Officers hear of drafts in the morning and of who is late at five: in between is time for an announcement."""
    rules = campaign.calendar
    return calendar.is_working_day(now.date()) and rules.second_reminder <= now.time() < rules.late_list
