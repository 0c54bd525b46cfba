"""Reads an answer to a yes/no or choice question: one of the options by what people type for it, or why not.

Words typed with accents are compared with them; the same words without accents fit where one option alone has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from campaign.catalogue import Option
from campaign.parsing import numbers
from campaign.parsing.numbers import chatter, contexts, lexicon, normalise, tokens
from campaign.parsing.numbers.lexicon import Entry, Node
from campaign.parsing.numbers.reading import Ask, Keep, NotKnown, Reason
from campaign.parsing.numbers.tokens import Item

_ELSEWHERE = "elsewhere"
_OPTION = "option "  # the kind of a word for an option, before its key
_YES = ("có", "rồi", "có rồi", "đã có", "xong", "xong rồi", "đã xong")
_NO = ("chưa", "không", "chưa có", "chưa xong", "ko", "k", "chx", "chẳng")
_LIMITING = frozenset([
    "chờ", "cho", "đợi", "doi", "đang", "dang", "sắp", "tiếp", "tiep", "nốt", "not", "đoạn", "doan", "nửa", "nua",
    "dở", "nhưng", "nhung", "trừ", "mới", "moi", "còn", "con", "mỗi", "riêng", "rieng", "chỗ", "phần",
])  # fmt: skip
_GENERAL = frozenset([*_YES, *_NO, *map(lexicon.fold, ("có", "rồi", "chưa", "không")), "co roi", "chua co"])
_REACHING = frozenset(["vào", "vao", "tới", "toi", "đến", "den"])
_PAST = frozenset(
    [
        "tuần trước",
        "tuan truoc",
        "tháng trước",
        "thang truoc",
        "năm ngoái",
        "năm trước",
        "hôm trước",
        "hôm qua",
        "hom qua",
    ]
)
_NOW = frozenset(["giờ", "gio", "hiện", "hien", "hiện tại", "hien tai", "hiện nay", "bây giờ", "bay gio", "nay"])
_WHEN = frozenset(["other_time", "month", "later", "hedge"])
_PLANNED = frozenset(["sẽ", "se", "sắp", "sap", "dự kiến", "du kien", "kế hoạch", "quý", "quy"])
_AFTER_NO = frozenset(["đâu", "dau", "gì", "gì cả", "gì hết", "gi ca", "cả", "hết"])
_OTHER_TIMES = frozenset(["other_time", "later", "added", "change", "remain", "range"])
_UNCHANGED = frozenset(["keep", "not_known", "nothing_new"])  # kinds of words
_HARMLESS = frozenset(["courtesy", "pronoun", "lead", "context", "place", "crop", "equals", "day", "weekday"])


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option of the question."""

    key: str


Choice = Chosen | Keep | NotKnown | Ask


def read(
    text: str, options: Sequence[Option], names: tuple[str, ...] = (), other_names: tuple[str, ...] = ()
) -> Choice:
    """The option a text means; `names` are words for the thing itself, which may stand in it.

    A clause with one of `other_names` speaks of another thing: «nhà văn hóa xã đạt chuẩn rồi».
    """
    cleaned = normalise.clean(text)
    if len(cleaned) > normalise.LONGEST:
        return Ask(Reason.NOT_UNDERSTOOD)
    said = list(contexts.items(cleaned, _tree(tuple(options), names, other_names)))
    if any(item.kind == _ELSEWHERE for item in said):
        said = [item for clause in chatter.clauses(said) if not _is_elsewhere(clause) for item in clause]
        if not _chosen(said):
            return Ask(Reason.NOT_UNDERSTOOD)
    items = _before_reason_of_no(chatter.before_reason(chatter.set_aside(said)), options)
    if any(sum(kind.startswith(_OPTION) for kind in item.options) > 1 for item in items):
        return Ask(Reason.TWO_READINGS)
    found = _of(items, options)
    if isinstance(found, Chosen):
        return found
    return (
        _by_clause(items, options)
        or _at_present(items, options)
        or (found if _chosen(items) else _unchanged(text, items))
    )


def _before_reason_of_no(items: list[Item], options: Sequence[Option]) -> list[Item]:
    """«chưa đạt do thiếu sân 200m2»: why it is not so may be told with a figure, for it stays no."""
    before = chatter.before_reason(items, with_figures=True)
    keys = set(_chosen(before))
    is_no = len(keys) == 1 and any(option.yes is False for option in options if option.key in keys)
    return before if is_no else items


def _is_elsewhere(clause: Sequence[Item]) -> bool:
    return any(item.kind == _ELSEWHERE for item in clause)


def _of(items: Sequence[Item], options: Sequence[Option]) -> Chosen | Ask:
    """The option that all words mean."""
    chosen = _chosen(items)
    yes = {option.key for option in options if option.yes}
    kept = _without_moment(items) if set(chosen) <= yes else items
    rest = [item for item in kept if not item.kind.startswith(_OPTION) and item.kind != "thing"]
    at = next((at for at in range(len(items) - 1, -1, -1) if items[at].kind == "correction"), None)
    if at is not None:
        chosen, rest = _chosen(items[at:]), [item for item in rest if item.kind != "correction"]
    if len(set(chosen)) != 1 or (_reaches(items) and not _is_told(items)):
        return Ask(Reason.NOT_UNDERSTOOD)
    is_yes = any(option.yes for option in options if option.key == chosen[0])
    if all(_is_harmless(item) or (item.text in _AFTER_NO and not is_yes) for item in rest):
        return Chosen(chosen[0])
    return Ask(Reason.NOT_UNDERSTOOD)


def _reaches(items: Sequence[Item]) -> bool:
    """«đường vào đến trung tâm thôn rồi»: how far it goes, whatever it is made of."""
    return any(item.kind == "lead" and " " in item.text and item.text.split()[0] in _REACHING for item in items)


def _is_told(items: Sequence[Item]) -> bool:
    """Whether an option's own words stand there, and not only «rồi» or «chưa»."""
    return any(item.kind.startswith(_OPTION) and item.text not in _GENERAL for item in items)


def _without_moment(items: Sequence[Item]) -> list[Item]:
    """The items without «tháng trước», «thứ Ba 17/11» where they tell when something was done that is told itself."""
    if not _is_told(items):
        return list(items)
    first = next(at for at, item in enumerate(items) if item.kind.startswith(_OPTION) and item.text not in _GENERAL)
    return [
        item
        for at, item in enumerate(items)
        if not (at > first and item.text in _PAST)
        and not (at > first and item.text in ("từ", "tu") and at + 1 < len(items) and items[at + 1].text in _PAST)
        and not (at and item.kind == "bare" and items[at - 1].kind in ("context", "day", "weekday"))
    ]


def _at_present(items: list[Item], options: Sequence[Option]) -> Chosen | None:
    """«tháng 12 mới đổ bê tông, giờ vẫn đường đất»: what is said of now, beside what is said of another time."""
    cut = [clause for clause in chatter.clauses(items) if _chosen(clause)]
    present = [clause for clause in cut if any(item.text in _NOW for item in clause)]
    others = [clause for clause in cut if clause not in present]
    if len(present) != 1 or not others or any(item.kind == "correction" for item in items):
        return None
    if not all(any(item.kind in _WHEN or item.text in _PLANNED for item in clause) for clause in others):
        return None
    told = _of(present[0], options)
    return told if isinstance(told, Chosen) else None


def _by_clause(items: list[Item], options: Sequence[Option]) -> Chosen | None:
    """«chưa đổ, chờ xi măng»: the one clause that means an option, where the others tell nothing, or no other one."""
    cut = chatter.clauses(items)
    found = {one.key for one in (_of(clause, options) for clause in cut) if isinstance(one, Chosen)}
    is_yes = any(option.yes for option in options if {option.key} == found)
    if len(found) != 1 or set(_chosen(items)) != found:
        return None
    others = [clause for clause in cut if not isinstance(_of(clause, options), Chosen)]
    is_limited = is_yes and any(_limits(item) for clause in others for item in clause)
    return None if is_limited or any(map(chatter.tells, others)) else Chosen(found.pop())


def _limits(item: Item) -> bool:
    """Whether a word beside the clause that means an option takes some of it back: «…, mai đổ tiếp», «…, chờ xã»."""
    return item.text in _LIMITING or bool(_OTHER_TIMES & {item.kind})


def _chosen(items: Sequence[Item]) -> list[str]:
    """The keys of the options that stand among the items, in their order."""
    return [item.kind.removeprefix(_OPTION) for item in items if item.kind.startswith(_OPTION)]


def _unchanged(text: str, items: Sequence[Item]) -> Choice:
    """«như cũ», «không rõ»: what any level may be answered with."""
    own = " ".join(item.text for item in items if item.kind != "thing")
    if not any(item.kind in _UNCHANGED for item in tokens.items(normalise.clean(own))):
        return Ask(Reason.NOT_UNDERSTOOD)
    reading = numbers.read(own, numbers.Field(unit="lựa chọn", flow=False))
    return reading if isinstance(reading, Keep | NotKnown) else Ask(Reason.NOT_UNDERSTOOD)


def _is_harmless(item: Item) -> bool:
    if item.kind == "sign":
        return item.text in ".,;:!()\"'-\n…=*•"
    return item.kind in _HARMLESS or item.text in _NOW


@lru_cache(maxsize=128)
def _tree(options: tuple[Option, ...], names: tuple[str, ...], other_names: tuple[str, ...]) -> Node:
    """The words of each option, longest first by nature of the tree, of the thing itself, and of other things."""
    root = Node()
    for option in options:
        for words in (option.label, option.said, *option.words):
            _plant(root, words, f"{_OPTION}{option.key}")
    for is_yes, general in ((True, _YES), (False, _NO)):
        alike = [option for option in options if option.yes is is_yes]
        taken = {lexicon.fold(word) for option in options for word in option.words}
        for word in general if len(alike) == 1 else ():
            if lexicon.fold(word) not in taken:
                _plant(root, word, f"{_OPTION}{alike[0].key}")
    for name in names:
        _plant(root, name, "thing")
    for name in other_names:
        _plant(root, name, _ELSEWHERE)
    return root


def _plant(root: Node, words: str, kind: str) -> None:
    cut = [word for word in words.lower().replace(",", " ,").split() if word]
    lexicon.plant(root, Entry(tuple(map(lexicon.canonical, cut)), kind))
