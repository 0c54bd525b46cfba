"""Several quantities in one answer that explain one another: corrections, sums, from … to, totals with their parts.

Each rule accounts for every quantity of the text; where none does, the reader of one figure goes on and asks.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from campaign.parsing.numbers import guards
from campaign.parsing.numbers.fields import Field, frame, is_counted_in
from campaign.parsing.numbers.lexicon import LEXICON
from campaign.parsing.numbers.quantity import Part, Quantity
from campaign.parsing.numbers.reading import Ask, Reading, Reason, Value
from campaign.parsing.numbers.show import show
from campaign.parsing.numbers.tokens import Item

# Beside figures that explain one another these words change none of them.
_BESIDE = frozenset(["lead", "crop", "noun", "context", "equals", "courtesy", "pronoun", "place"])
_JOINING = frozenset(["+", "cộng", "cong", "cộng với", "cong voi"])
_CHANGES = frozenset(["change", "added"])
_RISING = frozenset(["tăng", "tang", "lên", "len", "thêm", "them", "cộng", "+", "chuyển đến", "tăng thêm", "tăng lên"])
_FALLING = frozenset(
    ["giảm", "giam", "bớt", "bot", "thoát", "thoat", "xuống", "xuong", "mất", "mat", "hụt", "trừ", "rút"]
)
# In a total with parts: that they add up proves the reading.
_IN_PARTS = ("unknown", "change", "not_yet", "nothing", "finished", "sign")


def read(parts: Sequence[Part], field: Field) -> Reading | None:
    """What the quantities of an answer come to together; None where no rule accounts for all of them."""
    quantities = [part for part in parts if isinstance(part, Quantity)]
    if len(quantities) == 1:
        return _moved(parts, quantities[0], field)
    if len(quantities) < 2:
        return None
    for rule in (_from_to, _changed, _total, _sum, _repeated):
        found = rule(parts, quantities, field)
        if found is not None:
            return found
    return None


# Corrections


def corrected(parts: Sequence[Part]) -> list[Part]:
    """The parts without what is taken back: what stands before «nhầm», and the figure behind «không phải»."""
    kept = _without_denied(parts)
    kept = _before_confirmation(kept)
    at = _last_correction(kept)
    if at is None:
        return kept
    before, after = kept[:at], kept[at + 1 :]
    wrong = next((part for part in reversed(before) if isinstance(part, Quantity)), None)
    if not any(isinstance(part, Quantity) for part in after):
        return kept if wrong is not None else [*before, *after]
    return [_in_unit_of(part, wrong) if isinstance(part, Quantity) else part for part in after]


def _without_denied(parts: Sequence[Part]) -> list[Part]:
    """«không phải 8 mà là 7» and «7 chứ không phải 8» without the 8, where another figure stays."""
    kept = list(parts)
    denied = [at for at, part in enumerate(kept) if _has(part, "not_that") and _is_quantity(kept, at + 1)]
    if len(denied) != 1 or sum(isinstance(part, Quantity) for part in kept) != 2:
        return kept
    at = denied[0]
    wrong = kept[at + 1]
    rest = [part for part in [*kept[:at], *kept[at + 2 :]] if not _is_joint(part)]
    return [_in_unit_of(part, wrong) if isinstance(part, Quantity) else part for part in rest]


def _is_joint(part: Part) -> bool:
    """«mà là» between the wrong and the right."""
    return isinstance(part, Item) and "correction" in part.options and part.kind == "correction"


def _before_confirmation(parts: list[Part]) -> list[Part]:
    """«6 người, 7 mới đúng»: the figure right before the word, where one stands there."""
    at = next((at for at, part in enumerate(parts) if _has(part, "corrected")), None)
    if at is None or not at or not isinstance(parts[at - 1], Quantity):
        return parts
    wrong = next((part for part in parts[: at - 1] if isinstance(part, Quantity)), None)
    right = parts[at - 1]
    assert isinstance(right, Quantity)
    return [_in_unit_of(right, wrong), *parts[at + 1 :]]


def _last_correction(parts: Sequence[Part]) -> int | None:
    """Where the last word of correction stands; politeness such as «à» is one only between two figures."""
    found = None
    for at, part in enumerate(parts):
        if not _has(part, "correction") or not isinstance(part, Item):
            continue
        is_between = any(isinstance(one, Quantity) for one in parts[:at]) and _is_quantity(parts, at + 1)
        if part.kind == "correction" or is_between:
            found = at
    return found


def _in_unit_of(right: Quantity, wrong: Part | None) -> Quantity:
    """«7 sào, nhầm 8» is 8 sào: a bare figure is in the unit of the one that it corrects."""
    if not isinstance(wrong, Quantity) or not wrong.unit or wrong.dimension == "yield":
        return right
    if right.is_explicit or right.scaled:
        return right
    factor = LEXICON.factors.get(wrong.unit)
    if factor is None:
        return right
    said = tuple(f"{show(one, whole=False)} {wrong.unit}" for one in right.readings)
    readings = tuple(one * factor for one in right.readings)
    return replace(right, readings=readings, said=said, dimension=wrong.dimension, unit=wrong.unit)


# Figures that explain one another


def _from_to(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«từ 12 xuống còn 11», «9 -> 6»: the second, where the first is what stood before."""
    if field.flow or len(quantities) != 2:
        return None
    first, second = (parts.index(one) for one in quantities)
    between = parts[first + 1 : second]
    is_way = any(_has(part, "remain") or _has(part, "change") for part in between)
    is_from = any(_has(part, "since") for part in parts[:first])
    is_arrow = any(isinstance(part, Item) and part.text in ("- >", "= >", "→", "⇒", "➡") for part in between)
    if not is_arrow and not (is_way and is_from):
        return None
    others = [part for part in parts if isinstance(part, Item)]
    if not all(_may_stand(part, field, ("since", "remain", "change", "sign")) for part in others):
        return None
    return _second(quantities, field)


def _second(quantities: list[Quantity], field: Field) -> Reading:
    old, new = _value(quantities[0], field), guards.fitted(quantities[1], field)
    if old is None or (field.last is not None and old != field.last):
        return Ask(Reason.TWO_FIGURES)
    return new


def _changed(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«giảm 1 còn 11», «11 hộ (giảm 1)», «tăng 2 là 11»: the level, where the change leads to it."""
    changes = [part for part in _items(parts) if _changes(part)]
    if field.flow or len(quantities) not in (2, 3) or not changes:
        return None
    if not all(_may_stand(part, field, ("change", "added", "negative", "remain", "since")) for part in _items(parts)):
        return None
    values = [_value(one, field) for one in quantities]
    if None in values or field.last is None:
        return None
    sign = 1 if any(change.text in _RISING for change in changes) else -1
    if len(values) == 3:  # «giảm 3, từ 9 xuống còn 6»
        change, old, level = values
        is_so = old == field.last and old is not None and change is not None and old + sign * change == level
        return guards.fitted(quantities[2], field) if is_so else Ask(Reason.CHANGE_FOR_LEVEL)
    step = _step(parts)
    if step is None:
        return Ask(Reason.CHANGE_FOR_LEVEL)
    stands = next(one for one in quantities if one is not step)
    moved = _value(step, field)
    if moved is not None and field.last + sign * moved == _value(stands, field):
        return guards.fitted(stands, field)
    return Ask(Reason.CHANGE_FOR_LEVEL)


def _moved(parts: Sequence[Part], level: Quantity, field: Field) -> Reading | None:
    """«11 (hộ [tên] thoát rồi)», «mới thoát nên còn 11»: a change without its size, beside a level that moved so."""
    at = parts.index(level)
    changes = [place for place, part in enumerate(parts) if _changes(part)]
    if field.flow or field.last is None or not changes:
        return None
    is_in_brackets = at < min(changes) and _has(parts[at + 1], "equals") and not level.opens
    remains = at > max(changes) and _has(parts[at - 1], "remain")
    if not (is_in_brackets or remains):
        return None
    if not all(_may_stand(part, field, ("change", "added", "remain", "finished")) for part in _items(parts)):
        return None
    value = _value(level, field)
    words = {word for part in _items(parts) if _changes(part) for word in part.text.split()}
    is_so = value is not None and value != field.last and (value > field.last) == bool(words & _RISING)
    is_open = not words & (_RISING | _FALLING)
    return guards.fitted(level, field) if is_so or (is_open and value is not None) else Ask(Reason.CHANGE_FOR_LEVEL)


def _step(parts: Sequence[Part]) -> Quantity | None:
    """By how much: the figure right behind the word («mới thoát được 1»), else the one before it («1 hộ thoát, 11»).

    The sums do not tell which is which, for 12 is as much 11 and 1 as 1 and 11. None where more than one stands there.
    """
    behind = {at + 1 for at, part in enumerate(parts) if _changes(part) and _goes_on(parts, at + 1)}
    before = {at - 1 for at, part in enumerate(parts) if at and _changes(part) and _is_quantity(parts, at - 1)}
    places = behind or before
    step = parts[places.pop()] if len(places) == 1 else None
    return step if isinstance(step, Quantity) else None


def _goes_on(parts: Sequence[Part], at: int) -> bool:
    part = parts[at] if at < len(parts) else None
    return isinstance(part, Quantity) and not part.opens


def _changes(part: Part) -> bool:
    return isinstance(part, Item) and _CHANGES.intersection(part.options) != set() and part.text != "+"


def _total(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«12 (nam 7 nữ 5)», «hết hạn 2, chưa mua 5, cộng là 7»: the total, where its parts add up to it."""
    if len(quantities) < 3 or not all(_may_stand(part, field, _IN_PARTS) for part in _items(parts)):
        return None
    if any(_are_bare(one, two) for one, two in itertools.pairwise(parts)):
        return None  # «8, 3, 5» may be three answers
    values = [_value(one, field, is_part=True) for one in quantities]
    sure = [value for value in values if value is not None]
    if len(sure) < len(values):
        return None
    if sure[0] == sum(sure[1:]):
        return guards.fitted(quantities[0], field)
    return guards.fitted(quantities[-1], field) if sure[-1] == sum(sure[:-1]) else None


def _are_bare(one: Part, two: Part) -> bool:
    return isinstance(one, Quantity) and isinstance(two, Quantity) and not (one.is_explicit or two.is_explicit)


def _sum(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«7+5», «5 sào + 2 sào», and of what is new «5 sào … thêm 2 sào»: echoed as a sum."""
    between = [
        [part for part in parts[parts.index(one) + 1 : parts.index(two)] if isinstance(part, Item)]
        for one, two in itertools.pairwise(quantities)
    ]
    if not all(_joins(items, field) for items in between):
        return None
    if not all(_may_stand(part, field, ("added", "change", "sign")) for part in _items(parts)):
        return None
    if any(part.kind == "change" and part.text not in _RISING for part in _items(parts)):
        return None
    if any(_value(one, field) is None for one in quantities):
        return None
    if not _are_joined_by_sign(between) and len({one.is_explicit for one in quantities}) > 1:
        return None  # «2 gieo thêm 7 sào»: the first may number a line
    fitted = [guards.fitted(one, field) for one in _alike(quantities)]
    values = [one for one in fitted if isinstance(one, Value)]
    if len(values) < len(fitted) or frame(field).ratio or frame(field).dimension in ("yield", "percent"):
        return None
    total = sum((one.value for one in values), Decimal(0))
    said = " + ".join(one.typed or show(one.value, whole=frame(field).whole) for one in values)
    return guards.limited([Value(total, said)], field)


def _are_joined_by_sign(between: Sequence[Sequence[Item]]) -> bool:
    return all(any(item.text in _JOINING for item in items) for items in between)


def _joins(between: Sequence[Item], field: Field) -> bool:
    if any(item.text == "(" for item in between):
        return False  # «12 hộ (+3)» is a change
    if any(item.text in _JOINING for item in between):
        return True
    return field.flow and any(item.kind == "added" for item in between)


def _alike(quantities: list[Quantity]) -> list[Quantity]:
    """«5 + 2 sào»: what is added is in the unit of the last one."""
    last = quantities[-1]
    return [_in_unit_of(one, last) for one in quantities]


def _repeated(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«8 người, đúng 8 người nhé»: one figure said twice, with its unit each time."""
    if not all(one.is_explicit for one in quantities) or any(
        _has(part, kind) for part in parts for kind in ("crop", "equals")
    ):
        return None
    if not all(_may_stand(part, field, ("remain",)) for part in _items(parts)):
        return None
    values = {_value(one, field) for one in quantities}
    return guards.fitted(quantities[0], field) if len(values) == 1 and None not in values else None


def _value(quantity: Quantity, field: Field, *, is_part: bool = False) -> Decimal | None:
    """A quantity in the field's unit, where it may be one; of a part, whatever it counts."""
    own = frame(field)
    if quantity.dimension and quantity.dimension != own.dimension:
        return None
    if quantity.noun is not None and not is_part and (own.dimension or not is_counted_in(quantity.noun, field)):
        return None
    found = guards.readings(quantity, field)
    return found[0].value if len(found) == 1 else None


def _may_stand(part: Item, field: Field, more: Sequence[str]) -> bool:
    """Whether an item beside the figures changes none of them."""
    if part.kind == "noun":
        noun = part.options["noun"].noun
        return is_counted_in(noun, field) or "unknown" in more
    if part.kind == "sign":
        return part.text in "+->)(" or ("sign" in more and part.text in "=→⇒➡")
    return part.kind in _BESIDE or part.kind in more


def _has(part: Part, kind: str) -> bool:
    return isinstance(part, Item) and kind in part.options


def _is_quantity(parts: Sequence[Part], at: int) -> bool:
    return at < len(parts) and isinstance(parts[at], Quantity)


def _items(parts: Sequence[Part]) -> list[Item]:
    return [part for part in parts if isinstance(part, Item)]
