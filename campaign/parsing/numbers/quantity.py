"""Finds the quantities in the items: a number with its unit or noun, «2 mẫu 3 sào», «5 sào rưỡi», «nửa mẫu».

What is not part of a quantity stays an item. Which of several quantities is meant is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from campaign.parsing.numbers import segments, spoken
from campaign.parsing.numbers.chatter import ENDS
from campaign.parsing.numbers.lexicon import Noun, Unit
from campaign.parsing.numbers.segments import Number, Unclear
from campaign.parsing.numbers.show import show
from campaign.parsing.numbers.tokens import Item

_HALF = Decimal("0.5")
_MILLION = Decimal(10) ** 6
_BEGINNING = frozenset(["unit", "multiplier"])  # kinds that begin a quantity without a number: «mẫu rưỡi»
_DENOMINATORS = frozenset("23458")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Readings in the base of `dimension`, or as typed when it is ""; `said` are the person's words for each.

    `fraction`: typed with decimals; `scaled`: with a multiplier; `spelled`: one number word alone.
    """

    readings: tuple[Decimal, ...]
    said: tuple[str, ...]
    dimension: str = ""
    unit: str = ""
    noun: Noun | None = None
    fraction: bool = False
    scaled: bool = False
    spelled: bool = False
    touches: bool = False  # nothing stands between it and the sign before
    opens: bool = False  # a comma, a stop or a new line stands before it

    @property
    def is_explicit(self) -> bool:
        return bool(self.dimension) or self.noun is not None


Part = Quantity | Item


def parts(items: Sequence[Item], *, ratio: bool) -> list[Part]:
    """The items with every quantity in one piece. Raises Unclear."""
    found: list[Part] = []
    place = 0
    while place < len(items):
        quantity, end = _quantity(items, place, ratio=ratio)
        opens = place > 0 and items[place - 1].kind == "sign" and items[place - 1].text in ENDS
        if quantity and (opens or items[place].glued):
            quantity = replace(quantity, touches=items[place].glued, opens=opens)
        found.append(quantity or items[place])
        place = end if quantity else place + 1
    return found


def _quantity(items: Sequence[Item], place: int, *, ratio: bool) -> tuple[Quantity | None, int]:
    item = items[place]
    if not item.is_numeric and _BEGINNING.isdisjoint(item.options):
        return None, place + 1
    for read in (_half, _single, *(() if ratio else (_part_of,))):
        quantity, end = read(items, place)
        if quantity is not None:
            return quantity, end
    if item.kind != "num" and _is_only_a_word(items, place):
        return None, place + 1
    number = spoken.number(items, place)
    if number is None:
        return None, place + 1
    return _measured(items, place, number)


def _is_only_a_word(items: Sequence[Item], place: int) -> bool:
    """Number words that begin no number: «không» unless it is the zero of «không phẩy năm», «sau», «lăm»."""
    item, after = items[place], segments.code(items, place + 1)
    if item.code == "0":
        return after not in ("phẩy", "trăm")
    if item.code == "6" and item.plain and "later" in item.options:
        return place + 1 >= len(items) and place == 0
    return item.code in ("1t", "4t", "5t", "linh", "rưỡi", "phẩy", "tá") and item.kind != "number"


def unit_at(items: Sequence[Item], place: int) -> Unit | None:
    """The unit at a place, if one is."""
    if not 0 <= place < len(items):
        return None
    entry = items[place].options.get("unit")
    return entry.unit if entry else None


def _half(items: Sequence[Item], place: int) -> tuple[Quantity | None, int]:
    """«nửa mẫu», «nửa»; without accents only before a unit, for «nua» is also «nữa»."""
    item, unit = items[place], unit_at(items, place + 1)
    if item.code == "nửa" and segments.code(items, place + 1) == "M":
        return _half_of_money(items, place + 1)
    if item.code != "nửa" or (unit is None and "added" in item.options):
        return None, place
    if unit is None:
        return Quantity((_HALF,), ("nửa",), fraction=True), place + 1
    return _of_unit((_HALF * unit.factor,), (f"nửa {unit.name}",), unit), place + 2


def _half_of_money(items: Sequence[Item], place: int) -> tuple[Quantity | None, int]:
    """«nửa tỷ», «nửa triệu đồng»."""
    times = items[place].options["multiplier"].multiplier
    unit = unit_at(items, place + 1)
    end = place + 1 if unit is None else place + 2
    if times is None or times < _MILLION or segments.code(items, end) or (unit and unit.dimension != "money"):
        raise Unclear
    words = "nửa triệu" if times == _MILLION else "nửa tỷ"
    return Quantity((_HALF * times,), (f"{words} đồng",), "money", "đồng"), end


def _single(items: Sequence[Item], place: int) -> tuple[Quantity | None, int]:
    """«mẫu rưỡi»: one and a half."""
    unit = unit_at(items, place)
    if unit is None or not unit.single or segments.code(items, place + 1) != "rưỡi":
        return None, place
    return _of_unit((unit.factor * Decimal("1.5"),), (f"{unit.name} rưỡi",), unit), place + 2


def _part_of(items: Sequence[Item], place: int) -> tuple[Quantity | None, int]:
    """«1/2 mẫu»."""
    unit = unit_at(items, place + 3)
    if unit is None or items[place].kind != "num" or items[place + 1].text != "/" or items[place + 2].kind != "num":
        return None, place
    top, bottom = items[place].text, items[place + 2].text
    if not (top.isdigit() and bottom in _DENOMINATORS and 0 < int(top) < int(bottom)) or unit.counted:
        raise Unclear
    value = unit.factor * int(top) / int(bottom)
    return _of_unit((value,), (f"{top}/{bottom} {unit.name}",), unit), place + 4


def _of_unit(readings: tuple[Decimal, ...], said: tuple[str, ...], unit: Unit) -> Quantity:
    return Quantity(readings, said, unit.dimension, unit.name)


def _measured(items: Sequence[Item], place: int, number: Number) -> tuple[Quantity | None, int]:
    """A number with the unit or noun behind it."""
    end = number.end
    fraction, scaled = number.fraction, number.scaled
    unit = unit_at(items, end)
    if unit is not None and not (number.halved and unit.counted):
        return _with_unit(items, place, number, unit)
    said = " ".join(item.text for item in items[place:end])
    spelled = end == place + 1 and items[place].kind != "num"
    quantity = Quantity(
        number.readings, (said,) * len(number.readings), fraction=fraction, scaled=scaled, spelled=spelled
    )
    if end < len(items) and items[end].code and _is_only_a_word(items, end) and items[end].code != "0":
        raise Unclear  # «bay lam»: «bảy lăm», or seven and «làm»
    if end < len(items) and items[end].code == "nửa":
        raise Unclear
    if end < len(items) and "noun" in items[end].options:
        return replace(quantity, noun=items[end].options["noun"].noun), end + 1
    return quantity, end


def _with_unit(items: Sequence[Item], place: int, number: Number, unit: Unit) -> tuple[Quantity, int]:
    readings, end = number.readings, number.end + 1
    if items[number.end].text == "sao" and not any(readings):
        raise Unclear  # «0 sao»: no sào, or no matter
    if unit.counted and number.thousandth:
        raise Unclear  # «1,500 kg»: one and a half, or fifteen hundred
    if unit.counted and not number.scaled:
        readings = readings[:1]
    said = [f"{show(one, whole=unit.counted)} {unit.name}" for one in readings]
    values = [one * unit.factor for one in readings]
    if unit.dimension == "money":
        words = " ".join(item.text for item in items[place : number.end])
        said = [f"{words} đồng"] * len(readings)
    elif unit.dimension == "weight" and (area := _per(items, end)):
        per, after = area
        return _yield(values, said, unit, per), after
    elif len(readings) == 1:
        more, words, end = _lower(items, end, unit)
        if more and number.fraction:
            raise Unclear  # «2,5 tấn 5 tạ»
        values, said = [values[0] + more], [said[0] + words]
    measured = Quantity(
        tuple(values), tuple(said), unit.dimension, unit.name, fraction=number.fraction, scaled=number.scaled
    )
    return measured, end


def _lower(items: Sequence[Item], end: int, unit: Unit) -> tuple[Decimal, str, int]:
    """What lower units add behind a unit: «rưỡi», «3 sào», or one bare digit («2 mẫu 3»)."""
    if segments.code(items, end) == "rưỡi":
        if unit.counted:
            raise Unclear
        return unit.factor / 2, " rưỡi", end + 1
    if not segments.code(items, end) or _is_only_a_word(items, end):
        return Decimal(0), "", end
    number = spoken.number(items, end)
    if number is None:
        return Decimal(0), "", end
    lower = unit_at(items, number.end)
    if lower is not None and lower.dimension == unit.dimension and lower.factor < unit.factor:
        return _lower_unit(items, number, unit, lower)
    if lower is not None or (number.end < len(items) and items[number.end].options.keys() & {"noun", "hour"}):
        return Decimal(0), "", end
    if not unit.tenths or number.end != end + 1 or not 0 < number.readings[0] < 10 or number.fraction:
        raise Unclear  # «3 sào 5», «2 mẫu 12»
    if segments.code(items, end) == "5" and items[end].kind != "num":
        raise Unclear  # «hai tấn năm»: a year, or five hundred kilograms
    return unit.factor * number.readings[0] / 10, f" {number.readings[0]}", number.end


def _lower_unit(items: Sequence[Item], number: Number, unit: Unit, lower: Unit) -> tuple[Decimal, str, int]:
    count = number.readings[0]
    if (lower.counted and number.thousandth) or (len(number.readings) > 1 and not lower.counted):
        raise Unclear
    if count * lower.factor >= unit.factor:
        raise Unclear  # «2 mẫu 12 sào»
    more, words, end = _lower(items, number.end + 1, lower)
    return count * lower.factor + more, f" {show(count, whole=lower.counted)} {lower.name}{words}", end


def _per(items: Sequence[Item], end: int) -> tuple[Unit, int] | None:
    """«/ha», «/1 ha», «một ha», «trên ha» behind a weight: a yield."""
    place = end
    joined = place < len(items) and items[place].text in ("/", "trên", "tren", "mỗi", "moi", "một", "mot", "1")
    if not joined:
        return None
    place += 1
    if (
        items[place - 1].text in ("/", "trên", "tren")
        and place < len(items)
        and items[place].text in ("1", "một", "mot")
    ):
        place += 1
    unit = unit_at(items, place)
    return (unit, place + 1) if unit is not None and unit.dimension == "area" else None


def _yield(values: list[Decimal], said: list[str], weight: Unit, area: Unit) -> Quantity:
    readings = tuple(value / area.factor for value in values)
    words = tuple(f"{one}/{area.name}" for one in said)
    return Quantity(readings, words, "yield", f"{weight.name}/{area.name}")
