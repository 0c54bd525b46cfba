"""What people type where two readings of a figure are offered: «chưa có quyết định», «đã có thẻ», «từ đầu vụ».

The words on the buttons are understood before this; here are those that mean the same. Also what says beside the
figure itself which reading is right: «11 hộ, có quyết định rồi» leaves nothing to ask.
"""

from __future__ import annotations

import re

from campaign.facts import State
from campaign.parsing.flattening import flatten
from campaign.parsing.plausibility import Kind
from campaign.parsing.postponing import postpones
from campaign.text import fold
from handlers.reporter import changes, parse
from handlers.reporter.dialogue import Dialogue
from handlers.reporter.parse import Understood
from services.guards import Refusal
from services.report_sheet import Ref

_NOT = frozenset(["chua", "ch", "chx", "khong", "ko", "k", "cho", "doi", "dang", "sap", "thieu"])
_SO = frozenset(["roi", "r", "co", "vang", "phai", "dung"])
_OF_WEEK = frozenset(["tuan", "rieng", "ky"])
_OF_SEASON = frozenset(["vu", "dau", "nam", "tong", "don", "ke"])
# What else may stand in such an answer; with any other word it is read like every text.
_BESIDE = frozenset([
    "da", "xa", "ubnd", "uy", "ban", "ong", "ba", "em", "e", "anh", "chi", "chu", "bac", "toi", "chau", "minh", "a",
    "nhe", "nha", "thoi", "luon", "moi", "gi", "nao", "cua", "thay", "gui", "ve", "hom", "qua", "nay", "ra", "duoc",
    "nhan", "thon", "het", "ca", "biet", "ro", "chac", "day", "do", "o", "kia", "thi", "van", "con", "so", "la",
    "nguoi", "ng", "tinh", "tu", "den", "gio", "ma", "cung",
])  # fmt: skip
_OF_KIND = {
    Kind.DECISION: frozenset(["quyet", "dinh", "qd", "ky", "hanh", "giay", "to"]),
    Kind.COMPLEMENT: frozenset(["the", "bhyt", "bh", "bao", "hiem", "y", "te"]),
    Kind.CUMULATIVE: frozenset(["cong", "luy", "trong", "gieo"]),
}
_LETS_LOOK = re.compile(r"(?:da |vang |the |thoi )?de (?:toi|em|minh|chau|xem|hoi|kiem tra)\b")
_MOST_WORDS = 12
_LET_BE = frozenset(
    ["khong", "ko", "k", "thoi", "khong a", "thoi a", "khong can", "thoi khoi", "bo qua", "khong sua nua"]
)
_WORD = re.compile(r"\w+")
# On flattened text, beside the figure: «chưa có quyết định», «theo quyết định số 45».
_WITHOUT_DECISION = re.compile(r"\b(?:chua|ch|cho|doi|khong|ko|k)(?: \w{2,5}){0,2} (?:quyet dinh|qd)\b")
_WITH_DECISION = re.compile(r"\b(?:co|theo|ra|nhan) (?:quyet dinh|qd)\b")


def told_with(dialogue: Dialogue, ref: Ref, asked: Understood | Refusal, text: str) -> Understood | Refusal:
    """An answer whose message says beside the figure whether it is decided: nothing is left to ask."""
    if not isinstance(asked, Refusal) or asked.reason != Kind.DECISION:
        return asked
    said = flatten(text)
    is_not = _WITHOUT_DECISION.search(said) is not None
    return _chosen(dialogue, ref, asked, is_first=not is_not) if is_not or _WITH_DECISION.search(said) else asked


def waiting(dialogue: Dialogue) -> tuple[Ref, str, Understood | Refusal] | None:
    """The figure of which two readings were offered, its words, and what they are read as; None where none waits."""
    if dialogue.answers.undecided is None:
        return None
    key, words = dialogue.answers.undecided
    ref, title = dialogue.sheet.ref(key), dialogue.turn.title
    if ref is None:
        return None
    result = parse.understand(dialogue.sheet, ref, words, title)
    return ref, words, changes.question(dialogue.sheet, ref, words, result, title) or result


def is_let_be(dialogue: Dialogue, text: str) -> bool:
    """«Không», «thôi» to «tính thêm hay thay?» about a figure that stands: it stays, and is not nothing."""
    told = waiting(dialogue) if fold(text) in _LET_BE else None
    return told is not None and isinstance(told[2], Refusal) and told[2].reason == changes.CHANGE


def puts_off(dialogue: Dialogue, text: str) -> bool:
    """Whether words are a promise to look or to ask, while two readings wait."""
    if dialogue.answers.undecided is None:
        return False
    if postpones(text):
        return True
    if any(map(str.isdigit, text)):
        return False
    ref, title = dialogue.sheet.ref(dialogue.answers.undecided[0]), dialogue.turn.title
    if ref is None or _LETS_LOOK.match(flatten(text)):
        return ref is not None
    result = parse.understand(dialogue.sheet, ref, text, title)
    return isinstance(result, Understood) and result.answer.state == State.NOT_KNOWN


def reply(dialogue: Dialogue, text: str) -> tuple[Ref, Understood | Refusal] | None:
    """The figure that waited, as this answer means it; None where none waits, or the text is no such answer."""
    words = _WORD.findall(fold(text)) if dialogue.answers.undecided is not None else []
    told = waiting(dialogue) if 0 < len(words) <= _MOST_WORDS else None
    if told is None:
        return None
    ref, _, asked = told
    if not isinstance(asked, Refusal) or asked.reason not in _OF_KIND or len(asked.choices) != 2:
        return None
    is_first = _is_first(Kind(asked.reason), frozenset(words))
    return None if is_first is None else (ref, _chosen(dialogue, ref, asked, is_first=is_first))


def _is_first(kind: Kind, words: frozenset[str]) -> bool | None:
    """Whether an answer means the first of the two readings; None where it may say something else."""
    pair = (_OF_WEEK, _OF_SEASON) if kind is Kind.CUMULATIVE else (_SO, _NOT)
    if not pair[0].union(pair[1], _BESIDE, _OF_KIND[kind]).issuperset(words):
        return None
    first, second = (bool(one & words) for one in pair)
    if kind is Kind.CUMULATIVE:
        return None if first == second else first
    return None if second and words & {"roi", "r"} else False if second else True if first else None


def _chosen(dialogue: Dialogue, ref: Ref, asked: Refusal, *, is_first: bool) -> Understood | Refusal:
    """The answer behind one of the two buttons."""
    _, what = asked.choices[0 if is_first else 1]
    return parse.tapped(dialogue.sheet, ref, what, dialogue.turn.title)
