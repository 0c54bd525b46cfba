"""Every shape gives the same three villages, and what a file lacks is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from models import units
from models.units import Unit
from services.imports import units as unit_files
from services.imports.rows import ImportFault
from tests.commune import Stand
from tests.imports import shapes


def kept(stand: Stand) -> dict[str, tuple[str, int | None, int | None, int | None]]:
    with stand.context() as context:
        return {
            one.code: (one.name, one.households, one.people, one.adults)
            for one in units.members(context.session, context.commune.id)
        }


def imported(stand: Stand, path: Path) -> str:
    """The preview of a file that is then applied."""
    with stand.context() as context:
        plan = unit_files.plan(context.session, path, context.campaign.commune_code)
        unit_files.apply(context.session, plan, context.now)
        return plan.preview.text()


@pytest.mark.parametrize("shape", shapes.ALL, ids=[one.__name__ for one in shapes.ALL])
def test_every_shape_is_read(stand: Stand, tmp_path: Path, shape: Callable[[], bytes]) -> None:
    """By name, with the counts, and nothing else changes: 119 households are put back to 118."""
    before = kept(stand)
    with stand.context() as context:
        village = units.by_code(context.session, context.commune, "T01")
        assert village is not None
        village.households = 119
    path = tmp_path / "danh-sach"
    path.write_bytes(shape())
    said = imported(stand, path)
    assert before == kept(stand)
    assert "Đọc được 3 dòng đơn vị: 1 thay đổi." in said
    assert "T01 Bản Còn: số hộ 119 → 118" in said
    assert "Cộng 3 thôn: 325 hộ, 1.421 nhân khẩu." in said


def test_a_new_commune_begins_with_a_list_of_names(stand: Stand, tmp_path: Path) -> None:
    """Without codes new villages get the next ones; an unknown kind is none."""
    path = tmp_path / "them.xlsx"
    path.write_bytes(shapes.workbook(["Tên thôn", "Số hộ", "Nhân khẩu"], ["Bản Mới", 40, 160], ["Bản Nọi", 31, 120]))
    said = imported(stand, path)
    assert "mới: T29 Bản Mới" in said
    assert ("Bản Nọi", 31, 120, None) == kept(stand)["T30"]


def test_what_would_be_emptied_is_named(stand: Stand, tmp_path: Path) -> None:
    """A column that is there and empty is no column that is not there."""
    path = tmp_path / "rong.csv"
    path.write_text("code,name,households,adults\nT01,Bản Còn,118,\n", encoding="utf-8")
    with stand.context() as context:
        plan = unit_files.plan(context.session, path, context.campaign.commune_code)
    assert ["T01 Bản Còn: người lớn 366 → (trống)"] == plan.preview.emptied
    assert [] == plan.preview.changed


def test_a_merged_village_does_not_live_again(stand: Stand, tmp_path: Path) -> None:
    """A file without days and other names leaves both as they are."""
    with stand.context() as context:
        village = units.by_code(context.session, context.commune, "T02")
        assert village is not None
        village.active_to, village.aliases = context.now.date(), ["Khuổi Má"]
    path = tmp_path / "it-cot.csv"
    path.write_text("code,kind,name,households,people\nT02,village,Khuổi Mạ,107,442\n", encoding="utf-8")
    assert "không có gì thay đổi" in imported(stand, path)
    with stand.context() as context:
        village = units.by_code(context.session, context.commune, "T02")
        assert village is not None and village.active_to is not None
        assert ["Khuổi Má"] == village.aliases


def refused(stand: Stand, path: Path) -> list[str]:
    with stand.context() as context, pytest.raises(ImportFault) as caught:
        unit_files.plan(context.session, path, context.campaign.commune_code)
    return list(caught.value.faults)


HEAD = ["Mã", "Tên thôn", "Số hộ", "Nhân khẩu"]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([HEAD, ["T01", "Bản Còn", -5, 512]], "Dòng 2: cột C «Số hộ» là -5, nhỏ hơn không."),
        ([HEAD, ["T01", "Bản Còn", 118, 5.5]], "Dòng 2: cột D «Nhân khẩu» là 5.5, không phải số nguyên."),
        ([HEAD, ["T01", "Bản Còn", "1_819", 5000]], "Dòng 2: cột C «Số hộ» là «1_819», không phải số như 1819,7."),
        ([HEAD, ["T01", "Bản Còn", "nhiều", 512]], "Dòng 2: cột C «Số hộ» là «nhiều», không phải số như 1819,7."),
        ([HEAD, ["T01", "Bản Còn", 600, 512]], "Dòng 2: số hộ (600) nhiều hơn nhân khẩu (512)."),
        ([HEAD, ["T01", None, 118, 512]], "Dòng 2: cột B «Tên đơn vị» để trống."),
        ([HEAD, ["T01", "A", 1, 2], ["T01", "B", 1, 2]], "Dòng 3: mã T01 đã có ở dòng 2."),
        ([HEAD, ["T01", "Bản Còn", 118, 512], [None, "Tổng", 120, 512]],
         "Dòng 3: cột C «Số hộ» ghi tổng 120, cộng các dòng là 118."),
        ([[*HEAD, "Số hộ"], ["T01", "Bản Còn", 1, 2, 3]],
         "Cột C và cột E cùng là «Số hộ»: xin bỏ hoặc đổi tên một cột."),
        ([["Mã", "Tên thôn", "Sô hộo"], ["T01", "Bản Còn", 1]],
         "Cột C «Sô hộo» có phải là «so ho» không? Xin sửa tên cột."),
        ([["DANH SÁCH"], ["Mã", "Số hộ", "Nhân khẩu"], ["T01", 1, 2]],
         "Không thấy dòng tiêu đề có các cột «Tên đơn vị»; dòng đầu của tệp là «DANH SÁCH»."),
        ([["xin chào"], ["các bác"]],
         "Không thấy dòng tiêu đề có các cột «Tên đơn vị»; dòng đầu của tệp là «xin chào»."),
        ([HEAD, ["T77", "Bản Lạ", None, 5]],
         "Dòng 2: «Bản Lạ» là thôn mới thì cần số hộ, nhân khẩu; là tiêu đề nhóm thì xin xóa dòng."),
        ([[*HEAD, "Đến ngày"], ["T01", "Bản Còn", 118, 512, "31/12/20226"]],
         "Dòng 2: cột E «Đến ngày» là «31/12/20226», không phải ngày như 19/11/2026."),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_line(stand: Stand, tmp_path: Path, lines: list[list[object]], fault: str) -> None:
    """In Vietnamese, with the column as the office program calls it; nothing of the file is kept."""
    path = tmp_path / "loi.xlsx"
    path.write_bytes(shapes.workbook(*lines))
    assert [fault] == refused(stand, path)


def test_sums_of_parts_and_lists_in_capitals(stand: Stand, tmp_path: Path) -> None:
    """«Cộng khu 1» is no village: it is checked against the lines above it, and the next part's heading is passed over.

    Names in capitals rename nobody; of «Số hộ» over its parts the whole is read.
    """

    def merge(sheet: Any) -> None:
        for place in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
            sheet.merge_cells(place)

    def lines(said: int) -> list[list[Any]]:
        first: list[list[Any]] = [["Mã", "Tên thôn", "Số hộ", None, "Nhân khẩu"], [None, None, "Tổng số", "Hộ nghèo"]]
        first += [["T01", "BẢN CÒN", 101, 3, 412], ["T02", "KHUỔI MẠ", 60, 2, 250], [None, "Cộng khu 1", said, 5, 662]]
        first += [[None, "KHU 2"], ["T03", "Khòn Cải", 55, 1, 220], [None, "Cộng khu 2", 55, 1, 220]]
        return [*first, [None, "Tổng 3 thôn", 216, 6, 882], [None, "Người lập biểu"]]

    path = tmp_path / "khu.xlsx"
    path.write_bytes(shapes.workbook(*lines(161), change=merge))
    with stand.context() as context:
        made = unit_files.plan(context.session, path, context.commune.code)
    assert ["cộng 3 thôn: 216 hộ, 882 nhân khẩu"] == made.preview.sums
    assert not made.preview.added
    assert not [one for one in made.preview.changed if "tên đơn vị" in one]
    path.write_bytes(shapes.workbook(*lines(162), change=merge))
    assert ["Dòng 5: cột C «Số hộ» ghi 162, cộng các dòng trên nó là 161."] == refused(stand, path)


def test_two_sheets_with_the_same_table_are_not_chosen_from(stand: Stand, tmp_path: Path) -> None:
    """Which of two years is meant only the officer knows."""
    book = Workbook()
    for sheet in (book.active, book.create_sheet("2025")):
        sheet.append(HEAD)
        sheet.append(["T01", "Bản Còn", 118, 512])
    path = tmp_path / "hai.xlsx"
    path.write_bytes(shapes.saved(book))
    assert ["Các trang «Sheet», «2025» đều có bảng này: xin để lại một trang."] == refused(stand, path)


def test_units_of_one_name_are_told_apart(stand: Stand, tmp_path: Path) -> None:
    """A name that two villages bear names neither."""
    with stand.context() as context:
        context.session.add(
            Unit(commune_id=context.commune.id, code="T50", kind="village", name="Bản Còn", households=9, people=30)
        )
    path = tmp_path / "trung.xlsx"
    path.write_bytes(shapes.plain())
    assert ["Dòng 2: có 2 đơn vị tên «Bản Còn»: xin thêm cột «Mã»."] == refused(stand, path)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([["Tên thôn", "Số hộ", "Nhân khẩu"], ["Ban Con", 118, 512]],
         "Dòng 2: không có đơn vị «Ban Con»; có phải «Bản Còn» (T01) không? Thôn mới thì ghi mã."),
        ([["Tên thôn", "Số hộ", "Nhân khẩu"], ["Còn (cũ)", 118, 512]],
         "Dòng 2: không có đơn vị «Còn (cũ)»; có phải «Bản Còn» (T01) không? Thôn mới thì ghi mã."),
        ([["Tên thôn", "Số hộ", "Nhân khẩu"], ["Xã Khánh Khê", 120, 512], ["Bản Còn", 118, 512]],
         "Dòng 2: cột B «Số hộ» ghi tổng 120, cộng các dòng là 118."),
        ([["TT", "Tên thôn", "Số hộ"], ["I", "Khu 1", 224], [1, "Bản Còn", 118], [2, "Khuổi Mạ", 107]],
         "Dòng 2: cột C «Số hộ» ghi 224, cộng các dòng của nhóm là 225."),
        ([["Tên thôn", "Số hộ"], ["Bản Còn", "–"]],
         "Dòng 2: cột B «Số hộ» là «–»: không có thì ghi 0, chưa biết thì để trống."),
        ([["Tên thôn", "Nhân khẩu (nghìn người)"], ["Bản Còn", 1]],
         "Dòng 2: cột B «Nhân khẩu» ghi bằng 1000 người: xin ghi đủ số."),
    ],
)  # fmt: skip
def test_nothing_becomes_a_village_by_mistake(
    stand: Stand, tmp_path: Path, lines: list[list[object]], fault: str
) -> None:
    """A name without its marks, the commune's own line, a group's: each was a new village once."""
    path = tmp_path / "nham.xlsx"
    path.write_bytes(shapes.workbook(*lines))
    assert [fault] == refused(stand, path)


def test_what_nobody_sees_is_not_read_unasked(stand: Stand, tmp_path: Path) -> None:
    """A hidden column is a fault as a hidden line is; a hidden sheet is left, or named where it has the only table."""

    def hide(sheet: Any) -> None:
        sheet.column_dimensions["C"].hidden = True

    path = tmp_path / "an.xlsx"
    path.write_bytes(shapes.workbook(HEAD, ["T01", "Bản Còn", 118, 512], change=hide))
    assert ["Cột C «Số hộ» đang bị ẩn: xin cho hiện lại hoặc xóa hẳn."] == refused(stand, path)
    book = Workbook()
    for sheet, homes in ((book.active, 119), (book.create_sheet("2025"), 100)):
        sheet.append(HEAD)
        sheet.append(["T01", "Bản Còn", homes, 512])
    book["2025"].sheet_state = "hidden"
    path.write_bytes(shapes.saved(book))
    assert "Không đọc trang đang ẩn «2025»." in imported(stand, path)
    assert 119 == kept(stand)["T01"][1]
    book["2025"].sheet_state, book["Sheet"].sheet_state = "visible", "veryHidden"
    book["2025"].delete_rows(1, 2)
    book.active = 1  # openpyxl shows the active sheet whatever it is told
    path.write_bytes(shapes.saved(book))
    assert ["Bảng nằm ở trang đang ẩn «Sheet»: xin cho hiện trang đó rồi gửi lại."] == refused(stand, path)


def test_who_is_found_by_a_name_keeps_the_own(stand: Stand, tmp_path: Path) -> None:
    """«Bản Khòn Cải» is Khòn Cải and «Nà Bò» is Nà Pò: a list that calls them so gives nobody another name."""
    path = tmp_path / "ten.xlsx"
    path.write_bytes(shapes.workbook(["Tên thôn", "Số hộ"], ["Bản Khòn Cải", 100], ["Nà Bò", 129]))
    assert "không có gì thay đổi" in imported(stand, path)
