"""The box on page 1 of a paper that lists what only the commune can fill (`reports.to_confirm`)."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document

from reports.period import word_page, word_table
from reports.period.word_table import Text


def add(document: Document, open_places: Sequence[str], *, width: float = word_page.WIDTH) -> None:
    """All such places at the head of page 1, to be taken away when they are filled; nothing where none is open."""
    if not open_places:
        return
    listed = "; ".join(f"{number}) {one}" for number, one in enumerate(open_places, 1))
    said = Text(f"BẢN DỰ THẢO. Chờ xã xác nhận: {listed}. Điền xong thì bỏ khung này.", size=10)
    word_table.add(document, (width,), [[said]], head=1, size=10)
    word_page.gap(document, 6)
