"""Sets aside what stood before: «tuần trước 9» beside this week's figure, where 9 is what is known of it."""

from __future__ import annotations

from decimal import Decimal

from campaign.parsing.numbers import digits
from campaign.parsing.numbers.tokens import Item

_BEFORE = frozenset(
    ["tuần trước", "tuan truoc", "lần trước", "lan truoc", "kỳ trước", "hôm trước", "trước", "trước đây", "tháng trước"]
)
_BESIDE = frozenset(["lead", "remain", "courtesy", "pronoun", "equals"])


def set_aside(items: list[Item], last: Decimal | None) -> list[Item]:
    """The items without «tuần trước 9 người», unchanged where the figure is another, or the only one."""
    if last is None:
        return items
    for at, item in enumerate(items):
        if item.text not in _BEFORE:
            continue
        figure = next((place for place in range(at + 1, min(at + 4, len(items))) if items[place].is_numeric), None)
        if figure is None or any(not _BESIDE & items[place].options.keys() for place in range(at + 1, figure)):
            continue
        end = figure + 1
        end += end < len(items) and "noun" in items[end].options
        rest = [*items[:at], *items[end:]]
        if _is(items[figure], last) and any(one.is_numeric for one in rest):
            return rest
    return items


def _is(item: Item, last: Decimal) -> bool:
    read = digits.parse(item.text) if item.kind == "num" else None
    return read is not None and read.readings[0] == last
