"""The workbook read back: numbers are numbers, the page is set up, and no name becomes a formula."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reports.period import workbook
from reports.period.dossier import Dossier
from tests.campaign.samples import BAN_CON, NOW, PLACES, POOR, fact
from tests.reports import samples

DANGEROUS = ("=cmd()", "<b>&", "+1", "@SUM(A1)", "http://example.org")


def read(found: Dossier) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook.write(found)))


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet below its header, by the header's titles."""
    rows = list(sheet.iter_rows())
    head = next(number for number, row in enumerate(rows) if sum(cell.value is not None for cell in row) > 2)
    titles = [cell.value for cell in rows[head]]
    return [dict(zip(titles, row, strict=True)) for row in rows[head + 1 :]]


def line(sheet: Any, code: str) -> dict[str, Any]:
    return next(row for row in table(sheet) if row["Mã"].value == code)


def test_workbook_has_its_sheets_ready_for_a4() -> None:
    """Each lies on A4 as wide as the page, with its header frozen and repeated, and numbered pages."""
    book = read(samples.good_dossier())
    assert list(workbook.SHEETS) == book.sheetnames
    for sheet in book:
        assert (9, "landscape") == (int(sheet.page_setup.paperSize), sheet.page_setup.orientation)
        # Nothing is written of the width: one page is what the format means then.
        fits = (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight)
        assert (True, None, 0) == fits
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows == "$3:$3"
        assert "&P" in sheet.oddFooter.center.text
        assert "Lưu hành nội bộ" in sheet.oddFooter.left.text


def test_the_four_columns_are_numbers() -> None:
    """In the week, in all, per cent of the plan, against last year: numbers with a format that follows the locale."""
    row = line(read(samples.good_dossier())["Tổng hợp"], "KT1a")
    titles = ("Chỉ tiêu giao", "Trong tuần", "Lũy kế (hoặc hiện có)", "% kế hoạch")
    assert [1819.7, 27, 1727, pytest.approx(94.9057, abs=1e-4)] == [row[title].value for title in titles]
    assert ["#,##0.0", "#,##0.0", "#,##0.0", '#,##0.0"%"'] == [row[title].number_format for title in titles]
    accidents = line(read(samples.good_dossier())["Tổng hợp"], "QP2a")
    assert (-1, "giảm 5%") == (accidents["So cùng kỳ (±)"].value, accidents["Chỉ tiêu giao"].value)


def test_every_measure_has_its_line_under_its_indicator() -> None:
    """The document's order; an indicator of several measures has a line of its own with its status."""
    found = samples.good_dossier()
    codes = [row["Mã"].value for row in table(read(found)["Tổng hợp"])]
    assert [one.measure for one in found.measures] == [
        code for code in codes if code in {m.measure for m in found.measures}
    ]
    assert codes.index("QP2") + 1 == codes.index("QP2a")
    assert "đạt" == line(read(found)["Tổng hợp"], "QP2")["Đánh giá"].value


def test_figures_agree_with_the_summary() -> None:
    """What the workbook says of a measure is what the post's table was made from."""
    found = samples.bad_dossier()
    sheet = read(found)["Tổng hợp"]
    for one in found.measures:
        value = line(sheet, one.measure)["Lũy kế (hoặc hiện có)"].value
        assert (None if one.value is None else float(one.value)) == value
        assert one.word == line(sheet, one.measure)["Đánh giá"].value


def test_yes_no_stays_a_number_and_reads_as_a_word() -> None:
    """One and zero, shown as «đạt» and «chưa đạt»."""
    cell = line(read(samples.good_dossier())["Tổng hợp"], "XH4")["Lũy kế (hoặc hiện có)"]
    assert 1 == cell.value
    assert '[=1]"đạt";[=0]"chưa đạt";General' == cell.number_format


def test_a_value_is_not_shown_as_its_target_while_it_is_below() -> None:
    """97,96 per cent against «trên 98%» keeps its second decimal."""
    found = samples.good_dossier()
    insured = replace(found.measure("XH1"), value=Decimal("97.96"), target=Decimal(98))
    nearly = replace(found, measures=tuple(insured if one.measure == "XH1" else one for one in found.measures))
    assert '#,##0.00"%"' == line(read(nearly)["Tổng hợp"], "XH1")["Lũy kế (hoặc hiện có)"].number_format


def test_dates_are_dates() -> None:
    """The day of the figure, and the moment of a change in the commune's own time."""
    book = read(samples.good_dossier())
    assert "2026-11-19T00:00:00" == line(book["Tổng hợp"], "KT1a")["Số đến ngày"].value.isoformat()
    changed = table(book["Nhật ký điều chỉnh"])[0]
    assert "2026-11-20T10:05:00" == changed["Thời điểm"].value.isoformat()
    assert (2, 20) == (changed["Số cũ"].value, changed["Số mới"].value)


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_dangerous_name_stays_text(name: str) -> None:
    """A village may be called what it likes: no formula, no link, no lost letter."""
    places = tuple(replace(one, name=name) if one == BAN_CON else one for one in (*PLACES, samples.OFFICE))
    book = read(samples.build_dossier(samples.good_figures(), places=places))
    for title in ("Theo đơn vị", "Chi tiết đơn vị"):
        cell = next(row["Đơn vị"] for row in table(book[title]))
        assert (name, "s", None) == (cell.value, cell.data_type, cell.hyperlink)


def test_small_counts_are_withheld_by_unit() -> None:
    """«<5» stands in the village's cell, on both sheets, and the number is nowhere in the file."""
    facts = [one for one in samples.good_figures() if not (one.unit == BAN_CON.id and one.measure == "XH3")]
    book = read(samples.build_dossier([*facts, fact(POOR, BAN_CON, NOW, "4")]))
    row = line(book["Theo đơn vị"], BAN_CON.code)
    assert "<5" == next(cell.value for title, cell in row.items() if title.startswith("XH3"))
    own = next(
        one for one in table(book["Chi tiết đơn vị"]) if (one["Đơn vị"].value, one["Mã"].value) == ("Bản Còn", "XH3")
    )
    assert ("<5", None, None) == (own["Thực hiện"].value, own["% kế hoạch"].value, own["Đánh giá"].value or None)


def test_empty_sheets_say_so() -> None:
    """Nobody missing and nothing adjusted is a sentence, not an empty table."""
    found = replace(samples.good_dossier(), missing=(), adjustments=())
    book = read(found)
    assert ["Mọi đơn vị đến kỳ đều đã gửi đủ số liệu.", "Không có điều chỉnh nào."] == [
        book[title].cell(row=4, column=1).value for title in ("Chưa báo cáo", "Nhật ký điều chỉnh")
    ]


def test_the_same_dossier_gives_the_same_bytes() -> None:
    """Nothing of the moment of writing gets into the file."""
    assert workbook.write(samples.good_dossier()) == workbook.write(samples.good_dossier())


def test_longer_periods_are_called_what_they_are() -> None:
    """«Sơ kết» for a quarter, «Tổng kết» for a year, with their days."""
    titles = [read(one)["Tổng hợp"]["A1"].value for one in (samples.quarter_dossier(), samples.year_dossier())]
    assert titles[0].startswith("Sơ kết thực hiện 7 chỉ tiêu thi đua quý IV/2026 (từ ngày 01/10/2026")
    assert titles[1].startswith("Tổng kết thực hiện 7 chỉ tiêu thi đua năm 2026 (từ ngày 01/01/2026")
