"""Makes the two fonts of the pictures, and the table of their letters' widths, from the Noto fonts of a Debian system.

Run by hand when a letter is missing (`python -m reports.fonts.make`); the program itself only reads the results.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.ttProgram import Program

SOURCE = Path("/usr/share/fonts/truetype/noto")
FOLDER = Path(__file__).parent

# Noto Sans has no signs of comparison, no arrows and no check mark; they come from its siblings.
BORROWED = {"NotoSansMath-Regular.ttf": "≤≥−→", "NotoSansSymbols2-Regular.ttf": "▲▼✓"}
SIGNS = "–—…·•«»“”‘’‰"
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"


def letters() -> str:
    """ASCII, Western Latin, and every Vietnamese letter with every tone, both cases."""
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vietnamese = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones] + ["đ"]
    ascii_letters = [chr(code) for code in range(0x20, 0x7F)]
    western = [chr(code) for code in range(0xA0, 0x100)]
    return "".join([*ascii_letters, *western, *vietnamese, *(one.upper() for one in vietnamese)]) + SIGNS + MARKS


def make(weight: str) -> TTFont:
    """One font: the letters out of Noto Sans, the borrowed signs added, without what only editors need."""
    options = subset.Options(
        layout_features=["kern", "mark", "ccmp"], hinting=False, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14]
    )
    font: TTFont = subset.load_font(str(SOURCE / f"NotoSans-{weight}.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters())
    cutter.subset(font)
    for name, signs in BORROWED.items():
        lender = TTFont(SOURCE / name)
        for sign in signs:
            borrow(font, lender, sign)
    return font


def borrow(font: Any, lender: Any, sign: str) -> None:
    """Copy one simple glyph, scaled to the font's units."""
    glyph_name = lender.getBestCmap()[ord(sign)]
    glyph = lender["glyf"][glyph_name]
    glyph.expand(lender["glyf"])
    factor = font["head"].unitsPerEm / lender["head"].unitsPerEm
    glyph.coordinates.scale((factor, factor))
    glyph.coordinates.toInt()
    glyph.recalcBounds(lender["glyf"])
    glyph.program = Program()
    advance, bearing = lender["hmtx"][glyph_name]
    own = f"uni{ord(sign):04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), own])
    font["glyf"].glyphs[own] = glyph
    font["hmtx"][own] = (round(advance * factor), round(bearing * factor))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(sign)] = own


def main() -> None:
    widths: dict[str, dict[str, int]] = {}
    for weight in ("Regular", "Bold"):
        made = make(weight)
        made.save(FOLDER / f"NotoSans-{weight}.ttf")
        em = made["head"].unitsPerEm
        widths[weight] = {
            chr(code): round(made["hmtx"][glyph][0] * 1000 / em) for code, glyph in sorted(made.getBestCmap().items())
        }
    text = json.dumps(widths, ensure_ascii=False, indent=0, separators=(",", ":"))
    (FOLDER / "widths.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
