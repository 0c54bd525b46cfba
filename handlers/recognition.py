"""Recognition of what is typed: commands out of a given vocabulary, and one-time codes. It knows no handler.

With or without accents, in any case, with one letter wrong in the longer words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import NamedTuple

from campaign.text import fold
from models import invitation_codes

_LETTERS = f"[{invitation_codes.CODE_LETTERS}]{{4}}"
_CODE = re.compile(rf"{_LETTERS}[- ]?{_LETTERS}")
_CODE_WITHIN = re.compile(rf"(?<![0-9A-Z]){_LETTERS}-{_LETTERS}(?![0-9A-Z])")
_CODE_ANYWHERE = re.compile(f"({_CODE_WITHIN.pattern})", re.IGNORECASE)


class Typed(NamedTuple):
    """A command's name, and the words behind it as they were typed."""

    name: str
    words: str = ""


class Vocabulary:
    """The words of all commands. In `openings` more words may follow; those of `exact` are never guessed at."""

    def __init__(
        self,
        alone: Mapping[str, Collection[str]],
        openings: Mapping[str, Collection[str]],
        exact: Collection[str],
    ) -> None:
        self._by_word = {fold(word): name for name, words in alone.items() for word in words}
        self._openings = [(fold(word), name) for name, words in openings.items() for word in words]
        self._guessed: dict[int, list[str]] = {}  # by their length; shorter ones are too near to others
        for word, name in self._by_word.items():
            if len(word) >= 6 and word[0] != "/" and name not in exact:
                self._guessed.setdefault(len(word), []).append(word)

    def recognise(self, text: str) -> Typed | None:
        """The command in a text, or None. «đúng» is not DỪNG and «bằng» not BẢNG, which fold alike."""
        typed = fold(text)
        if typed == "dung" and "đ" in text.lower():
            return None
        if typed == "bang" and "ằ" in unicodedata.normalize("NFC", text.lower()):
            return None
        if typed in self._by_word:
            return Typed(self._by_word[typed])
        for opening, name in self._openings:
            if typed == opening or typed.startswith(f"{opening} "):
                return Typed(name, " ".join(text.split()[len(opening.split()) :]))
        alike = [word for length in (-1, 0, 1) for word in self._guessed.get(len(typed) + length, ())]
        near = {self._by_word[word] for word in alike if _is_one_off(typed, word)}
        return Typed(near.pop()) if len(near) == 1 else None


def start_code(text: str) -> str | None:
    """The code behind «/start CODE», "" for a bare /start, None for anything else."""
    parts = text.strip().split(maxsplit=1)
    if not parts or parts[0].split("@")[0].lower() != "/start":
        return None
    return parts[1].strip() if len(parts) > 1 else ""


def bare_code(text: str) -> str | None:
    """A code typed as it stands on the sheet, «K7QM-4TXP» or «k7qm4txp»; None for anything else."""
    return text.strip() if _CODE.fullmatch(text.strip().upper()) else None


def code_within(text: str) -> str | None:
    """The code in a mention, whatever else stands there."""
    found = _CODE_WITHIN.search(text.upper())
    return found[0] if found else None


def without_codes(text: str, instead: str) -> str:
    """The text with every code in it hidden: behind /start whatever stands there, a bare one, one between words."""
    if start_code(text):
        return f"{text.split(maxsplit=1)[0]} {instead}"
    return instead if bare_code(text) else _CODE_ANYWHERE.sub(instead, text)


def beside_codes(text: str) -> tuple[str, ...]:
    """The text in turn without a code and a code, «mã», «K7QM-4TXP», «nhé»; of a code alone "" and the whole."""
    if bare_code(start_code(text) or text):
        return "", text
    return tuple(_CODE_ANYWHERE.split(text))


def _is_one_off(one: str, other: str) -> bool:
    """True when one letter was changed, left out, doubled, or swapped with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    if len(one) == len(other):
        differing = [i for i in range(len(one)) if one[i] != other[i]]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        return len(differing) == 1 or (
            swapped and one[differing[0]] == other[differing[1]] and one[differing[1]] == other[differing[0]]
        )
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
