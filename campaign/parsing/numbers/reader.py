"""The way of a typed text: cleaned, cut into items, contexts set aside, quantities found, one of them chosen."""

from __future__ import annotations

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
from campaign.parsing.numbers.fields import Field, frame
from campaign.parsing.numbers.reading import Ask, Reading, Reason
from campaign.parsing.numbers.segments import Unclear

_MOST_NUMBERS = 40  # words of numbers; no sum of anybody's has more, and each takes its time


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
    cut = tokens.items(cleaned, own.words)
    if sum(item.is_numeric for item in cut) > _MOST_NUMBERS:
        return Ask(Reason.TWO_FIGURES)
    items = contexts.set_aside(cut, ratio=own.ratio)
    items = asides.set_aside(items, field)
    if chatter.limits(items) and any(item.kind == "none_left" for item in items):
        return Ask(Reason.NOT_UNDERSTOOD)
    items = chatter.before_reason(chatter.set_aside(earlier.set_aside(chatter.after_reason(items), field)))
    said = answers.answer(items, field)
    if said is not None:
        return said
    try:
        parts = quantity.parts(items, ratio=own.ratio)
    except Unclear:
        return Ask(Reason.UNCLEAR_NUMBER)
    return interpretation.interpret(parts, field)
