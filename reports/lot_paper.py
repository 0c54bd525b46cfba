"""The paper of a week's lot (.docx): how it is drawn, the seed, what was drawn, and the whole list to draw it again."""

from __future__ import annotations

from datetime import date
from typing import Any

from docx.document import Document

from reports import small_cells
from reports.period import letterhead, word_page, word_table
from reports.period.word_table import Text

_SIZE = 9.0
_HOW = (
    "1. Danh sách là một tệp chữ UTF-8, mỗi dòng kết thúc bằng một dấu xuống dòng (mã 10): các dòng đầu ghi ở dưới, "
    "rồi mỗi số liệu một dòng, xếp theo thứ tự byte. Mỗi dòng gồm: nơi báo | số hỏi | nơi được nói đến | ngày | "
    "giá trị | mẫu số | lựa chọn.",
    "2. Mã gieo là SHA-256 của tệp đó.",
    "3. Khối thứ c (từ 0) là SHA-256 của 32 byte mã gieo nối với c viết bằng 8 byte, byte cao trước. Tám byte đầu của "
    "khối, đọc từ byte cao, là số x nhỏ hơn 2^64.",
    "4. Chọn một trong n dòng: lấy lần lượt từng khối, bỏ x nếu x ≥ 2^64 − (2^64 chia n lấy dư); dòng ở vị trí "
    "x chia n lấy dư (đếm từ 0) được chọn và rút ra. Dòng sau chọn trong n − 1 dòng còn lại, dùng các khối tiếp theo.",
)


def write(what: dict[str, Any]) -> bytes:
    """The file behind a stored description (`services.check_papers`)."""
    document = word_page.open_document(f"Bốc thăm kiểm tra tuần {what['number']}", date.fromisoformat(what["made_on"]))
    _head(document, what)
    word_page.heading(document, "I. Số liệu được bốc thăm")
    for number, told in enumerate(what["told"], start=1):
        word_page.say(document, f"{number}. {told} (dòng {what['drawn'][number - 1]} của danh sách).")
    word_page.heading(document, "II. Cách bốc thăm, ai cũng làm lại được")
    for line in _HOW:
        word_page.say(document, line, size=12)
    word_page.say(document, f"Mã gieo: {what['seed']}", size=11)
    word_page.heading(document, f"III. Danh sách {len(what['lines'])} số liệu, đếm từ 0")
    for line in what["head"]:
        word_page.say(document, line, size=10, keeps=True)
    _list(document, what)
    word_page.gap(document, 6)
    word_page.say(document, f"Số quá nhỏ không nêu theo thôn nên không vào danh sách. {small_cells.MARK}.", size=11)
    return word_page.packed(document)


def _head(document: Document, what: dict[str, Any]) -> None:
    letterhead.add(document, letterhead.committee(what["commune"]))
    first, last = (date.fromisoformat(what[end]) for end in ("first", "last"))
    word_page.middle(document, "KẾT QUẢ BỐC THĂM KIỂM TRA SỐ LIỆU", above=14)
    word_page.middle(document, f"Tuần {what['number']} ({first:%d/%m}–{last:%d/%m/%Y})")
    word_page.middle(document, f"(bốc lúc {what['drawn_at']}, theo cách {what['algorithm']})", bold=False, italic=True)
    word_page.short_line(document, word_page.WIDTH, 45)


def _list(document: Document, what: dict[str, Any]) -> None:
    """Two columns of the page; what was drawn is bold."""
    lines, drawn = what["lines"], set(what["drawn"])
    half = (len(lines) + 1) // 2
    rows = []
    for place in range(half):
        cells: list[word_table.Cell] = []
        for one in (place, place + half):
            is_there = one < len(lines)
            is_drawn = one in drawn
            cells.append(Text(str(one) if is_there else "", align="center", bold=is_drawn))
            cells.append(Text(lines[one] if is_there else "", bold=is_drawn))
        rows.append(cells)
    widths = (10.0, 72.5, 10.0, 72.5)
    titles: list[word_table.Cell] = [Text(one, bold=True, align="center") for one in ("TT", "Dòng", "TT", "Dòng")]
    word_table.add(document, widths, [titles, *rows], head=1, size=_SIZE)
