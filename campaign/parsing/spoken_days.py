"""Reader of days as people say them: «đến 5/12», «từ thứ Hai đến thứ Tư», «tuần sau», «3 ngày», «hết tháng»."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from campaign.text import fold

_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?")
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_LONG_AGO = timedelta(days=200)  # «5/1», said in November, is the one to come; «5/11» was a slip
_MOST_DAYS = 366
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_LENGTHS = {"ngay": 1, "hom": 1, "bua": 1, "tuan": 7, "thang": 30}
_UNTIL = frozenset(["đến", "den", "tới"])  # «toi» is «tôi»


class Days(NamedTuple):
    """From a day to a day, both included; the last may lie before the first where somebody mistyped."""

    first: date
    last: date


class Spoken(NamedTuple):
    """The days that a text tells, and which of its words did."""

    days: Days | None
    places: frozenset[int]


class _Stretch(NamedTuple):
    first: date | None
    last: date | None
    length: int  # days, where that was said: «3 ngày»
    words: int


def read(words: Sequence[str], today: date) -> Spoken:
    """The days in words of lower case. What begins on no named day begins today; no end means no days."""
    first: date | None = None
    last: date | None = None
    length, at, places = 0, 0, set[int]()
    while at < len(words):
        stretch = _stretch(words, at, today)
        if stretch is None:
            at += 1
            continue
        places |= set(range(at, at + stretch.words))
        first = first or stretch.first
        last = stretch.last or last
        length = length or stretch.length
        at += stretch.words
    begins = first or today
    if length and (last is None or last == first):
        last = begins + _DAY * (length - 1)
    return Spoken(Days(begins, last) if last is not None else None, frozenset(places))


def _stretch(words: Sequence[str], at: int, today: date) -> _Stretch | None:
    """«từ mai đến 5/12», «đến hết tuần sau», «tuần sau», «3 ngày», «30/11-5/12», «thứ Năm»."""
    if (week := _week(words, at, today)) is not None:
        return week
    from_word = 1 if words[at] in ("từ", "tu") else 0
    begin = _day(words, at + from_word, today)
    if begin is not None:
        day, end = begin
        until = _until(words, end, day, is_dashed=True)  # «thứ Tư» is the first one behind it
        if until is not None:
            return _Stretch(day, until[0], 0, until[1] - at)
        return _Stretch(day, None if from_word else day, 0, end - at)
    if not from_word and (until := _until(words, at, today)) is not None:
        return _Stretch(None, until[0], 0, until[1] - at)
    return _counted(words, at)


def _until(words: Sequence[str], at: int, today: date, *, is_dashed: bool = False) -> tuple[date, int] | None:
    """«đến hết thứ Sáu», or behind a first date the second one of «30/11-5/12»."""
    if at < len(words) and words[at] in _UNTIL:
        at += 1
        at += 1 if fold(_word(words, at)) in ("het", "cuoi") else 0
        if (week := _week(words, at, today)) is not None and week.last is not None:
            return week.last, at + week.words
        return _end_of(words, at, today) or _day(words, at, today)
    if is_dashed and _DATE.fullmatch(_word(words, at)):
        return _day(words, at, today)
    return None


def _end_of(words: Sequence[str], at: int, today: date) -> tuple[date, int] | None:
    """«tuần», «tháng» behind «đến hết»."""
    word, behind = fold(_word(words, at)), fold(_word(words, at + 1))
    length = 2 if behind == "nay" else 1
    if word == "tuan":
        return _sunday(today), at + length
    if word == "thang" and not behind.isdigit():
        return today.replace(day=calendar.monthrange(today.year, today.month)[1]), at + length
    return None


def _week(words: Sequence[str], at: int, today: date) -> _Stretch | None:
    """«tuần sau», «cả tuần tới», «tuần này»."""
    begin = at + (1 if fold(_word(words, at)) == "ca" else 0)
    which = fold(_word(words, begin + 1))
    if fold(_word(words, begin)) != "tuan" or which not in ("sau", "toi", "nay"):
        return None
    length = begin + 2 - at
    if which == "nay":
        return _Stretch(None, _sunday(today), 0, length)
    return _Stretch(_sunday(today) + _DAY, _sunday(today) + _WEEK, 0, length)


def _counted(words: Sequence[str], at: int) -> _Stretch | None:
    """«3 ngày», «hai tuần»."""
    count = _COUNTS.get(fold(words[at]), int(words[at]) if words[at].isascii() and words[at].isdigit() else 0)
    unit = _LENGTHS.get(fold(_word(words, at + 1)), 0)
    return _Stretch(None, None, count * unit, 2) if 0 < count * unit <= _MOST_DAYS else None


def _day(words: Sequence[str], at: int, today: date) -> tuple[date, int] | None:
    """A single day, and where it ends."""
    at += 1 if fold(_word(words, at)) == "ngay" else 0
    word, behind = fold(_word(words, at)), fold(_word(words, at + 1))
    if (match := _DATE.fullmatch(_word(words, at))) is not None:
        day = _dated(int(match[1]), int(match[2]), int(match[3] or 0), today)
        return (day, at + 1) if day else None
    if word.isdigit() and behind == "thang" and _word(words, at + 2).isdigit():
        day = _dated(int(word), int(words[at + 2]), 0, today)
        return (day, at + 3) if day else None
    if word == "mai":
        return today + _DAY, at + 1
    if (word, behind) == ("hom", "nay"):
        return today, at + 2
    if (word, behind) == ("chu", "nhat"):
        return _of_week(words, at + 2, today, 6)
    if word == "thu" and behind in _WEEKDAYS:
        return _of_week(words, at + 2, today, _WEEKDAYS[behind])
    return None


def _of_week(words: Sequence[str], at: int, today: date, weekday: int) -> tuple[date, int]:
    """The next such day from today on, or the one of the week that is named behind it."""
    week = _week(words, at, today)
    if week is not None and week.first is not None:
        return week.first + _DAY * weekday, at + week.words
    day = today + _DAY * ((weekday - today.weekday()) % 7)
    return day, at + (week.words if week is not None else 0)


def _dated(day: int, month: int, year: int, today: date) -> date | None:
    try:
        dated = date(year or today.year, month, day)
        return dated.replace(year=today.year + 1) if not year and dated < today - _LONG_AGO else dated
    except ValueError:
        return None


def _sunday(today: date) -> date:
    return today + _DAY * (6 - today.weekday())


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""
