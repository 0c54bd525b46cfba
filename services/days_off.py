"""Days off as officers enter them: what would move is shown, then they are confirmed, and hold from that moment on.

Nothing that was is changed: not the days that are over, not a frozen week, and from six in the morning not today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from campaign.calendar import Calendar, ReportingWeek, Schedule
from campaign.definition.override import merged
from campaign.parsing.days_off import Said
from campaign.public_holidays import DaysOff
from models import campaign_overrides, holiday_announcements
from models.audit import Action
from models.holiday_announcements import HolidayAnnouncement
from services.context import Context

_DAY = timedelta(days=1)
_BEGUN = time(6)  # what is entered later changes today no more
_AHEAD = timedelta(days=370)
_TAIL = timedelta(days=21)  # by then a week after the holiday is as it would have been


@dataclass(frozen=True, slots=True)
class Move:
    """A week whose times change; without `after` it goes into the week `into`, without `before` it stands by itself."""

    week: int
    before: Schedule | None
    after: Schedule | None
    into: int | None = None


def ahead(context: Context) -> list[DaysOff]:
    """The holidays of the coming year that are not over, in their order."""
    until = context.today + _AHEAD
    years = range(context.today.year, until.year + 1)
    known = (holiday for year in years for holiday in context.calendar.holidays_of(year))
    return [holiday for holiday in known if holiday.last >= context.today and holiday.first <= until]


def guesses(context: Context, year: int) -> list[DaysOff]:
    """The holidays of a year, not begun yet, that no decision has fixed and no officer has entered."""
    return [
        holiday for holiday in context.calendar.holidays_of(year) if holiday.is_guess and holiday.first > context.today
    ]


def propose(context: Context, said: Said) -> HolidayAnnouncement:
    """What an officer is asked to confirm; without days it takes back what was entered."""
    row = HolidayAnnouncement(
        commune_id=context.commune.id,
        holiday=said.assumed.holiday.value,
        year=said.assumed.year,
        first=said.first,
        last=said.last,
        worked=[day.isoformat() for day in said.worked],
        paper=said.paper,
        exempt=[],
        person_id=context.actor_id,
        recorded_at=context.now,
        confirmed_at=None,
    )
    context.session.add(row)
    context.session.flush()
    return row


def confirm(context: Context, row: HolidayAnnouncement) -> bool:
    """Let a proposal hold; False where it was confirmed before, or something newer was entered for the holiday."""
    announced = row.announcement()
    newest = holiday_announcements.newest(context.session, context.commune.id, announced.holiday, announced.year)
    if row.confirmed_at is not None or (newest is not None and newest.id > row.id):
        return False
    row.exempt = [[first.isoformat(), last.isoformat()] for first, last in _exempt(context)]
    row.confirmed_at = context.now
    context.record_change(
        Action.DAYS_OFF_ANNOUNCED if row.first else Action.DAYS_OFF_TAKEN_BACK,
        f"holiday:{row.holiday} {row.year}",
        old=_written(newest) if newest is not None and newest.first else {},
        new=_written(row) if row.first else {},
    )
    return True


def _written(row: HolidayAnnouncement) -> dict[str, object]:
    days = {"from": row.first.isoformat() if row.first else "", "until": row.last.isoformat() if row.last else ""}
    more = {"worked": ", ".join(row.worked), "paper": row.paper}
    return {**days, **{key: value for key, value in more.items() if value}}


def _exempt(context: Context) -> tuple[tuple[date, date], ...]:
    """The days that it comes too late for."""
    local = context.now.astimezone(context.calendar.zone)
    over = (date.min, local.date() - _DAY * (local.time() < _BEGUN))
    frozen = campaign_overrides.frozen_stretches(context.session, context.commune.id, local.date(), None)
    return merged([over, *frozen])


def moves(context: Context, row: HolidayAnnouncement) -> Sequence[Move]:
    """The weeks still to come whose question, deadline or post would be at another time."""
    proposed = replace(row.announcement(), exempt=_exempt(context))
    as_if = context.calendar.observing([*context.calendar.announcements, proposed])
    until = max(*_days(context, row), context.today) + _TAIL
    return list(_moves(context.calendar, as_if, context.now, until))


def _days(context: Context, row: HolidayAnnouncement) -> Iterator[date]:
    """The last days that are concerned: as it is, as assumed, and as proposed."""
    announced = row.announcement()
    for calendar in (context.calendar, context.calendar.observing([])):
        yield from (holiday.last for holiday in calendar.holidays_of(announced.year) if holiday.key == announced.key)
    yield from ([announced.last] if announced.last else []) + list(announced.worked)


def _moves(before: Calendar, after: Calendar, now: datetime, until: date) -> Iterator[Move]:
    old, new = _weeks(before, now, until), _weeks(after, now, until)
    for key in sorted(old.keys() | new.keys()):
        schedules = [
            calendar.schedule(weeks[key]) if key in weeks else None for calendar, weeks in ((before, old), (after, new))
        ]
        if schedules[0] != schedules[1] and _is_ahead(schedules, now):
            into = None if key in new else after.period(*key).number
            yield Move(key[1], schedules[0], schedules[1], into)


def _weeks(calendar: Calendar, now: datetime, until: date) -> dict[tuple[int, int], ReportingWeek]:
    """By year and number, from the one whose post may still be owed."""
    week = calendar.previous(calendar.period_at(now))
    weeks = {}
    while week.first <= until:
        weeks[week.year, week.number] = week
        week = calendar.next(week)
    return weeks


def _is_ahead(schedules: Sequence[Schedule | None], now: datetime) -> bool:
    return any(schedule is not None and schedule.post > now for schedule in schedules)
