"""How wide a text is in the pictures' font, and how to make it fit: smaller, on two lines, or shortened at last."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
FILES = (FONTS / "NotoSans-Regular.ttf", FONTS / "NotoSans-Bold.ttf")
FAMILY = "Noto Sans"

# What the font does not have is drawn as an empty box of about this width.
_UNKNOWN = 600


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text with the size in pixels at which it fits its room."""

    text: str
    size: float


@cache
def _widths() -> Mapping[str, Mapping[str, int]]:
    """Thousandths of the font size by weight and letter."""
    found: dict[str, dict[str, int]] = json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))
    return found


def clean(text: str) -> str:
    """One line of composed letters, without what XML cannot hold."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(letter for letter in composed if letter.isprintable() and not 0xD800 <= ord(letter) < 0xE000)


def width(text: str, size: float, bold: bool = False) -> float:
    """The width in pixels of a line of text; kerning, which only narrows it, is left out."""
    widths = _widths()["Bold" if bold else "Regular"]
    return sum(widths.get(letter, _UNKNOWN) for letter in text) * size / 1000


def fit(text: str, room: float, size: float, smallest: float, bold: bool = False) -> Fitted:
    """`text` at `size` or as much smaller as it must be; below `smallest` its end gives way to «…»."""
    line = clean(text)
    needed = width(line, size, bold)
    if needed <= room:
        return Fitted(line, size)
    shrunk = size * room / needed
    if shrunk >= smallest:
        return Fitted(line, shrunk)
    while line and width(line + "…", smallest, bold) > room:
        line = line[:-1].rstrip()
    return Fitted(line + "…", smallest)


def wrap(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """The text broken between words into lines that fit; a word that is too long has its line to itself."""
    lines: list[str] = []
    for word in clean(text).split(" "):
        if lines and width(f"{lines[-1]} {word}", size, bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
