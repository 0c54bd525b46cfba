"""A text without its accents, letter for letter: a place found in it is a place in the text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from campaign.normalisation import composed

_LETTER_D = str.maketrans("đĐ", "dD")


@lru_cache(maxsize=4096)  # the same few hundred names are compared with every message
def flatten(text: str) -> str:
    """Lower case without accents, letter for letter: every position stays what it was."""
    return "".join(_bare(letter) for letter in composed(text).translate(_LETTER_D)).lower()


def _bare(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0]
    return first if len(first.lower()) == 1 else letter
