"""The workbook of a year's pledges: a row a line, every unit's below another, for the officer to go through."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from reports.period.worksheet import Column, Page, Styles

_COLUMNS = (
    Column("TT", 5),
    Column("Đơn vị", 24, wraps=True),
    Column("Nội dung", 30, wraps=True),
    Column("Năm trước", 14),
    Column("Chỉ tiêu của xã", 16),
    Column("Xã gợi ý", 13),
    Column("Giao ước", 18, wraps=True),
    Column("Đến nay", 14),
    Column("So với giao ước", 12),
    Column("Trạng thái", 20, wraps=True),
)


def write(what: dict[str, Any]) -> bytes:
    """The file behind a stored description (`services.pledge_papers`)."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = Page(book.add_worksheet(f"Giao ước {what['year']}"), Styles(book), what["commune"])
    titles = (f"Giao ước thi đua năm {what['year']}, {what['commune']}", _note(what["year"]))
    page.head(titles, _COLUMNS, frozen=2, filtered=True)
    for number, unit in enumerate(what["units"], start=1):
        for line in unit["lines"]:
            page.row(_cells(number, unit, line))
    book.close()
    return out.getvalue()


def _note(year: int) -> str:
    return f"Cột «Năm trước» là năm {year - 1}; * số đang đối chiếu. Ô trống: chưa có số, hoặc không nhận dòng này."


def _cells(number: int, unit: dict[str, Any], line: dict[str, Any]) -> list[object]:
    if not line["measure"]:
        return [number, unit["short"], f"Việc riêng: {line['name']}", "", "", "", "nhận", "", "", unit["state"]]
    last = line["last_told"] + ("*" if line["is_doubtful"] else "")
    changed = " (đã sửa)" if line["is_changed"] and line["pledged_text"] else ""
    return [
        number,
        unit["short"],
        line["name"],
        last,
        line["target"],
        line["proposed"],
        line["pledged_text"].partition(", ít nhất")[0] + changed,
        line["now"],
        line["kept"],
        unit["state"],
    ]
