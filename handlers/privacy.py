"""What must not be kept: identity numbers and lists of names are screened before anything is stored (decision 17)."""

from __future__ import annotations

import re

_IDENTITY = re.compile(r"(?<![\d.,])\d{9,12}(?![\d.,])")
_MONEY = re.compile(r"\b(đồng|dong|đ|vnd|vnđ|triệu|trieu|tỷ|ty|tỉ|nghìn|nghin)\b", re.IGNORECASE)
# Two or more full names of at least two capitalised words, one after another or one a line.
_LETTERS = [chr(code) for code in (*range(ord("A"), ord("z") + 1), *range(0xC0, ord("ỹ") + 1))]
_CAPITAL = f"[{''.join(letter for letter in _LETTERS if letter.isupper())}]"
_SMALL = (
    f"[{''.join(letter for letter in _LETTERS if letter.islower())}]"  # no letter is both, or runs would be read anew
)
_NAME = rf"{_CAPITAL}{_SMALL}+(?:\s+{_CAPITAL}{_SMALL}+){{1,3}}"
_NAMES = re.compile(rf"{_NAME}(?:\s*[,;]|[^\S\n]*\n)\s*(?:\d+[.)]\s*)?{_NAME}")


def is_personal(text: str, *, names_are_places: bool = False, numbers_are_money: bool = False) -> bool:
    """True for a text with a 9 to 12 digit number that is not money, or with a list of names.

    Where villages are asked for, names are theirs; where money is, a long number is an amount.
    """
    has_number = not numbers_are_money and bool(_IDENTITY.search(text)) and not _MONEY.search(text)
    return has_number or (not names_are_places and bool(_NAMES.search(text)))
