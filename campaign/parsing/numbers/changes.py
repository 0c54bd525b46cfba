"""Changes told beside the level that they lead to: «giảm 1 còn 11», «11 hộ, mới thoát được 1»."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.parsing.numbers import guards
from campaign.parsing.numbers.corrections import has, is_quantity
from campaign.parsing.numbers.explained import items_of, may_stand, value_of
from campaign.parsing.numbers.fields import Field
from campaign.parsing.numbers.quantity import Part, Quantity
from campaign.parsing.numbers.reading import Ask, Reading, Reason
from campaign.parsing.numbers.tokens import Item

_CHANGES = frozenset(["change", "added"])
RISING = frozenset(["tăng", "tang", "lên", "len", "thêm", "them", "cộng", "+", "chuyển đến", "tăng thêm", "tăng lên"])
_FALLING = frozenset(
    ["giảm", "giam", "bớt", "bot", "thoát", "thoat", "xuống", "xuong", "mất", "mat", "hụt", "trừ", "rút"]
)


def changed(parts: Sequence[Part], quantities: list[Quantity], field: Field) -> Reading | None:
    """«giảm 1 còn 11», «11 hộ (giảm 1)», «tăng 2 là 11»: the level, where the change leads to it."""
    changes = [part for part in items_of(parts) if _changes(part)]
    if field.flow or len(quantities) not in (2, 3) or not changes:
        return None
    if not all(may_stand(part, field, ("change", "added", "negative", "remain", "since")) for part in items_of(parts)):
        return None
    values = [value_of(one, field) for one in quantities]
    if None in values or field.last is None:
        return None
    sign = 1 if any(change.text in RISING for change in changes) else -1
    if len(values) == 3:  # «giảm 3, từ 9 xuống còn 6», «12 hộ thoát 1 còn 11»
        *before, level = values
        old, change = before if before[0] == field.last and before[1] != field.last else reversed(before)
        is_so = old == field.last and old is not None and change is not None and old + sign * change == level
        return guards.fitted(quantities[2], field) if is_so else Ask(Reason.CHANGE_FOR_LEVEL)
    step = _step(parts)
    if step is None:
        return Ask(Reason.CHANGE_FOR_LEVEL)
    stands = next(one for one in quantities if one is not step)
    moved = value_of(step, field)
    if moved is not None and field.last + sign * moved == value_of(stands, field):
        return guards.fitted(stands, field)
    return Ask(Reason.CHANGE_FOR_LEVEL)


def moved(parts: Sequence[Part], level: Quantity, field: Field) -> Reading | None:
    """«11 (hộ [tên] thoát rồi)», «mới thoát nên còn 11»: a change without its size, beside a level that moved so."""
    at = parts.index(level)
    changes = [place for place, part in enumerate(parts) if _changes(part)]
    if field.flow or field.last is None or not changes:
        return None
    is_in_brackets = at < min(changes) and has(parts[at + 1], "equals") and not level.opens
    remains = at > max(changes) and has(parts[at - 1], "remain")
    if not (is_in_brackets or remains):
        return None
    if not all(may_stand(part, field, ("change", "added", "remain", "finished")) for part in items_of(parts)):
        return None
    value = value_of(level, field)
    words = {word for part in items_of(parts) if _changes(part) for word in part.text.split()}
    is_so = value is not None and value != field.last and (value > field.last) == bool(words & RISING)
    is_open = not words & (RISING | _FALLING)
    return guards.fitted(level, field) if is_so or (is_open and value is not None) else Ask(Reason.CHANGE_FOR_LEVEL)


def _step(parts: Sequence[Part]) -> Quantity | None:
    """By how much: the figure right behind the word («mới thoát được 1»), else the one before it («1 hộ thoát, 11»).

    The sums do not tell which is which, for 12 is as much 11 and 1 as 1 and 11. None where more than one stands there.
    """
    behind = {at + 1 for at, part in enumerate(parts) if _changes(part) and _goes_on(parts, at + 1)}
    before = {at - 1 for at, part in enumerate(parts) if at and _changes(part) and is_quantity(parts, at - 1)}
    places = behind or before
    step = parts[places.pop()] if len(places) == 1 else None
    return step if isinstance(step, Quantity) else None


def _goes_on(parts: Sequence[Part], at: int) -> bool:
    part = parts[at] if at < len(parts) else None
    return isinstance(part, Quantity) and not part.opens


def _changes(part: Part) -> bool:
    return isinstance(part, Item) and _CHANGES.intersection(part.options) != set() and part.text != "+"
