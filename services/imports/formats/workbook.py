"""Workbooks of Excel (.xlsx), opened twice: once for what stands in the cells, once for what was typed there.

A formula's cell is read by the value saved with it. openpyxl 3.1.5 and python-calamine 0.9.1 both give 0 for a formula
that XlsxWriter 3.2 wrote and no office program ever computed; such files ask to be computed when they are opened
(`fullCalcOnLoad`), and their formulas are faults here. Whether a file asks is read from the file itself: openpyxl 3.1.5
says yes for every file that does not say no, as those of Excel and LibreOffice do not.
"""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from services.imports.formats import values
from services.imports.tables import EMPTY, Cell, FileFault, Line, Sheet, filled

_LITERAL = re.compile(r'"[^"]*"|\\.')  # of a number's format what is written as it stands
_UNPACKED = 30_000_000  # bytes: what a bomb is far beyond, and a table of a commune far below
_MOST = 5000  # lines
_WIDEST = 200  # columns
BROKEN = "Tệp bị hỏng hoặc không phải bảng tính. Xin mở bằng Excel và lưu lại thành .xlsx."


def kind_of(content: bytes) -> str:
    """ "xlsx", "ods", or "" for another zip. FileFault when it is damaged or unpacks into far more than a table."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > _UNPACKED:
                raise FileFault("Tệp nén quá nhiều dữ liệu, không thể là bảng của một xã.")
            names = {entry.filename for entry in entries}
    except BadZipFile:
        raise FileFault(BROKEN) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "ods" if "content.xml" in names and "mimetype" in names else ""


def sheets(content: bytes) -> list[Sheet]:
    """The sheets of a workbook. FileFault when it is damaged, or longer or wider than any table of a commune."""
    try:
        shown = load_workbook(BytesIO(content), read_only=True, data_only=True)
        typed = load_workbook(BytesIO(content))
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError):
        raise FileFault(BROKEN) from None
    is_computed = not _asks_to_be_computed(content)
    return [_sheet(shown, sheet, is_computed=is_computed) for sheet in typed.worksheets]


def xml_in(content: bytes, name: str) -> Any:
    """The root of a part of a packed file, without entities and what they unpack into. FileFault when it is damaged."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return fromstring(packed.read(name))
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        raise FileFault(BROKEN) from None


def _asks_to_be_computed(content: bytes) -> bool:
    """Whether the results in the file are nobody's; left out, `fullCalcOnLoad` is false (ECMA-376, 18.2.2)."""
    book = xml_in(content, "xl/workbook.xml")
    asked = [str(one.get("fullCalcOnLoad", "")).lower() for one in book.iter() if str(one.tag).endswith("}calcPr")]
    return any(one in ("1", "true") for one in asked)


def _sheet(shown: Workbook, sheet: Worksheet, *, is_computed: bool) -> Sheet:
    width = min(sheet.max_column or 1, _WIDEST)
    rows = _values(shown, sheet.title, width)
    hidden = [at for at, row in sheet.row_dimensions.items() if row.hidden]
    # A sheet of borders alone has no lines, and no lines are no limit to `iter_rows`.
    for at, row in enumerate(sheet.iter_rows(max_row=len(rows), max_col=width) if rows else ()):
        for column, cell in enumerate(row[: len(rows[at])]):
            if cell.data_type == "f":
                rows[at][column] = _computed(rows[at][column], is_computed=is_computed)
    for merged in sheet.merged_cells.ranges:
        first, last = (merged.min_row - 1, merged.min_col - 1), (merged.max_row - 1, merged.max_col - 1)
        values.spread(rows, first, (min(last[0], len(rows) - 1), min(last[1], _WIDEST)))
    lines = [Line(at, tuple(row), at in hidden) for at, row in enumerate(rows, start=1)]
    return Sheet(
        sheet.title, filled(lines), is_hidden=sheet.sheet_state != "visible", hidden=_hidden_columns(sheet, width)
    )


def _hidden_columns(sheet: Worksheet, width: int) -> frozenset[int]:
    """Columns from 0; one description may stand for several beside each other."""
    hidden = (one for one in sheet.column_dimensions.values() if one.hidden)
    return frozenset(at - 1 for one in hidden for at in range(one.min or 1, min(one.max or 1, width) + 1))


def _values(shown: Workbook, name: str, width: int) -> list[list[Cell]]:
    """What stands in the cells, up to the last line that holds anything. `width` is how far the sheet's cells reach:

    to look two hundred columns far in each line takes ten times as long as the lines of a list of units.
    """
    sheet = shown[name]
    sheet.reset_dimensions()  # some programs write wrong ones
    rows: list[list[Cell]] = []
    last = 0
    for at, row in enumerate(sheet.iter_rows(max_col=width), start=1):
        cells = [_cell(cell.value, cell.data_type, cell.number_format or "") for cell in row]
        if any(cell is not EMPTY for cell in cells):
            last = at
        if last > _MOST:
            raise FileFault(f"Trang «{name}» có hơn {_MOST} dòng.")
        if at <= _MOST:
            rows.append(cells)
    return rows[:last]


def _cell(value: object, kind: str, shown_as: str) -> Cell:
    """A cell shown in per cent («95%») holds 0.95: it is read as it is seen."""
    if kind == "e":
        return Cell(None, fault=f"có lỗi {value}")
    # A sign that XML cannot hold is a code in the file (ECMA-376, ST_Xstring): «_x000D_» ends a line that came from a
    # form. python-calamine 0.9.1 and SheetJS give the sign, openpyxl 3.1.5 the code.
    known = values.plain(unescape(value) if isinstance(value, str) else value)
    if isinstance(known, Decimal) and "%" in _LITERAL.sub("", shown_as):
        known *= 100
    return EMPTY if known is None else Cell(known)


def _computed(cell: Cell, *, is_computed: bool) -> Cell:
    """A formula's cell: its saved value, or the fault that there is none to rely on."""
    if cell.fault:
        return Cell(None, is_formula=True, fault=cell.fault)
    if cell.value is None or not is_computed:
        return Cell(None, is_formula=True, fault=values.NOT_COMPUTED)
    return Cell(cell.value, is_formula=True)
