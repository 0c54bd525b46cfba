"""Makes a typed text comparable: one form of letters, digits, spaces and dashes; politeness pictures dropped.

It never changes what a sign means: what it does not know it leaves for the reader to stumble over.
"""

from __future__ import annotations

import re

from campaign.normalisation import composed
from campaign.parsing.numbers.lexicon import LEXICON

LONGEST = 400  # letters; no answer to one question is longer

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0009], " ")
_DASHES = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212], "-")
# A keycap is its digit; an invisible sign or a skin tone is nothing. Signs that turn the order of what is
# shown stay, and so make it ask: «12» may have been seen as «21».
_NOTHING = dict.fromkeys(
    [0x20E3, 0xFE0E, 0xFE0F, 0x200B, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x1F3FB, 0x1F400)], ""
)
_SIGNS = {
    "⁄": "/",
    "∕": "/",
    "÷": "/",
    "×": "x",
    "’": "'",
    "“": '"',
    "”": '"',
    "…": ".",
    "➙": "→",
    "➔": "→",
    "➜": "→",
    "➝": "→",
    "➞": "→",
    "⟶": "→",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
}
_TABLE: dict[int, str | int] = {**_WIDE, **_SPACES, **_DASHES, **_NOTHING, **{ord(k): v for k, v in _SIGNS.items()}}
_PICTURES = dict.fromkeys(map(ord, LEXICON.emoji), " ")
# A picture between two figures keeps them apart: «13k 🙏 6 người» is no 13,6 thousand, «2 mẫu 🙏 3» no 2 mẫu 3 sào.
_PICTURE = f"[{re.escape(''.join(LEXICON.emoji))}]"
_MULTIPLE = "nghìn|nghin|ngàn|ngan|triệu|trieu|tấn|tan|tạ|ta|mẫu|mau|sào|sao|ha"
_BETWEEN_FIGURES = re.compile(rf"(\d[\w.,]{{0,8}}(?: (?:{_MULTIPLE}))?) ?{_PICTURE}{{1,4}} ?(?=\d)", re.IGNORECASE)
_HYPHEN_IN_WORD = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


def clean(text: str) -> str:
    """The text in NFC with plain digits, spaces and dashes; its letters keep their case."""
    swapped = text.translate(_TABLE)
    if not swapped.isascii():
        swapped = _BETWEEN_FIGURES.sub(r"\1; ", composed(swapped)).translate(_PICTURES)
    return _HYPHEN_IN_WORD.sub(" ", swapped).strip()
