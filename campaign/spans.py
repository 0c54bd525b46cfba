"""Stretches longer than a week, summed up on request: months, quarters, half-years, nine months, years, up to five.

Calendar ones run from the 1st; administrative ones from the 15th to the 14th, as periodic reports of state offices do
(Nghị định 09/2019/NĐ-CP, điều 12): the quarter from the 15th before its first month, the year from 15/12.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from campaign.calendar import Calendar, Kind, ReportingWeek
from campaign.text import fold

_DAY = timedelta(days=1)
_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.NINE_MONTHS: 9, Kind.YEAR: 12}
_MOST_YEARS = 5
EXAMPLES = "2026-W47, 2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026 or 2026-2030"
_ADMINISTRATIVE_FROM, _ADMINISTRATIVE_UNTIL = 15, 14

_LABEL = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:(?P<month>[0-9]{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M)|(?P<until>[0-9]{4})))?"
)
_YEAR = r"(?:\s*(?:/|-|nam)?\s*(?P<year>[0-9]{4}))?"
_SAID = (
    (Kind.WEEK, re.compile(rf"tuan (?P<number>[0-9]{{1,2}}){_YEAR}")),
    (Kind.MONTH, re.compile(rf"thang (?P<number>[0-9]{{1,2}}){_YEAR}")),
    (Kind.QUARTER, re.compile(rf"quy (?P<number>[1-4]|iv|iii|ii|i){_YEAR}")),
    (Kind.HALF, re.compile(rf"(?:6|sau) thang(?: (?P<number>dau|cuoi)(?: nam)?)?{_YEAR}")),
    (Kind.NINE_MONTHS, re.compile(rf"(?:9|chin) thang(?: dau)?{_YEAR}")),
    (Kind.YEAR, re.compile(r"nam (?P<year>[0-9]{4})")),
)
_YEARS = re.compile(
    r"(?:(?:giai doan|5 nam|nam nam|tu nam|tu|cac nam) )?(?P<first>[0-9]{4}) ?(?:-|den nam|den) ?(?P<last>[0-9]{4})"
)
_ALL_YEARS = ("giai doan", "ca giai doan", "5 nam", "nam nam")
# What is meant as a period, whether or not there is such a one: «quý 5», «tháng 13», «2026-Q7», «7 tháng».
_MEANT = re.compile(
    r"(?:tuan|thang|nam|giai doan) ?[0-9]{1,9}\b|quy ?(?:[0-9]{1,9}|[ivx]{1,9})\b"
    r"|[0-9]{1,9} (?:thang|nam|quy)\b|(?:19|20|21)[0-9]{2}(?![0-9a-z])"
)
_NEAR = re.compile(r"(?P<kind>tuan|thang|quy|nam) (?P<which>nay|truoc|ngoai|qua)")
_NEAR_KINDS = {"tuan": Kind.WEEK, "thang": Kind.MONTH, "quy": Kind.QUARTER, "nam": Kind.YEAR}
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "dau": 1, "cuoi": 2}


def make(kind: Kind, year: int, number: int = 1, administrative: bool = False) -> ReportingWeek:
    """A month, quarter, half-year, nine months or year; ValueError where the year has no such one, or for a week."""
    if kind not in _MONTHS:
        raise ValueError("a week is found by the calendar")
    length = _MONTHS[kind]
    month = (number - 1) * length + 1
    if number < 1 or month + length > 13:
        raise ValueError(f"a year has no {kind} {number}")
    if administrative:
        first = date(year - (month == 1), 12 if month == 1 else month - 1, _ADMINISTRATIVE_FROM)
        last = date(year, month + length - 1, _ADMINISTRATIVE_UNTIL)
    else:
        first = date(year, month, 1)
        last = _first_of_next_month(year, month + length - 1) - _DAY
    return ReportingWeek(first, last, year, number, kind, administrative)


def several_years(first: int, last: int) -> ReportingWeek:
    """Two to five whole calendar years; ValueError for any other number of them."""
    if not 2 <= last - first + 1 <= _MOST_YEARS:
        raise ValueError(f"{first}-{last} are not two to {_MOST_YEARS} years")
    return ReportingWeek(date(first, 1, 1), date(last, 12, 31), first, last - first + 1, Kind.YEARS)


def years_of(period: ReportingWeek) -> tuple[ReportingWeek, ...]:
    """The single years of several."""
    return tuple(make(Kind.YEAR, period.year + number) for number in range(period.number))


def _first_of_next_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def find(label: str, calendar: Calendar) -> ReportingWeek:
    """The period with this label, a week or longer; ValueError with what may be written otherwise."""
    try:
        return calendar.of(label) if "-W" in label else _labelled(label)
    except (ValueError, OverflowError) as error:
        why = "" if str(error).startswith("not a period") else f" ({error})"
        raise ValueError(f"not a period: {label!r}{why}; write it like {EXAMPLES}") from None


def _labelled(label: str) -> ReportingWeek:
    written = label.removesuffix("-HC")
    found = _LABEL.fullmatch(written)
    if found is None:
        raise ValueError("not a period")
    if found["until"]:
        if label != written:
            raise ValueError("several years are whole calendar years")
        return several_years(int(found["year"]), int(found["until"]))
    if found["nine"]:
        return make(Kind.NINE_MONTHS, int(found["year"]), 1, label != written)
    kind = next((one for one in (Kind.MONTH, Kind.QUARTER, Kind.HALF) if found[one]), Kind.YEAR)
    return make(kind, int(found["year"]), 1 if kind is Kind.YEAR else int(found[kind]), label != written)


def may_be_known(period: ReportingWeek, first_year: int, last_year: int) -> bool:
    """Whether a period can hold figures: from the year before the campaign, its comparison, to the campaign's last."""
    return first_year - 1 <= period.last.year and period.first.year <= last_year


def is_meant(text: str) -> bool:
    """Whether words are meant as a period, be there such a one or not: «quý 5», «tháng 13»."""
    return _MEANT.match(fold(text)) is not None


def said(
    text: str, today: date, calendar: Calendar, campaign_years: tuple[int, int] | None = None
) -> ReportingWeek | None:
    """The period that a person means: «tuần 45», «quý IV/2025», «6 tháng», «tháng trước», «9 tháng hành chính».

    Without a year it is the newest one that has begun by `today`; «giai đoạn», «5 năm» are the campaign's years. None
    for anything else.
    """
    typed = fold(text)
    several = _YEARS.fullmatch(typed)
    try:
        if several is not None:
            return several_years(int(several["first"]), int(several["last"]))
        if typed in _ALL_YEARS and campaign_years is not None:
            return several_years(*campaign_years)
    except ValueError:
        return None
    administrative = typed.endswith(" hanh chinh")
    typed = typed.removesuffix(" hanh chinh")
    near = _NEAR.fullmatch(typed)
    if near is not None:
        return _near(_NEAR_KINDS[near["kind"]], near["which"] == "nay", today, calendar, administrative)
    try:
        for kind, pattern in _SAID:
            found = pattern.fullmatch(typed)
            if found is not None:
                return _numbered(kind, found, today, calendar, administrative)
        return find(text.strip().upper(), calendar)
    except (ValueError, OverflowError):
        return None


def _numbered(kind: Kind, found: re.Match[str], today: date, calendar: Calendar, administrative: bool) -> ReportingWeek:
    parts = found.groupdict()
    number = parts.get("number") or "1"
    counted = _NUMBERS.get(number) or int(number)
    years = [int(parts["year"])] if parts["year"] else [today.year + 1, today.year, today.year - 1]
    made = [
        calendar.period(year, counted) if kind is Kind.WEEK else make(kind, year, counted, administrative)
        for year in years
        if kind is not Kind.WEEK or counted <= _weeks_of(year)
    ]
    if not made:
        raise ValueError(f"no year has a week {counted}")
    return next((one for one in made if one.first <= today), made[-1])


def _weeks_of(year: int) -> int:
    # 28/12 lies in the last ISO week of its year.
    return date(year, 12, 28).isocalendar().week


def _near(kind: Kind, is_this: bool, today: date, calendar: Calendar, administrative: bool) -> ReportingWeek:
    if kind is Kind.WEEK:
        current = calendar.period_on(today)
        return current if is_this else calendar.previous(current)
    current = holding(kind, today, administrative)
    return current if is_this else holding(kind, current.first - _DAY, administrative)


def holding(kind: Kind, day: date, administrative: bool = False) -> ReportingWeek:
    """The month, quarter, half-year or year that holds a day; an administrative one may be next year's already."""
    numbers = range(1, 12 // _MONTHS[kind] + 1)
    made = (make(kind, year, number, administrative) for year in (day.year, day.year + 1) for number in numbers)
    return next(one for one in made if day in one)


def until(period: ReportingWeek, today: date, calendar: Calendar) -> ReportingWeek | None:
    """As much of a longer period as is over: it ends with the last whole reporting week. None while there is none."""
    if period.kind is Kind.WEEK:
        return period
    over = calendar.period_on(today).first - _DAY
    if over < period.last < today and calendar.period_on(period.last).last > period.last:
        over = period.last  # its last days belong to a week of the next one
    last = min(period.last, over)
    return replace(period, last=last) if last >= period.first else None
