"""Sets aside the clauses of an answer that tell nothing about its figure: «hôm nay mưa to».

Only where another clause holds the answer, and only a clause without number, correction, negation or doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaign.parsing.numbers.tokens import Item

ENDS = frozenset([",", ".", ";", "\n", "!", "|"])
# A clause with one of these may change the figure beside it.
TELLING = frozenset([
    "not_known", "nothing_new", "none_left", "finished", "cumulative", "nothing", "not_yet", "over", "multiplier",
    "hedge", "range", "negative", "correction", "corrected", "not_that", "number", "num", "bare", "unclear",
])  # fmt: skip
# With these it may where it says nothing else: «tuần trước», but not «tuần sau tôi đi viện».
_WEAK = frozenset([
    "keep", "remain", "added", "other_time", "unit", "noun", "change", "equals", "later", "average", "month",
])  # fmt: skip
# A clause of small talk may still tell one of these: «trời mưa không ai gieo rau».
_NO_SMALL_TALK = frozenset(
    ["correction", "corrected", "not_that", "unclear", "bare", "unit", "noun", "crop", "added", "keep", "remain"]
)
_BECAUSE = frozenset(["sau khi", "vì", "vi", "do", "tại", "bởi", "bởi vì", "tại vì"])
_THEREFORE = frozenset(["nên", "nen", "nên là", "cho nên", "thành ra", "thanh ra"])
_NO_REASON = frozenset(["correction", "corrected", "not_that", "not_known", "keep", "cumulative", "unclear"])
ANSWERS = frozenset(["none_left", "keep", "not_known", "nothing_new", "finished", "nothing", "not_yet"])
# Words of measure that make a figure doubtful only right beside it.
_MILD = frozenset([
    "quá", "qua", "ít", "nhiều", "nhieu", "một ít", "trên", "dưới", "ngoài", "đâu", "chút", "tí", "non", "hơn", "gần",
    "mấy", "đôi", "lẻ", "thiếu", "thừa", "tạm", "mỗi", "trong", "hay",
])  # fmt: skip
# «…, còn mỗi nhà ông Páo»: takes some of «ai cũng có thẻ rồi» back.
_LIMITING = frozenset([
    "trừ", "tru", "còn", "con", "mỗi", "moi", "riêng", "rieng", "nhưng", "nhung", "ngoài", "ngoai", "chỉ", "chi",
    "mới",
])  # fmt: skip


def limits(items: Sequence[Item]) -> bool:
    """Whether something is left out of what was said of all."""
    return any(
        item.kind != "none_left" and _LIMITING.intersection(item.text.split()) and not _is_spoken_to(items, at)
        for at, item in enumerate(items)
    )


def _is_spoken_to(items: Sequence[Item], at: int) -> bool:
    """«ai cung co the roi chi a»: who is spoken to at the end, and no «chỉ»."""
    return items[at].text == "chi" and all(item.text in ("a", "ơi", "oi", "nhe", "nha") for item in items[at + 1 :])


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
    if _is_small_talk(clause):
        return False
    if any(map(is_telling, clause)):
        return True
    is_known = not any(item.kind in ("unknown", "small_talk") for item in clause)
    return is_known and any(item.kind in _WEAK for item in clause)


def _is_small_talk(clause: Sequence[Item]) -> bool:
    """«điện thoại sắp hết pin», «tin trước gửi không đi», «ảnh tôi gửi sau»: what it says no to is no figure."""
    if not any("small_talk" in item.options for item in clause):
        return False
    return not any(_is_figure(item) or _NO_SMALL_TALK & {item.kind} for item in clause)


def _is_figure(item: Item) -> bool:
    """A number that is not merely «không», or the «sau» of «later» without its accent."""
    return item.is_numeric and item.code != "0" and "later" not in item.options


def before_reason(items: list[Item], *, with_figures: bool = False) -> list[Item]:
    """«chưa đạt vì thiếu sân», «13 hộ, tăng 1 do mới tách khẩu»: why it is so is not what it is.

    A reason with a figure, a doubt or a correction in it is not passed over, nor one with a denial behind a bare
    figure: in «8 do bà con chua gieo» it may be 8 degrees.
    """
    at = next((at for at in range(1, len(items) - 1) if _begins_reason(items, at)), None)
    if at is None or any(item.kind in _NO_REASON for item in items[at:]):
        return items
    if any(item.is_numeric for item in items[at:]) and not with_figures:
        return items
    if items[at - 1].is_numeric and any(item.options.keys() & {"nothing", "not_yet"} for item in items[at:]):
        return items
    return items[:at]


def after_reason(items: list[Item]) -> list[Item]:
    """«1 hộ thoát, 1 hộ tái nghèo nên vẫn 12»: what follows from it, where «vẫn», «còn» begin the answer."""
    at = next((at for at in range(len(items) - 2, 0, -1) if items[at].text in _THEREFORE), None)
    if at is None or any(item.kind in _NO_REASON - {"keep"} for item in items[:at]):
        return items
    if items[at].text == "nen" and not all(item.plain for item in items):
        return items
    if any(item.kind == "change" for item in items[:at]):
        return [*items[:at], *items[at + 1 :]]  # «thoát 1 hộ nên còn 11»: whether it does is for others to see
    if any(item.kind in ("hedge", "other_time", "later") for item in items[:at]):
        return items
    after = next((item for item in items[at + 1 :] if item.kind not in ("pronoun", "courtesy")), None)
    begins = after is not None and (after.kind == "remain" or after.text.split()[0] in ("vẫn", "van", "còn", "con"))
    is_figure = any(map(_is_figure, items[at + 1 :]))
    is_denial = any(item.options.keys() & {"nothing", "not_yet"} for item in items[at + 1 :])
    if is_denial and not is_figure and not any(item.is_numeric or item.kind in ANSWERS for item in items[:at]):
        return items[at + 1 :]  # «trời mưa nên chưa gieo được»
    return items[at + 1 :] if begins and is_figure else items


def _begins_reason(items: Sequence[Item], at: int) -> bool:
    """«vì», «do»; «vi» among words with accents is none: «6 hộ vi phạm»."""
    if items[at].text == "vi":
        return all(item.plain for item in items[at:])
    return items[at].text in _BECAUSE


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
    return any(item.kind == "unknown" or "small_talk" in item.options for item in clause)
