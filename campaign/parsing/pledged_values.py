"""Reads what a unit writes for one line of its pledge: one figure in the line's own unit, and nothing that changes it.

«còn 8 hộ nhé» is 8; «khoảng 40», «40 hoặc 45», «2 mẫu» where hectares are pledged are none: they are asked about.
"""

from __future__ import annotations

import re

from campaign.text import fold

_FIGURE = re.compile(r"[0-9][0-9.,]{0,20}")
_WORD = re.compile(r"[^\W\d_]{1,20}|[^\s\w]")
_STOPS = frozenset(".,;:!()")
_BEFORE = frozenset([
    "con", "la", "xuong", "len", "duoc", "dat", "thi", "moi", "chi", "giu", "van", "ghi", "lay", "xin", "em", "toi",
    "thon", "doi", "sua", "thanh", "cho", "nam",
])  # fmt: skip
_BEHIND = frozenset(
    ["a", "nhe", "nha", "thoi", "roi", "em", "co", "chi", "anh", "cam", "on", "va", "dong", "da", "vang"]
)


def read(words: str, unit: str) -> str | None:
    """The figure as it was typed; None where the words tell another one, a doubt, a change or another unit."""
    found = _FIGURE.search(words)
    if found is None:
        return None
    before, behind = _words(words[: found.start()]), _words(words[found.end() :])
    own = _words(unit)
    if behind[: len(own)] == own:
        behind = behind[len(own) :]
    if (
        not _BEFORE.issuperset(before)
        or not _BEHIND.issuperset(behind)
        or any(map(str.isdecimal, words[found.end() :]))
    ):
        return None
    return found[0].rstrip(".,")


def _words(text: str) -> list[str]:
    """Folded words and signs, without the stops between them."""
    return [fold(one) or one for one in _WORD.findall(text) if one not in _STOPS]
