"""The numbers and days of a campaign that are a choice: clock times, reminders, praise, offices, occasions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """Clock times of the reporting week, Asia/Ho_Chi_Minh (decisions 8 and 9)."""

    timezone: str
    question: time  # on the working day before the deadline day
    first_reminder: time  # same day
    second_reminder: time  # on the deadline day, like the next three
    deadline: time
    late_list: time
    note: time
    draft: time  # on the first working day after the deadline day, like the next
    post: time
    days_off: tuple[date, ...]  # overrides of the public calendar
    working_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers of the campaign that are a choice, not arithmetic."""

    on_track_band: Decimal  # per cent of the way from the year's start that still count as on track, below the path
    coverage_floor: Decimal  # per cent of units below which a sum is «tạm tính»
    small_base: int  # below this, a year-on-year change is told in units, not per cent
    approval_required: bool
    private_days: int  # texts other than figures are purged after so many days
    leaders_one_by_one: bool = False  # without a bound group the post goes to each leader's own chat


CHAIRMAN = "Chủ tịch"  # who signs a commune's reports where its file names nobody else


@dataclass(frozen=True, slots=True)
class Office:
    """An office or school that a campaign asks by its code, and what it is usually called."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day on which a commune may open a round (đợt thi đua); `day` is (month, day), None for Tết's first.

    Only the officers are reminded, so many working days ahead.
    """

    key: str
    name: str
    day: tuple[int, int] | None
    remind: tuple[int, ...]


class PraiseKind(StrEnum):
    """For what a village is named in the post."""

    ON_TIME = "on_time"  # complete by the deadline, so many weeks in a row
    COMPLETE = "complete"  # every week due since the year began, late or not
    IMPROVED = "improved"  # has come nearest to its target, measured by its own distance some weeks ago


@dataclass(frozen=True, slots=True)
class PraiseRule:
    """One rule of praise. `weeks` is the least run, the least number of weeks due, or how far back is looked.

    `measures` and `at_least` are for IMPROVED: in which measures, and by how many of what is counted at the least, so
    that one household does not make a village the best of all.
    """

    kind: PraiseKind
    weeks: int
    measures: tuple[str, ...] = ()
    at_least: int = 0
