"""Old workbooks (.xls) and OpenDocument (.ods): values only.

python-calamine 0.9 shows neither which cells are formulas nor the error that stands in one; the officer is told so.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from services.imports.formats import values
from services.imports.tables import Cell, FileFault, Line, Sheet, filled

_MOST = 5000  # lines
_NOTE = "Tệp .xls hoặc .ods không cho biết ô nào là công thức, ô nào có lỗi: nên lưu lại thành .xlsx"


def sheets(content: bytes) -> list[Sheet]:
    """The sheets of the file; FileFault when it is damaged, locked, or too long."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        hidden = {one.name for one in book.sheets_metadata if one.visible is not SheetVisibleEnum.Visible}
        return [replace(_sheet(book, name), is_hidden=name in hidden) for name in book.sheet_names]
    except CalamineError as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise FileFault("Tệp có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.") from None
        raise FileFault("Tệp bị hỏng hoặc không phải bảng tính. Xin mở bằng Excel và lưu lại thành .xlsx.") from None


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    found = book.get_sheet_by_name(name)
    if found.height > _MOST:
        raise FileFault(f"Trang «{name}» có hơn {_MOST} dòng.")
    rows = [[Cell(values.plain(value)) for value in row] for row in found.to_python(skip_empty_area=False)]
    for first, last in found.merged_cell_ranges or ():
        values.spread(rows, first, last)
    return Sheet(name, filled([Line(at, tuple(row)) for at, row in enumerate(rows, start=1)]), (_NOTE,))
