"""Opens a file by what stands in it, whatever its name says, and refuses what no commune's table can be."""

from __future__ import annotations

from pathlib import Path

from services.imports.formats import delimited, old_typefaces
from services.imports.tables import FileFault, Sheet

_LARGEST = 5_000_000  # bytes: a table of a thousand units is a tenth of one megabyte
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_OTHER = {b"%PDF": "PDF", b"\x89PNG": "ảnh", b"\xff\xd8\xff": "ảnh", b"Rar!": "nén RAR", b"{\\rt": "văn bản RTF"}
_ADVICE = "Xin gửi tệp Excel (.xlsx) hoặc CSV UTF-8."


def read(path: Path) -> list[Sheet]:
    """The sheets of a file, hidden ones too. FileFault when it cannot be read, with what to do."""
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise FileFault(f"Tệp nặng {size / 1_000_000:.0f} MB, quá lớn cho một bảng của xã (nhiều nhất 5 MB).")
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileFault("Không có tệp này.") from None
    except OSError as error:
        raise FileFault(f"Không mở được tệp ({error.strerror}).") from None
    return sheets_of(content)


def sheets_of(content: bytes) -> list[Sheet]:
    """The same for what has been read already."""
    if not content.strip():
        raise FileFault("Tệp trống.")
    for start, kind in _OTHER.items():
        if content.startswith(start):
            raise FileFault(f"Đây là tệp {kind}, không phải bảng tính. {_ADVICE}")
    if not content.startswith((_OLD_WORKBOOK, _ZIP)):
        return [delimited.sheet(content)]
    # Slow to load, and large: the running program has files read in a process of their own.
    from services.imports.formats import older, workbook

    kind = "xls" if content.startswith(_OLD_WORKBOOK) else workbook.kind_of(content)
    if not kind:
        raise FileFault(f"Đây là tệp nén hoặc tệp Word, không phải bảng tính. {_ADVICE}")
    found = workbook.sheets(content) if kind == "xlsx" else older.sheets(content)
    for sheet in found:
        old_typefaces.refuse(sheet)
    return found
