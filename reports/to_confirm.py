"""Places of a paper that only the commune can fill: «[Chờ xã xác nhận: …]»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

PLACE = re.compile(r"(\[Chờ xã xác nhận: [^\[\]]{1,200}\])")  # yellow wherever it stands

# What papers need of law and rules, in the order in which CĂN CỨ numbers it.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "bases": "các văn bản làm căn cứ",
        "council": "quyết định thành lập hội đồng",
        "members": "số thành viên hội đồng",
        "quorum": "tỷ lệ thành viên dự họp",
        "vote": "tỷ lệ phiếu để đề nghị khen",
        "criteria": "tiêu chuẩn khen thưởng",
        "form": "hình thức khen thưởng",
    }
)
_AHEAD = len("[Chờ xã xác nhận: ")


def place(what: str) -> str:
    """As it stands in the paper; `word_page` and `word_table` print it in yellow."""
    return f"[Chờ xã xác nhận: {what}]"


def value(legal: Mapping[str, str], key: str) -> str:
    """What is confirmed under a key, or its place."""
    return legal.get(key) or place(NAMES[key])


def open_places(texts: Iterable[str]) -> list[str]:
    """What is open in the texts of a paper, each once: «tỷ lệ phiếu»."""
    return list(dict.fromkeys(found[_AHEAD:-1] for text in texts for found in PLACE.findall(text)))
