"""Checks the reader against a file of cases: input, context and expected, tab-separated, with a heading.

A context is the field's unit, then «;stock», «;flow», «;whole», «;decimal», «;ratio», «;min=», «;max=» as needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from campaign.parsing.numbers.fields import Field
from campaign.parsing.numbers.reader import read
from campaign.parsing.numbers.reading import Ask, Keep, Nothing, NotKnown, Ratio, Reading, Value


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A case whose reading is not the expected one."""

    number: int  # the line in the file, the heading being 1
    text: str
    context: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.text!r} in {self.context}: expected {self.expected}, got {self.got}"


def parse_context(context: str) -> Field:
    """«ha;max=50» as a field. Raises ValueError for a word that is not known."""
    unit, *words = (part.strip() for part in context.split(";"))
    field = Field(unit=unit, ratio=unit == "ratio")
    for word in filter(None, words):
        field = _with(field, *word.partition("=")[::2])
    return field


def _with(field: Field, name: str, number: str) -> Field:
    match name:
        case "stock" | "flow":
            return replace(field, flow=name == "flow")
        case "whole" | "decimal":
            return replace(field, whole=name == "whole")
        case "ratio":
            return replace(field, ratio=True)
        case "min":
            return replace(field, minimum=Decimal(number))
        case "max":
            return replace(field, maximum=Decimal(number))
        case _:
            raise ValueError(f"{name!r} is no part of a context")


def line(reading: Reading) -> str:
    """A reading on one line: «value 0.828», «ratio 95/120», «keep», «nothing», «missing», «ask two_readings»."""
    match reading:
        case Value(value=value):
            return f"value {value:f}"
        case Ratio(numerator=numerator, denominator=denominator):
            return f"ratio {numerator:f}/{denominator:f}"
        case Keep():
            return "keep"
        case Nothing():
            return "nothing"
        case NotKnown():
            return "missing"
        case Ask(reason=reason):
            return f"ask {reason}"


def is_as_expected(reading: Reading, expected: str) -> bool:
    """Is the reading the expected figure (dot decimal), `a/b`, ask, keep, missing or nothing (the same as 0)?"""
    match reading:
        case Value(value=value):
            return _is_number(expected) and value == Decimal(expected)
        case Nothing():
            return expected in ("nothing", "0")
        case Ratio(numerator=numerator, denominator=denominator):
            return expected == f"{numerator:f}/{denominator:f}"
        case _:
            return line(reading).split()[0] == expected


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def check(path: Path) -> list[Mismatch]:
    """Every case of a file that is read otherwise than expected. Raises OSError when it cannot be read."""
    found: list[Mismatch] = []
    for number, row in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if number == 1 or not row.strip() or row.startswith("#"):
            continue
        text, context, expected = row.split("\t")
        reading = read(text, parse_context(context))
        if not is_as_expected(reading, expected):
            found.append(Mismatch(number, text, context, expected, line(reading)))
    return found
