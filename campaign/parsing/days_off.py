"""Days off as an officer types them from an announcement: «nghỉ Tết từ 4/2 đến 12/2, làm bù 20/2, theo TB 12».

What is typed without a year is of the next time that the holiday is not over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from campaign.parsing import written_days
from campaign.public_holidays import Assumed, DaysOff, Holiday
from campaign.text import fold

_NAMES: tuple[tuple[str, Holiday], ...] = (
    ("tet duong lich", Holiday.NEW_YEAR),
    ("tet tay", Holiday.NEW_YEAR),
    ("nam moi", Holiday.NEW_YEAR),
    ("tet nguyen dan", Holiday.TET),
    ("tet am lich", Holiday.TET),
    ("tet", Holiday.TET),
    ("gio to hung vuong", Holiday.HUNG_KINGS),
    ("gio to", Holiday.HUNG_KINGS),
    ("quoc khanh", Holiday.NATIONAL_DAY),
    ("van hoa", Holiday.CULTURE_DAY),
    ("1/1", Holiday.NEW_YEAR),
    ("30/4", Holiday.VICTORY_AND_LABOUR),
    ("1/5", Holiday.VICTORY_AND_LABOUR),
    ("2/9", Holiday.NATIONAL_DAY),
    ("24/11", Holiday.CULTURE_DAY),
)
_DATE = r"[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4})?"
_JOINED = r"[ ,;-]{0,3}(?:va )?"
_PAPER = re.compile(r"[,;.]? theo (.{1,80})$", re.IGNORECASE)
_NAME = re.compile(
    rf"(?:ngay |le |dip ){{0,3}}(?P<name>{'|'.join(name for name, _ in _NAMES)})"
    rf"(?P<with>{_JOINED}(?:ngay |le )?(?:1/5|2/9|24/11)(?![0-9/]))?(?: nam)?(?: (?P<year>20[0-9]{{2}}))?(?![0-9/])"
)
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
# «thứ Năm, ngày 04/02», «mùng 4/2»: as announcements write a day; which weekday it is the preview says anew.
_BEFORE = rf"(?:(?:{_WEEKDAY}|ngay|mung|mong)[ ,]{{1,2}}){{0,3}}"
_AFTER = rf"(?: ?\({_WEEKDAY}\))?"
_DAYS = re.compile(
    rf"[ ,:]{{0,3}}(?:tu )?{_BEFORE}(?P<first>{_DATE}){_AFTER}"
    rf"(?: ?(?:den|toi|-) ?(?:het )?{_BEFORE}(?P<last>{_DATE}){_AFTER})?"
    rf"(?:[ ,;.]{{0,3}}(?:va )?(?:di )?(?:lam|hoc) bu (?:vao )?{_BEFORE}"
    rf"(?P<worked>{_DATE}(?:{_JOINED}{_DATE}){{0,5}}){_AFTER})?"
)
_EACH = re.compile(_DATE)
_STEMS = "giap|at|binh|dinh|mau|ky|canh|tan|nham|quy"
_BRANCHES = "ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi"
# Other ways to say the same, one after the other: what stands beside a date, then the date itself.
_OTHER_WAYS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" ?\([^()]{0,80}\)"), ""),
    (re.compile(r"^(?:thong bao |lich |cho |duoc ){1,3}(?:nghi )?"), ""),
    (re.compile(rf"(?<=tet) (?:{_STEMS}) (?:{_BRANCHES})\b"), ""),
    (re.compile(r"\b(?:duoc )?nghi (?:[0-9]{1,2} ngay,? )?(?:lien (?:tuc|tiep) )?(?=tu |ngay |[0-9])"), ""),
    (re.compile(r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn),? (?=ngay |m[uo]ng |[0-9])"), ""),
    (re.compile(r"\bm[uo]ng (?=[0-9])"), ""),
    (re.compile(r"\b([0-9]{1,2}) thang ([0-9]{1,2})(?: nam (20[0-9]{2}))?\b"), r"\1/\2/\3"),
    (re.compile(r"(?<![0-9./-])([0-9]{1,2})[.-]([0-9]{1,2})(?:[.-](20[0-9]{2}))?(?![0-9/])"), r"\1/\2/\3"),
    (re.compile(r"(?<=[0-9])/(?![0-9])"), ""),  # of a date without a year
    (
        re.compile(
            r"\b(tu (?:ngay )?)([0-9]{1,2})( ?(?:den|toi|-) ?(?:het )?(?:ngay )?[0-9]{1,2})"
            r"(/[0-9]{1,2}(?:/20[0-9]{2})?)(?![0-9/])"
        ),
        r"\1\2\4\3\4",
    ),
)
_MOST_DAYS = 16
_NEAR = timedelta(days=4)
_EXCHANGED_WITHIN = timedelta(days=60)
_SATURDAY = 5


class Wrong(StrEnum):
    """Why what was typed cannot be entered."""

    NO_HOLIDAY = "no holiday"
    NO_DAYS = "no days"
    NOT_ITS_DAYS = "not its days"
    NO_SATURDAY = "no Saturday"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Said:
    """A holiday, and its days off where any were said."""

    assumed: DaysOff
    first: date | None = None
    last: date | None = None
    worked: tuple[date, ...] = ()
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, with the holiday and the day that it is about."""

    wrong: Wrong
    assumed: DaysOff | None = None
    day: date | None = None


def read(words: str, today: date, holidays_of: Assumed) -> Said | Fault:
    """What was said of which holiday; without days where only its name stands there."""
    words = " ".join(words.split())
    paper = _PAPER.search(words)
    typed = fold(words[: paper.start()] if paper else words).replace("–", "-")
    for other, way in _OTHER_WAYS:
        typed = other.sub(way, typed)
    named = _NAME.match(typed)
    if named is None:
        return Fault(Wrong.NO_HOLIDAY)
    holiday = next(holiday for name, holiday in _NAMES if name == named["name"])
    rest = typed[named.end() :].strip(" ,:")
    days = _DAYS.fullmatch(rest) if rest else None
    year = int(named["year"]) if named["year"] else _year_of(days["last"] or days["first"] if days else "")
    assumed = _meant(holiday, year, today, holidays_of)
    if assumed is None:
        return Fault(Wrong.NO_HOLIDAY)
    if not rest:
        return Said(assumed)
    if days is None:
        return Fault(Wrong.NO_DAYS, assumed)
    return _dated(assumed, days, paper[1].strip() if paper else "", today)


def _year_of(written: str) -> int | None:
    parts = written.split("/")
    return int(parts[2]) if len(parts) == 3 else None


def _meant(holiday: Holiday, year: int | None, today: date, holidays_of: Assumed) -> DaysOff | None:
    """The holiday of a year; without one the next that is not over."""
    years = (today.year, today.year + 1) if year is None else (year,)
    known = [assumed for some in years for assumed in holidays_of(some) if assumed.holiday is holiday]
    return next((assumed for assumed in known if assumed.last >= today), known[-1] if known else None)


def _dated(assumed: DaysOff, days: re.Match[str], paper: str, today: date) -> Said | Fault:
    first = _day(days["first"], assumed)
    last = _day(days["last"] or days["first"], assumed)
    if first is None or last is None or not timedelta() <= last - first < timedelta(days=_MOST_DAYS):
        return Fault(Wrong.NO_DAYS, assumed)
    reach = timedelta() if assumed.holiday is Holiday.TET else _NEAR
    if not first - reach <= assumed.core <= last + reach:
        return Fault(Wrong.NOT_ITS_DAYS, assumed, assumed.core)
    if last < today:
        return Fault(Wrong.OVER, assumed, last)
    worked = [_day(written, assumed) for written in _EACH.findall(days["worked"] or "")]
    strange = next((day for day in worked if day is None or not _is_exchange(day, first, last)), first)
    if strange is None:
        return Fault(Wrong.NO_DAYS, assumed)
    if strange is not first:
        return Fault(Wrong.NO_SATURDAY, assumed, strange)
    return Said(assumed, first, last, tuple(day for day in worked if day is not None), paper)


def _is_exchange(day: date, first: date, last: date) -> bool:
    """Saturdays are worked for a bridge day, some weeks before or after."""
    is_near = first - _EXCHANGED_WITHIN <= day <= last + _EXCHANGED_WITHIN
    return day.weekday() == _SATURDAY and is_near and not first <= day <= last


def _day(written: str, assumed: DaysOff) -> date | None:
    """The day nearest to the holiday that is written so; None for one that is not in the calendar."""
    day, month, *year = map(int, written.split("/"))
    years: Sequence[int] = year or (assumed.core.year - 1, assumed.core.year, assumed.core.year + 1)
    made = [made for some in years if (made := written_days.day(some, month, day)) is not None]
    return min(made, key=lambda day: abs(day - assumed.core), default=None)
