"""Reads a number below a thousand from a place in the items: one string of digits, or words with trăm, chục, tá.

What a Vietnamese speaker could mean in two ways («mười năm», «trăm hộ») is `Unclear`, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.parsing.numbers import digits
from campaign.parsing.numbers.tokens import Item

HUNDRED, THOUSAND = Decimal(100), Decimal(1000)
DIGITS = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9}
SHORT = {"1t": 1, "4t": 4, "5t": 5}  # mốt, tư, lăm: only behind tens
_PLURAL = frozenset("23456789")
_BELOW_HUNDRED = re.compile(r"[1-9][0-9]?")


class Unclear(Exception):
    """The number could be meant in two ways. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class Number:
    """The readings of a number and the place behind it.

    `fraction`: surely has decimals as typed. `scaled`: a multiplier was typed. `bare`: one string of digits.
    `halved`: ends in «rưỡi».
    """

    readings: tuple[Decimal, ...]
    end: int
    fraction: bool = False
    scaled: bool = False
    bare: str = ""
    thousandth: bool = False
    halved: bool = False


def code(items: Sequence[Item], place: int) -> str:
    """The number word at a place: "N" for digits, "M" for a multiplier, "" for anything else."""
    if not 0 <= place < len(items):
        return ""
    item = items[place]
    if item.kind == "num":
        return "N"
    if item.code:
        return item.code
    return "M" if _is_multiplier(items, place) else ""


def _is_multiplier(items: Sequence[Item], place: int) -> bool:
    item = items[place]
    if "multiplier" not in item.options:
        return False
    if item.text == "k":  # also short for «không»: a thousand only behind digits
        return place > 0 and items[place - 1].kind == "num"
    return True


def segment(items: Sequence[Item], place: int) -> Number | None:
    """A number below a thousand in words, or one string of digits, with «trăm», «chục» or «tá» behind it."""
    here = code(items, place)
    if here in ("trăm", "chục"):
        return _of(items, Number((Decimal(1),), place), implied=True)
    if here == "N":
        read = digits.parse(items[place].text)
        if read is None:
            raise Unclear
        plain = Number(read.readings, place + 1, read.fraction, bare=items[place].text, thousandth=read.thousandth)
        return _of(items, plain, implied=False)
    if here == "nửa":
        return None
    words = tens(items, place)
    return None if words is None else _of(items, words, implied=False)


def _of(items: Sequence[Item], count: Number, *, implied: bool) -> Number:
    """A count with «trăm», «chục» or «tá» behind it, if one is."""
    here = code(items, count.end)
    if here == "tá" and count.readings[0] < 20 and len(count.readings) == 1:
        if items[count.end].plain and "unit" in items[count.end].options:
            return count  # «ta»: tá or tạ, for the reader of units to say
        return _times(count, 12, count.end + 1)
    if here == "chục":
        return _chuc(items, count, implied=implied)
    if here == "trăm":
        return _hundreds(items, count, implied=implied)
    if here == "x10" or (here == "10" and count.bare):
        raise Unclear  # «2 mươi»
    return count


def _times(count: Number, times: int, end: int) -> Number:
    readings = tuple(one * times for one in count.readings)
    return Number(readings, end, any(one != int(one) for one in readings))


def _chuc(items: Sequence[Item], count: Number, *, implied: bool) -> Number:
    if code(items, count.end + 1) == "rưỡi":
        return Number((count.readings[0] * 10 + 5,), count.end + 2)
    if implied or code(items, count.end + 1):
        raise Unclear  # «chục hộ», «hai chục năm»
    return _times(count, 10, count.end + 1)


def _hundreds(items: Sequence[Item], count: Number, *, implied: bool) -> Number:
    """«trăm» and what follows it: rưỡi, linh năm, hai (tens), hai mươi mốt."""
    if len(count.readings) > 1 or count.fraction or count.readings[0] >= 10:
        raise Unclear
    base, end = count.readings[0] * 100, count.end + 1
    after = code(items, end)
    if after == "rưỡi":
        return Number((base + 50,), end + 1)
    if after == "linh":
        low = DIGITS.get(code(items, end + 1), SHORT.get(code(items, end + 1), 0))
        if not low or code(items, end + 2) not in ("", "M", "phẩy"):
            raise Unclear
        return Number((base + low,), end + 2)
    if after == "N":
        return _hundreds_and_digits(items, base, end)
    if after == "" or after == "M":
        if implied:
            raise Unclear  # «trăm hộ», «trăm triệu»
        return Number((base,), end)
    return _hundreds_and_words(items, base, end, implied=implied)


def _hundreds_and_digits(items: Sequence[Item], base: Decimal, end: int) -> Number:
    text = items[end].text
    if not _BELOW_HUNDRED.fullmatch(text) or code(items, end + 1) in ("trăm", "tá"):
        raise Unclear
    if code(items, end + 1) == "chục":
        return Number((base + int(text) * 10,), end + 2) if len(text) == 1 else _unclear()
    if len(text) == 1:
        return _short_tens(items, base + int(text) * 10, end + 1)
    return Number((base + int(text),), end + 1)


def _hundreds_and_words(items: Sequence[Item], base: Decimal, end: int, *, implied: bool) -> Number:
    after = code(items, end)
    if after in ("1t", "4t"):
        return _short_tens(items, base + SHORT[after] * 10, end + 1)
    words = tens(items, end)
    if words is None:
        raise Unclear
    if code(items, words.end) == "chục":
        return Number((base + words.readings[0] * 10,), words.end + 1)
    if words.end == end + 1 and after in DIGITS:
        if after in ("0", "5"):
            raise Unclear  # «hai trăm năm»: 205, 250, or years
        if implied and code(items, words.end) == "M":
            return Number((base + DIGITS[after] * 10,), words.end)  # «trăm hai triệu» is 120
        return _short_tens(items, base + DIGITS[after] * 10, words.end)
    return Number((base + words.readings[0],), words.end)


def _short_tens(items: Sequence[Item], value: Decimal, end: int) -> Number:
    """«một trăm hai» is 120, but «một trăm hai nghìn» may be 102 thousand."""
    if code(items, end):
        raise Unclear
    return Number((value,), end)


def _unclear() -> Number:
    raise Unclear


def tens(items: Sequence[Item], place: int) -> Number | None:
    """A number below a hundred in words."""
    here, after = code(items, place), code(items, place + 1)
    if here in ("10", "x20"):
        return _ten_and(items, Decimal(10 if here == "10" else 20), place + 1)
    if here == "x10" or (here in SHORT and items[place].kind == "number"):
        raise Unclear  # «mươi hộ»: about ten
    if here not in DIGITS:
        return None
    if here in _PLURAL and (after == "x10" or after == "10"):
        return _ten_and(items, Decimal(DIGITS[here] * 10), place + 2)
    if here in _PLURAL and after in SHORT and not items[place + 1].plain:
        return Number((Decimal(DIGITS[here] * 10 + SHORT[after]),), place + 2)
    return Number((Decimal(DIGITS[here]),), place + 1)


def _ten_and(items: Sequence[Item], base: Decimal, end: int) -> Number:
    low = code(items, end)
    if low == "5" or low == "0":
        raise Unclear  # «mười năm», «hai mươi năm»: years, or 15 and 25
    if low in DIGITS:
        return Number((base + DIGITS[low],), end + 1)
    if low in SHORT and (base > 10 or low != "1t"):
        return Number((base + SHORT[low],), end + 1)
    if low and low not in ("M", "phẩy", "trăm", "tá", "linh", "nửa"):
        raise Unclear
    return Number((base,), end)
