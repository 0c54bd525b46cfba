"""Finds texts that are Vietnamese only in the typefaces of the nineties: TCVN3 (.VnTime) «B¶n Cßn», VNI «Baûn Coøn».

In Unicode they are other letters, and would be stored as another name. They are not turned into Vietnamese here: in
.VnTimeH the same signs are capitals, and «Hội» is «Héi», which may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from services.imports.tables import FileFault, Sheet

# Latin letters that Vietnamese has not, and signs that are letters in .VnTime.
_FOREIGN = "ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþÿª«¬µ¶·¸¹¼½¾©¨§\xad"
_BEHIND_A_LETTER = re.compile(rf"[A-Za-zÀ-ÿ]([{_FOREIGN}])")  # «Nà Pò», Ñao and m² are words of today
_FEWEST = 2  # different ones: a single «ñ» is a letter of Ê Đê names
_LONGEST = 200  # characters of a text that are looked at

_ADVICE = "Xin chuyển sang Unicode bằng UniKey (Ctrl+Shift+F6) rồi gửi lại."


def refuse(sheet: Sheet) -> None:
    """FileFault that names the first line with such a text."""
    written = [(line.number, cell.value) for line in sheet.lines for cell in line.cells if isinstance(cell.value, str)]
    first = first_in(text for _, text in written)
    if first:
        number = next(number for number, text in written if text == first)
        raise FileFault(f"Dòng {number}: «{first[:40]}» gõ bằng phông chữ cũ (.VnTime, TCVN3 hoặc VNI). {_ADVICE}")


def first_in(texts: Iterable[str]) -> str:
    """The first of the texts that is in an old typeface, "" where none is: they are judged together."""
    first, found = "", set[str]()
    for text in texts:
        said = text[:_LONGEST]
        if said.isascii() or any(letter > "ÿ" and letter.isalpha() for letter in said):
            continue
        signs = set(_BEHIND_A_LETTER.findall(said))
        first = first or (text if signs else "")
        found |= signs
    return first if len(found) >= _FEWEST else ""
