"""The head of an official paper: who issues it on the left; the nation, place and date on the right.

Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document

from reports.period import document_text, word_table
from reports.period.word_table import Text

_SIZE = 13.0
_WIDTHS = (66.0, 99.0)  # millimetres


def committee(commune: str) -> list[Text]:
    """The people's committee of a commune, above the line."""
    return [
        Text(document_text.COMMITTEE, bold=True, align="center", size=_SIZE),
        Text(commune.upper(), bold=True, align="center", size=_SIZE, rule=22),
    ]


def council(commune: str) -> list[Text]:
    """The council for emulation and honours, below the committee it belongs to."""
    return [
        Text(f"UBND {commune.upper()}", align="center", size=_SIZE),
        Text("HỘI ĐỒNG", bold=True, align="center", size=_SIZE),
        Text("THI ĐUA - KHEN THƯỞNG", bold=True, align="center", size=_SIZE, rule=22),
    ]


def numbered() -> list[Text]:
    """The number that the office will give it, and that it is a draft."""
    return [
        Text(document_text.NUMBER, align="center", size=_SIZE, space=8),
        draft(),
    ]


def draft() -> Text:
    """«DỰ THẢO»"""
    return Text(document_text.DRAFT, bold=True, align="center", size=_SIZE, space=4)


def place_and_date(commune: str, year: int | str) -> str:
    """Day and month are the office's to write; they are known only when it is signed."""
    kind, _, name = commune.partition(" ")
    place = name if kind in ("xã", "phường") else commune
    return f"{place}, ngày      tháng      năm {year}"


def add(document: Document, left: Sequence[Text], dated: str = "", widths: Sequence[float] = _WIDTHS) -> None:
    """The two columns; `dated` is «Khánh Khê, ngày …», "" where a paper bears none."""
    right = [
        Text(document_text.NATION, bold=True, align="center", size=12),
        Text(document_text.MOTTO, bold=True, align="center", size=_SIZE, rule=54),
    ]
    if dated:
        right.append(Text(dated, italic=True, align="center", size=_SIZE, space=8))
    word_table.add(document, widths, [[list(left), right]], head=0, size=_SIZE, top=True)
