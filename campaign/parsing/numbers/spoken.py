"""Reads a number of digits, number words and multipliers from a place in the items: «hai mươi tư», «1 tỷ 2».

Gives every reading it can have. Knows nothing of units and fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from campaign.parsing.numbers import segments
from campaign.parsing.numbers.segments import DIGITS, HUNDRED, SHORT, THOUSAND, Number, Unclear, code
from campaign.parsing.numbers.tokens import Item


def number(items: Sequence[Item], place: int) -> Number | None:
    """The longest number that begins at `place`; None when none does. Raises Unclear."""
    if code(items, place) == "M":
        return _scaled(items, Number((Decimal(1),), place), implied=True)
    first = segments.segment(items, place)
    if first is None:
        return None
    if code(items, first.end) == "M":
        return _scaled(items, first, implied=False)
    return _with_decimals(items, first)


def _scaled(items: Sequence[Item], first: Number, *, implied: bool) -> Number:
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
        segment = segments.segment(items, end)
    if segment is None and implied and code(items, end) != "rưỡi":
        raise Unclear  # «triệu», «nghìn hộ»: a way of saying many
    tail, after = _tail(items, end, segment, last)
    if after > end and (first.fraction or len(totals) > 1):
        raise Unclear  # «1,2 triệu 3», «65,1k 0 sào»
    fraction = any(total + tail != int(total + tail) for total in totals)
    return Number(tuple(total + tail for total in totals), after, fraction, scaled=True)


def _tail(items: Sequence[Item], end: int, segment: Number | None, times: Decimal) -> tuple[Decimal, int]:
    """What stands behind the last multiplier: «rưỡi», its decimals («1tr25», «1 tỷ 2»), or the lower digits."""
    if code(items, end) == "rưỡi":
        return times / 2, end + 1
    if code(items, end) == "linh" and times == THOUSAND:
        low = DIGITS.get(code(items, end + 1), 0)
        if not low:
            raise Unclear
        return Decimal(low), end + 2
    if segment is None:
        return Decimal(0), end
    if segment.bare and items[end].kind == "num":
        return _decimal_tail(items[end], segment, times), segment.end
    if segment.end == end + 1 and code(items, end) in DIGITS:
        low = DIGITS[code(items, end)]
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


def _with_decimals(items: Sequence[Item], whole: Number) -> Number:
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


def _decimals(items: Sequence[Item], place: int) -> tuple[str, int]:
    """The decimals said behind «phẩy»: digits, words one by one, or a number of two digits."""
    if code(items, place) == "N":
        text = items[place].text
        return (text, place + 1) if text.isdigit() and len(text) <= 6 else _unclear_decimals()
    text = ""
    while code(items, place) == "0":
        text, place = text + "0", place + 1
    if code(items, place) in DIGITS and code(items, place + 1) in DIGITS:
        while code(items, place) in DIGITS:
            text, place = text + code(items, place), place + 1
        return text, place
    if code(items, place) in SHORT:
        return text + str(SHORT[code(items, place)]), place + 1
    words = segments.tens(items, place)
    if words is None or (text and words.readings[0] >= 10):
        return (text, place) if text and words is None else _unclear_decimals()
    return text + str(words.readings[0]), words.end


def _unclear_decimals() -> tuple[str, int]:
    raise Unclear
