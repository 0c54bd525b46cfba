"""Sets aside the clauses of an answer that tell nothing about its figure: «hôm nay mưa to».

Only where another clause holds the answer, and only a clause without number, correction, negation or doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaign.parsing.numbers.tokens import Item

ENDS = frozenset([",", ".", ";", "\n", "!", "|"])
# A clause with one of these may change the figure beside it.
TELLING = frozenset([
    "not_known", "nothing_new", "finished", "cumulative", "nothing", "not_yet", "over", "multiplier", "hedge", "range",
    "negative", "correction", "corrected", "not_that", "number", "num", "bare", "unclear",
])  # fmt: skip
# With these it may where it says nothing else: «tuần trước», but not «tuần sau tôi đi viện».
_WEAK = frozenset([
    "keep", "remain", "added", "other_time", "unit", "noun", "change", "equals", "later", "average", "month",
])  # fmt: skip
ANSWERS = frozenset(["keep", "not_known", "nothing_new", "finished", "nothing", "not_yet"])
# Words of measure that make a figure doubtful only right beside it.
_MILD = frozenset([
    "quá", "qua", "ít", "nhiều", "nhieu", "một ít", "trên", "dưới", "ngoài", "đâu", "chút", "tí", "non", "hơn", "gần",
    "mấy", "đôi", "lẻ", "thiếu", "thừa", "tạm", "mỗi", "trong", "hay",
])  # fmt: skip


def clauses(items: Sequence[Item]) -> list[list[Item]]:
    """The items between stops, commas and line ends; the signs stay at the end of their clause."""
    found: list[list[Item]] = [[]]
    for item in items:
        found[-1].append(item)
        if item.kind == "sign" and item.text in ENDS:
            found.append([])
    return [clause for clause in found if clause]


def is_telling(item: Item) -> bool:
    """Whether an item may change a figure: a number, a negation, a word of doubt or correction."""
    if item.text in _MILD and not item.is_numeric:
        return False
    return item.is_numeric or item.kind in TELLING or bool(TELLING.intersection(item.options) - _polite(item))


def _polite(item: Item) -> frozenset[str]:
    """What a word of politeness could be besides: «à», «xin lỗi» correct only between two figures."""
    mild = {"correction", "nothing_tail"} if item.kind in ("courtesy", "pronoun", "lead") else set()
    return frozenset(mild)


def tells(clause: Sequence[Item]) -> bool:
    """Whether a clause may change the figure beside it. One of unknown words alone is let be."""
    if any(map(is_telling, clause)):
        return True
    is_known = not any(item.kind == "unknown" for item in clause)
    return is_known and any(item.kind in _WEAK for item in clause)


def set_aside(items: list[Item]) -> list[Item]:
    """The items without the clauses that are chatter; unchanged where there is nothing beside them."""
    cut = clauses(items)
    if len(cut) < 2:
        return items
    telling = [clause for clause in cut if tells(clause)]
    if not telling or not any(
        item.is_numeric or item.options.keys() & ANSWERS for clause in telling for item in clause
    ):
        return items
    return [item for clause in cut if clause in telling or not _is_chatter(clause) for item in clause]


def _is_chatter(clause: Sequence[Item]) -> bool:
    """A clause that is not known; one of known words is left to the reader."""
    return any(item.kind == "unknown" for item in clause)
