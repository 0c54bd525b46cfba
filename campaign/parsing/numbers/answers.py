"""Reads the answers without a figure: nothing occurred, as before, not known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from campaign.parsing.numbers.chatter import clauses
from campaign.parsing.numbers.fields import Field, frame, is_counted_in
from campaign.parsing.numbers.reading import Ask, Keep, Nothing, NotKnown, Reading, Reason, Value
from campaign.parsing.numbers.tokens import Item

PUNCTUATION = frozenset(".,;:!()[]\"'*•\n-")
_AROUND = frozenset(["lead", "noun", "crop", "ordinal", "place", "average"])
_AFTER_NOTHING = frozenset(["nothing_tail", "noun", "unit", "crop"])
_WEATHER = frozenset(["mưa", "mua", "rét", "ret", "trời", "troi", "lạnh", "nắng", "gió", "bão"])
_NOT_BEFORE_NOTHING = frozenset(["có", "co", "là", "la", "bằng", "được", "duoc", "đạt", "dat", "vẫn", "van"])
_PARTS = ("xóm", "xom", "nhà", "nha", "thôn trên", "thôn dưới", "thon tren", "thon duoi")
_NEGATIONS = frozenset(["nothing", "not_yet"])
_MAY_BE_DENIED = frozenset(["courtesy", "noun", "nothing_tail"])  # «bao» without its accent is «báo» too
_NEGATION_WORDS = frozenset(["không", "khong", "ko", "k", "chưa", "chua"])
# Politeness that may stand right behind a denial; any other would be denied itself («không đúng», «chưa báo»).
_PARTICLES = frozenset([
    "ạ", "á", "a", "nhé", "nhe", "nha", "nhá", "rồi", "roi", "thôi", "thoi", "đấy", "đó", "luôn", "luon",
    "ơi", "oi", "dạ", "da", "vâng", "vang", "xã", "xa", "bhyt", "hì", "hihi", "haha", "thanks", "tks",
    "sorry", "nhé ạ", "nhe a", "nhá ạ", "nha a", "đấy ạ", "cảm ơn", "cam on", "cám ơn", "trân trọng",
    "tran trong", "xin lỗi", "xin loi",
])  # fmt: skip


def answer(items: Sequence[Item], field: Field) -> Reading | None:
    """The answer, an `Ask` for one that does not fit the field, or None when the words are none of these."""
    if _asks_back(items):
        return Ask(Reason.HEDGE)
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
    if kinds and kinds <= {"finished", "none_left"} and _is_none_left(items, field):
        return Value(Decimal(0))
    if kinds and kinds <= {"finished", "none_left"}:
        return Ask(Reason.NOT_UNDERSTOOD if field.flow else Reason.NOTHING_FOR_LEVEL)
    if any(item.text in ("kg có", "kg co") for item in said) and frame(field).dimension:
        return None  # kilograms, or «không»
    if _says_nothing(said) and not _is_doubtful(items, field):
        return _nothing(field)
    return _nothing(field) if field.flow and _denies_in_each_clause(items, field) else None


def _is_none_left(items: Sequence[Item], field: Field) -> bool:
    """«cả thôn ai cũng có thẻ», «không còn hộ nào»; of children or of one hamlet it tells nothing about all."""
    if field.flow or not field.vanishing or not any(item.kind == "none_left" for item in items):
        return False
    others = [item for item in items if item.kind not in ("none_left", "finished")]
    nouns = [item.options["noun"].noun for item in others if "noun" in item.options]
    is_part = any(item.kind in ("place", "context") or item.text.startswith(_PARTS) for item in others)
    return not is_part and all(is_counted_in(noun, field) for noun in nouns)


def _denies_in_each_clause(items: Sequence[Item], field: Field) -> bool:
    """«không gieo, không trồng gì»: no in every clause, and each time by itself."""
    cut = [[item for item in clause if item.kind != "sign"] for clause in clauses(items)]
    cut = [clause for clause in cut if not all(map(is_politeness, clause))]
    if len(cut) < 2:
        return False
    return all(
        _says_nothing([item for item in clause if not is_politeness(item)]) and not _is_doubtful(clause, field)
        for clause in cut
    )


def is_politeness(item: Item) -> bool:
    """May the item stand anywhere without changing anything?"""
    if item.kind == "sign":
        return item.text in PUNCTUATION
    return item.kind in ("courtesy", "pronoun", "context") or (item.text == "(" and item.kind == "equals")


def _asks_back(items: Sequence[Item]) -> bool:
    """«không à», «45 à»: with its accent behind an answer it asks; «à, 45», «anh à, 45» and «12 à 11» do not."""
    begin = next((at for at, item in enumerate(items) if not is_politeness(item)), len(items))
    last = max((at for at, item in enumerate(items) if item.is_numeric), default=-1)
    return any(item.text in ("à", "af") and at > last for at, item in enumerate(items[begin:], start=begin))


def _is_doubtful(items: Sequence[Item], field: Field) -> bool:
    """Does the denial deny another, or something other than the figure: «không sao», «không đúng»?"""
    negations = [at for at, item in enumerate(items) if _negates(item)]
    behind = items[negations[0] + 1 :]
    if field.flow and any(_is_negative_noun(item) for item in behind):
        return True  # «không ai không có thẻ»; a level has another question for it
    twice = len(negations) > 1 and not _is_doubled(items, negations)
    if any(_is_unit_elsewhere(item, field) for item in behind):
        return True
    return twice or _is_no_matter(items) or _denies_politeness(behind)


def _negates(item: Item) -> bool:
    return bool(_NEGATIONS.intersection(item.options))


def _is_negative_noun(item: Item) -> bool:
    return "noun" in item.options and not _NEGATION_WORDS.isdisjoint(item.text.split())


def _is_unit_elsewhere(item: Item, field: Field) -> bool:
    """«khong ha anh», «khong can» where households are asked: other words (hả, cần) than the unit."""
    unit = item.options["unit"].unit if item.kind == "unit" else None
    return unit is not None and unit.dimension != frame(field).dimension


def _is_doubled(items: Sequence[Item], negations: list[int]) -> bool:
    """«không không», «không chưa có», «không, chưa có hộ nào»: said twice, and meant once."""
    first, *others = negations
    if len(others) != 1 or "nothing" not in items[first].options:
        return False
    between = items[first + 1 : others[0]]
    if between:
        return all(is_politeness(item) for item in between) and any(item.text in (",", ".", "\n") for item in between)
    if "nothing" in items[others[0]].options and " " in items[others[0]].text:
        return False  # «không 0 có»
    rest = [item.text for item in items[others[0] + 1 :] if not is_politeness(item)]
    return not rest or ("not_yet" in items[others[0]].options and rest in (["có"], ["co"]))


def _is_no_matter(items: Sequence[Item]) -> bool:
    """«khong sao», «ko co sao dau», «khong can»: no matter, no need; but «khong co sao nao» is no sào."""
    for at, item in enumerate(items):
        if item.text == "sao nao" and _negates(items[at - 1]) and not items[at - 1].text.endswith(("có", "co")):
            return True
        if item.text in ("sao", "can"):
            none = at + 1 < len(items) and items[at + 1].text in ("nào", "nao")
            if not none or _negates(items[at - 1]):
                return True
    return False


def _denies_politeness(behind: Sequence[Item]) -> bool:
    """«không đúng», «chưa có ai báo», «không chỉ có»; behind a comma it is mere politeness again."""
    for item in behind:
        if item.kind == "sign" and item.text in ",.;!\n":
            return False
        if item.kind in _MAY_BE_DENIED and "courtesy" in item.options and item.text not in _PARTICLES:
            return True
    return False


def _nothing(field: Field) -> Reading:
    if frame(field).ratio:
        return Ask(Reason.NOT_A_RATIO)
    return Nothing() if field.flow else Ask(Reason.NOTHING_FOR_LEVEL)


def _may_precede_nothing(item: Item) -> bool:
    """«tuần này không gieo», «mưa rét không gieo gì»; of what else is talked, nobody knows what the denial denies."""
    is_weather = "small_talk" in item.options and not _WEATHER.isdisjoint(item.text.split())
    return is_weather or bool(item.options.keys() & {"lead", "noun", "crop"})


def _says_nothing(said: list[Item]) -> bool:
    """«không», «chưa có», «tuần này không gieo thêm»: the negation, and after it only what it may deny."""
    begin = next((at for at, item in enumerate(said) if item.options.keys() & {"nothing", "not_yet"}), None)
    if begin is None or not all(map(_may_precede_nothing, said[:begin])):
        return False
    if any(item.text in _NOT_BEFORE_NOTHING for item in said[:begin]):
        return False
    tail = [item for item in said[begin + 1 :] if not item.options.keys() & {"nothing", "not_yet"}]
    if any(not _AFTER_NOTHING.intersection(item.options) for item in tail):
        return False
    alone = all(item.text in ("được", "duoc", "đc", "dc", "hết", "het", "nữa", "nua") for item in tail)
    return "nothing" in said[begin].options if not tail else not alone
