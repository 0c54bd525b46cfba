"""Finds the names of figures in a text: with their accents, without them, or with telex keys left in.

A word typed with accents is never another word: «đường đất» is not «đạt». Where the campaign file writes a name
without accents, only its letters are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from campaign.parsing.messages.questions import Question
from campaign.parsing.numbers import lexicon, tokens
from campaign.parsing.numbers.lexicon import Entry, Node
from campaign.parsing.numbers.tokens import Token

_ALIKE = re.compile(r"(?<!\w)(?:van|cung|y) the(?! ?(?:bhyt|bao hiem))(?!\w)", re.IGNORECASE)  # «vẫn thế»
ELSEWHERE = ""  # the key of a phrase that speaks of something else
# «nhà văn hóa cạnh đường bê tông»: where something stands, and no word about the road.
_BESIDE = frozenset(["canh", "gan", "sat", "giap", "ven", "doc", "dau", "cuoi"])


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a text: where it begins and ends, and whose it is."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all questions as a tree of folded words."""

    root: Node
    vocabulary: frozenset[str]

    def spots(self, text: str, called: Callable[[str], str] = str) -> list[Spot]:
        """Where names stand, the longest at each place, in their order; «van the» is no name «thẻ».

        `called` says what a key is to whoever asks; names of several keys that are called alike are one's.
        """
        cut = tokens.tokens(_ALIKE.sub(lambda words: "-" * len(words[0]), text), self.vocabulary)
        found: list[Spot] = []
        place = 0
        while place < len(cut):
            key, length = self._longest(cut, place, called)
            if length and key == ELSEWHERE and found and _is_behind_count(cut, place, length):
                place += 1  # «bhyt 6 người nghèo 12 hộ»: six people, and another figure
                continue
            if length:
                is_place = place > 0 and cut[place - 1].folded in _BESIDE
                spot = Spot(cut[place].start, cut[place + length - 1].end, ELSEWHERE if is_place else key)
                found.append(spot)
            place += max(length, 1)
        return found

    def _longest(self, cut: Sequence[Token], place: int, called: Callable[[str], str]) -> tuple[str, int]:
        node, words = self.root, []
        best = (ELSEWHERE, 0)
        for at in range(place, len(cut)):
            step = node.steps.get(cut[at].folded)
            if step is None:
                break
            node = step
            words.append(cut[at].canonical)
            keys = {called(entry.kind) for entry in node.entries if _fits(entry, words)}
            if len(keys) == 1:
                best = (keys.pop(), len(words))
            elif keys:
                best = (ELSEWHERE, 0) if ELSEWHERE not in keys else (ELSEWHERE, len(words))
        return best


def _is_behind_count(cut: Sequence[Token], place: int, length: int) -> bool:
    """Whether a phrase that begins with «người» has a number right before it and another one right behind it."""
    after = place + length
    is_people = cut[place].folded in ("nguoi", "ng") and place > 0 and after < len(cut)
    return is_people and _is_number(cut[place - 1]) and _is_number(cut[after])


def _is_number(token: Token) -> bool:
    entries = lexicon.LEXICON.root.steps.get(token.folded)
    is_word = entries is not None and any(one.kind == "number" and one.code != "0" for one in entries.entries)
    return token.kind == "num" or is_word


def _fits(entry: Entry, words: Sequence[str]) -> bool:
    if entry.words == tuple(words):
        return True
    is_bare = all(word.isascii() for word in entry.words)
    pairs = zip(entry.words, words, strict=True)
    return all(mine == typed or typed.isascii() or is_bare for mine, typed in pairs)


def of(questions: Sequence[Question], others: tuple[str, ...] = ()) -> Names:
    """The names of these questions; one that two of them share is nobody's. `others` speak of something else."""
    return _of((*((one.key, one.names, one.other_names) for one in questions), (ELSEWHERE, (), others)))


@lru_cache(maxsize=64)
def _of(named: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]) -> Names:
    owners: dict[str, set[str]] = {}
    for key, names, others in named:
        for name in names:
            owners.setdefault(name.lower(), set()).add(key)
        for name in others:
            owners.setdefault(name.lower(), set()).add(ELSEWHERE)
    root = Node()
    for name, keys in owners.items():
        own = keys - {ELSEWHERE}  # what is elsewhere for one question may be the name of another
        if len(own or keys) == 1:
            lexicon.plant(root, Entry(tuple(map(lexicon.canonical, name.split())), next(iter(own or keys))))
    words = frozenset(lexicon.fold(word) for name in owners for word in name.split())
    return Names(root, words)
