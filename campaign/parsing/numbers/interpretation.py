"""Decides which quantity of a text is the figure. Every item must be explained, or the answer is a question."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from campaign.parsing.numbers import composed, corrections, guards, ratios
from campaign.parsing.numbers.answers import is_politeness
from campaign.parsing.numbers.fields import OWN, Field, frame, is_averaged, is_counted_in
from campaign.parsing.numbers.quantity import Part, Quantity
from campaign.parsing.numbers.reading import Ask, Reading, Reason, Value
from campaign.parsing.numbers.tokens import Item

# One such word anywhere, and there is no figure; the first that is found is the reason.
_ALWAYS_ASKED = (
    ("negative_sign", Reason.NEGATIVE), ("range_sign", Reason.RANGE), ("unknown", Reason.NOT_UNDERSTOOD),
    ("small_talk", Reason.NOT_UNDERSTOOD),
    ("unclear", Reason.NO_FIGURE),
    ("hedge", Reason.HEDGE), ("not_known", Reason.HEDGE), ("range", Reason.RANGE), ("negative", Reason.NEGATIVE),
    ("other_time", Reason.OTHER_TIME), ("over", Reason.NOT_UNDERSTOOD), ("nothing", Reason.NOT_UNDERSTOOD),
    ("not_yet", Reason.NOT_UNDERSTOOD), ("none_left", Reason.NOT_UNDERSTOOD),
    ("finished", Reason.NOT_UNDERSTOOD), ("later", Reason.NOT_UNDERSTOOD),
    ("correction", Reason.NOT_UNDERSTOOD), ("not_that", Reason.NOT_UNDERSTOOD),
    ("corrected", Reason.NOT_UNDERSTOOD),
    ("nothing_new", Reason.NOT_UNDERSTOOD), ("nothing_tail", Reason.NOT_UNDERSTOOD), ("phone", Reason.NO_FIGURE),
    ("day", Reason.NO_FIGURE), ("since", Reason.NO_FIGURE), ("month", Reason.OTHER_TIME), ("weekday", Reason.NO_FIGURE),
    ("ordinal", Reason.NO_FIGURE), ("hour", Reason.NO_FIGURE), ("multiplier", Reason.UNCLEAR_NUMBER),
    ("number", Reason.UNCLEAR_NUMBER), ("place", Reason.NO_FIGURE), ("sign", Reason.NOT_UNDERSTOOD),
    ("num", Reason.UNCLEAR_NUMBER), ("price", Reason.OTHER_DIMENSION),
)  # fmt: skip
_TOTALS = frozenset(
    ["tổng", "tong", "tổng số", "tổng cộng", "tổng là", "tổng cộng là", "tất cả", "cả thảy", "tong la", "tong cong"]
)
_ASIDE = frozenset(["bare", "context", "unit", "noun"])  # what a figure could have stood beside
_ELSE_LEAD = frozenset(
    ["over", "weekday", "place", "ordinal", "hour", "since"]
)  # «trong» may be «trồng», «thu» harvest


def interpret(parts: Sequence[Part], field: Field) -> Reading:
    """The figure of a text that has been cut into quantities and other items."""
    kept = _tidied(parts)
    if frame(field).ratio:
        return ratios.interpret(kept, field)
    kept = corrections.corrected(kept)
    together = composed.read(kept, field)
    if together is not None:
        return together
    refused = _refusal(kept, field)
    if any(isinstance(part, Quantity) for part in kept):
        return _idiom(kept) or refused or _chosen(kept, field)
    if refused is not None and refused.reason is not Reason.NOT_UNDERSTOOD:
        return refused
    aside = any(isinstance(part, Item) and part.kind in _ASIDE for part in parts)
    return Ask(Reason.NO_FIGURE if aside else Reason.NOT_UNDERSTOOD)


def _tidied(parts: Sequence[Part]) -> list[Part]:
    """Without politeness; dashes before figures told apart as a minus, a range, or a mere stroke."""
    kept: list[Part] = []
    for at, part in enumerate(parts):
        after = parts[at + 1] if at + 1 < len(parts) else None
        if isinstance(part, Quantity):
            kept.append(Item("unknown", "") if _is_name(part, parts[at - 1] if at else None) else part)
            continue
        kind = _kind(part, kept[-1] if kept else None, after)
        if kind != part.kind:
            part = Item(kind, part.text, part.glued, part.spaced, options=part.options, plain=part.plain)
        is_total = (
            part.text in _TOTALS and isinstance(after, Quantity) and sum(isinstance(one, Quantity) for one in kept) > 1
        )
        if not is_politeness(part) or part.kind == "equals" or "correction" in part.options or is_total:
            kept.append(part)
    return kept


def _is_name(quantity: Quantity, before: Part | None) -> bool:
    """«chị Hai», «thôn hai»: one number word behind a person or a place."""
    if not quantity.spelled or not isinstance(before, Item):
        return False
    return "place" in before.options or ("pronoun" in before.options and not quantity.is_explicit)


def _kind(item: Item, before: Part | None, after: Part | None) -> str:
    figure_next = isinstance(after, Quantity)
    if item.text == "-" and figure_next:
        return (
            "range_sign"
            if isinstance(before, Quantity)
            else "sign"
            if before and item.spaced and not _touches(after)
            else "negative_sign"
        )
    if (
        item.text in (".", ",", "'")
        and item.kind == "sign"
        and figure_next
        and isinstance(after, Quantity)
        and after.touches
    ):
        return "unknown"  # «.5»
    if item.kind in ("noun", "unit", "nothing_tail") and not isinstance(before, Quantity):
        for kind in (
            "lead",
            "pronoun",
            "courtesy",
        ):  # «cay 20 ha», «bao 12 ho»: nothing is counted by what precedes its figure
            if kind in item.options:
                return kind
    if item.kind in _ELSE_LEAD and "lead" in item.options:
        return "lead"
    return item.kind


def _touches(part: Part | None) -> bool:
    return isinstance(part, Quantity) and part.touches


def _refusal(parts: Sequence[Part], field: Field) -> Ask | None:
    """The first reason that one item alone is enough for."""
    items = [part for part in parts if isinstance(part, Item)]
    kinds = {item.kind for item in items}
    if frame(field).whole and any(item.text == "/" for item in items) and "unknown" not in kinds:
        return Ask(Reason.FRACTION_IN_COUNT)
    for kind, reason in _ALWAYS_ASKED:
        if kind in kinds:
            return Ask(reason)
    if "keep" in kinds and (field.flow or not _repeats(parts, field)):
        return Ask(Reason.KEEP_FOR_FLOW if field.flow else Reason.TWO_FIGURES)
    if kinds & {"cumulative", "remain"} and field.flow:
        return Ask(Reason.TOTAL_FOR_FLOW)
    if "added" in kinds and not field.flow and not _is_left(items):
        return Ask(Reason.CHANGE_FOR_LEVEL)
    if "average" in kinds and not is_averaged(field):
        return Ask(Reason.HEDGE)
    if "change" in kinds and not _ends_with_level(parts, field):
        return Ask(Reason.CHANGE_FOR_LEVEL)
    return _misplaced(parts, field)


def _is_left(items: Sequence[Item]) -> bool:
    """«chỉ còn 4 người nữa»: what is left, and no increase."""
    added = [item for item in items if item.kind == "added"]
    return items[0].kind == "remain" and all(item.text in ("nữa", "nua") for item in added)


def _repeats(parts: Sequence[Part], field: Field) -> bool:
    """«như tuần trước, 9 người»: the figure is the one that stood before, as far as that is known."""
    values = [guards.readings(part, field) for part in parts if isinstance(part, Quantity)]
    return field.last is None or all(field.last in [one.value for one in found] for found in values)


def _ends_with_level(parts: Sequence[Part], field: Field) -> bool:
    """«giảm 1 còn 11», «còn 11 (giảm 1)»: the change is told beside the level."""
    return (
        not field.flow
        and len(_without_changes(parts)) < len(parts)
        and any(isinstance(one, Quantity) for one in _without_changes(parts))
    )


def _without_changes(parts: Sequence[Part]) -> list[Part]:
    """The parts less each «giảm 1» where a «còn» tells the level; without one, «11 (giảm 1)» may be 10 by now."""
    kept: list[Part] = []
    remains = any(isinstance(one, Item) and one.kind == "remain" for one in parts)
    at = 0
    while at < len(parts):
        part = parts[at]
        change = (
            isinstance(part, Item)
            and part.kind == "change"
            and at + 1 < len(parts)
            and isinstance(parts[at + 1], Quantity)
        )
        if change and remains:
            at += 2
            continue
        kept.append(part)
        at += 1
    return kept


def _misplaced(parts: Sequence[Part], field: Field) -> Ask | None:
    """Words that explain a figure only in some places: labels before it, verbs and crops behind its unit."""
    before: Quantity | None = None
    for at, part in enumerate(parts):
        if isinstance(part, Quantity):
            before = part
            continue
        follows = isinstance(parts[at + 1], Quantity) if at + 1 < len(parts) else False
        if part.kind in ("lead", "crop") and before is not None and not before.is_explicit and not follows:
            return Ask(Reason.NOT_UNDERSTOOD)
        if part.kind == "remain" and not follows and not _leads_on(parts, at + 1):
            return Ask(Reason.NOT_UNDERSTOOD)
        if part.kind == "noun" and not _is_label(part, before, field, parts):
            return Ask(Reason.OTHER_DIMENSION)
        if part.kind == "unit":
            return Ask(Reason.NO_FIGURE)
    return None


def _leads_on(parts: Sequence[Part], at: int) -> bool:
    """«còn thôn thì 7 người»: nothing but small words up to the figure."""
    while at < len(parts) and isinstance(part := parts[at], Item) and part.kind in ("lead", "pronoun"):
        at += 1
    return at < len(parts) and isinstance(parts[at], Quantity)


def _is_label(item: Item, before: Quantity | None, field: Field, parts: Sequence[Part]) -> bool:
    noun = item.options["noun"].noun
    if noun is not None and noun.group == OWN:
        return before is None or before.is_explicit
    twice = any(isinstance(one, Item) and one.text == "(" for one in parts)  # «tám (8) hộ»
    bare = before is None or (twice and not before.is_explicit)
    return bare and not frame(field).dimension and is_counted_in(noun, field)


def _idiom(parts: Sequence[Part]) -> Ask | None:
    """«hai ba hộ», «năm bảy»: two small number words side by side are a guess."""
    for one, two in itertools.pairwise(parts):
        if isinstance(one, Quantity) and isinstance(two, Quantity) and one.spelled and not one.is_explicit:
            return Ask(Reason.HEDGE)
    return None


def _chosen(parts: Sequence[Part], field: Field) -> Reading:
    """The one quantity that answers, when the others are explained."""
    parts = _without_changes(parts)
    quantities = [part for part in parts if isinstance(part, Quantity)]
    fitting = [one for one in quantities if _fits(one, field)]
    if not fitting:
        return Ask(Reason.OTHER_DIMENSION)
    others = [one for one in quantities if not _fits(one, field)]
    explicit = [one for one in fitting if one.is_explicit]
    if others and not (len(fitting) == len(explicit) == 1 and all(_may_stand_beside(one, field) for one in others)):
        return Ask(Reason.OTHER_DIMENSION if len(fitting) == 1 else Reason.TWO_FIGURES)
    if any(_is_larger_part(one, fitting[0]) for one in others):
        return Ask(Reason.TWO_FIGURES)
    if any(isinstance(one, Item) and one.kind == "bare" for one in parts) and not explicit:
        return Ask(Reason.NO_FIGURE)
    if len(fitting) > 1:
        return _said_twice(parts, fitting, field)
    return guards.fitted(fitting[0], field)


def _fits(quantity: Quantity, field: Field) -> bool:
    own = frame(field)
    if quantity.noun is not None:
        return (quantity.noun.group == OWN or not own.dimension) and is_counted_in(quantity.noun, field)
    if quantity.dimension:
        return quantity.dimension == own.dimension or (own.dimension == "yield" and quantity.dimension == "weight")
    return True


def _may_stand_beside(quantity: Quantity, field: Field) -> bool:
    """«3 hộ 12 khẩu» in households; «gặt 5 sào được 9 tạ» in hectares or in tonnes."""
    own = frame(field)
    if quantity.noun is not None:
        return quantity.noun.group in own.noun.beside
    return {quantity.dimension, own.dimension} == {"area", "weight"}


def _is_larger_part(part: Quantity, whole: Quantity) -> bool:
    """«6 người, trong đó 8 trẻ em»: one of the two is a slip."""
    is_part = part.noun is not None and part.noun.group == "part of the people"
    return is_part and part.readings[0] > whole.readings[0]


def _said_twice(parts: Sequence[Part], fitting: list[Quantity], field: Field) -> Reading:
    """«5 sào (0,18 ha)»: one figure in two units, if they agree."""
    between = parts[parts.index(fitting[0]) + 1 : len(parts) - 1 - list(reversed(parts)).index(fitting[1])]
    joined = bool(between) and all(isinstance(one, Item) and one.kind == "equals" for one in between)
    if len(fitting) > 2 or not joined:
        return Ask(Reason.TWO_FIGURES)
    first, second = (guards.readings(one, field) for one in fitting)
    same = [one for one in first if one.value in {other.value for other in second}]
    if len(same) != 1:
        return Ask(Reason.TWO_FIGURES)
    typed = same[0].typed or next((one.typed for one in second if one.value == same[0].value), "")
    return guards.limited([Value(same[0].value, typed)], field)
