"""Fits a quantity into a field: its unit, its decimals, its limits; leaves one reading or asks."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from campaign.parsing.numbers.fields import Field, frame
from campaign.parsing.numbers.quantity import Quantity
from campaign.parsing.numbers.reading import Ask, Reason, Value
from campaign.parsing.numbers.show import PLACES

_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_MOST = Decimal(10) ** 7  # more than any commune counts, grows or earns in the field's own unit
_MILLION = Decimal(10) ** 6
_MILLIONS = frozenset(["triệu", "tr", "trieu"])
_MOST_MONEY = Decimal(10) ** 13  # đồng


def fitted(quantity: Quantity, field: Field) -> Value | Ask:
    """The value of a quantity in the field's unit, or why it has none."""
    if _is_money_elsewhere(quantity, field):
        return Ask(Reason.OTHER_DIMENSION)
    if frame(field).dimension and "tá" in quantity.said[0].split():
        return Ask(Reason.UNCLEAR_NUMBER)  # dozens of tonnes: «tạ» was meant
    if not quantity.is_explicit and _is_unsure_alone(quantity.said[0], field):
        return Ask(Reason.UNCLEAR_NUMBER)
    values = readings(quantity, field)
    if not values:
        return Ask(Reason.UNCLEAR_NUMBER)
    if frame(field).whole and quantity.fraction and not quantity.scaled and not quantity.dimension:
        return Ask(Reason.FRACTION_IN_COUNT)
    return limited(values, field)


def _is_money_elsewhere(quantity: Quantity, field: Field) -> bool:
    """«5k», «3 triệu» where no money is asked: thousands with a «k» may be «5 khẩu», millions are no count here."""
    if frame(field).dimension == "money" or not quantity.scaled:
        return False
    return quantity.said[0].endswith(" k") or max(quantity.readings) >= _MILLION


def _is_unsure_alone(said: str, field: Field) -> bool:
    """«nửa» of a percentage or of money is half of something; «nam» of people is five, or men."""
    own = frame(field)
    if said == "nửa":
        return own.dimension in ("percent", "money")
    return said == "nam" and "person" in (own.noun.group, own.noun.of, *own.noun.also)


def limited(values: list[Value], field: Field) -> Value | Ask:
    """The only value that the field's limits and wholeness leave, or why there is none."""
    if frame(field).whole:
        values = [one for one in values if one.value == one.value.to_integral_value()]
    if not values:
        return Ask(Reason.FRACTION_IN_COUNT)
    allowed = [one for one in values if _is_within(one.value, field)]
    if not allowed:
        return Ask(Reason.OUT_OF_RANGE, figure=min(one.value for one in values))
    if len(allowed) > 1:
        return Ask(Reason.TWO_READINGS, options=tuple(allowed[:2]))
    return allowed[0]


def readings(quantity: Quantity, field: Field) -> list[Value]:
    """Every reading in the field's unit; none when a figure has more decimals than are kept."""
    own = frame(field)
    bare = quantity.readings
    if own.whole and ((not quantity.scaled and not quantity.dimension) or _is_in_millions(quantity, field)):
        bare = bare[:1]  # a dot in a count is a thousand
    pairs = [
        (value, said)
        for reading, said in zip(bare, quantity.said, strict=False)
        for value in _values(reading, quantity, field)
    ]
    found: list[Value] = []
    for value, said in pairs:
        kept = value.quantize(PLACES, context=_WIDE)
        if kept == value or quantity.dimension == "yield":
            found.append(Value(_plain(kept), _typed(quantity, said, value, field)))
    return found if len(found) == len(pairs) else []


def _is_in_millions(quantity: Quantity, field: Field) -> bool:
    """«7.000 triệu» where whole millions are counted."""
    own = frame(field)
    words = quantity.said[0].removesuffix(" đồng").split()
    return own.dimension == "money" and own.factor == _MILLION and len(words) == 2 and words[1] in _MILLIONS


def _values(reading: Decimal, quantity: Quantity, field: Field) -> list[Decimal]:
    own = frame(field)
    if quantity.dimension == "weight" and own.dimension == "yield":
        return [reading / own.factor]  # «44 tạ» is of one hectare
    if quantity.dimension:
        return [reading / own.factor]
    if own.dimension == "money" and quantity.scaled:
        if own.factor == 1:
            return [reading]
        in_dong = reading / own.factor
        return [in_dong] if in_dong >= 1 else [reading, in_dong]  # «3 nghìn» in millions
    return [reading]


def _typed(quantity: Quantity, said: str, value: Decimal, field: Field) -> str:
    """The person's own words, when their unit is not the field's."""
    own = frame(field)
    if own.dimension == "money":
        if own.factor == 1 or not (quantity.scaled or quantity.dimension):
            return ""
        words = said.removesuffix(" đồng").split()
        return "" if len(words) == 2 and words[1] in _MILLIONS and own.factor == 10**6 else said
    if own.dimension == "yield" and quantity.dimension == "weight":
        return "" if f"{quantity.unit}/ha" == field.unit.strip().lower() else f"{said}/ha"
    return said if quantity.unit and quantity.unit != field.unit.strip().lower() else ""


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    bare = value.normalize(_WIDE)
    return bare.quantize(Decimal(1), context=_WIDE) if bare == bare.to_integral_value() else bare


def _is_within(value: Decimal, field: Field) -> bool:
    own = frame(field)
    most = _MOST_MONEY / own.factor if own.dimension == "money" else _MOST
    if own.dimension == "money" and own.factor > 1 and field.maximum is None:
        most = min(most, _MOST / 10)
    return field.minimum <= value <= (most if field.maximum is None else field.maximum)
