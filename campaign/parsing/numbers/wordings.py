"""What else than a figure the words of an answer tell: whether they speak of a change, and in which unit they were."""

from __future__ import annotations

from campaign.parsing.numbers import contexts, normalise, quantity, tokens
from campaign.parsing.numbers.quantity import Quantity
from campaign.parsing.numbers.segments import Unclear
from campaign.parsing.numbers.tokens import Item

_MORE = frozenset(["tăng", "tang", "lên", "thêm", "nữa", "cộng"])
_FEWER = frozenset(["bớt", "bot", "giảm", "giam", "rút", "hụt", "mất", "thoát", "thoat"])


def change(words: str) -> int | None:
    """1 for «thêm 2», «2 nữa», -1 for «bớt 1», None for words that are no change."""
    items = _items(words)
    if any(item.kind in ("remain", "correction", "since") for item in items):
        return None
    for item in items:
        if item.kind == "change" and _FEWER.intersection(item.text.split()):
            return -1
        if (item.kind == "added" and item.text not in ("mới", "moi")) or _MORE.intersection(item.text.split()):
            return 1
    return None


def without_change(words: str) -> str:
    """The words without those of the change: «thêm 2 hộ nữa» is «2 hộ»."""
    return " ".join(item.text for item in _items(words) if item.kind not in ("change", "added"))


def last_unit_of(words: str) -> str:
    """The unit beside the last figure of some words, "" where there is none."""
    try:
        found = [part for part in quantity.parts(_items(words), ratio=False) if isinstance(part, Quantity)]
    except Unclear:
        return ""
    return found[-1].unit if found else ""


def _items(words: str) -> list[Item]:
    return contexts.set_aside(tokens.items(normalise.clean(words)[: normalise.LONGEST]), ratio=False)
