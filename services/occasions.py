"""The occasions of the campaign in force: which comes next, and on which days the officers are reminded of it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from campaign.catalogue import Occasion
from campaign.public_holidays import Holiday
from models import job_runs
from services.context import Context

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ahead:
    """An occasion with the day on which it comes next."""

    occasion: Occasion
    day: date


def ahead(context: Context) -> list[Ahead]:
    """Every occasion with its next day from today on, the nearest first."""
    found = []
    for one in context.campaign.occasions:
        days = [_day(context, one, year) for year in (context.today.year, context.today.year + 1)]
        coming = [day for day in days if day is not None and day >= context.today]
        if coming and one.remind:
            found.append(Ahead(one, min(coming)))
    return sorted(found, key=lambda one: one.day)


def next_ahead(context: Context) -> Ahead | None:
    return next(iter(ahead(context)), None)


def _day(context: Context, one: Occasion, year: int) -> date | None:
    """In a year; Tết's first day as the calendar has it."""
    if one.day is not None:
        month, day = one.day
        return date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return next((off.core for off in context.calendar.holidays_of(year) if off.holiday is Holiday.TET), None)


def due(context: Context) -> list[tuple[Ahead, int]]:
    """The occasions that the officers are reminded of today, each with how many working days are left."""
    if not context.calendar.is_working_day(context.today):
        return []
    found = []
    for one in ahead(context):
        if (one.day - context.today).days > 2 * max(one.occasion.remind) + 20:
            break
        left = _working_days(context, one.day)
        if left in one.occasion.remind:
            found.append((one, left))
    return found


def _working_days(context: Context, day: date) -> int:
    """How many working days lie from today on before a day."""
    count, at = 0, context.today
    while at < day:
        count += context.calendar.is_working_day(at)
        at += _DAY
    return count


LEFT_OUT = "left out"


def claim_of(one: Ahead) -> tuple[str, datetime]:
    """Under which job and time it is written down that an occasion is left out this time."""
    return f"occasion {one.occasion.key}", datetime.combine(one.day, datetime.min.time(), UTC)


def leave_out(context: Context, one: Ahead) -> None:
    """«Lần này không»: nobody is reminded of it again before its next time."""
    job_runs.claim(context.session, *claim_of(one), LEFT_OUT, context.now)
