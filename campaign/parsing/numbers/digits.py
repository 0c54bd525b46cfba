"""Reads one string of digits with its signs (rules 2 to 5 of how figures are typed): comma decimal, dot thousands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_LONGEST = 20  # no figure of a commune is longer, and no pattern looks further
_GROUPED = r"[1-9]\d{0,2}"
_PLAIN = re.compile(r"0|0?[1-9]\d*|00")
_COMMA = re.compile(r"(0|0?[1-9]\d{0,19}),(\d{1,20})")
_DOTTED = rf"{_GROUPED}(?:\.\d{{3}}){{1,6}}|{_GROUPED}(?: \d{{3}}){{1,6}}"
_THOUSANDS = re.compile(_DOTTED)
_KEYPAD = re.compile(r"(?:0|[1-9]\d{0,19})\.(?:\d{1,2}|\d{4,20})|0\.\d{1,20}")
_DOT_THEN_COMMA = re.compile(rf"({_DOTTED}),(\d{{1,20}})")
_COMMA_THEN_DOT = re.compile(rf"({_GROUPED}(?:,\d{{3}}){{1,6}})\.(\d{{1,20}})")
_NO_SIGNS = str.maketrans("", "", "., ")


@dataclass(frozen=True, slots=True)
class Digits:
    """`readings` is one number, or two where a dot before three digits may be either sign (thousands first).

    `fraction` tells whether the typed text surely has decimals; `thousandth` whether a comma has three digits
    after it, which in a counted unit is more likely a thousand.
    """

    readings: tuple[Decimal, ...]
    fraction: bool = False
    thousandth: bool = False


def parse(raw: str) -> Digits | None:
    """What `raw` (digits, dots, commas, single spaces) says; None when its groups are not well formed."""
    if len(raw) > _LONGEST:
        return None
    if _PLAIN.fullmatch(raw):
        return Digits((Decimal(raw),))
    if found := _COMMA.fullmatch(raw):
        return Digits((Decimal(f"{found[1]}.{found[2]}"),), fraction=True, thousandth=len(found[2]) == 3)
    if found := _KEYPAD.fullmatch(raw):
        return Digits((Decimal(raw),), fraction=True)
    if _THOUSANDS.fullmatch(raw):
        whole = Decimal(raw.translate(_NO_SIGNS))
        return Digits((whole, Decimal(raw))) if raw.count(".") == 1 else Digits((whole,))
    if found := _DOT_THEN_COMMA.fullmatch(raw) or _COMMA_THEN_DOT.fullmatch(raw):
        return Digits((Decimal(f"{found[1].translate(_NO_SIGNS)}.{found[2]}"),), fraction=True)
    return None
