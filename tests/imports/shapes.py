"""Spreadsheets in the shapes that commune offices keep their lists of villages in.

Each holds the same three villages of the sample: Bản Còn 118 households, 512 people; Khuổi Mạ 107, 442; Khòn Cải 100,
467.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

VILLAGES: list[list[Any]] = [["Bản Còn", 118, 512], ["Khuổi Mạ", 107, 442], ["Khòn Cải", 100, 467]]
_NUMBERED = [[number, *village] for number, village in enumerate(VILLAGES, start=1)]
_HEADING = ["TT", "Tên thôn", "Số hộ", "Nhân khẩu"]


def saved(book: Workbook) -> bytes:
    """The workbook as a file that an office program has computed and saved."""
    book.calculation.fullCalcOnLoad = False
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def workbook(*lines: list[Any], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    change(book.active)
    return saved(book)


def plain() -> bytes:
    return workbook(_HEADING, *_NUMBERED)


def titled() -> bytes:
    """The state's name, the list's title and its date stand above, merged over all columns."""

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A2:D2")

    title = ["ỦY BAN NHÂN DÂN XÃ KHÁNH KHÊ"]
    return workbook(title, ["DANH SÁCH THÔN NĂM 2026"], [None], _HEADING, *_NUMBERED, change=merge)


def double_heading() -> bytes:
    """«Dân cư» over «Số hộ» and «Nhân khẩu»."""

    def merge(sheet: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)

    return workbook(["TT", "Tên thôn", "Dân cư", None], [None, None, "Số hộ", "Nhân khẩu"], *_NUMBERED, change=merge)


def numbered_columns() -> bytes:
    """The line (1) (2) (3) of the forms of the ministries."""
    return workbook(_HEADING, ["(1)", "(2)", "(3)", "(4)"], *_NUMBERED)


def lettered_columns() -> bytes:
    return workbook(_HEADING, ["A", "B", 1, 2], *_NUMBERED)


def with_total() -> bytes:
    return workbook(_HEADING, *_NUMBERED, [None, "Tổng cộng", 325, 1421])


def with_total_above() -> bytes:
    return workbook(_HEADING, ["Tổng", None, 325, 1421], *_NUMBERED)


def merged_total() -> bytes:
    return workbook(_HEADING, *_NUMBERED, ["Cộng", None, 325, 1421], change=lambda sheet: sheet.merge_cells("A5:B5"))


def signed() -> bytes:
    """Below the sums stand place, date and whoever signs."""
    return workbook(
        _HEADING, *_NUMBERED, [None, "Tổng cộng", 325, 1421], [None], [None, None, "Khánh Khê, ngày 05/01/2026"],
        [None, "Người lập biểu", None, "CHỦ TỊCH"], [None, "(Ký, họ tên)"],
    )  # fmt: skip


def numbers_as_text() -> bytes:
    return workbook(_HEADING, *([number, name, str(homes), f"{people}"] for number, name, homes, people in _NUMBERED))


def more_columns() -> bytes:
    """Area, the head's name and remarks are nothing that is imported."""
    return workbook(
        ["STT", "Thôn, bản", "Trưởng thôn", "Hộ dân", "Số nhân khẩu", "Diện tích (ha)", "Ghi chú"],
        *([number, name, "Nguyễn Văn A", homes, people, 812.5, None] for number, name, homes, people in _NUMBERED),
    )


def two_sheets() -> bytes:
    """The first sheet is a cover."""
    book = Workbook()
    book.active.title = "Bìa"
    book.active.append(["Báo cáo dân số"])
    sheet = book.create_sheet("Danh sách")
    for line in (_HEADING, *_NUMBERED):
        sheet.append(line)
    return saved(book)


def empty_tail() -> bytes:
    """Borders were drawn a thousand lines down."""

    def draw(sheet: Any) -> None:
        for line in range(5, 1200):
            sheet.cell(line, 1).number_format = "0.00"

    return workbook(_HEADING, *_NUMBERED, change=draw)


def line_breaks() -> bytes:
    """Headings broken by hand to be narrow."""
    return workbook(["TT", "Tên\nthôn", "Số hộ\n(hộ)", "Nhân khẩu\n(người)"], *_NUMBERED)


def capitals() -> bytes:
    return workbook([one.upper() for one in _HEADING], *_NUMBERED)


def without_marks() -> bytes:
    """A program of the nineties names the columns; the villages have their marks."""
    return workbook(["STT", "Ten thon", "So ho", "Nhan khau"], *_NUMBERED)


def with_thon() -> bytes:
    return workbook(_HEADING, *([number, f"Thôn {name}", *counts] for number, name, *counts in _NUMBERED))


def old_workbook() -> bytes:
    return old_lines(["DANH SÁCH THÔN"], _HEADING, *_NUMBERED)


def old_lines(*lines: Sequence[object]) -> bytes:
    """An .xls of these lines."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for at, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write(at, column, value)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def open_document() -> bytes:
    lines = (_HEADING, *_NUMBERED)
    return open_lines(
        *([open_cell(one, "string" if isinstance(one, str) else "float") for one in line] for line in lines)
    )


def open_cell(value: object, kind: str, **more: object) -> TableCell:
    """A cell of an .ods: a "string", a "float", or a "percentage"."""
    cell = TableCell(valuetype=kind, **({} if kind == "string" else {"value": value}), **more)
    cell.addElement(P(text=str(value)))
    return cell


def open_lines(*lines: Sequence[TableCell]) -> bytes:
    """An .ods of these lines."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Trang1")
    for line in lines:
        row = TableRow()
        for cell in line:
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    kept = BytesIO()
    document.write(kept)
    return kept.getvalue()


def semicolons() -> bytes:
    """What Excel writes with Vietnamese settings, with its line that names the separator."""
    lines = ["sep=;", ";".join(_HEADING), *(";".join(map(str, line)) for line in _NUMBERED), ";;;", ";;;"]
    return "\r\n".join(lines).encode("utf-8-sig")


def unicode_text() -> bytes:
    """Excel's «Unicode Text»: tabs, UTF-16."""
    return "\r\n".join("\t".join(map(str, line)) for line in (_HEADING, *_NUMBERED)).encode("utf-16")


def triple_heading() -> bytes:
    """Three lines, as text: what was merged is empty; in what is counted stands below."""
    lines = ["TT;Tên thôn;Dân cư;", ";;Tổng số;", ";;Số hộ;Nhân khẩu", ";;hộ;người"]
    return "\n".join([*lines, *(";".join(map(str, line)) for line in _NUMBERED)]).encode()


def roman_groups() -> bytes:
    """Groups numbered I, II with their sums in front, the commune's own line above, counts as text with a dot."""
    first, second, third = _NUMBERED
    whole: list[Any] = [None, "XÃ KHÁNH KHÊ", "325", "1.421"]
    groups: list[list[Any]] = [["I", "Khu vực 1", 225, 954], first, second, ["II", "Khu vực 2", 100, 467], third]
    return workbook(_HEADING, whole, *groups)


def with_remarks() -> bytes:
    """No sums: remarks and signatures stand below the last village."""
    remarks: list[list[Any]] = [
        ["Ghi chú: số liệu đến 31/12/2025"],
        ["2. Nhân khẩu theo công an xã"],
        [None, "Người lập", None, "TM. UBND"],
    ]
    return workbook(_HEADING, *_NUMBERED, *remarks)


ALL = (
    plain, titled, double_heading, triple_heading, numbered_columns, lettered_columns, with_total, with_total_above,
    merged_total, roman_groups, signed, with_remarks, numbers_as_text, more_columns, two_sheets, empty_tail,
    line_breaks, capitals, without_marks, with_thon, old_workbook, open_document, semicolons, unicode_text,
)  # fmt: skip
