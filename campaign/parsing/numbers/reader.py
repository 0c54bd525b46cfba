"""The way of a typed text: cleaned, cut into items, contexts set aside, quantities found, one of them chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from campaign.parsing.numbers import (
    answers,
    asides,
    chatter,
    contexts,
    earlier,
    interpretation,
    normalise,
    quantity,
    tokens,
)
from campaign.parsing.numbers.earlier import Known
from campaign.parsing.numbers.fields import Field, frame
from campaign.parsing.numbers.lexicon import Node
from campaign.parsing.numbers.quantity import Part
from campaign.parsing.numbers.reading import Ask, Reading, Reason
from campaign.parsing.numbers.segments import Unclear
from campaign.parsing.numbers.tokens import Item

_MOST_NUMBERS = 40  # words of numbers; no sum of anybody's has more, and each takes its time
_NOTHING_KNOWN = Known(flow=False, last=None)
_OWN_FIGURES = frozenset(["money", "percent"])  # dimensions of which a price or a share is the field's own figure


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text as every field of one kind sees it; `parts` is None where a number in it is unclear."""

    items: tuple[Item, ...]
    parts: tuple[Part, ...] | None
    takes_back: bool  # «ai cũng có thẻ, còn mỗi nhà ông Páo»


@lru_cache(maxsize=512)  # the reader of messages tries the same words again and again
def read(text: str, field: Field) -> Reading:
    """What a village head typed, as the field's figure, or why not. Never raises.

    Whatever is not fully understood is an `Ask`: a wrong figure is worse than a question.
    """
    cleaned = normalise.clean(text)
    if not cleaned:
        return Ask(Reason.EMPTY)
    if len(cleaned) > normalise.LONGEST:
        return Ask(Reason.NOT_UNDERSTOOD)
    own = frame(field)
    words = own.words if own.words is not None and tokens.may_hold(cleaned, own.words) else None
    items = tokens.items(cleaned, words)
    if sum(item.is_numeric for item in items) > _MOST_NUMBERS:
        return Ask(Reason.TWO_FIGURES)
    known = Known(field.flow, field.last) if earlier.depends(items) else _NOTHING_KNOWN
    cut = _cut(cleaned, words, known, own.dimension if own.dimension in _OWN_FIGURES else "", ratio=own.ratio)
    if cut.takes_back:
        return Ask(Reason.NOT_UNDERSTOOD)
    said = answers.answer(cut.items, field)
    if said is not None:
        return said
    return Ask(Reason.UNCLEAR_NUMBER) if cut.parts is None else interpretation.interpret(cut.parts, field)


@lru_cache(maxsize=512)  # most fields see a text alike
def _cut(cleaned: str, words: Node | None, known: Known, dimension: str, *, ratio: bool) -> _Cut:
    items = asides.set_aside(contexts.items(cleaned, words, ratio=ratio), dimension)
    takes_back = chatter.limits(items) and any(item.kind == "none_left" for item in items)
    items = chatter.before_reason(chatter.set_aside(earlier.set_aside(chatter.after_reason(items), known)))
    try:
        parts = tuple(quantity.parts(items, ratio=ratio))
    except Unclear:
        return _Cut(tuple(items), None, takes_back)
    return _Cut(tuple(items), parts, takes_back)
