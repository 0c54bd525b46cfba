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

_OPTION = "option "  # the kind of a word for an option, before its key
_YES = ("có", "rồi", "có rồi", "đã có", "xong", "xong rồi", "đã xong")
_NO = ("chưa", "không", "chưa có", "chưa xong", "ko", "k", "chx", "chẳng")
_LIMITING = frozenset([
    "chờ", "cho", "đợi", "doi", "đang", "dang", "sắp", "tiếp", "tiep", "nốt", "not", "đoạn", "doan", "nửa", "nua",
    "dở", "nhưng", "nhung", "trừ", "mới", "moi", "còn", "con", "mỗi", "riêng", "rieng", "chỗ", "phần",
])  # fmt: skip
_OTHER_TIMES = frozenset(["other_time", "later", "added", "change", "remain", "range"])
_HARMLESS = frozenset(["courtesy", "pronoun", "lead", "context", "place", "crop", "equals", "day", "weekday"])


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option of the question."""

    key: str


Choice = Chosen | Keep | NotKnown | Ask


def read(text: str, options: Sequence[Option], names: tuple[str, ...] = ()) -> Choice:
    """The option a text means; `names` are words for the thing itself, which may stand in it."""
    cleaned = normalise.clean(text)
    if len(cleaned) > normalise.LONGEST:
        return Ask(Reason.NOT_UNDERSTOOD)
    said = contexts.set_aside(tokens.items(cleaned, _tree(tuple(options), names)), ratio=False)
    items = chatter.before_reason(chatter.set_aside(said))
    if any(sum(kind.startswith(_OPTION) for kind in item.options) > 1 for item in items):
        return Ask(Reason.TWO_READINGS)
    found = _of(items, options)
    if isinstance(found, Chosen):
        return found
    return _by_clause(items, options) or (found if _chosen(items) else _unchanged(text, items))


def _of(items: Sequence[Item], options: Sequence[Option]) -> Chosen | Ask:
    """The option that all words mean."""
    chosen = _chosen(items)
    rest = [item for item in items if not item.kind.startswith(_OPTION) and item.kind != "thing"]
    at = next((at for at in range(len(items) - 1, -1, -1) if items[at].kind == "correction"), None)
    if at is not None:
        chosen, rest = _chosen(items[at:]), [item for item in rest if item.kind != "correction"]
    if len(set(chosen)) != 1:
        return Ask(Reason.NOT_UNDERSTOOD)
    is_yes = any(option.yes for option in options if option.key == chosen[0])
    if all(_is_harmless(item) or (item.text == "đâu" and not is_yes) for item in rest):
        return Chosen(chosen[0])
    return Ask(Reason.NOT_UNDERSTOOD)


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
    reading = numbers.read(own, numbers.Field(unit="lựa chọn", flow=False))
    return reading if isinstance(reading, Keep | NotKnown) else Ask(Reason.NOT_UNDERSTOOD)


def _is_harmless(item: Item) -> bool:
    if item.kind == "sign":
        return item.text in ".,;:!()\"'-\n…=*•"
    return item.kind in _HARMLESS


@lru_cache(maxsize=128)
def _tree(options: tuple[Option, ...], names: tuple[str, ...]) -> Node:
    """The words of each option, longest first by nature of the tree, and of the thing itself."""
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
    return root


def _plant(root: Node, words: str, kind: str) -> None:
    cut = [word for word in words.lower().replace(",", " ,").split() if word]
    lexicon.plant(root, Entry(tuple(map(lexicon.canonical, cut)), kind))
