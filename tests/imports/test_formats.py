"""What is no table, or not to be trusted, is refused in a sentence; texts are read in the encodings offices save."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook as Written

from services.imports import formats
from services.imports.formats import workbook
from services.imports.tables import FileFault, Line, letters
from tests.imports import shapes

TEXT = "Tên thôn;Số hộ\nBản Còn;118\nKhuổi Mạ;107\n"


def rows(content: bytes) -> list[list[object]]:
    return [[cell.value for cell in line.cells] for line in formats.sheets_of(content)[0].lines]


def refusal(content: bytes) -> str:
    with pytest.raises(FileFault) as caught:
        formats.sheets_of(content)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_every_unicode(encoding: str) -> None:
    """With its mark and without."""
    assert [["Tên thôn", "Số hộ"], ["Bản Còn", "118"], ["Khuổi Mạ", "107"]] == rows(TEXT.encode(encoding))


def test_windows_of_the_old_days() -> None:
    """Windows-1258 writes a tone as a sign of its own behind the letter."""
    content = "Tên thôn;S\u1ed1 h\u1ed9\nB\u1ea3n Còn;118\n"
    split = {"ố": "ô\u0301", "ộ": "ô\u0323", "ả": "a\u0309", "ò": "o\u0300"}
    old = "".join(split.get(letter, letter) for letter in content).encode("cp1258")
    assert [["Tên thôn", "Số hộ"], ["Bản Còn", "118"]] == rows(old)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp trống."),
        (b"%PDF-1.7 ...", "Đây là tệp PDF, không phải bảng tính."),
        (b"\x89PNG\r\n\x1a\n....", "Đây là tệp ảnh, không phải bảng tính."),
        (b"PK\x03\x04 cut off", "Tệp bị hỏng hoặc không phải bảng tính."),
        (b"\xd0\xcf\x11\xe0 cut off", "Tệp bị hỏng hoặc không phải bảng tính."),
        ("tªn th«n;sè hé\nB¶n Cßn;118\n".encode("cp1252"), "phông chữ cũ (.VnTime, TCVN3 hoặc VNI)"),
        ("Teân thoân;Soá hoä\nBaûn Coøn;118\n".encode("cp1252"), "Dòng 1: «Soá hoä» gõ bằng phông chữ cũ"),
        (shapes.workbook(["Tên thôn", "Số hộ"], ["B¶n Cßn", 118], ["Khuæi M¹", 107]), "Dòng 2: «B¶n Cßn» gõ bằng"),
        (b"\xef\xbb\xbf<html><table><tr><td>TT</td></tr></table></html>", "Tệp này là trang web hoặc XML"),
        (bytes(range(1, 256)) * 4, "tệp không phải UTF-8"),
    ],
    ids=["empty", "pdf", "picture", "zip", "xls", "typeface", "vni", "names alone", "web page", "bytes"],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    """With what to do, never with a traceback."""
    assert said in refusal(content)


def test_names_of_other_peoples_are_no_typeface() -> None:
    """A single «ñ», quotation marks and m² stand in tables of today."""
    content = "Tên,Ghi chú\nBuôn Ñao,«Nà Pò» 5 m²\nBuôn Ñao Nhỏ,ISO®\n".encode()
    assert ["Buôn Ñao", "«Nà Pò» 5 m²"] == rows(content)[1]


def packed(*names: str, content: bytes = b"") -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return kept.getvalue()


def test_what_unpacks_into_far_more_is_refused() -> None:
    """By the sizes that the archive names, before anything is unpacked."""
    content = packed("xl/workbook.xml", content=bytes(31_000_000))
    assert len(content) < 100_000
    assert "Tệp nén quá nhiều dữ liệu" in refusal(content)
    assert "tệp nén hoặc tệp Word" in refusal(packed("word/document.xml"))
    assert "Tệp bị hỏng" in refusal(packed("xl/workbook.xml", content=b"<nothing/>"))


def test_a_large_file_is_not_even_read(tmp_path: Path) -> None:
    """Ten megabytes are no commune's list."""
    path = tmp_path / "to.csv"
    path.write_bytes(b"a,b\n" * 2_500_000)
    with pytest.raises(FileFault, match="Tệp nặng 10 MB"):
        formats.read(path)


def test_an_open_document_tells_what_is_hidden_computed_or_an_error() -> None:
    """python-calamine gives a hidden line like the others, an error as an empty text, and no trace of a formula."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(shapes.open_document())) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.infolist():
            text = old.read(entry).decode("latin-1")
            if entry.filename == "content.xml":
                text = text.replace("<table:table-row>", '<table:table-row table:visibility="filter">', 2)
                text = text.replace("<table:table-row", "<table:table-column/><table:table-row", 1)
                text = text.replace("<table:table-column/>", f"<table:table-column/>{_HIDDEN}", 1)
                text = text.replace('office:value="118"', 'office:value="118" table:formula="of:=100+18"')
                text = text.replace('office:value-type="float" office:value="442"', _ERROR)
                text = text.replace('<table:table-row table:visibility="filter">', "<table:table-row>", 1)
            new.writestr(entry, text.encode("latin-1"))
    (sheet,) = formats.sheets_of(kept.getvalue())
    assert [False, True, False, False] == [line.is_hidden for line in sheet.lines]
    assert frozenset([1, 2]) == sheet.hidden
    assert sheet.lines[1].at(2).is_formula and not sheet.lines[1].at(2).fault
    assert "có lỗi 442" == sheet.lines[2].at(3).fault


_HIDDEN = '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
_ERROR = (
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:value-type="string" '
    'calcext:value-type="error" table:formula="of:=1/0"'
)


def computed(book: bytes, change: dict[str, str]) -> bytes:
    """The workbook with saved results of formulas, as an office program leaves them: it does not say that it has."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                for empty, full in change.items():
                    text = text.replace(empty.encode(), full.encode())
            text = text.replace(b' fullCalcOnLoad="0"', b"")
            new.writestr(entry, text)
    return kept.getvalue()


def test_a_formula_is_read_by_its_saved_result() -> None:
    """And counted; without a result it is a fault, by its cell."""
    book = shapes.workbook(["Tên thôn", "Số hộ"], ["Bản Còn", "=100+18"])
    full = computed(book, {"<v></v>": "<v>118</v>", "<v />": "<v>118</v>"})
    (sheet,) = formats.sheets_of(full)
    assert (118, True, "") == (
        int(str(sheet.lines[1].at(1).value)), sheet.lines[1].at(1).is_formula, sheet.lines[1].at(1).fault
    )  # fmt: skip
    (sheet,) = formats.sheets_of(book)
    assert sheet.lines[1].at(1).fault.startswith("là công thức chưa có kết quả")


def test_a_result_that_nobody_computed_is_none() -> None:
    """XlsxWriter saves 0 beside every formula; the file asks to be computed when it is opened."""
    kept = BytesIO()
    book = Written(kept)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Tên thôn", "Số hộ"])
    sheet.write_row(1, 0, ["Bản Còn", "=100+18"])
    book.close()
    assert 0 == load_workbook(BytesIO(kept.getvalue()), data_only=True).active["B2"].value
    (read,) = formats.sheets_of(kept.getvalue())
    assert "" != read.lines[1].at(1).fault


def test_errors_hidden_lines_and_exact_numbers() -> None:
    """An error is a fault, a hidden line is marked, 0.1 + 0.2 is 0.3."""

    def change(sheet: Any) -> None:
        sheet["B2"] = "#DIV/0!"
        sheet.row_dimensions[3].hidden = True

    (sheet,) = formats.sheets_of(shapes.workbook(["a", "b"], ["x", None], [0.1 + 0.2, True], change=change))
    assert "có lỗi #DIV/0!" == sheet.lines[1].at(1).fault
    assert [False, False, True] == [line.is_hidden for line in sheet.lines]
    assert "0.3" == str(sheet.lines[2].at(0).value)


def test_signs_that_a_workbook_holds_as_codes() -> None:
    """A name copied from a form has the end of its line as «_x000D_» in the file; openpyxl 3.1.5 leaves it so."""
    content = shapes.workbook(["Tên thôn_x000D_", "Số hộ"], ["Bản Còn_x000D_\nxóm_x0009_Trên", "118"])
    assert [["Tên thôn", "Số hộ"], ["Bản Còn xóm Trên", "118"]] == rows(content)


def test_a_column_is_called_as_the_office_program_calls_it() -> None:
    """A to Z, then AA."""
    assert ["A", "Z", "AA", "AZ", "BA"] == [letters(one) for one in (0, 25, 26, 51, 52)]
    assert workbook.kind_of(shapes.open_document()) == "ods"
    assert Line(1, ()).is_empty


def test_signs_that_nobody_sees_are_cleaned_and_said() -> None:
    """U+001F, as Word leaves it in copied names, made every document fail."""
    (sheet,) = formats.sheets_of("Tên thôn,Số hộ\nBản\x1f Còn,118\n".encode())
    assert "Bản Còn" == sheet.lines[1].at(0).value
    assert ("bỏ 1 ký tự điều khiển lẫn trong chữ",) == sheet.notes
