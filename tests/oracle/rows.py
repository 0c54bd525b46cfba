"""Exported rows as they stand, and what is told of them: the reading half of the oracle (see `ledger`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

Table = Mapping[str, Any]  # of the campaign file
DAY = timedelta(days=1)
SUMMED = ("increment", "change")
LIFE = {
    "weekly": 14,
    "season": 14,
    "monthly": 62,
    "on_change": 62,
    "quarterly": 184,
    "half_yearly": 366,
    "yearly": 731,
}
PROFILE = ("households", "people", "adults")
_PRINTED = Context(prec=28, rounding=ROUND_HALF_EVEN)


def told(number: Fraction | None) -> Fraction | None:
    """The number as printed: 28 significant digits."""
    if number is None:
        return None
    return Fraction(_PRINTED.divide(Decimal(number.numerator), Decimal(number.denominator)))


@dataclass(frozen=True)
class Row:
    """One line of figures, as it stands."""

    input: str
    unit: str
    on: date
    value: Fraction
    of: Fraction | None
    is_marked: bool
    is_opening: bool


def number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read(lines: Iterable[Mapping[str, str]], measure: str, units: Mapping[str, Mapping[str, str]]) -> list[Row]:
    """The measure's rows as they stand: the last one written of each key, without what is not known."""
    newest: dict[tuple[str, str, str], Mapping[str, str]] = {}
    for line in lines:
        if line["measure"] == measure and line["unit"] in units:
            newest[line["input"], line["unit"], line["date"]] = line
    return [
        Row(
            line["input"],
            line["unit"],
            date.fromisoformat(line["date"]),
            Fraction(line["value"]),
            number(line["denominator"]),
            bool(line["mark"]),
            line["opening"] == "yes",
        )
        for line in newest.values()
        if line["state"] != "not_known"
    ]


def begin_of_year(measure: Table, on: date) -> date | None:
    """Since when a count counts on a day; the year's first day of a level that has a year; else None."""
    if "since" in measure:
        return measure["since"]  # type: ignore[no-any-return]
    if "year_start" not in measure:
        return None
    month, first = (int(part) for part in measure["year_start"].split("-"))
    this_year = date(on.year, month, first)
    return this_year if this_year <= on else date(on.year - 1, month, first)


def is_old(measure: Table, told_on: date, on: date) -> bool:
    age = (on - told_on).days
    if measure["cadence"] == "season" and age > LIFE["season"]:
        age = sum((told_on + DAY * number).month in measure["months"] for number in range(1, age + 1))
    return age > LIFE[measure["cadence"]]
