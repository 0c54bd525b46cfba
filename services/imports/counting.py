"""In what a table counts («ĐVT: 1000 đồng», «Diện tích (m2)»), which may be another unit than the campaign's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.text import fold
from services.imports.tables import Line

_ALIKE = {
    "hecta": "ha", "hec ta": "ha", "phan tram": "%", "ty le %": "%", "tr.dong": "trieu dong", "tr dong": "trieu dong",
    "trd": "trieu dong", "trieu": "trieu dong", "ti dong": "ty dong", "ty": "ty dong", "ngan dong": "1000 dong",
    "nghin dong": "1000 dong", "1.000 dong": "1000 dong", "1.000d": "1000 dong", "1000d": "1000 dong", "d": "dong",
    "vnd": "dong", "khau": "nguoi", "nhan khau": "nguoi", "ng": "nguoi", "ho dan": "ho", "met": "m", "m²": "m2",
    "ki lo met": "km", "htx": "hop tac xa", "nghin nguoi": "1000 nguoi", "1.000 nguoi": "1000 nguoi",
    "ngan nguoi": "1000 nguoi", "nghin ho": "1000 ho", "nghin ha": "1000 ha", "nghin tan": "1000 tan",
}  # fmt: skip
_SAID = {
    "m2": "m²", "sao": "sào", "mau": "mẫu", "tan": "tấn", "ta": "tạ", "ta/ha": "tạ/ha", "tan/ha": "tấn/ha",
    "dong": "đồng", "1000 dong": "1000 đồng", "trieu dong": "triệu đồng", "ty dong": "tỷ đồng", "nguoi": "người",
    "ho": "hộ", "vu": "vụ", "hop tac xa": "hợp tác xã", "tieu chi": "tiêu chí", "truong": "trường",
    "hoc sinh": "học sinh", "dang vien": "đảng viên", "to chuc": "tổ chức", "khu dan cu": "khu dân cư",
    "co quan": "cơ quan", "doanh nghiep": "doanh nghiệp", "trieu dong/nguoi/nam": "triệu đồng/người/năm",
    "trieu dong/nguoi": "triệu đồng/người", "1000 nguoi": "1000 người", "1000 ho": "1000 hộ", "1000 tan": "1000 tấn",
}  # fmt: skip
_KNOWN = frozenset([*_SAID, "ha", "%", "m", "km", "kg", "kg/ha", "1000 ha"])
_MEASURED = re.compile(r"(?:^|[\s(])(?:dvt|dv tinh|don vi tinh|don vi)\s*:\s*([^);]{1,40})")
_LONGEST = 3  # words of a unit
_BRACKETS = re.compile(r"\(([^()]{1,40})\)")


def unit_of(said: str) -> str:
    """«(Triệu đồng)» is "trieu dong"; "" for what is no unit that is known."""
    bare = fold(said).strip("() .:")
    bare = _ALIKE.get(bare, bare)
    return bare if bare in _KNOWN else ""


def of_heading(said: str) -> str:
    """The unit in a heading's brackets, or behind «ĐVT:»; "" where there is none."""
    return _behind_the_sign(said) or next((unit for one in _BRACKETS.findall(said) if (unit := unit_of(one))), "")


def _behind_the_sign(said: str) -> str:
    """«ĐVT: 1000 đồng»; words of a heading may follow."""
    for found in _MEASURED.findall(fold(said)):
        words = found.split()
        for count in range(min(len(words), _LONGEST), 0, -1):
            if unit := unit_of(" ".join(words[:count])):
                return unit
    return ""


def of_titles(lines: Sequence[Line]) -> str:
    """The same of the lines above the headings."""
    texts = (str(cell.value) for line in lines for cell in line.cells if isinstance(cell.value, str))
    return next((unit for text in texts if (unit := _behind_the_sign(text))), "")


def in_words(unit: str) -> str:
    """«triệu đồng»."""
    return _SAID.get(unit, unit)
