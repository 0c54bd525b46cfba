"""Which days the state makes free in Viet Nam, and which Saturdays are worked in exchange.

The only place that knows the `holidays` package, which is loaded when a day is first asked about.
"""

from __future__ import annotations

from datetime import date
from functools import cache


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of a year, and the weekend days worked in it."""
    # Loading the package takes longer than the rest of the start; most commands never need it.
    from holidays import country_holidays

    calendar = country_holidays("VN", years=year)
    return frozenset(calendar), frozenset(day for day in calendar.weekend_workdays if day.year == year)


def is_day_off(day: date) -> bool:
    """Whether `day` is a public holiday, a day in lieu, or a bridge day; ordinary weekends are not."""
    return day in _year(day.year)[0]


def is_working_saturday(day: date) -> bool:
    """Whether `day` is a weekend day that is worked in exchange for a bridge day."""
    return day in _year(day.year)[1]
