"""Cuts a cleaned message into clauses: by lines, stops, commas and bullets, never inside a number."""

from __future__ import annotations

import re

# A comma or dot between two digits belongs to a number; behind a question's number it is dealt with before.
_BETWEEN = re.compile(
    r"[;\n|•!]|(?<!\d),|,(?!\d)|(?<!\d)\.(?!\d)|(?<=\d)\.(?=\s|$)|\.(?=\.)|(?<=[^\W\d])\s-\s|\s-\s(?=[^\W\d])"
    r"|\s?/\s(?=[^\W\d])(?!\s?(?:ha|héc|hec|sào|sao|mẫu|mau|người|nguoi|ng|hộ|ho|khẩu|khau|tổng|tong|m2|năm|nam)(?!\w))"
    r"|(?<=\?)\s|(?<![^\S\n])[^\S\n](?:và|va)[^\S\n]|(?<=\s)chấm(?=\s|$)"
    r"|(?<=\s)(?:phẩy|phảy)(?=$|\s(?!không|một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười|linh|lẻ|lăm|nhăm|mốt|chục|rưỡi|\d))",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\([^()\n]{0,80}\)")
_BULLET = re.compile(r"^(?:[-+*>→➢➤►▶❖◆■·▪●✓✔]|[a-zđ]\)|[ivx]{1,3}[.)])\s*(?=\D)", re.IGNORECASE)
_MINUS = re.compile(r"-\s?\d")
_EDGE = " \t.,:;!=-–*"


def cut(text: str) -> list[str]:
    """The clauses with something in them, in their order, without the signs around them."""
    found = []
    end = 0
    inside = [one.span() for one in _BRACKET.finditer(text)]  # «8 (trẻ em 3, lớn 5)» is one clause
    stops = [one for one in _BETWEEN.finditer(text) if not any(a < one.start() < b for a, b in inside)]
    for between in [*stops, None]:
        found.append(_trimmed(text[end : between.start() if between else len(text)]))
        end = between.end() if between else end
    return [clause for clause in found if clause]


def _trimmed(piece: str) -> str:
    bare = _BULLET.sub("", piece.strip())
    return bare.strip() if _MINUS.match(bare) else bare.strip(_EDGE)
