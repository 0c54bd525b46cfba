"""Vietnamese without its accents: how typed words are compared with known ones."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PLAIN_D = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Lower case, no accents, single spaces, no punctuation at the ends: «Không gieo thêm.» -> "khong gieo them"."""
    if len(text) <= _SHORT:
        return _fold_short(text)
    return _fold(text)


_SHORT = 40  # letters of what is compared over and over: words, buttons, names, bare answers


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.split()).strip(" .,;:!").lower()
    # Marks of their own go first: putting a long run of them in order takes the square of its length.
    letters = _without_marks(text.translate(_PLAIN_D))
    bare = _without_marks(unicodedata.normalize("NFD", letters))
    return " ".join(bare.split()).strip(" .,;:!").lower()


_fold_short = lru_cache(maxsize=4096)(_fold)


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if not unicodedata.combining(letter))
