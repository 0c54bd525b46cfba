"""What may stand beside figures that explain one another, and what each of them is in the field's unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from campaign.parsing.numbers import guards
from campaign.parsing.numbers.fields import Field, frame, is_counted_in
from campaign.parsing.numbers.quantity import Part, Quantity
from campaign.parsing.numbers.tokens import Item

# Beside figures that explain one another these words change none of them.
_BESIDE = frozenset(["lead", "crop", "noun", "context", "equals", "courtesy", "pronoun", "place"])


def value_of(quantity: Quantity, field: Field, *, is_part: bool = False) -> Decimal | None:
    """A quantity in the field's unit, where it may be one; of a part, whatever it counts."""
    own = frame(field)
    if quantity.dimension and quantity.dimension != own.dimension:
        return None
    if quantity.noun is not None and not is_part and (own.dimension or not is_counted_in(quantity.noun, field)):
        return None
    found = guards.readings(quantity, field)
    return found[0].value if len(found) == 1 else None


def may_stand(part: Item, field: Field, more: Sequence[str]) -> bool:
    """Whether an item beside the figures changes none of them."""
    if part.kind == "noun":
        noun = part.options["noun"].noun
        return is_counted_in(noun, field) or "unknown" in more
    if part.kind == "sign":
        return part.text in "+->)(" or ("sign" in more and part.text in "=→⇒➡")
    return part.kind in _BESIDE or part.kind in more


def items_of(parts: Sequence[Part]) -> list[Item]:
    return [part for part in parts if isinstance(part, Item)]
