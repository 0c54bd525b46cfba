"""Reads «95/120», «95 trên tổng số 120»: two figures with one sign between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from campaign.parsing.numbers import guards
from campaign.parsing.numbers.fields import Field, frame, is_counted_in
from campaign.parsing.numbers.quantity import Part, Quantity
from campaign.parsing.numbers.reading import Ask, Ratio, Reading, Reason, Value
from campaign.parsing.numbers.tokens import Item

_OVER = frozenset(["trên", "tren"])
_REASONS = {
    "unknown": Reason.NOT_UNDERSTOOD,
    "unclear": Reason.NO_FIGURE,
    "negative_sign": Reason.NEGATIVE,
    "negative": Reason.NEGATIVE,
    "range_sign": Reason.RANGE,
    "range": Reason.RANGE,
    "hedge": Reason.HEDGE,
    "average": Reason.HEDGE,
    "not_known": Reason.HEDGE,
}
_AROUND = frozenset(["lead", "crop", "noun", "bare", "equals"])


def interpret(parts: Sequence[Part], field: Field) -> Reading:
    """The ratio of a text, both figures in the field's unit."""
    places = [at for at, part in enumerate(parts) if isinstance(part, Quantity)]
    if len(places) != 2:
        return _wrong(parts) or Ask(Reason.NOT_A_RATIO)
    top, bottom = (parts[at] for at in places)
    between = parts[places[0] + 1 : places[1]]
    signs = [one for one in between if _is_over(one)]
    rest = [one for one in parts if isinstance(one, Item) and not any(one is sign for sign in signs)]
    refused = _wrong(rest)
    if refused is not None:
        return refused
    if len(signs) != 1 or not all(_is_around(one, field) for one in rest):
        return Ask(Reason.NOT_A_RATIO)
    if not isinstance(top, Quantity) or not isinstance(bottom, Quantity):
        return Ask(Reason.NOT_A_RATIO)
    return _ratio(top, bottom, field)


def _is_over(part: Part) -> bool:
    return isinstance(part, Item) and (part.text == "/" or part.text in _OVER or "over" in part.options)


def _wrong(parts: Sequence[Part]) -> Ask | None:
    for part in parts:
        if isinstance(part, Item) and part.kind in _REASONS:
            return Ask(_REASONS[part.kind])
    return None


def _is_around(part: Item, field: Field) -> bool:
    noun = part.options["noun"].noun if part.kind == "noun" else None
    return part.kind in _AROUND and (not frame(field).noun.group or is_counted_in(noun, field))


def _ratio(top: Quantity, bottom: Quantity, field: Field) -> Reading:
    own = frame(field)
    if top.noun and bottom.noun and top.noun.group != bottom.noun.group:
        return Ask(Reason.OTHER_DIMENSION)
    people = own.dimension == "money"  # income over people: the second figure counts heads
    if not _may_be(top, field) or not (_may_be(bottom, field) or people):
        return Ask(Reason.OTHER_DIMENSION)
    over = Field("", whole=True) if people else replace(field, maximum=None, ratio=False)
    upper, lower = guards.fitted(top, field), guards.fitted(bottom, over)
    if not isinstance(upper, Value) or not isinstance(lower, Value):
        refused = upper if isinstance(upper, Ask) else lower
        return Ask(refused.reason, figure=refused.figure) if isinstance(refused, Ask) else Ask(Reason.NOT_A_RATIO)
    if lower.value <= Decimal(0) or (upper.value > lower.value and not people):
        return Ask(Reason.NOT_A_RATIO)
    return Ratio(upper.value, lower.value)


def _may_be(quantity: Quantity, field: Field) -> bool:
    own = frame(field)
    if quantity.noun is not None:
        return not own.dimension and (not own.noun.group or is_counted_in(quantity.noun, field))
    return quantity.dimension in ("", own.dimension)
