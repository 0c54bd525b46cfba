"""Several years as a workbook, a report and a .csv, each from the one neutral table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from reports import small_cells
from reports.period import cells, word_page, word_table, years_table
from reports.period.cells import Number, YesNo
from reports.period.word_table import Text
from reports.period.worksheet import Column, Page, Styles
from reports.period.years_table import Cell, YearsLine, YearsTable

_TITLE = "Tổng kết các chỉ tiêu thi đua giai đoạn"


def _number(line: YearsLine, cell: Cell | None) -> object:
    if cell is None or cell.value is None:
        return None
    return YesNo(cell.value) if line.yes_no else Number(cell.value, line.places, line.unit == "%")


def _word(cell: Cell | None) -> str:
    if cell is None:
        return ""
    tail = f", {cell.lacks}" if cell.lacks else "" if cell.is_verdict else " (đang thực hiện)"
    return cell.word + tail


def _by_year(line: YearsLine, year: int) -> Cell | None:
    return next((one for one in line.years if one.year == year), None)


def workbook(table: YearsTable) -> bytes:
    """One sheet: a row a measure, two columns a year; the same bytes for the same table."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": f"{_TITLE} {table.title}", "created": datetime.combine(table.made_on, time())})
    page = Page(book.add_worksheet(f"Giai đoạn {table.title}"), Styles(book), cells.sentence(table.commune))
    years = [Column(text, width, wraps=width > 12) for year in table.begun for text, width in _columns(year)]
    columns = (
        Column("Mã", 7),
        Column("Chỉ tiêu", 30, wraps=True),
        Column("Đơn vị tính", 12, wraps=True),
        Column("Đầu kỳ", 11),
        *years,
        Column("Cuối kỳ", 11),
        Column("Cộng các năm", 12),
        Column("Số năm đạt", 9),
        Column("Ghi chú", 34, wraps=True),
    )
    page.head([f"{_TITLE} {table.title}", f"{cells.sentence(table.commune)}. {small_cells.MARK}."], columns, frozen=2)
    group = ""
    for line in table.lines:
        if line.group != group:
            group = line.group
            page.band(group)
        page.row(_row(table, line))
    book.close()
    return out.getvalue()


def _columns(year: int) -> tuple[tuple[str, float], tuple[str, float]]:
    return (f"Năm {year}", 11), (f"Đánh giá {year}", 18)


def _row(table: YearsTable, line: YearsLine) -> list[object]:
    found: list[object] = [line.measure, line.name, line.unit, _end(line, line.start)]
    for year in table.begun:
        cell = _by_year(line, year)
        found += [_number(line, cell), _word(cell)]
    met = f"{line.met}/{line.judged}" if line.judged else ""
    return [*found, _end(line, line.end), _end(line, line.total), met, cells.sentence(line.note)]


def _end(line: YearsLine, value: object) -> object:
    return None if value is None else Number(value, line.places, line.unit == "%")  # type: ignore[arg-type]  # a Decimal


def document(table: YearsTable) -> bytes:
    """The verdicts of the years side by side on a lying page."""
    made = word_page.open_document(f"{_TITLE} {table.title}", table.made_on)
    word_page.lie_down(made)
    word_page.middle(made, f"{_TITLE.upper()} {table.title}")
    word_page.middle(made, cells.sentence(table.commune), bold=False, italic=True)
    for line in years_table.counts(table):
        word_page.say(made, line)
    each = (word_page.WIDE - 12 - 48 - 18 - 48) / max(len(table.begun), 1)
    widths = (12.0, 48.0, 18.0, *[each] * len(table.begun), 48.0)
    word_table.add(made, widths, _rows(table), head=1, size=9.5)
    return word_page.packed(made)


def _rows(table: YearsTable) -> Iterator[Sequence[word_table.Cell]]:
    titles = [
        "Mã",
        "Chỉ tiêu",
        "Đơn vị tính",
        *(f"Năm {year}" for year in table.begun),
        "Đầu kỳ → cuối kỳ, cộng, số năm đạt",
    ]
    yield [Text(title, bold=True, align="center") for title in titles]
    group = ""
    for line in table.lines:
        if line.group != group:
            group = line.group
            yield [Text(group, bold=True, keeps=True)]
        told = [_shown(_by_year(line, year)) for year in table.begun]
        yield [
            Text(line.measure),
            Text(line.name),
            Text(line.unit, align="center"),
            *told,
            Text(years_table.ends(line)),
        ]


def _shown(cell: Cell | None) -> word_table.Cell:
    if cell is None:
        return Text("")
    return [Text(cell.shown, align="right"), Text(_word(cell), align="right")]


def lines_csv(table: YearsTable) -> bytes:
    """A line for each measure and year, for machines."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        ("measure", "name", "unit", "year", "value", "status", "shortfall", "start", "end", "total", "note")
    )
    for line in table.lines:
        for cell in line.years:
            ends = [_plain(one) for one in (line.start, line.end, line.total)]
            first = [line.measure, line.name, line.unit, cell.year, _plain(cell.value), cell.word, cell.lacks]
            writer.writerow([*first, *ends, line.note])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: object) -> str:
    return "" if value is None else f"{round(value, 6).normalize():f}"  # type: ignore[call-overload]  # a Decimal
