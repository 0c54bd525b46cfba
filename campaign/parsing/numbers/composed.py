"""Several quantities in one answer that explain one another: corrections, sums, from … to, totals with their parts.

Each rule accounts for every quantity of the text; where none does, the reader of one figure goes on and asks.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from campaign.parsing.numbers import changes, guards
from campaign.parsing.numbers.changes import RISING
from campaign.parsing.numbers.corrections import has, in_unit_of
from campaign.parsing.numbers.explained import items_of, may_stand, value_of
from campaign.parsing.numbers.fields import Field, frame
from campaign.parsing.numbers.quantity import Part, Quantity
from campaign.parsing.numbers.reading import Ask, Reading, Reason, Value
from campaign.parsing.numbers.show import show
from campaign.parsing.numbers.tokens import Item

_TREES = frozenset(["keo", "quế", "que", "hồi", "hoi", "thông", "thong", "bạch đàn", "bach dan", "mỡ", "rừng", "rung"])
_AMOUNTS_TO = frozenset(["là", "la", "=", "bằng", "thành"])
_JOINING = frozenset(["+", "cộng", "cong", "cộng với", "cong voi"])
# In a total with parts: that they add up proves the reading.
_IN_LESS = ("unknown", "change", "added", "negative", "finished", "remain", "sign")
_MOVING = frozenset(["giảm", "giam", "xuống", "xuong", "tăng", "tang", "lên", "len"])
_IN_PARTS = ("unknown", "change", "not_yet", "nothing", "finished", "sign")


def read(parts: Sequence[Part], field: Field) -> Reading | None:
    """What the quantities of an answer come to together; None where no rule accounts for all of them."""
    quantities = [part for part in parts if isinstance(part, Quantity)]
    if len(quantities) == 1:
        return changes.moved(parts, quantities[0], field)
    if len(quantities) < 2:
        return None
    for rule in (_from_to, changes.changed, _less, _total, _sum, _repeated):
        found = rule(parts, quantities, field)
        if found is not None:
            return found
    return None


# Figures that explain one another


def _from_to(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«từ 12 xuống còn 11», «9 -> 6»: the second, where the first is what stood before."""
    if field.flow or len(quantities) != 2:
        return None
    first, second = (parts.index(one) for one in quantities)
    between = parts[first + 1 : second]
    is_way = any(has(part, "remain") or has(part, "change") for part in between)
    is_from = any(has(part, "since") for part in parts[:first])
    # «9 giảm còn 7»: nobody comes down to a figure from another than the one that stood before.
    is_from = is_from or (field.last is not None and value_of(quantities[0], field) == field.last and _is_led(between))
    is_arrow = any(isinstance(part, Item) and part.text in ("- >", "= >", "→", "⇒", "➡") for part in between)
    if not is_arrow and not (is_way and is_from):
        return None
    others = [part for part in parts if isinstance(part, Item)]
    if not all(may_stand(part, field, ("since", "remain", "change", "sign")) for part in others):
        return None
    return _second(quantities, field)


def _is_led(between: Sequence[Part]) -> bool:
    """Whether «giảm còn», «xuống còn» stand between two figures."""
    return any(
        isinstance(part, Item) and part.kind == "remain" and _MOVING & set(part.text.split()) for part in between
    )


def _second(quantities: list[Quantity], field: Field) -> Reading:
    old, new = value_of(quantities[0], field), guards.fitted(quantities[1], field)
    if old is None or (field.last is not None and old != field.last):
        return Ask(Reason.TWO_FIGURES)
    return new


def _total(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«12 (nam 7 nữ 5)», «hết hạn 2, chưa mua 5, cộng là 7»: the total, where its parts add up to it."""
    inner = parts[parts.index(quantities[0]) :]
    before = [part for part in parts[: -len(inner)] if not has(part, "remain")]  # «còn 8 (trẻ em 3, lớn 5)»
    if len(quantities) < 3 or not all(may_stand(part, field, _IN_PARTS) for part in items_of([*before, *inner])):
        return None
    if any(_are_bare(one, two) for one, two in itertools.pairwise(parts)):
        return None  # «8, 3, 5» may be three answers
    # «9 người, 2 người vừa mua, còn 7»: the last is what is left, and the first no total of the others.
    first = () if _is_left(parts, quantities[-1]) else quantities[:1]
    for whole in (*first, quantities[-1]):
        parted = [one if one is whole else in_unit_of(one, whole) for one in quantities if one is not whole]
        values = [value_of(one, field, is_part=True) for one in (whole, *parted)]
        sure = [value for value in values if value is not None]
        if len(sure) == len(values) and sure[0] == sum(sure[1:]):
            # «5 sào lúa 3 sào ngô 2 sào rau» is no total, though 5 is 3 and 2; nor is «5 sào rau, 3 sào cải …» a sum.
            is_row = _have_own_crops(parts, quantities, field)
            return Ask(Reason.TWO_FIGURES) if is_row else guards.fitted(whole, field)
    return None


def _less(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«9 nhưng 2 người vừa làm thẻ xong còn 7»: the last, where it is last week's figure less the other."""
    if field.flow or field.last is None or len(quantities) != 3 or not _is_left(parts, quantities[-1]):
        return None
    if not all(may_stand(part, field, _IN_LESS) for part in items_of(parts)):
        return None
    before, less, left = (value_of(one, field, is_part=one is quantities[1]) for one in quantities)
    if before is None or less is None or before != field.last or before - less != left:
        return None
    return guards.fitted(quantities[-1], field)


def _is_left(parts: Sequence[Part], last: Quantity) -> bool:
    """Whether the last figure is said to be what comes of the others: «còn 7», «là 7»."""
    before = [part for part in parts[: parts.index(last)] if not has(part, "pronoun")]
    word = before[-1] if before else None
    return isinstance(word, Item) and ("remain" in word.options or word.text in _AMOUNTS_TO)


def _are_bare(one: Part, two: Part) -> bool:
    return isinstance(one, Quantity) and isinstance(two, Quantity) and not (one.is_explicit or two.is_explicit)


def _sum(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«7+5», «5 sào + 2 sào», and of what is new «5 sào … thêm 2 sào»: echoed as a sum."""
    between = [
        [part for part in parts[parts.index(one) + 1 : parts.index(two)] if isinstance(part, Item)]
        for one, two in itertools.pairwise(quantities)
    ]
    is_row = _are_crops(parts, quantities, field)
    if not is_row and not all(_joins(items, field) for items in between):
        return None
    if not all(may_stand(part, field, ("added", "change", "sign")) for part in items_of(parts)):
        return None
    if any(part.kind == "change" and part.text not in RISING for part in items_of(parts)):
        return None
    if any(value_of(one, field) is None for one in quantities):
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


def _are_crops(parts: Sequence[Part], quantities: Sequence[Quantity], field: Field) -> bool:
    """«5 sào ngô với 2 sào rau»: each with its unit and its own crop, and «với» between."""
    joined = sum(part.text in ("với", "voi") for part in items_of(parts))
    return len(quantities) == 2 and joined == 1 and _have_own_crops(parts, quantities, field)


def _have_own_crops(parts: Sequence[Part], quantities: Sequence[Quantity], field: Field) -> bool:
    """Whether each figure has its unit and a crop of its own behind it: «5 sào lúa, 3 sào ngô»."""
    if not field.flow or not all(one.dimension for one in quantities):
        return False
    places = [parts.index(one) for one in quantities]
    behind = [parts[at + 1 : end] for at, end in itertools.pairwise([*places, len(parts)])]
    crops = [{part.text for part in items_of(some) if part.kind == "crop"} - _TREES for some in behind]
    return all(len(one) == 1 for one in crops) and len(set.union(*crops)) == len(quantities)


def _alike(quantities: list[Quantity]) -> list[Quantity]:
    """«5 + 2 sào»: what is added is in the unit of the last one."""
    last = quantities[-1]
    return [in_unit_of(one, last) for one in quantities]


def _repeated(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«8 người, đúng 8 người nhé»: one figure said twice, with its unit each time."""
    if not all(one.is_explicit for one in quantities) or any(
        has(part, kind) for part in parts for kind in ("crop", "equals")
    ):
        return None
    if not all(may_stand(part, field, ("remain",)) for part in items_of(parts)):
        return None
    values = {value_of(one, field) for one in quantities}
    return guards.fitted(quantities[0], field) if len(values) == 1 and None not in values else None
