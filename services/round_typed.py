"""What an officer types while opening a round: two days, something counted in a unit, the goals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaign.catalogue import Measure
from campaign.parsing import numbers, written_days, written_numbers
from campaign.text import fold
from models.rounds import Goal
from services import round_measures

_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?")
_LENGTH = re.compile(r"(?:trong )?([0-9]{1,3}) ngay")
_PLAIN = r"[0-9]{1,3}(?:\.[0-9]{3}){1,3}(?:,[0-9]{1,2})?|[0-9]{1,9}(?:,[0-9]{1,2})?"
_FIRST_NUMBER = re.compile(_PLAIN)
_ORDINAL = re.compile(r"[1-3][.):] ")
_EACH = re.compile(r"/ ?(?:moi )?100 ?ho$")
_LINES = re.compile(r"[;\n]")
_NUMBER = re.compile(rf"({_PLAIN})(?: ?[^0-9]{{0,20}})?")
_OF_UNITS = re.compile(r"mức ([^:]{1,300}): ?(.{1,120})", re.IGNORECASE | re.DOTALL)
_FALLS, _ADDS = ("giam", "bot"), ("them", "tang")
_LONGEST_WORK, _LONGEST_UNIT = 40, 20
_DAY = timedelta(days=1)


def days(text: str, today: date) -> tuple[date, date] | None:
    """«15/6 - 12/9», «đến 2/9», «90 ngày»; without a year the next time that makes sense."""
    folded = fold(text)
    named = [_date(one, today) for one in _DATE.finditer(folded)]
    if None in named or len(named) > 2:
        return None
    known = [one for one in named if one is not None]
    length = _LENGTH.search(folded)
    if length is not None and len(known) < 2:
        first = known[0] if known else today
        return first, first + _DAY * (int(length[1]) - 1) if int(length[1]) else first
    if not known:
        return None
    first, last = (today, known[0]) if len(known) == 1 else (known[0], known[1])
    return first, _after(last, first, has_year=list(_DATE.finditer(folded))[-1][3] is not None)


def _date(found: re.Match[str], today: date) -> date | None:
    return written_days.day(int(found[3] or today.year), int(found[2]), int(found[1]))


def _after(last: date, first: date, *, has_year: bool) -> date:
    """A last day without a year is the next one after the first."""
    if has_year or last >= first:
        return last
    try:
        return last.replace(year=first.year + 1)
    except ValueError:
        return last


def counted(text: str) -> tuple[str, str] | None:
    """«làm đường, m»: what, and in what; None where that cannot be told."""
    what, comma, unit = text.strip().rpartition(",")
    what, unit = " ".join(what.split()), " ".join(unit.split()).rstrip(".")
    is_good = comma and what and unit and len(what) <= _LONGEST_WORK and len(unit) <= _LONGEST_UNIT
    has_digits = any(letter.isdigit() for letter in what + unit.replace("m2", ""))
    return (what, unit) if is_good and not has_digits else None


def number(text: str) -> Decimal | None:
    """«500», «1.200 m»; None for anything else, and for nought."""
    found = _NUMBER.fullmatch(text.strip())
    value = written_numbers.value(found[1]) if found else None
    return value or None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal as it was typed."""

    kind: Goal
    value: Decimal


def goals(text: str, measures: Sequence[Measure]) -> list[Wanted] | None:
    """One for each thing that is counted, in their order; None where they cannot be read, or have another unit."""
    lines = [one.strip() for one in _LINES.split(text) if one.strip()]
    if len(lines) != len(measures):
        return None
    pairs = list(zip(lines, measures, strict=True))
    if any(_is_of_another_unit(line, one) for line, one in pairs):
        return None  # «3 km» where metres are counted
    found = [_goal(line, is_flow=round_measures.is_flow(one)) for line, one in pairs]
    return None if None in found else [one for one in found if one is not None]


def of_units(text: str) -> tuple[str, str] | None:
    """«mức Bản Còn, Nà Pò: 500»: which units, and what is theirs; None for anything else."""
    found = _OF_UNITS.fullmatch(text.strip())
    return (found[1].strip(), found[2].strip()) if found is not None else None


def _is_of_another_unit(line: str, measure: Measure) -> bool:
    typed = numbers.last_unit_of(_EACH.sub("", fold(line)))
    return bool(typed) and typed not in {_unit(one) for one in (measure.unit, measure.inputs[0].unit)}


def _unit(words: str) -> str:
    return numbers.last_unit_of(f"5 {words}") or words


def _goal(text: str, *, is_flow: bool) -> Wanted | None:
    folded = fold(text)
    ordinal = _ORDINAL.match(folded)
    written = folded[ordinal.end() :] if ordinal else folded
    each = _EACH.search(written)
    read = _FIRST_NUMBER.search(written)
    if read is None or any(letter.isdigit() for letter in written[read.end() : each.start() if each else None]):
        return None
    before, value = written[: read.start()], written_numbers.value(read[0])
    falls = before.endswith("-") or any(one in before.split() for one in _FALLS)
    grows = is_flow or before.endswith("+") or any(one in before.split() for one in _ADDS)
    if (falls and is_flow) or (not value and (is_flow or falls or each)):
        return None
    if each:
        return Wanted(Goal.PER_HUNDRED, -value if falls else value)
    if falls or grows:
        return Wanted(Goal.GROWTH, -value if falls else value)
    return Wanted(Goal.VALUE, value)
