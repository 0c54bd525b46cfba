"""A list of places as an officer types or pastes it: names, one after another or one a line, with their numbers or not.

«Bản Còn 118 hộ 512 người, Nà Pò», «1. Bản Còn - 118 - 512». What cannot be read is named, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaign.text import fold

_BETWEEN = re.compile(r"[\n;,]")
_MARK = re.compile(r"^(?:\(?[0-9]{1,3}[.):]|[0-9]{1,3}(?= +[^\W\d_])|[-–•*+])\s*")
_NUMBER = re.compile(r"(?<![\w.])(?P<number>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,6})(?![\w.,]?[0-9])")
_OF_HOUSEHOLDS = re.compile(r"[ \t]?(?:hộ|ho)\b", re.IGNORECASE)
_OF_ADULTS = re.compile(r"[ \t]?(?:người lớn|nguoi lon|người trưởng thành|nguoi truong thanh)\b", re.IGNORECASE)
_OF_PEOPLE = re.compile(r"[ \t]?(?:nhân khẩu|nhan khau|người|nguoi|khẩu|khau)\b", re.IGNORECASE)
_AROUND = " \t-–:|/()."
_VILLAGE = re.compile(r"^(?:thôn|thon)\s+(?=\S)", re.IGNORECASE)
_SCHOOLS = re.compile(r"(?:truong|mam non|tieu hoc|thcs|th va|ptdtbt|mn|th) ")
_OFFICES = re.compile(
    r"(?:phong|cong an|tram|van phong|uy ban|dang uy|kiem lam|mat tran|mttq|doan thanh nien|hoi nong dan|hoi phu nu"
    r"|hoi lien hiep|hoi cuu|ban chi huy|ban xay dung|ban quan ly|trung tam \w+)(?: |$)"
)
_LONGEST_NAME = 60
_MOST_OF_A_NAME = 30  # «Khu 3», «Bản Khính 2»: a small number alone is part of the name


class Fault(StrEnum):
    """Why an item of a list was not taken."""

    NO_NAME = "no name"
    TOO_LONG = "too long"
    NUMBERS = "too many numbers"
    TWICE = "twice"
    HOUSEHOLDS = "more households than people"
    ADULTS = "more adults than people"


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One place of a list. `kind` as the units have it; numbers that were not said are None."""

    kind: str
    name: str
    households: int | None = None
    people: int | None = None
    adults: int | None = None


@dataclass(frozen=True, slots=True)
class UnitList:
    """What was read, in its order, and each item that could not be, with the reason."""

    units: Sequence[ListedUnit]
    faulty: Sequence[tuple[str, Fault]]


def read(text: str) -> UnitList:
    """The places of a text."""
    units: list[ListedUnit] = []
    faulty: list[tuple[str, Fault]] = []
    seen: set[tuple[str, str]] = set()
    items = list(_items(text))
    has_words = any(_OF_HOUSEHOLDS.search(item) or _OF_PEOPLE.search(item) for item in items)
    for item in items:
        unit = _unit(item, has_words=has_words)
        if isinstance(unit, Fault):
            faulty.append((item, unit))
        elif (key := (unit.kind, unit.name.casefold())) in seen:
            faulty.append((item, Fault.TWICE))
        else:
            seen.add(key)
            units.append(unit)
    return UnitList(units, faulty)


def _items(text: str) -> Iterator[str]:
    """One place each: «512 người» behind a comma still belongs to the place before it. A heading is none."""
    held = ""
    for part in _BETWEEN.split(text):
        said = part.strip()
        if held and said and not any(sign.isalpha() for sign in _without_figures(said)):
            held = f"{held} {said}"
            continue
        if held:
            yield held
        numbered = _MARK.sub("", said)
        said = numbered if any(sign.isalpha() for sign in _without_figures(numbered)) else said
        held = "" if said.endswith(":") else said
    if held:
        yield held


def _without_figures(said: str) -> str:
    return _OF_HOUSEHOLDS.sub("", _OF_PEOPLE.sub("", _OF_ADULTS.sub("", said)))


def _unit(item: str, *, has_words: bool) -> ListedUnit | Fault:
    counted, bare, end = _numbers(item)
    if not has_words:
        counted, end = _by_place(bare, end)
    name = item[:end].strip(_AROUND)
    kind = _kind(name)
    name = _VILLAGE.sub("", name) if kind == "village" else name
    if not any(sign.isalnum() for sign in name):
        return Fault.NO_NAME
    if len(name) > _LONGEST_NAME:
        return Fault.TOO_LONG
    if len(_NUMBER.findall(name)) > 1:
        return Fault.NUMBERS
    households, people, adults = (counted.get(word) for word in ("households", "people", "adults"))
    if people is not None and (households or 0) > people:
        return Fault.HOUSEHOLDS
    if people is not None and (adults or 0) > people:
        return Fault.ADULTS
    return ListedUnit(kind, name, households, people, adults)


def _numbers(item: str) -> tuple[dict[str, int], list[re.Match[str]], int]:
    """The numbers whose words say what they count, those without a word before them, and where the first begins."""
    counted: dict[str, int] = {}
    bare: list[re.Match[str]] = []
    end = len(item)
    for match in _NUMBER.finditer(item):
        words = (("households", _OF_HOUSEHOLDS), ("adults", _OF_ADULTS), ("people", _OF_PEOPLE))
        what = next((name for name, word in words if word.match(item, match.end())), None)
        if what is not None:
            counted[what], end = _value(match), min(end, match.start())
        elif match.start() < end:
            bare.append(match)
    return counted, bare, end


def _by_place(bare: Sequence[re.Match[str]], end: int) -> tuple[dict[str, int], int]:
    """Households, people, adults in this order where no word says which; and where the name ends."""
    values = [_value(match) for match in bare]
    is_of_name = len(values) == 1 and values[0] < _MOST_OF_A_NAME
    if len(values) == 4 or is_of_name or (len(values) == 3 and values[2] > values[1]):
        bare, values = bare[1:], values[1:]
    if not 0 < len(values) < 4:
        return {}, end
    return dict(zip(("households", "people", "adults"), values, strict=False)), min(end, bare[0].start())


def _value(match: re.Match[str]) -> int:
    return int(match["number"].replace(".", ""))


def _kind(name: str) -> str:
    if _VILLAGE.match(name):
        return "village"
    folded = fold(name)
    if _SCHOOLS.match(folded):
        return "school"
    return "office" if _OFFICES.match(folded) else "village"
