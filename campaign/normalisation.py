"""One form for every text from outside, before anything looks at it: Unicode NFC, single blanks, no empty lines.

What a text means stays: letters, digits, signs, line breaks, and the marks that turn the order of what is shown.
"""

from __future__ import annotations

import unicodedata
from itertools import chain

_LONGEST_CLUSTER = 30  # marks on one letter: the limit of Unicode's stream-safe text (UAX 15); Vietnamese needs two
_MARKS_OF_TWO = "\u0f73\u0f75\u0f81"  # no marks by their class, until NFC takes them apart into two that are

# Python's own lists of what ends a line and of what is a blank are longer than any platform's.
_LINE_ENDS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
_BLANKS = dict.fromkeys(chain(range(28, 33), [9, 160, 5760, *range(8192, 8203)]), " ")
_BLANKS |= dict.fromkeys([0x202F, 0x205F, 0x3000], " ")
_ZERO_WIDTH = [0xAD, 0x034F, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF]
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in {*_LINE_ENDS, *_BLANKS, ord("\n")}]
# What Word writes where a line must not break («80-NQ/TW»): the same to whoever reads it; our fonts have no such sign.
_HYPHENS = dict.fromkeys([0x2010, 0x2011], "-")
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # of a character: no database takes one
_TABLE = {**dict.fromkeys([*_ZERO_WIDTH, *_CONTROLS]), **_LINE_ENDS, **_BLANKS, **_HYPHENS, **_HALVES}


def normalise(text: str) -> str:
    """The text as everything behind the channels sees it. Never longer than its NFC; done twice it stays."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = composed(text.translate(_TABLE))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """The same for what has no lines: a name, a code, a cell of a table, a button's data."""
    return " ".join((text if text.isascii() and text.isprintable() else normalise(text)).split())


def composed(text: str) -> str:
    """The text in NFC; a letter buried under marks loses those too many, also those that NFC makes of one."""
    return _thinned(unicodedata.normalize("NFC", _thinned(text)))


def _thinned(text: str) -> str:
    """Marks are put in order in a time that grows with the square of their number: only so many stay on a letter."""
    hidden = sum(map(text.count, _MARKS_OF_TWO))
    if hidden + sum(map(bool, map(unicodedata.combining, text))) <= _LONGEST_CLUSTER:
        return text
    kept: list[str] = []
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) or letter in _MARKS_OF_TWO else 0
        if run <= _LONGEST_CLUSTER:
            kept.append(letter)
    return "".join(kept)
