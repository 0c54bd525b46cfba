"""The occasions of the campaign in force: which comes next, and on which days the officers are reminded of it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign.calendar import Calendar
from campaign.catalogue import Campaign
from campaign.public_holidays import Holiday
from campaign.rules import Occasion
from models import job_runs
from services.context import Context

_DAY = timedelta(days=1)
_WEEKS, _HOLIDAYS = 2, 20  # so many working days ahead are no more days than that


@dataclass(frozen=True, slots=True)
class Ahead:
    """An occasion with the day on which it comes next."""

    occasion: Occasion
    day: date


def ahead(context: Context) -> list[Ahead]:
    """Every occasion with its next day from today on, the nearest first."""
    return _ahead(context.campaign, context.calendar, context.today)


def next_ahead(context: Context) -> Ahead | None:
    return next(iter(ahead(context)), None)


def due(context: Context) -> list[tuple[Ahead, int]]:
    """The occasions that the officers are reminded of today, each with how many working days are left."""
    return due_on(context.campaign, context.calendar, context.today)


def due_on(campaign: Campaign, calendar: Calendar, today: date) -> list[tuple[Ahead, int]]:
    """The same of a campaign on a day."""
    if not calendar.is_working_day(today):
        return []
    found = []
    for one in _ahead(campaign, calendar, today):
        if (one.day - today).days > _WEEKS * max(one.occasion.remind) + _HOLIDAYS:
            continue
        left = _working_days(calendar, today, one.day)
        if left in one.occasion.remind:
            found.append((one, left))
    return found


def _ahead(campaign: Campaign, calendar: Calendar, today: date) -> list[Ahead]:
    found = []
    for one in campaign.occasions:
        days = [_day(calendar, one, year) for year in (today.year, today.year + 1)]
        coming = [day for day in days if day is not None and day >= today]
        if coming and one.remind:
            found.append(Ahead(one, min(coming)))
    return sorted(found, key=lambda one: one.day)


def _day(calendar: Calendar, one: Occasion, year: int) -> date | None:
    """In a year; Tết's first day as the calendar has it."""
    if one.day is not None:
        month, day = one.day
        return date(year, month, min(day, monthrange(year, month)[1]))
    return next((off.core for off in calendar.holidays_of(year) if off.holiday is Holiday.TET), None)


def _working_days(calendar: Calendar, today: date, day: date) -> int:
    """How many working days lie from today on before a day."""
    count, at = 0, today
    while at < day:
        count += calendar.is_working_day(at)
        at += _DAY
    return count


LEFT_OUT = "left out"


def claim_of(one: Ahead) -> tuple[str, datetime]:
    """Under which job and time it is written down that an occasion is left out this time."""
    return f"occasion {one.occasion.key}", job_runs.of_day(one.day)


def leave_out(context: Context, one: Ahead) -> None:
    """«Lần này không»: nobody is reminded of it again before its next time."""
    job_runs.claim(context.session, *claim_of(one), LEFT_OUT, context.now)
