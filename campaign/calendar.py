"""The reporting week: which days belong to it, when it is asked about, closed and posted.

It decides by the campaign's rules alone; which days the state makes free it is told, it does not know.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from campaign.public_holidays import AnnouncedDays, Announcement, Assumed, nothing_assumed
from campaign.rules import CalendarRules

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_THURSDAY = 3
_SATURDAY = 5
# Two months without one working day is a mistake in the lists of days off, not a calendar.
_LONGEST_MERGE = 8
_GRACE = timedelta(days=5)  # in which a post is still made up for after a power cut


class Kind(StrEnum):
    """How long a period is: the reporting week, or a longer stretch that is summed up on request."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    YEARS = "years"


@dataclass(frozen=True, slots=True, order=True)
class ReportingWeek:
    """A reporting period, Friday to Thursday; merged weeks make it longer. Named by its Thursday's ISO week.

    The longer stretches of `spans` are periods too: `number` is then that of the month, the quarter or the half (1 for
    nine months and for a year, how many for several years), and an `administrative` one runs from the 15th to the 14th.
    """

    first: date
    last: date
    year: int
    number: int
    kind: Kind = Kind.WEEK
    administrative: bool = False

    @property
    def label(self) -> str:
        """The period's key: "2026-W47", "2026-11", "2026-Q4", "2026-H2", "2026-9M", "2026", "2026-2030"; or "…-HC"."""
        tail = {
            Kind.WEEK: f"-W{self.number:02d}",
            Kind.MONTH: f"-{self.number:02d}",
            Kind.QUARTER: f"-Q{self.number}",
            Kind.HALF: f"-H{self.number}",
            Kind.NINE_MONTHS: "-9M",
            Kind.YEAR: "",
            Kind.YEARS: f"-{self.last.year}",
        }[self.kind]
        return f"{self.year}{tail}{'-HC' if self.administrative else ''}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Schedule:
    """The instants of one period, aware, in this order; after `last_call` what was missed is not made up for."""

    question: datetime
    first_reminder: datetime
    second_reminder: datetime
    deadline: datetime
    late_list: datetime
    note: datetime
    draft: datetime
    post: datetime
    last_call: datetime


def _no_saturday(_: date) -> bool:
    return False


class Calendar:
    """Periods and their schedules (decisions on periods: the week of its Thursday, merging, the deadline day).

    `is_public_day_off` answers for the state's holidays, `is_working_saturday` for Saturdays worked in exchange
    for a bridge day; the rules' own lists win over both. `rules_on` gives the rules of a day where they change: a day
    is off by its own day's rules, a period's clock times are those of its last day. `holidays_of` tells the holidays
    of a year one by one, and whether they are a guess.
    """

    def __init__(
        self,
        rules: CalendarRules,
        is_public_day_off: Callable[[date], bool],
        is_working_saturday: Callable[[date], bool] = _no_saturday,
        rules_on: Callable[[date], CalendarRules] | None = None,
        holidays_of: Assumed = nothing_assumed,
    ) -> None:
        self.zone = ZoneInfo(rules.timezone)
        self.holidays_of = self._assumed = holidays_of
        self.announcements: tuple[Announcement, ...] = ()
        self.is_changed = False  # whether it is another than that of the campaign file
        self._rules = rules
        self._rules_on = rules_on or (lambda _: rules)
        self._is_public_day_off = is_public_day_off
        self._is_working_saturday = is_working_saturday
        self._schedules: dict[ReportingWeek, Schedule] = {}  # a period's never changes: the rules are read once
        self._previous: dict[ReportingWeek, ReportingWeek] = {}

    def ruled_by(self, rules_on: Callable[[date], CalendarRules]) -> Calendar:
        """The same public holidays under rules that change from day to day."""
        made = self._changed()
        made._rules_on = rules_on
        return made

    def observing(self, announcements: Sequence[Announcement]) -> Calendar:
        """The same rules with days off as a commune's officer has entered them, over what is assumed of the others."""
        made = self._changed()
        days = AnnouncedDays(self._assumed, announcements)
        made.announcements = tuple(announcements)
        made.holidays_of = days.of_year
        made._is_public_day_off, made._is_working_saturday = days.is_day_off, days.is_working_saturday
        return made

    def _changed(self) -> Calendar:
        made = copy.copy(self)
        made._schedules, made._previous, made.is_changed = {}, {}, True
        return made

    def rests(self, now: datetime) -> bool:
        """Whether nobody is written to: on a holiday, and in the night after it."""
        local = now.astimezone(self.zone)
        day = local.date()
        if self._is_holiday(day):
            return True
        is_early = local.time() < self._rules_on(day).draft
        return is_early and self._is_holiday(day - _DAY)

    def _is_holiday(self, day: date) -> bool:
        rules = self._rules_on(day)
        return day not in rules.working_days and (day in rules.days_off or self._is_public_day_off(day))

    def is_working_day(self, day: date) -> bool:
        """Whether the commune's office is open on `day`."""
        rules = self._rules_on(day)
        if day in rules.working_days:
            return True
        if day in rules.days_off or self._is_public_day_off(day):
            return False
        return day.weekday() < _SATURDAY or (day.weekday() == _SATURDAY and self._is_working_saturday(day))

    def period_at(self, instant: datetime) -> ReportingWeek:
        """The period that holds an aware instant; ValueError when it is naive."""
        if instant.tzinfo is None:
            raise ValueError("period_at needs an aware instant")
        return self.period_on(instant.astimezone(self.zone).date())

    def period_on(self, day: date) -> ReportingWeek:
        """The period that holds a day of the commune's own calendar."""
        last = self._first_busy(day + timedelta(days=(_THURSDAY - day.weekday()) % 7), _WEEK)
        # The Thursday of the nearest earlier week that stands alone; all between was merged into this one.
        before = self._first_busy(last - _WEEK, -_WEEK)
        year, number, _ = last.isocalendar()
        return ReportingWeek(before + _DAY, last, year, number)

    def period(self, year: int, number: int) -> ReportingWeek:
        """The period of an ISO week; for a week that was merged away, the one that took it in.

        ValueError when the year has no such week.
        """
        return self.period_on(date.fromisocalendar(year, number, _THURSDAY + 1))

    def of(self, label: str) -> ReportingWeek:
        """The period called "2026-W47"; ValueError for any other form."""
        year, separator, number = label.partition("-W")
        if not (separator and year.isdecimal() and number.isdecimal()):
            raise ValueError(f"not a period: {label!r}; write it like 2026-W47")
        return self.period(int(year), int(number))

    def next(self, period: ReportingWeek) -> ReportingWeek:
        return self.period_on(period.last + _DAY)

    def previous(self, period: ReportingWeek) -> ReportingWeek:
        if period not in self._previous:
            self._previous[period] = self.period_on(period.first - _DAY)
        return self._previous[period]

    def deadline_day(self, period: ReportingWeek) -> date:
        """D: the last working day from Monday to the period's Thursday."""
        return self._working_day_of_week(period.last) or period.last

    def schedule(self, period: ReportingWeek) -> Schedule:
        """When the period is asked about, reminded of, closed and posted.

        The question goes out on the working day before D. Where that day lies before the period itself (D is the
        first day after a long holiday) the question goes out on D, the first reminder half way to the second:
        nobody is written to on a day off, and nobody is asked about days that have not begun.
        """
        if period not in self._schedules:
            self._schedules[period] = self._schedule(period)
        return self._schedules[period]

    def _schedule(self, period: ReportingWeek) -> Schedule:
        rules, deadline_day = self._rules_on(period.last), self.deadline_day(period)
        asked_on = self._working_day_from(deadline_day, -_DAY)
        second_reminder = self._at(deadline_day, rules.second_reminder)
        if asked_on in period:
            question, first_reminder = self._at(asked_on, rules.question), self._at(asked_on, rules.first_reminder)
        else:
            question = self._at(deadline_day, rules.question)
            first_reminder = question + (second_reminder - question) / 2
        posted_on = self._working_day_from(deadline_day, _DAY)
        post = self._at(posted_on, rules.post)
        return Schedule(
            question=question,
            first_reminder=first_reminder,
            second_reminder=second_reminder,
            deadline=self._at(deadline_day, rules.deadline),
            late_list=self._at(deadline_day, rules.late_list),
            note=self._at(deadline_day, rules.note),
            draft=self._at(posted_on, rules.draft),
            post=post,
            last_call=self._after_holidays(post + _GRACE, rules.post),
        )

    def _after_holidays(self, moment: datetime, clock: time) -> datetime:
        """A moment; where it falls into a holiday, eight hours after `clock` on the first working day."""
        day = moment.astimezone(self.zone).date()
        if not self._is_holiday(day):
            return moment
        return self._at(self._working_day_from(day - _DAY, _DAY), clock) + timedelta(hours=8)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)

    def _working_day_of_week(self, thursday: date) -> date | None:
        week = (thursday - _DAY * back for back in range(4))
        return next((day for day in week if self.is_working_day(day)), None)

    def _first_busy(self, thursday: date, step: timedelta) -> date:
        """The first Thursday, going by `step`, whose Monday to Thursday hold a working day."""
        for weeks in range(_LONGEST_MERGE):
            if self._working_day_of_week(thursday + step * weeks):
                return thursday + step * weeks
        raise ValueError(f"no working day within {_LONGEST_MERGE} weeks of {thursday}")

    def _working_day_from(self, day: date, step: timedelta) -> date:
        """The nearest working day before or after `day`, not `day` itself."""
        for days in range(1, _LONGEST_MERGE * 7):
            if self.is_working_day(day + step * days):
                return day + step * days
        raise ValueError(f"no working day within {_LONGEST_MERGE} weeks of {day}")
