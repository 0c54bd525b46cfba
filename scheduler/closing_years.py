"""The end of a year: from 15/1 officers are offered to close it, after 31/1 it is closed by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import job_runs, past_periods, year_closings
from models.outbox_states import Purpose
from reports.weekly import caption
from services import weekly_summary, wording, year_closing
from services.context import Choice, Context, Deployment

_FEBRUARY = 2
_OFFERED, _CLOSED = "offer-year", "close-year"


def run(context: Context) -> int:
    """Returns how many officers were told. Only in the morning of a working day: nobody is written to in the night."""
    year = context.today.year - 1
    if context.today < year_closing.first_day(year) or context.today.month > _FEBRUARY or not _is_office_hour(context):
        return 0
    name = _duty_on(context.today, year)
    if not job_runs.claim(context.session, name, _claimed(year), "*", context.now):
        return 0
    campaign = context.campaign_on(date(year, 12, 31))
    if not campaign.starts.year <= year <= campaign.ends.year or not _was_reported(context, year):
        return 0
    if year_closings.of_year(context.session, context.commune.id, year) is not None:
        return 0
    return _offer(context, year) if name == _OFFERED else _close(context, year)


def waiting(session: Session, served: Mapping[int, Deployment], now: datetime) -> set[int]:
    """The communes in which a year may have to be offered or closed: looked up in January and February alone."""
    due: dict[tuple[str, int], set[int]] = {}
    for commune_id, one in served.items():
        today = now.astimezone(one.calendar.zone).date()
        if year_closing.first_day(today.year - 1) <= today and today.month <= _FEBRUARY:
            due.setdefault((_duty_on(today, today.year - 1), today.year - 1), set()).add(commune_id)
    return {
        commune_id
        for (name, year), ids in due.items()
        for commune_id in ids - job_runs.communes_done(session, name, _claimed(year))
    }


def _duty_on(today: date, year: int) -> str:
    return _OFFERED if today <= year_closing.last_day(year) else _CLOSED


def _claimed(year: int) -> datetime:
    """The time under which a commune's year is claimed."""
    return job_runs.of_day(date(year + 1, 1, 1))


def _is_office_hour(context: Context) -> bool:
    now = context.now.astimezone(context.calendar.zone)
    return context.calendar.is_working_day(now.date()) and now.time() >= context.campaign.calendar.question


def _was_reported(context: Context, year: int) -> bool:
    """Whether this program was there in that year: a year that was only imported is nobody's to close."""
    weeks = past_periods.until(context.session, context.commune.id, date(year, 12, 31))
    return any(week.last.year == year and week.frozen_at is not None for week in weeks)


def _offer(context: Context, year: int) -> int:
    compiled = weekly_summary.compile_period(context, year_closing.year_of(year))
    said = weekly_summary.years_verdicts(context, year, compiled)
    choices = [Choice(wording.close_year_button(year), f"close-year:{year}")]
    officers = context.officers()
    return sum(context.tell(one, said, choices, purpose=Purpose.DRAFT) for one in officers)


def _close(context: Context, year: int) -> int:
    compiled = weekly_summary.compile_period(context, year_closing.year_of(year))
    year_closing.close(context, year, compiled.standings)
    said = wording.year_closed_by_itself(year, caption.counts(compiled.table))
    return sum(context.tell(one, said, purpose=Purpose.POSTED) for one in context.officers())
