"""Old workbooks (.xls) and OpenDocument (.ods), by python-calamine 0.9.

It shows neither which cells are formulas, nor the error that stands in one, nor what is hidden, nor what is shown in
per cent: of .ods the file itself tells (`open_document`), of .xls the officer is told that nobody knows, and where a
per cent is wanted a cell that may be one is refused.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from services.imports.formats import open_document, values, workbook
from services.imports.formats.open_document import Beside
from services.imports.tables import Cell, FileFault, Line, Sheet, filled

_ZIP = b"PK"
_MOST = 5000  # lines
_HUNDRED, _MOST_TOLD = Decimal(100), Decimal(2)  # «200%» is the most that is taken for a per cent
_NOTE = "Tệp .xls không cho biết ô nào là công thức, ô nào có lỗi, dòng nào đang ẩn: nên lưu lại thành .xlsx"


def sheets(content: bytes) -> list[Sheet]:
    """The sheets of the file; FileFault when it is damaged, locked, or too long."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        more = open_document.beside(content) if content.startswith(_ZIP) else []
        hidden = {one.name for one in book.sheets_metadata if one.visible is not SheetVisibleEnum.Visible}
        beside = dict(zip(book.sheet_names, more, strict=False))
        return [replace(_sheet(book, name, beside.get(name)), is_hidden=name in hidden) for name in book.sheet_names]
    except CalamineError as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise FileFault("Tệp có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.") from None
        raise FileFault(workbook.BROKEN) from None


def _sheet(book: CalamineWorkbook, name: str, beside: Beside | None) -> Sheet:
    found = book.get_sheet_by_name(name)
    if found.height > _MOST:
        raise FileFault(f"Trang «{name}» có hơn {_MOST} dòng.")
    per_cents = beside.per_cents if beside else None
    rows = [
        [_cell(value, None if per_cents is None else (at, column) in per_cents) for column, value in enumerate(row)]
        for at, row in enumerate(found.to_python(skip_empty_area=False))
    ]
    for first, last in found.merged_cell_ranges or ():
        values.spread(rows, first, last)
    if beside is None:
        return Sheet(name, filled([Line(at, tuple(row)) for at, row in enumerate(rows, start=1)]), (_NOTE,))
    lines = [
        Line(
            at + 1,
            tuple(_known(cell, (at, column), beside) for column, cell in enumerate(row)),
            at in beside.hidden_lines,
        )
        for at, row in enumerate(rows)
    ]
    return Sheet(name, filled(lines), hidden=frozenset(beside.hidden_columns))


def _cell(value: Any, is_per_cent: bool | None) -> Cell:
    """A number in per cent is read as it is seen; None: nobody knows how it is seen."""
    known = values.plain(value)
    if not isinstance(known, Decimal) or isinstance(value, bool):
        return Cell(known)
    if is_per_cent is None:
        return Cell(known, may_be_per_cent=0 < known <= _MOST_TOLD)
    return Cell(known * _HUNDRED if is_per_cent else known)


def _known(cell: Cell, place: tuple[int, int], beside: Beside) -> Cell:
    """A cell with what calamine does not tell of it."""
    if place in beside.errors:
        return Cell(None, is_formula=True, fault=f"có lỗi {beside.errors[place]}")
    if place in beside.empty_formulas:
        return Cell(None, is_formula=True, fault=values.NOT_COMPUTED)
    return replace(cell, is_formula=True) if place in beside.formulas else cell
