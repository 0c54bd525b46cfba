"""Places of a paper that only the commune can fill: «[Chờ xã xác nhận: …]», and the box on page 1 that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from docx.document import Document

from reports.period import word_page, word_table
from reports.period.word_table import PLACE, Text

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


def box(document: Document, open_places: Sequence[str], *, width: float = word_page.WIDTH) -> None:
    """All such places at the head of page 1, to be taken away when they are filled; nothing where none is open."""
    if not open_places:
        return
    listed = "; ".join(f"{number}) {one}" for number, one in enumerate(open_places, 1))
    said = Text(f"BẢN DỰ THẢO. Chờ xã xác nhận: {listed}. Điền xong thì bỏ khung này.", size=10)
    word_table.add(document, (width,), [[said]], head=1, size=10)
    word_page.gap(document, 6)
