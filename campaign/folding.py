"""Vietnamese without its accents: how typed words are compared with known ones."""

from __future__ import annotations

import re
import unicodedata

_PLAIN_D = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Lower case, no accents, single spaces, no punctuation at the ends: «Không gieo thêm.» -> "khong gieo them"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN_D))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare).strip(" .,;:!\n\t").lower()
