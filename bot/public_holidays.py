"""Which days the state makes free in Viet Nam, and which Saturdays are worked in exchange.

The only place that knows the `holidays` package, which is loaded when a day is first asked about. Of years to come it
computes what nobody has decided yet; of the past it may lack an exchange. What decisions fixed stands in `_DECIDED`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from campaign.public_holidays import DaysOff, Holiday, Key, around

if TYPE_CHECKING:
    from holidays import HolidayBase

# A holiday by the Vietnamese names that the package gives its days, the longer ones first.
_NAMES: tuple[tuple[str, Holiday], ...] = (
    ("Tết Dương lịch", Holiday.NEW_YEAR),
    ("Giỗ Tổ", Holiday.HUNG_KINGS),
    ("Ngày Chiến thắng", Holiday.VICTORY_AND_LABOUR),
    ("Quốc tế Lao động", Holiday.VICTORY_AND_LABOUR),
    ("Quốc khánh", Holiday.NATIONAL_DAY),
    ("Ngày Văn hóa", Holiday.CULTURE_DAY),
    ("Tết", Holiday.TET),
    ("Giao thừa", Holiday.TET),
    ("Mùng", Holiday.TET),
)
_FIXED: Mapping[Holiday, tuple[int, int]] = {
    Holiday.NEW_YEAR: (1, 1),
    Holiday.VICTORY_AND_LABOUR: (4, 30),
    Holiday.NATIONAL_DAY: (9, 2),
    Holiday.CULTURE_DAY: (11, 24),
}
_LUNAR = {"Tết Nguyên Đán": Holiday.TET, "Ngày Giỗ Tổ Hùng Vương": Holiday.HUNG_KINGS}


class _Decided(NamedTuple):
    """Days off that an announcement has fixed, with the Saturdays worked for them."""

    first: date
    last: date
    paper: str
    worked: frozenset[date] = frozenset()


_AUTUMN_2025 = "thông báo tháng 10/2025"
_DECIDED: Mapping[Key, _Decided] = {
    (Holiday.NEW_YEAR, 2026): _Decided(
        date(2026, 1, 1), date(2026, 1, 2), "thông báo 25/12/2025", frozenset({date(2026, 1, 10)})
    ),
    (Holiday.TET, 2026): _Decided(date(2026, 2, 16), date(2026, 2, 20), _AUTUMN_2025),
    (Holiday.NATIONAL_DAY, 2026): _Decided(
        date(2026, 8, 31), date(2026, 9, 2), _AUTUMN_2025, frozenset({date(2026, 8, 22)})
    ),
    (Holiday.CULTURE_DAY, 2026): _Decided(date(2026, 11, 24), date(2026, 11, 24), "Nghị quyết 80-NQ/TW"),
}


@cache
def of_year(year: int) -> tuple[DaysOff, ...]:
    """The holidays of a year in their order, those that nobody has decided as they are expected."""
    calendar = _of_viet_nam()(years=(year - 1, year), language="vi")  # late December belongs to New Year's Day
    named = [(day, name) for day, names in calendar.items() for name in names.split("; ")]
    cores = _cores(named, year)
    days: dict[Key, set[date]] = {}
    for day, name in named:
        days.setdefault(_key(day, name, cores), set()).add(day)
    worked: dict[Key, set[date]] = {}
    for day in calendar.weekend_workdays:
        worked.setdefault(_nearest(day, cores), set()).add(day)
    known = [
        _decided(DaysOff(key[0], year, cores[key], frozenset(off), frozenset(worked.get(key, ()))))
        for key, off in days.items()
        if key[1] == year
    ]
    return tuple(sorted(known, key=lambda holiday: holiday.core))


@cache
def _of_viet_nam() -> type[HolidayBase]:
    """The package's class of Viet Nam, loaded out of its own file.

    `country_holidays` gives the same class, after loading the files of all 250 countries: 8 MB for ever. That one
    file can be loaded alone, since it needs nothing of other countries, is what a test holds the package to.
    """
    import holidays  # most commands never need it

    file = Path(holidays.__file__).with_name("countries") / "vietnam.py"
    found = importlib.util.spec_from_file_location("holidays_of_viet_nam", file)
    assert found is not None and found.loader is not None, file
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    of_viet_nam: type[HolidayBase] = made.Vietnam
    return of_viet_nam


def _cores(named: Iterable[tuple[date, str]], year: int) -> dict[Key, date]:
    """The day that makes each holiday, of the years from the one before to the next New Year's Day."""
    cores: dict[Key, date] = {(Holiday.NEW_YEAR, year + 1): date(year + 1, 1, 1)}
    for day, name in named:
        if name in _LUNAR:
            cores[_LUNAR[name], day.year] = day
        elif (holiday := _of_name(name)) is not None and holiday in _FIXED:
            cores[holiday, day.year] = date(day.year, *_FIXED[holiday])
    return cores


def _of_name(name: str) -> Holiday | None:
    return next((holiday for part, holiday in _NAMES if part in name), None)


def _key(day: date, name: str, cores: Mapping[Key, date]) -> Key:
    """Which holiday a day is of; a bridge day of the nearest."""
    holiday = _of_name(name)
    return _nearest(day, cores) if holiday is None else (holiday, day.year)


def _nearest(day: date, cores: Mapping[Key, date]) -> Key:
    return min(cores, key=lambda key: abs(cores[key] - day))


def _decided(assumed: DaysOff) -> DaysOff:
    known = _DECIDED.get(assumed.key)
    if known is None:
        return assumed
    days = frozenset(_days(known.first, known.last))
    return DaysOff(assumed.holiday, assumed.year, assumed.core, days, known.worked, known.paper)


def _days(first: date, last: date) -> Iterator[date]:
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)


def is_day_off(day: date) -> bool:
    """Whether `day` is a public holiday, a day in lieu, or a bridge day; ordinary weekends are not."""
    return any(day in holiday.days for holiday in around(of_year, day))


def is_working_saturday(day: date) -> bool:
    """Whether `day` is a weekend day that is worked in exchange for a bridge day."""
    return any(day in holiday.worked for holiday in around(of_year, day))
