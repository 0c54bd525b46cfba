"""Reads a number of digits, number words and multipliers from a place in the items: «hai mươi tư», «1 tỷ 2».

Gives every reading it can have. What a Vietnamese speaker could mean in two ways («mười năm», «trăm hộ») is
`Unclear`, never a guess. Knows nothing of units and fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from campaign.numbers import digits
from campaign.numbers.tokens import Item

HUNDRED, THOUSAND = Decimal(100), Decimal(1000)
_UNITS = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9}
_SHORT = {"1t": 1, "4t": 4, "5t": 5}  # mốt, tư, lăm: only behind tens
_PLURAL = frozenset("23456789")


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


def code(items: list[Item], place: int) -> str:
    """The number word at a place: "N" for digits, "M" for a multiplier, "" for anything else."""
    if not 0 <= place < len(items):
        return ""
    item = items[place]
    if item.kind == "num":
        return "N"
    if item.code:
        return item.code
    return "M" if _is_multiplier(items, place) else ""


def _is_multiplier(items: list[Item], place: int) -> bool:
    item = items[place]
    if "multiplier" not in item.options:
        return False
    if item.text == "k":  # also short for «không»: a thousand only behind digits
        return place > 0 and items[place - 1].kind == "num"
    return True


def number(items: list[Item], place: int) -> Number | None:
    """The longest number that begins at `place`; None when none does. Raises Unclear."""
    if code(items, place) == "M":
        return _scaled(items, Number((Decimal(1),), place), implied=True)
    first = _segment(items, place)
    if first is None:
        return None
    if code(items, first.end) == "M":
        return _scaled(items, first, implied=False)
    return _with_decimals(items, first)


def _scaled(items: list[Item], first: Number, *, implied: bool) -> Number:
    """Segments with multipliers, largest first; what follows the last one is its tail."""
    totals: tuple[Decimal, ...] = (Decimal(0),)
    end, last = first.end, Decimal("Infinity")
    segment: Number | None = first
    while segment is not None and code(items, segment.end) == "M":
        times = items[segment.end].options["multiplier"].multiplier or Decimal(1)
        if times >= last or (last.is_finite() and len(segment.readings) > 1):
            raise Unclear
        totals = tuple(dict.fromkeys(total + one * times for total in totals for one in segment.readings))
        end, last = segment.end + 1, times
        segment = _segment(items, end)
    if segment is None and implied and code(items, end) != "rưỡi":
        raise Unclear  # «triệu», «nghìn hộ»: a way of saying many
    tail, after = _tail(items, end, segment, last)
    if tail and (first.fraction or len(totals) > 1):
        raise Unclear  # «1,2 triệu 3»
    fraction = any(total + tail != int(total + tail) for total in totals)
    return Number(tuple(total + tail for total in totals), after, fraction, scaled=True)


def _tail(items: list[Item], end: int, segment: Number | None, times: Decimal) -> tuple[Decimal, int]:
    """What stands behind the last multiplier: «rưỡi», its decimals («1tr25», «1 tỷ 2»), or the lower digits."""
    if code(items, end) == "rưỡi":
        return times / 2, end + 1
    if code(items, end) == "linh" and times == THOUSAND:
        low = _UNITS.get(code(items, end + 1), 0)
        if not low:
            raise Unclear
        return Decimal(low), end + 2
    if segment is None:
        return Decimal(0), end
    if segment.bare and items[end].kind == "num":
        return _decimal_tail(items[end], segment, times), segment.end
    if segment.end == end + 1 and code(items, end) in _UNITS:
        low = _UNITS[code(items, end)]
        if low in (0, 5):
            raise Unclear  # «hai nghìn năm»: years, or five hundred
        return low * times / 10, segment.end
    if (times == THOUSAND and segment.readings[0] >= HUNDRED) or code(items, end) == "0":
        return segment.readings[0], segment.end
    raise Unclear  # «một triệu hai trăm»


def _decimal_tail(item: Item, segment: Number, times: Decimal) -> Decimal:
    text = segment.bare
    if not text.isdigit() or len(text) > 3 or (len(text) == 2 and not item.glued):
        raise Unclear
    return Decimal(f"0.{text}") * times


def _segment(items: list[Item], place: int) -> Number | None:
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
    words = _tens(items, place)
    return None if words is None else _of(items, words, implied=False)


def _of(items: list[Item], count: Number, *, implied: bool) -> Number:
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


def _chuc(items: list[Item], count: Number, *, implied: bool) -> Number:
    if code(items, count.end + 1) == "rưỡi":
        return Number((count.readings[0] * 10 + 5,), count.end + 2)
    if implied or code(items, count.end + 1):
        raise Unclear  # «chục hộ», «hai chục năm»
    return _times(count, 10, count.end + 1)


def _hundreds(items: list[Item], count: Number, *, implied: bool) -> Number:
    """«trăm» and what follows it: rưỡi, linh năm, hai (tens), hai mươi mốt."""
    if len(count.readings) > 1 or count.fraction or count.readings[0] >= 10:
        raise Unclear
    base, end = count.readings[0] * 100, count.end + 1
    after = code(items, end)
    if after == "rưỡi":
        return Number((base + 50,), end + 1)
    if after == "linh":
        low = _UNITS.get(code(items, end + 1), _SHORT.get(code(items, end + 1), 0))
        if not low or code(items, end + 2) not in ("", "M", "phẩy"):
            raise Unclear
        return Number((base + low,), end + 2)
    if after == "N":
        return _hundreds_and_digits(items, base, end)
    if after == "" or after == "M":
        if implied:
            raise Unclear  # «trăm hộ», «trăm triệu»
        return Number((base,), end)
    return _hundreds_and_words(items, base, end)


def _hundreds_and_digits(items: list[Item], base: Decimal, end: int) -> Number:
    text = items[end].text
    if not re.fullmatch(r"[1-9][0-9]?", text) or code(items, end + 1) in ("trăm", "tá"):
        raise Unclear
    if code(items, end + 1) == "chục":
        return Number((base + int(text) * 10,), end + 2) if len(text) == 1 else _unclear()
    if len(text) == 1:
        return _short_tens(items, base + int(text) * 10, end + 1)
    return Number((base + int(text),), end + 1)


def _hundreds_and_words(items: list[Item], base: Decimal, end: int) -> Number:
    after = code(items, end)
    if after in ("1t", "4t"):
        return _short_tens(items, base + _SHORT[after] * 10, end + 1)
    words = _tens(items, end)
    if words is None:
        raise Unclear
    if code(items, words.end) == "chục":
        return Number((base + words.readings[0] * 10,), words.end + 1)
    if words.end == end + 1 and after in _UNITS:
        if after in ("0", "5"):
            raise Unclear  # «hai trăm năm»: 205, 250, or years
        return _short_tens(items, base + _UNITS[after] * 10, words.end)
    return Number((base + words.readings[0],), words.end)


def _short_tens(items: list[Item], value: Decimal, end: int) -> Number:
    """«một trăm hai» is 120, but «một trăm hai nghìn» may be 102 thousand."""
    if code(items, end):
        raise Unclear
    return Number((value,), end)


def _unclear() -> Number:
    raise Unclear


def _tens(items: list[Item], place: int) -> Number | None:
    """A number below a hundred in words."""
    here, after = code(items, place), code(items, place + 1)
    if here == "10":
        return _ten_and(items, Decimal(10), place + 1)
    if here == "x10" or (here in _SHORT and items[place].kind == "number"):
        raise Unclear  # «mươi hộ»: about ten
    if here not in _UNITS:
        return None
    if here in _PLURAL and (after == "x10" or after == "10"):
        return _ten_and(items, Decimal(_UNITS[here] * 10), place + 2)
    if here in _PLURAL and after in _SHORT and not items[place + 1].plain:
        return Number((Decimal(_UNITS[here] * 10 + _SHORT[after]),), place + 2)
    return Number((Decimal(_UNITS[here]),), place + 1)


def _ten_and(items: list[Item], tens: Decimal, end: int) -> Number:
    low = code(items, end)
    if low == "5" or low == "0":
        raise Unclear  # «mười năm», «hai mươi năm»: years, or 15 and 25
    if low in _UNITS:
        return Number((tens + _UNITS[low],), end + 1)
    if low in _SHORT and (tens > 10 or low == "5t"):
        return Number((tens + _SHORT[low],), end + 1)
    if low and low not in ("M", "phẩy", "trăm", "tá", "linh", "nửa"):
        raise Unclear
    return Number((tens,), end)


def _with_decimals(items: list[Item], whole: Number) -> Number:
    """A number with «phẩy» and its decimals, or «rưỡi», behind it."""
    after = code(items, whole.end)
    if after == "phẩy":
        if whole.fraction or len(whole.readings) > 1:
            raise Unclear
        text, end = _decimals(items, whole.end + 1)
        return Number((Decimal(f"{whole.readings[0]}.{text}"),), end, fraction=True)
    if after == "rưỡi":
        if whole.fraction or len(whole.readings) > 1 or whole.readings[0] > 10:
            raise Unclear  # «hai mươi rưỡi»: 20.5 or 25
        return Number((whole.readings[0] + Decimal("0.5"),), whole.end + 1, fraction=True, halved=True)
    return whole


def _decimals(items: list[Item], place: int) -> tuple[str, int]:
    """The decimals said behind «phẩy»: digits, words one by one, or a number of two digits."""
    if code(items, place) == "N":
        text = items[place].text
        return (text, place + 1) if text.isdigit() and len(text) <= 6 else _unclear_decimals()
    text = ""
    while code(items, place) == "0":
        text, place = text + "0", place + 1
    if code(items, place) in _UNITS and code(items, place + 1) in _UNITS:
        while code(items, place) in _UNITS:
            text, place = text + code(items, place), place + 1
        return text, place
    if code(items, place) in _SHORT:
        return text + str(_SHORT[code(items, place)]), place + 1
    words = _tens(items, place)
    if words is None or (text and words.readings[0] >= 10):
        return (text, place) if text and words is None else _unclear_decimals()
    return text + str(words.readings[0]), words.end


def _unclear_decimals() -> tuple[str, int]:
    raise Unclear
