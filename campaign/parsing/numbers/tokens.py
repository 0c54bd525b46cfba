"""Cuts a cleaned text into numbers, words and signs, and finds the known words and phrases among them.

Every letter ends up in an item; what no entry explains becomes an item of kind "unknown".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from campaign.parsing.numbers import lexicon
from campaign.parsing.numbers.lexicon import LEXICON, Entry, Node

_TOKEN = re.compile(
    r"(?P<square>(?<![^\W\d_])(?:m2|m²|mét2|met2)(?!\w))"
    r"|(?P<num>[0-9]+(?:[.,][0-9]+)*)|(?P<word>[^\W\d_]+)|(?P<sign>\S|\n)",
    re.IGNORECASE,
)
_MAY_TOUCH_DIGITS = frozenset(["unit", "multiplier", "noun", "hour"])


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word or a sign. `glued`: nothing stands between it and the token before."""

    kind: str
    text: str
    lower: str
    canonical: str
    folded: str
    glued: bool
    spaced: bool  # exactly one space before
    start: int  # its place in the text

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Item:
    """A known word or phrase, a number ("num"), a sign ("sign"), or something unexplained ("unknown").

    `options` are all the kinds the words may be, `kind` the first of them; `code` is set for number words.
    """

    kind: str
    text: str
    glued: bool = False
    spaced: bool = False
    code: str = ""
    options: dict[str, Entry] = field(default_factory=dict)
    capital: bool = False
    plain: bool = True  # typed without accents

    @property
    def is_numeric(self) -> bool:
        return self.kind == "num" or bool(self.code)


@lru_cache(maxsize=512)  # each field, each question and each name looks through the same words
def tokens(text: str, vocabulary: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """The tokens of a cleaned text, in order; `vocabulary` are folded words known besides the lexicon's own."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        raw, start = match.group(), match.start()
        kind = "word" if match.lastgroup == "square" else str(match.lastgroup)
        lower = raw.lower()
        folded = _folded(lower, vocabulary) if kind == "word" else lower
        typed = folded if lower.isascii() else lexicon.canonical(lower)
        found.append(Token(kind, raw, lower, typed, folded, start == end and end > 0, text[end:start] == " ", start))
        end = match.end()
    return tuple(found)


@lru_cache(maxsize=4096)
def _folded(lower: str, vocabulary: frozenset[str]) -> str:
    return LEXICON.spelled(lexicon.fold(lower), vocabulary)


def may_hold(text: str, more: Node) -> bool:
    """Whether a cleaned text has a word with which one of these phrases begins."""
    return any(token.folded in more.steps for token in tokens(text))


@lru_cache(maxsize=512)  # several figures are looked for in the same words
def items(text: str, more: Node | None = None) -> tuple[Item, ...]:
    """The items of a cleaned text: at each place the longest phrase that is known, to all or to this field.

    They are shared: nobody changes them.
    """
    cut = tokens(text)
    found: list[Item] = []
    place = 0
    while place < len(cut):
        entries, length = _longest(cut, place, LEXICON.root)
        if more is not None:
            own, own_length = _longest(cut, place, more)
            if own and own_length >= length:
                entries, length = own, own_length
        item = _item(cut[place : place + length], entries)
        if _touches_wrongly(item, cut, place, length):
            item.kind, item.code, item.options = "unknown", "", {}
        found.append(item)
        place += length
    _let_men_be(found)
    _let_slips_be(found)
    return tuple(found)


def _let_men_be(items: list[Item]) -> None:
    """«nam 7 nữ 5»: beside women, «nam» is men and no five."""
    women = next((item for item in items if item.text in ("nữ", "nu")), None)
    if women is not None:
        for item in items:
            if item.text == "nam":
                item.kind, item.code, item.options = "noun", "", dict(women.options)


def _let_slips_be(items: list[Item]) -> None:
    """«7 nham 6»: behind digits «nham» is «nhầm» and no five, which only stands behind tens in words."""
    for before, item in itertools.pairwise(items):
        if before.kind == "num" and item.text == "nham":
            item.code = ""


def _longest(cut: Sequence[Token], place: int, node: Node) -> tuple[list[Entry], int]:
    words: list[str] = []
    best: list[Entry] = []
    length = 1
    for at in range(place, len(cut)):  # a copy of the rest at each place would grow with the square
        token = cut[at]
        step = node.steps.get(token.folded)
        if step is None:
            break
        node = step
        words.append(token.canonical)
        fitting = [entry for entry in node.entries if LEXICON.fits(entry, words)]
        if fitting:
            best, length = fitting, len(words)
    return best, length


def _item(part: Sequence[Token], entries: list[Entry]) -> Item:
    first = part[0]
    text = first.lower if len(part) == 1 else " ".join(token.lower for token in part)
    item = Item("unknown", text, first.glued, first.spaced, capital=first.text.istitle(), plain=text.isascii())
    if first.kind == "num" and len(part) == 1:
        item.kind = "num"
    elif not entries:
        item.kind = "sign" if first.kind == "sign" else "unknown"
    for entry in sorted(entries, key=lexicon.rank) if len(entries) > 1 else entries:
        if entry.kind == "number":
            item.code = item.code or entry.code
        else:
            item.options.setdefault(entry.kind, entry)
    if item.options:
        item.kind = next(iter(item.options))
    elif item.code:
        item.kind = "number"
    return item


def _is_unit(cut: Sequence[Token], place: int) -> bool:
    """Whether a unit stands here: «2mau3sao»."""
    entries, _ = _longest(cut, place, LEXICON.root) if place < len(cut) else ([], 0)
    return any(entry.kind == "unit" for entry in entries)


def _touches_wrongly(item: Item, cut: Sequence[Token], place: int, length: int) -> bool:
    """«12a», «1O», «l2»: letters against digits that are no unit, noun or multiplier."""
    first, after = cut[place], cut[place + length] if place + length < len(cut) else None
    if first.kind != "word":
        return False
    allowed = bool(_MAY_TOUCH_DIGITS.intersection(item.options)) or bool(item.code and len(item.text) > 1)
    allowed = allowed or ("courtesy" in item.options and item.text != "a")  # «12ạ», «12nhe»
    if first.glued and place and cut[place - 1].kind == "num" and not allowed:
        return True
    touched = after is not None and after.glued and after.kind == "num"
    if touched and "unit" in item.options and not _is_unit(cut, place + length + 1):
        return True  # «7 ta5»: a tone key, or half a tạ more; «7 tạ5»: half a tạ, or a slip
    return touched and not (len(cut[place + length - 1].lower) > 1 or allowed)
