"""Takes typed values out of one TOML table; whatever is wrong is noted with its line and a stand-in returned.

Knows types and notes, not what the values mean for a campaign.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from campaign.definition import faults, reasons

Word = TypeVar("Word", bound=StrEnum)
T = TypeVar("T")

_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_A_LEAP_YEAR = 2028  # so that 02-29 is a day


class Notes:
    """The faults found so far, and the lines that give them their place."""

    def __init__(self, lines: Mapping[faults.Place, int]) -> None:
        self.lines = lines
        self.found: list[faults.Fault] = []

    def add(self, place: faults.Place, where: str, reason: str) -> None:
        self.found.append(faults.Fault(faults.line_of(self.lines, place), where, reason))


class Table:
    """One table being read. `wrong` holds the keys already complained about; `done` reports those never taken."""

    def __init__(self, raw: object, place: faults.Place, where: str, notes: Notes) -> None:
        self.place = place
        self.where = where
        self.notes = notes
        self.wrong: set[str] = set()
        self.raw: dict[str, object] = raw if isinstance(raw, dict) else {}
        self._taken: set[str] = set()
        if not isinstance(raw, dict):
            notes.add(place, where, reasons.NOT_A_TABLE)

    def fault(self, key: str, reason: str) -> None:
        """Note that the value of `key` will not do."""
        self.wrong.add(key)
        self.notes.add((*self.place, key), f"{self.where}, {key}" if self.where else key, reason)

    def report(self, complaints: Iterable[tuple[tuple[str, ...], str]]) -> None:
        """Note complaints about several keys each, unless one of the keys was wrong before: it has its own fault."""
        for keys, reason in complaints:
            if not self.wrong.intersection(keys):
                self.notes.add((*self.place, keys[0]), f"{self.where}, {keys[0]}", reason)

    def done(self) -> None:
        """Note every key that nothing has taken, with the nearest one that there is."""
        for key in self.raw.keys() - self._taken:
            near = difflib.get_close_matches(key, sorted(self._taken), n=1)
            self.fault(key, reasons.unknown_key(key, next(iter(near), None)))

    def text(self, key: str, default: str | None = None, *, is_one_line: bool = True) -> str:
        found = self._take(key, default)
        if is_one_line and isinstance(found, str) and len(found.splitlines()) > 1:
            return self._instead(key, found, reasons.ONE_LINE, "")
        if isinstance(found, str) and (found.strip() or default is not None):
            return found
        return self._instead(key, found, reasons.TEXT, "")

    def flag(self, key: str, default: bool | None = None) -> bool:
        found = self._take(key, default)
        return found if isinstance(found, bool) else self._instead(key, found, reasons.FLAG, False)

    def whole(self, key: str) -> int:
        found = self._take(key, None)
        if isinstance(found, int) and not isinstance(found, bool):
            return found
        return self._instead(key, found, reasons.WHOLE, 0)

    def number(self, key: str, default: Decimal | None = None, needed: bool = False) -> Decimal | None:
        """A number as Decimal (the file is parsed with Decimal for its floats)."""
        if key not in self.raw and not needed:
            self._taken.add(key)
            return default
        found = self._take(key, None)
        if isinstance(found, Decimal) and not found.is_finite():
            found = "nan"
        if isinstance(found, int | Decimal) and not isinstance(found, bool):
            return Decimal(found)
        return self._instead(key, found, reasons.NUMBER, default)

    def day(self, key: str, needed: bool = False) -> date | None:
        if key not in self.raw and not needed:
            self._taken.add(key)
            return None
        found = self._take(key, None)
        # A date with a clock time is a date to Python too.
        if type(found) is date:
            return found
        return self._instead(key, found, reasons.DAY, None)

    def days(self, key: str) -> tuple[date, ...]:
        found = self.items(key, ())
        if all(type(one) is date for one in found):
            return tuple(one for one in found if isinstance(one, date))
        return self._instead(key, found, reasons.DAYS, ())

    def clock(self, key: str) -> time:
        found = self._take(key, None)
        if isinstance(found, str) and (match := _CLOCK.fullmatch(found)):
            return time(int(match[1]), int(match[2]))
        return self._instead(key, found, reasons.CLOCK, time(0))

    def month_day(self, key: str) -> tuple[int, int] | None:
        """A day of every year, "12-15" as (12, 15); None when the key is not there."""
        if key not in self.raw:
            self._taken.add(key)
            return None
        found = self._take(key, None)
        if (day := as_month_day(found)) is not None:
            return day
        return self._instead(key, found, reasons.MONTH_DAY, None)

    def word(self, key: str, kind: type[Word], stand_in: Word) -> Word:
        """One of the words of `kind`; `stand_in` when it is none of them."""
        found = self._take(key, None)
        words = [one.value for one in kind]
        if isinstance(found, str) and found in words:
            return kind(found)
        near = difflib.get_close_matches(str(found), words, n=1)
        return self._instead(key, found, reasons.unknown_word(found, next(iter(near), None), words), stand_in)

    def words(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        found = self.items(key, default)
        if all(isinstance(one, str) and one.strip() for one in found):
            return tuple(str(one) for one in found)
        return self._instead(key, found, reasons.TEXTS, ())

    def items(self, key: str, default: tuple[object, ...] | None = None) -> list[object]:
        """A list of anything; [] when it is missing."""
        found = self._take(key, None if default is None else list(default))
        if isinstance(found, list):
            return found
        return self._instead(key, found, reasons.LIST, [])

    def table(self, key: str, where: str = "") -> Table:
        """The table under `key`; an empty one (whose keys are then all missing) when it is not there."""
        if key not in self.raw:
            self._taken.add(key)
            self.fault(key, reasons.missing_table(key))
            return Table({}, (*self.place, key), where or self.where, Notes({}))
        return Table(self._take(key, None), (*self.place, key), where or f"{self.where}, {key}", self.notes)

    def tables(self, key: str, what: str, needed: bool = True) -> list[Table]:
        """The tables [[key]], each named by its id or key: "measure KT1a"."""
        found = self.items(key, None if needed else ())
        whole = f"{self.where}, {what}" if self.where else what
        return [
            Table(one, (*self.place, key, index), f"{whole} {_name(one, index)}", self.notes)
            for index, one in enumerate(found)
        ]

    def _take(self, key: str, default: object) -> object:
        self._taken.add(key)
        return self.raw.get(key, default)

    def _instead(self, key: str, found: object, reason: str, stand_in: T) -> T:
        self.fault(key, reason if key in self.raw else reasons.MISSING)
        return stand_in


def as_month_day(found: object) -> tuple[int, int] | None:
    """ "12-15" as (12, 15); None when it is no day of a year."""
    match = _MONTH_DAY.fullmatch(found) if isinstance(found, str) else None
    if match is None:
        return None
    try:
        day = date(_A_LEAP_YEAR, int(match[1]), int(match[2]))
    except ValueError:
        return None
    return day.month, day.day


def _name(raw: object, index: int) -> str:
    if isinstance(raw, dict):
        for key in ("id", "key"):
            if isinstance(raw.get(key), str):
                return str(raw[key])
    return reasons.ordinal(index + 1)
