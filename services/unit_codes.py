"""Codes of new units: the one place where they are chosen. T01 for villages, TH01 for schools, CQ01 for offices."""

from __future__ import annotations

import re
from collections.abc import Collection

PREFIXES = {"village": "T", "school": "TH", "office": "CQ"}
_CODE = re.compile(r"([A-Z]{1,4})([0-9]{1,4})")
_WIDTH = 2


def free(kind: str, taken: Collection[str]) -> str:
    """The lowest code of a kind that nobody has."""
    return _first_free(PREFIXES[kind], 1, _WIDTH, taken)


def following(like: str, taken: Collection[str]) -> str:
    """The one after the highest of this code's kind: T29 after T28, also where T05 is free: it had a unit once."""
    matched = _CODE.fullmatch(like)
    head, width = (matched[1], len(matched[2])) if matched else (like[:4], _WIDTH)
    of_head = [found for code in taken if (found := _CODE.fullmatch(code)) and found[1] == head]
    return _first_free(head, max((int(found[2]) for found in of_head), default=0) + 1, width, taken)


def _first_free(head: str, number: int, width: int, taken: Collection[str]) -> str:
    while f"{head}{number:0{width}}" in taken:
        number += 1
    return f"{head}{number:0{width}}"
