"""Public holidays of Viet Nam as days off: assumed from the Labour Code until a decision fixes them, or announced.

Tết and the second day of Quốc khánh are chosen each year; any holiday one day from a weekend may get a bridge day in
exchange for a Saturday. Until that is known its days are a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_SATURDAY = 5
_DECEMBER = 12


class Holiday(StrEnum):
    """The paid holidays of the Labour Code, article 112; 24/11 since 2026 (Resolution 80-NQ/TW)."""

    NEW_YEAR = "new_year"
    TET = "tet"
    HUNG_KINGS = "hung_kings"
    VICTORY_AND_LABOUR = "victory_and_labour"
    NATIONAL_DAY = "national_day"
    CULTURE_DAY = "culture_day"


_CHOSEN_EACH_YEAR = (Holiday.TET, Holiday.NATIONAL_DAY)
Key = tuple[Holiday, int]
Stretch = tuple[date, date]


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days off of one holiday: which Saturdays are worked for them, and by what paper («» while none fixes them).

    `core` is the day that makes the holiday: 1/1, the first of the lunar year, 30/4.
    """

    holiday: Holiday
    year: int
    core: date
    days: frozenset[date]
    worked: frozenset[date] = frozenset()
    paper: str = ""
    is_announced: bool = False  # by this commune's officer

    @property
    def key(self) -> Key:
        return self.holiday, self.year

    @property
    def first(self) -> date:
        return min(self.days)

    @property
    def last(self) -> date:
        return max(self.days)

    @property
    def is_guess(self) -> bool:
        """Whether a decision may still say otherwise."""
        return not (self.paper or self.is_announced) and (
            self.holiday in _CHOSEN_EACH_YEAR or any(map(self._is_bridge, self._around()))
        )

    def _around(self) -> Iterator[date]:
        yield from (day + step for day in self.days for step in (-_DAY, _DAY))

    def _is_bridge(self, day: date) -> bool:
        """A single working day between two that are free."""
        return not self._is_free(day) and self._is_free(day - _DAY) and self._is_free(day + _DAY)

    def _is_free(self, day: date) -> bool:
        return day in self.days or day.weekday() >= _SATURDAY


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a commune's officer entered for one holiday: its days, or None to go back to what is assumed.

    `exempt` are days that it came too late for: weeks that were frozen, and days that were over. Of several
    announcements for a holiday the one with the highest number holds.
    """

    number: int
    holiday: Holiday
    year: int
    first: date | None
    last: date | None
    worked: tuple[date, ...] = ()
    paper: str = ""
    exempt: tuple[Stretch, ...] = ()

    @property
    def key(self) -> Key:
        return self.holiday, self.year

    def holds(self, day: date) -> bool:
        return not any(first <= day <= last for first, last in self.exempt)

    def is_off(self, day: date) -> bool:
        return self.first is not None and self.last is not None and self.first <= day <= self.last

    def days_off(self, assumed: DaysOff) -> DaysOff:
        """The holiday as it was announced."""
        if self.first is None or self.last is None:
            return assumed
        days = frozenset(self.first + _DAY * count for count in range((self.last - self.first).days + 1))
        return DaysOff(
            self.holiday, self.year, assumed.core, days, frozenset(self.worked), self.paper, is_announced=True
        )


Assumed = Callable[[int], Sequence[DaysOff]]


class AnnouncedDays:
    """Days off with a commune's announcements laid over what is assumed, day by day."""

    def __init__(self, assumed: Assumed, announcements: Sequence[Announcement]) -> None:
        self._assumed = assumed
        newest_first = sorted(announcements, key=lambda entered: -entered.number)
        self._by_holiday: dict[Key, list[Announcement]] = {}
        for entered in newest_first:
            self._by_holiday.setdefault(entered.key, []).append(entered)

    def is_day_off(self, day: date) -> bool:
        return any(entered.is_off(day) for entered in self._holding(day)) or any(
            day in assumed.days for assumed in self._still_assumed(day)
        )

    def is_working_saturday(self, day: date) -> bool:
        return any(entered.first is not None and day in entered.worked for entered in self._holding(day)) or any(
            day in assumed.worked for assumed in self._still_assumed(day)
        )

    def of_year(self, year: int) -> list[DaysOff]:
        """Every holiday of a year as it is known now."""
        return [
            self._by_holiday[assumed.key][0].days_off(assumed) if assumed.key in self._by_holiday else assumed
            for assumed in self._assumed(year)
        ]

    def _holding(self, day: date) -> Iterator[Announcement]:
        for entered in self._by_holiday.values():
            newest = next((known for known in entered if known.holds(day)), None)
            if newest is not None:
                yield newest

    def _still_assumed(self, day: date) -> Iterator[DaysOff]:
        announced = {entered.key for entered in self._holding(day) if entered.first is not None}
        yield from (assumed for assumed in around(self._assumed, day) if assumed.key not in announced)


def around(of_year: Assumed, day: date) -> Iterator[DaysOff]:
    """The holidays that may have a day: those of its year, in December New Year's too."""
    yield from of_year(day.year)
    if day.month == _DECEMBER:
        yield from of_year(day.year + 1)


def nothing_assumed(_year: int) -> Sequence[DaysOff]:
    return ()
