"""Reads the answers without a figure: nothing occurred, as before, not known."""

from __future__ import annotations

from campaign.numbers.fields import Field, frame
from campaign.numbers.reading import Ask, Keep, Nothing, NotKnown, Reading, Reason
from campaign.numbers.tokens import Item

PUNCTUATION = frozenset(".,;:!()[]\"'*•\n-")
_AROUND = frozenset(["lead", "noun", "crop", "ordinal", "place"])
_AFTER_NOTHING = frozenset(["nothing_tail", "noun", "unit", "crop"])
_NOT_BEFORE_NOTHING = frozenset(["có", "co", "là", "la", "bằng", "được", "duoc", "đạt", "dat", "vẫn", "van"])


def answer(items: list[Item], field: Field) -> Reading | None:
    """The answer, an `Ask` for one that does not fit the field, or None when the words are none of these."""
    said = [item for item in items if not is_politeness(item)]
    kinds = {item.kind for item in said if not _AROUND.intersection(item.options)}
    if "finished" in kinds:
        kinds.discard("nothing_tail")  # «không còn hộ nào»
    if kinds == {"not_known"}:
        return NotKnown()
    if kinds == {"keep"}:
        return Ask(Reason.KEEP_FOR_FLOW) if field.flow else Keep()
    if kinds == {"nothing_new"}:
        return Keep() if not field.flow else _nothing(field)
    if kinds == {"finished"}:
        return Ask(Reason.NOT_UNDERSTOOD if field.flow else Reason.NOTHING_FOR_LEVEL)
    return _nothing(field) if _says_nothing(said) else None


def is_politeness(item: Item) -> bool:
    """May the item stand anywhere without changing anything?"""
    if item.kind == "sign":
        return item.text in PUNCTUATION
    return item.kind in ("courtesy", "pronoun", "context") or (item.text == "(" and item.kind == "equals")


def _nothing(field: Field) -> Reading:
    if frame(field).ratio:
        return Ask(Reason.NOT_A_RATIO)
    return Nothing() if field.flow else Ask(Reason.NOTHING_FOR_LEVEL)


def _says_nothing(said: list[Item]) -> bool:
    """«không», «chưa có», «tuần này không gieo thêm»: the negation, and after it only what it may deny."""
    begin = next((at for at, item in enumerate(said) if item.options.keys() & {"nothing", "not_yet"}), None)
    if begin is None or not all("lead" in one.options or "noun" in one.options for one in said[:begin]):
        return False
    if any(item.text in _NOT_BEFORE_NOTHING for item in said[:begin]):
        return False
    tail = [item for item in said[begin + 1 :] if not item.options.keys() & {"nothing", "not_yet"}]
    if any(not _AFTER_NOTHING.intersection(item.options) for item in tail):
        return False
    alone = all(item.text in ("được", "duoc", "đc", "dc", "hết", "het", "nữa", "nua") for item in tail)
    return "nothing" in said[begin].options if not tail else not alone
