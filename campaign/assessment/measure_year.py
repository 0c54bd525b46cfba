"""A measure's own year: when it began, how much of it has passed, and the same days of the year before.

Knows dates and shares, no figures. Money counts from 01/01, the police from 15/12, co-operatives over the campaign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Cadence, Measure

# In which months a named period opens, where the measure does not say so.
_OPENING_MONTHS: Mapping[Cadence, tuple[int, ...]] = {
    Cadence.QUARTERLY: (3, 6, 9, 12),
    Cadence.HALF_YEARLY: (6, 12),
    Cadence.YEARLY: (12,),
}

DAY = timedelta(days=1)
_THURSDAY = 3

# Twice the cadence (decision 14). What is asked «on change» is asked every week but moves by the month.
_LIFE_IN_DAYS = {
    Cadence.WEEKLY: 14,
    Cadence.SEASON: 14,
    Cadence.MONTHLY: 62,
    Cadence.ON_CHANGE: 62,
    Cadence.QUARTERLY: 184,
    Cadence.HALF_YEARLY: 366,
    Cadence.YEARLY: 731,
}


def start(measure: Measure, day: date) -> date | None:
    """The first day of the measure's year that holds `day`; None for levels, which have no year."""
    if measure.since:
        return measure.since
    if measure.year_start is None:
        return None
    this_year = _in_year(day.year, measure.year_start)
    return this_year if this_year <= day else _in_year(day.year - 1, measure.year_start)


def end(measure: Measure, day: date) -> date | None:
    """The last day of the measure's year: by then the target must be met. None where no day is set."""
    if measure.since:
        return measure.target.by
    if measure.year_start is None:
        return None
    begun = start(measure, day) or day
    return _in_year(begun.year + 1, measure.year_start) - DAY


def number(measure: Measure, day: date) -> int:
    """The year a target belongs to: that of the last day, so 15/12/2025 to 14/12/2026 is 2026."""
    if measure.year_start is None:
        return day.year
    return (end(measure, day) or day).year


def last_day(measure: Measure, day: date) -> date:
    """The last day of the measure's own year that holds `day`; without a year of its own, of the calendar's."""
    found = None if measure.since else end(measure, day)
    return found or date(day.year, 12, 31)


def is_over(measure: Measure, day: date) -> bool:
    """Whether the measure's own year is over when `day` is: 31/12, of the police 14/12."""
    return day == last_day(measure, day)


def own_period(measure: Measure, period: ReportingWeek) -> ReportingWeek:
    """The days of a year's report for one measure: its own year of that number, once that is over.

    The police's year 2026 runs from 15/12/2025 to 14/12/2026, the school year from 1/9/2025 to 31/8/2026. Any other
    period, and a year that is still under way, is the same days for every measure.
    """
    if period.kind is not Kind.YEAR or measure.year_start is None or measure.since:
        return period
    first = _in_year(period.year, measure.year_start)
    first = first if measure.year_start == (1, 1) else _in_year(period.year - 1, measure.year_start)
    last = last_day(measure, first)
    return replace(period, first=first, last=last) if last <= period.last else period


def has_named_periods(measure: Measure) -> bool:
    """Whether it is asked for quarters, half-years or years, each until it is answered."""
    return measure.cadence in _OPENING_MONTHS


def opening(measure: Measure, day: date) -> date:
    """The first day of the named period that `day` lies in: it is asked from then on until answered."""
    return max(one for one in _openings(measure, day) if one <= day)


def next_opening(measure: Measure, day: date) -> date:
    """The first day of the named period after the one that `day` lies in: until then that one is answered."""
    return min(one for one in _openings(measure, day) if one > day)


def _openings(measure: Measure, day: date) -> list[date]:
    months = measure.months or _OPENING_MONTHS[measure.cadence]
    return [date(year, month, 1) for year in (day.year - 1, day.year, day.year + 1) for month in months]


def same_days_last_year(measure: Measure, day: date) -> tuple[date, date] | None:
    """First and last day of the same stretch a year earlier; None where the count does not begin anew.

    It is as many days long, and it holds as many reporting weeks: a figure dated Thursday belongs whole to its
    week, so where the Thursday that closes the same number of weeks comes later than the day, that one counts.
    It ends with that year: a 53rd week, or 29/02, takes nothing from the year that begins after it.
    """
    begun = start(measure, day)
    if begun is None or measure.year_start is None:
        return None
    earlier = _in_year(begun.year - 1, measure.year_start)
    by_days = earlier + (day - begun)
    by_weeks = _first_thursday(earlier) + timedelta(weeks=(day - _first_thursday(begun)).days // 7)
    return earlier, min(max(by_days, by_weeks), begun - DAY)


def year_before(day: date) -> date:
    """The same day a year earlier."""
    return _in_year(day.year - 1, (day.month, day.day))


def elapsed(first: date, last: date, day: date) -> Decimal:
    """The share of the days from `first` to `last`, both counted, that has passed with `day`: 0 to 1."""
    days = min(max((day - first).days + 1, 0), (last - first).days + 1)
    return Decimal(days) / Decimal((last - first).days + 1)


def path_share(measure: Measure, day: date) -> Decimal | None:
    """The share of the target that the measure's path asks for by `day`, straight between its points."""
    if not measure.path:
        return None
    begun = start(measure, day) or date(day.year, 1, 1)
    before, reached = begun - DAY, Decimal(0)
    for point in measure.path:
        at = _in_year(begun.year, point.day)
        at = at if at >= begun else _in_year(begun.year + 1, point.day)
        if day < at:
            return reached + (point.share - reached) * Decimal((day - before).days) / Decimal((at - before).days)
        before, reached = at, point.share
    return reached


def is_stale(measure: Measure, on: date, day: date) -> bool:
    """Whether a value dated `on` is older than twice the measure's cadence; out of season nothing ages."""
    life = _LIFE_IN_DAYS[measure.cadence]
    if (day - on).days <= life or measure.cadence is not Cadence.SEASON:
        return (day - on).days > life
    return _days_in_season(measure.months, on, day) > life


def surely_fresh_since(measure: Measure, day: date) -> date:
    """From this day on no value is stale on `day`; before it one may be fresh only where a season has its months."""
    return day - timedelta(days=_LIFE_IN_DAYS[measure.cadence])


@lru_cache(maxsize=256)  # asked of every unit's newest figure
def _days_in_season(months: tuple[int, ...], after: date, until: date) -> int:
    """How many days after one and until another lie in a season's months."""
    days = 0
    while after < until:
        ends = min(_month_end(after + DAY), until)
        days += (ends - after).days if ends.month in months else 0
        after = ends
    return days


def _month_end(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def _first_thursday(day: date) -> date:
    return day + DAY * ((_THURSDAY - day.weekday()) % 7)


def _in_year(year: int, month_day: tuple[int, int]) -> date:
    month, day = month_day
    # 29/02 falls on 28/02 in most years.
    return date(year, 3, 1) - DAY if month_day == (2, 29) else date(year, month, day)
