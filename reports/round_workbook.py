"""The workbook of a round (.xlsx): a sheet for each thing that is counted, and one for the honours list."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from reports import format, round_report
from reports.period.cells import Number
from reports.period.worksheet import Column, Page, Styles
from reports.round_report import RULE
from reports.round_table import Cell, Counted, Line, RoundTable


def workbook(table: RoundTable) -> bytes:
    """A sheet for each thing that is counted, and one for the honours list."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    styles = Styles(book)
    for at, one in enumerate(table.counted):
        page = Page(book.add_worksheet(f"Nội dung {at + 1}"), styles, table.commune)
        titles = [f"Đợt thi đua «{table.name}»: {format.within(one.name)}, {one.goal}", _state(table)]
        page.head(titles, _sheet(one), frozen=2)
        for number, line in enumerate(table.lines, 1):
            page.row(_sheet_row(one, number, line, line.cells[at]))
    page = Page(book.add_worksheet("Danh sách"), styles, table.commune)
    page.head(
        [f"Đợt thi đua «{table.name}»: danh sách đề nghị xem xét biểu dương", _state(table)],
        [
            Column("TT", 6),
            Column("Đơn vị", 28, wraps=True),
            Column("Nhóm quy mô", 22),
            Column("Kết quả", 60, wraps=True),
        ],
        frozen=2,
    )
    for number, line in enumerate(table.honoured, 1):
        said = "; ".join(text.text for text in round_report.result_said(table, line))
        page.row([number, line.name, round_report.capitalised(line.group), said])
    for sentence in RULE.split(". "):
        page.remark(sentence.rstrip(".") + ".")
    if table.changes:
        _changes(Page(book.add_worksheet("Điều chỉnh"), styles, table.commune), table)
    book.close()
    return out.getvalue()


def _changes(page: Page, table: RoundTable) -> None:
    """What is otherwise than in the frozen table."""
    titles = [f"Đợt thi đua «{table.name}»: điều chỉnh sau khi chốt", _state(table)]
    page.head(titles, [Column("TT", 6), Column("Điều chỉnh", 110, wraps=True)], frozen=0)
    for number, one in enumerate(table.changes, 1):
        page.row([number, one])


def _state(table: RoundTable) -> str:
    frozen = f"chốt ngày {table.frozen_on:%d/%m/%Y}" if table.frozen_on else "chưa chốt"
    if table.corrects:
        frozen = f"đính chính ngày {round_report.made_on(table):%d/%m/%Y} cho bảng chốt ngày {table.corrects:%d/%m/%Y}"
    days = f"Từ {table.first:%d/%m/%Y} đến {table.last:%d/%m/%Y}"
    return f"{days}, {frozen}. {round_report.capitalised(table.paper)}".rstrip()


def _sheet(one: Counted) -> Sequence[Column]:
    unit = "%" if one.is_share else one.unit
    named = f" ({unit})" if unit else ""
    return [
        Column("TT", 6),
        Column("Đơn vị", 26, wraps=True),
        Column("Nhóm quy mô", 18),
        *([] if one.is_flow else [Column(f"Đầu đợt{named}", 13)]),
        Column(f"{'Làm được' if one.is_flow else 'Cuối đợt'}{named}", 13),
        Column(f"Mức giao{named}", 13),
        Column("Quãng đường", 12),
        Column("Kết quả", 13),
        Column("Số ngày", 12),
        Column("Ghi chú", 30, wraps=True),
    ]


def _sheet_row(one: Counted, number: int, line: Line, cell: Cell) -> list[object]:
    start = [] if one.is_flow else [_number(one, cell.start)]
    figures = [*start, _number(one, cell.now), _number(one, cell.goal)]
    way = None if cell.share is None else Number(cell.share * 100, 0, per_cent=True)
    return [
        number,
        line.name,
        round_report.capitalised(line.group),
        *figures,
        way,
        cell.band,
        cell.on,
        ", ".join(cell.notes),
    ]


def _number(one: Counted, value: Decimal | None) -> object:
    if value is None:
        return None
    if one.is_yes_no:
        return "đạt" if value else "chưa đạt"
    places = 1 if one.is_share else (0 if value == value.to_integral_value() else max(1, one.places))
    return Number(value, places)
