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
_HARMLESS = frozenset(["courtesy", "pronoun", "lead", "context", "place", "crop", "equals", "day", "weekday"])
_BECAUSE = frozenset(["vì", "vi", "do", "tại", "bởi"])


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
    items = tokens.items(cleaned, _tree(tuple(options), names))
    items = _before_reason(chatter.set_aside(contexts.set_aside(items, ratio=False)))
    if any(sum(kind.startswith(_OPTION) for kind in item.options) > 1 for item in items):
        return Ask(Reason.TWO_READINGS)
    chosen = _chosen(items)
    rest = [item for item in items if not item.kind.startswith(_OPTION) and item.kind != "thing"]
    at = next((at for at in range(len(items) - 1, -1, -1) if items[at].kind == "correction"), None)
    if at is not None:
        chosen, rest = _chosen(items[at:]), [item for item in rest if item.kind != "correction"]
    if not chosen:
        return _unchanged(text, items)
    if len(set(chosen)) == 1 and all(map(_is_harmless, rest)):
        return Chosen(chosen[0])
    return Ask(Reason.NOT_UNDERSTOOD)


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


def _before_reason(items: list[Item]) -> list[Item]:
    """«chưa đạt vì thiếu sân»: why it is so is not what it is; a number or a negation in it is not passed over."""
    at = next((at for at, item in enumerate(items) if at and item.text in _BECAUSE), None)
    if at is None or any(item.is_numeric or item.kind == "correction" for item in items[at:]):
        return items
    return items[:at]


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
