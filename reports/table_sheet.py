"""A plain table as a workbook to be filled in and sent back: one line of headings, values as what they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

_FONT = "Times New Roman"
_HEADER = "#D9E2EC"
_WIDEST, _NARROWEST = 60, 9  # letters
_A4 = 9
_LOOKED_AT = 200  # rows, for the widths


def write(what: dict[str, Any]) -> bytes:
    """The file behind a stored description: `headings`, and `rows` of [kind, value] cells (`sheet_json.value`)."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    plain = {"font_name": _FONT, "font_size": 11, "valign": "top"}
    head = book.add_format({**plain, "bold": True, "bg_color": _HEADER, "border": 1, "text_wrap": True})
    # Text stays text for whoever edits the cell: a telephone number keeps its first zero.
    formats = {
        "s": book.add_format({**plain, "num_format": "@", "text_wrap": True}),
        "n": book.add_format(plain),
        "d": book.add_format({**plain, "num_format": "dd/mm/yyyy"}),
    }
    sheet = book.add_worksheet("Bảng")
    for column, title in enumerate(what["headings"]):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, _width(what, column), formats["s"])
    for line, row in enumerate(what["rows"], start=1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, formats)
    sheet.freeze_panes(1, 1)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _write(sheet: Worksheet, line: int, column: int, cell: Sequence[Any] | None, formats: dict[str, Any]) -> None:
    if cell is None or cell[1] is None:
        return
    kind, value = cell
    if kind == "n":
        sheet.write_number(line, column, float(value), formats["n"])
    elif kind == "d":
        sheet.write_datetime(
            line, column, datetime.combine(date.fromisoformat(value), datetime.min.time()), formats["d"]
        )
    else:
        sheet.write_string(line, column, str(value), formats["s"])


def _width(what: dict[str, Any], column: int) -> int:
    cells = [row[column] for row in what["rows"][:_LOOKED_AT] if column < len(row)]
    longest = max((len(str(cell[1])) for cell in cells if cell is not None), default=0)
    return min(_WIDEST, max(_NARROWEST, len(what["headings"][column]) + 2, longest + 2))
