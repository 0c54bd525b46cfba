"""Corrections within one answer: what stands before «nhầm» and behind «không phải» is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaign.parsing.numbers.lexicon import LEXICON
from campaign.parsing.numbers.quantity import Part, Quantity
from campaign.parsing.numbers.show import show
from campaign.parsing.numbers.tokens import Item

_WRITING = frozenset(["ghi", "gõ", "go", "viết", "viet", "báo", "bao", "nhắn", "nhan", "nói", "noi", "đọc", "doc"])


def corrected(parts: Sequence[Part]) -> list[Part]:
    """The parts without what is taken back: what stands before «nhầm», and the figure behind «không phải»."""
    kept = _without_denied(parts)
    kept = _before_confirmation(kept)
    at = _last_correction(kept)
    if at is None:
        return kept
    before, after = kept[:at], kept[at + 1 :]
    if _is_miswritten(kept, at):
        return kept  # «6 ghi nhầm 5»: which of the two was the slip, nobody knows
    if any(has(part, "other_time") for part in before):
        return kept  # «tuần trước báo 6 là nhầm, 5»: of which week, nobody knows
    wrong = next((part for part in reversed(before) if isinstance(part, Quantity)), None)
    if not any(isinstance(part, Quantity) for part in after):
        return kept if wrong is not None else [*before, *after]
    return [in_unit_of(part, wrong) if isinstance(part, Quantity) else part for part in after]


def _without_denied(parts: Sequence[Part]) -> list[Part]:
    """«không phải 8 mà là 7» and «7 chứ không phải 8» without the 8, where another figure stays."""
    kept = list(parts)
    denied = [
        at
        for at, part in enumerate(kept)
        if has(part, "not_that") and is_quantity(kept, at + 1) and not _is_no(kept, at)
    ]
    if len(denied) != 1 or sum(isinstance(part, Quantity) for part in kept) != 2:
        return kept
    at = denied[0]
    wrong, end = kept[at + 1], at + 2
    while end < len(kept) and _is_emphasis(kept[end]):
        end += 1
    rest = [part for part in [*kept[:at], *kept[end:]] if not _is_joint(part)]
    return [in_unit_of(part, wrong) if isinstance(part, Quantity) else part for part in rest]


def _is_emphasis(part: Part) -> bool:
    """«không phải 7 đâu», «không phải 9 nữa»."""
    return isinstance(part, Item) and part.text in ("đâu", "dau", "nữa", "nua")


def _is_joint(part: Part) -> bool:
    """«mà là» between the wrong and the right."""
    return isinstance(part, Item) and "correction" in part.options and part.kind == "correction"


def _before_confirmation(parts: list[Part]) -> list[Part]:
    """«6 người, 7 mới đúng»: the figure right before the word, where one stands there."""
    at = next((at for at, part in enumerate(parts) if has(part, "corrected")), None)
    if at is None or not at or not isinstance(parts[at - 1], Quantity):
        return parts
    wrong = next((part for part in parts[: at - 1] if isinstance(part, Quantity)), None)
    right = parts[at - 1]
    assert isinstance(right, Quantity)
    return [in_unit_of(right, wrong), *parts[at + 1 :]]


def _last_correction(parts: Sequence[Part]) -> int | None:
    """Where the last word of correction stands; politeness such as «à» is one only between two figures."""
    found = None
    for at, part in enumerate(parts):
        if _is_no(parts, at):
            found = at
        if not has(part, "correction") or not isinstance(part, Item):
            continue
        is_between = any(isinstance(one, Quantity) for one in parts[:at]) and is_quantity(parts, at + 1)
        if part.kind == "correction" or is_between:
            found = at
    return found


def _is_miswritten(parts: Sequence[Part], at: int) -> bool:
    """«ghi nhầm 5» in one breath, behind another figure; «ghi nhầm, 5» and «ghi nhầm là 5» tell the right one."""
    word, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
    is_verb = isinstance(word, Item) and word.text.split(" ")[-1] in ("nhầm", "nham") and " " in word.text
    is_breath = isinstance(after, Quantity) and not after.opens and any(isinstance(one, Quantity) for one in parts[:at])
    return is_verb and is_breath and isinstance(word, Item) and word.text.split(" ")[0] in _WRITING


def _is_no(parts: Sequence[Part], at: int) -> bool:
    """«5 sào, không phải, là 3 sào»: a denial by itself, between two figures."""
    if not has(parts[at], "not_that") or not any(isinstance(one, Quantity) for one in parts[:at]):
        return False
    after = parts[at + 1] if at + 1 < len(parts) else None
    if isinstance(after, Item) and after.text in ("là", "la"):
        return is_quantity(parts, at + 2)
    return isinstance(after, Quantity) and after.opens


def in_unit_of(right: Quantity, wrong: Part | None) -> Quantity:
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


def has(part: Part, kind: str) -> bool:
    return isinstance(part, Item) and kind in part.options


def is_quantity(parts: Sequence[Part], at: int) -> bool:
    return at < len(parts) and isinstance(parts[at], Quantity)
