"""Vietnamese without its accents: how typed words are compared with known ones."""

from __future__ import annotations

import unicodedata

_PLAIN_D = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Lower case, no accents, single spaces, no punctuation at the ends: «Không gieo thêm.» -> "khong gieo them"."""
    # Marks of their own go first: putting a long run of them in order takes the square of its length.
    letters = _without_marks(text.translate(_PLAIN_D))
    bare = _without_marks(unicodedata.normalize("NFD", letters))
    return " ".join(bare.split()).strip(" .,;:!").lower()


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if not unicodedata.combining(letter))
