"""Days off as they are told: the holiday's name, its days, and whether they are a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaign.public_holidays import DaysOff
from services import date_words, wording


def name(known: DaysOff) -> str:
    """«Tết 2027»."""
    return wording.holiday_name(known.holiday, known.year)


def days(known: DaysOff) -> str:
    """«từ thứ Năm 4/2 đến thứ Sáu 12/2/2027, làm bù thứ Bảy 20/2/2027»."""
    is_short = known.first != known.last and known.first.year == known.last.year
    first = date_words.day_said(known.first) if is_short else _full(known.first)
    return wording.days_said(first, _full(known.last), [_full(day) for day in sorted(known.worked)])


def state(known: DaysOff) -> str:
    """The days with what they rest on: «từ … đến …, dự kiến»."""
    return wording.days_as_known(days(known), is_guess=known.is_guess, paper=known.paper)


def line(known: DaysOff) -> str:
    """«Tết 2027 từ … đến …, dự kiến»."""
    return wording.holiday_line(name(known), days(known), is_guess=known.is_guess, paper=known.paper)


def bare_line(known: DaysOff) -> str:
    return wording.holiday_line(name(known), days(known), is_guess=False, paper="")


def example(known: Sequence[DaysOff]) -> str:
    """What may be typed of the first that is a guess, of several days if there is one: those that are expected."""
    candidates = [holiday for holiday in known if holiday.is_guess] or known
    shown = next((holiday for holiday in candidates if holiday.first != holiday.last), next(iter(candidates), None))
    if shown is None:
        return wording.days_off_example(wording.HOLIDAYS["tet"], "4/2/2027", "10/2/2027")
    return wording.days_off_example(name(shown), _short_number(shown.first), _short_number(shown.last))


def _short_number(day: date) -> str:
    return f"{day.day}/{day.month}"


def _full(day: date) -> str:
    return f"{date_words.weekday(day)} {date_words.plain_date(day)}"
