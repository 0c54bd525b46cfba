"""Texts that a spreadsheet may take for a formula: a name from outside must stay what it is."""

from __future__ import annotations

import unicodedata

_SIGNS = "=+-@\N{MINUS SIGN}"
# Categories of what a spreadsheet passes over, or may, before it looks for a sign: blanks, line ends, controls, and
# marks that are not to be seen.
_PASSED_OVER = ("Zs", "Zl", "Zp", "Cc", "Cf", "Mn")


def is_like_formula(text: str) -> bool:
    """Whether its first sign that can be seen begins a formula, also in full width or another form of the letter."""
    for letter in text:
        if unicodedata.category(letter) not in _PASSED_OVER:
            return unicodedata.normalize("NFKC", letter)[:1] in _SIGNS
    return False
