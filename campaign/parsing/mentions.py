"""Which figures a message speaks of: by the question's number («2: 7 sào») or by name («ho ngheo 6, bhyt con 4»).

It finds the pieces; what each piece says as a figure is for `numbers`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from campaign.normalisation import composed

# «1: 5 sào», «2) 12», «3. không», «câu 2 = 7», «câu 2 7 sào»; a dot needs a space behind it, or 1.234 would be
# question 1. Without a comma between them («1: 25 2: 7 sào») only a colon or its like makes a number a question's.
_NUMBERED = re.compile(
    r"(?:(?:^|(?<=[;\n,]))[^\S\n]*(?:(?:câu|cau)\s*)?(\d{1,2})\s*(?:[:)=]|\.(?=\s))"
    r"|(?:^|(?<=[;\n,\s]))(?:câu|cau)\s*(\d{1,2})(?:\s*[:)=]|\.(?=\s)|(?=\s))"
    r"|(?<=\s)(\d{1,2})\s*[:)=])\s*",
    re.IGNORECASE,
)
# The blanks before «và» are looked at from their first one only, and within their line: from each of them it would
# take time that grows with the square of a run.
_CLAUSE = re.compile(r"[;\n]+|,(?=\s|\D)|(?<![^\S\n])[^\S\n]+(?:và|va|con lai)\s+", re.IGNORECASE)
_LETTER_D = str.maketrans("đĐ", "dD")


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of a message: the figure's key, and the words about it without the name or number that pointed to it."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """The pieces in their order; `rest` are clauses with something in them that point to nothing known."""

    mentions: tuple[Mention, ...]
    rest: tuple[str, ...] = ()


@lru_cache(maxsize=4096)  # the same few hundred names are compared with every message
def flatten(text: str) -> str:
    """Lower case without accents, letter for letter: every position stays what it was."""
    return "".join(_bare(letter) for letter in composed(text).translate(_LETTER_D)).lower()


def _bare(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0]
    return first if len(first.lower()) == 1 else letter


def find(text: str, numbered: Sequence[str], names: Mapping[str, str]) -> Found | None:
    """The mentions in a message, or None when it names no figure.

    `numbered` are the keys behind the questions' numbers, from 1; `names` maps flattened aliases to keys.
    """
    text = composed(text).strip()
    by_number = _by_number(text, numbered)
    if by_number is not None:
        return by_number
    flat = flatten(text)
    spoken = {name: names[name] for name in sorted(names, key=len, reverse=True) if name and name in flat}
    mentions, rest = [], []
    for clause in _clauses(text):
        numbered_one = _by_number(clause, numbered)
        named = list(numbered_one.mentions) if numbered_one else _named(clause, spoken)
        if named is None:
            rest.append(clause)
        else:
            mentions.extend(named)
    return Found(tuple(mentions), tuple(rest)) if mentions else None


def _by_number(text: str, numbered: Sequence[str]) -> Found | None:
    heads = _heads(text, len(numbered))
    if not heads or heads[0].start() != 0:
        return None
    mentions, rest = [], []
    for head, end in zip(heads, [*(one.start() for one in heads[1:]), len(text)], strict=True):
        words = text[head.end() : end].strip(" ;,\n")
        number = _number(head)
        if 1 <= number <= len(numbered) and words:
            mentions.append(Mention(numbered[number - 1], words))
        else:
            rest.append(text[head.start() : end].strip())
    return Found(tuple(mentions), tuple(rest)) if mentions else None


def _number(head: re.Match[str]) -> int:
    return int(head[1] or head[2] or head[3])


def _heads(text: str, questions: int) -> list[re.Match[str]]:
    """Where a question's number stands; one amid a line counts only where the numbers go on rising."""
    heads: list[re.Match[str]] = []
    for head in _NUMBERED.finditer(text):
        if head[3] and not (heads and _number(heads[-1]) < _number(head) <= questions):
            continue
        heads.append(head)
    return heads


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        if clause and clause.strip(" .,!"):
            yield clause.strip()


def _named(clause: str, names: Mapping[str, str]) -> list[Mention] | None:
    """The figures a clause names, `names` longest first. Two of them share its words at the second name's start."""
    flat = flatten(clause)
    spots = list(_spots(flat, names))
    if not spots:
        return None
    if len(spots) == 1:
        start, end, key = spots[0]
        return [Mention(key, f"{clause[:start]} {clause[end:]}".strip(" :=-"))]
    ends = [start for start, _, _ in spots[1:]] + [len(clause)]
    if clause[: spots[0][0]].strip():
        return None  # «6 hộ nghèo 4 bhyt»: which number belongs to which name is a guess
    return [Mention(key, clause[end:until].strip(" :=-")) for (_, end, key), until in zip(spots, ends, strict=True)]


def _spots(flat: str, names: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where names stand in a clause as whole words, the longer before the shorter, in their order."""
    spots: list[tuple[int, int, str]] = []
    taken = bytearray(len(flat))
    for name, key in names.items():
        start = flat.find(name)
        while start >= 0:
            end = start + len(name)
            is_whole = not (start and _is_in_word(flat[start - 1])) and not (end < len(flat) and _is_in_word(flat[end]))
            if is_whole and not any(taken[start:end]):
                taken[start:end] = b"\1" * len(name)
                spots.append((start, end, key))
            start = flat.find(name, end if is_whole else start + 1)
    yield from sorted(spots)


def _is_in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
