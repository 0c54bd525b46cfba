"""The workbook of a period (.xlsx): the indicators, the units, who is missing, what was adjusted.

Numbers are numbers, dates are dates. A format such as `#,##0.0` is written in the file's own notation and shown by the
reader's locale: Vietnamese Excel shows 1.819,7. Per cent are of a hundred, as everywhere here, with a literal % sign.
"""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from campaign.calendar import Kind, ReportingWeek
from reports import format, small_cells
from reports.period import cells, charts, document_text, movement
from reports.period.dossier import Dossier
from reports.period.measure_lines import MeasureLine
from reports.period.movement import Movement
from reports.period.unit_lines import UnitFigure, UnitLine
from reports.period.worksheet import Column, Page, Styles

SHEETS = ("Tổng hợp", "Theo đơn vị", "Chi tiết đơn vị", "Chưa báo cáo", "Nhật ký điều chỉnh")
MOVEMENT = "Phong trào"  # of a longer stretch, where there is anything to tell


def write(dossier: Dossier) -> bytes:
    """The file; the same bytes for the same dossier."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties(
        {
            "title": document_text.subject(dossier),
            "subject": dossier.summary.commune,
            "comments": small_cells.MARK,
            "created": datetime.combine(dossier.made_on, time()),
        }
    )
    styles = Styles(book)
    for name, fill in zip(SHEETS, (_indicators, _units, _details, _missing, _adjustments), strict=True):
        fill(dossier, Page(book.add_worksheet(name), styles, cells.sentence(dossier.summary.commune)))
    if dossier.movement is not None:
        page = Page(book.add_worksheet(MOVEMENT), styles, cells.sentence(dossier.summary.commune))
        _movement(dossier, dossier.movement, page)
    charts.add(book, dossier)
    book.close()
    return out.getvalue()


def _heading(dossier: Dossier, what: str) -> list[str]:
    return [f"{what} {document_text.dates(dossier)}", f"{cells.sentence(dossier.summary.commune)}. {small_cells.MARK}."]


def _titled(dossier: Dossier, what: str) -> list[str]:
    return _heading(dossier, f"{what} {format.title(dossier.period)}")


def _movement(dossier: Dossier, found: Movement, page: Page) -> None:
    """The same lines as in the report, part by part; each deed with the last day of its week."""
    page.head(
        _titled(dossier, "Phong trào thi đua"), (Column("Ngày", 12), Column("Nội dung", 120, wraps=True)), frozen=0
    )
    contests = [line for one in found.contests for line in movement.contest_lines(one)]
    for title, lines in (
        (movement.LAUNCHES, movement.launch_lines(found)),
        (movement.CONTESTS, contests),
        (movement.CHECKS, movement.check_lines(found)),
    ):
        if lines:
            page.band(title)
        for line in lines:
            page.row((None, line.lstrip("-+ ")))
    if found.deeds:
        page.band(movement.DEEDS)
    for deed in found.deeds:
        page.row((deed.last, deed.text))


def _indicator_columns(stretch: str, *, is_year: bool) -> tuple[Column, ...]:
    """As narrow as the words allow: all of them stand on one printed page, in letters that can be read."""
    return (
        Column("Mã", 6.5),
        Column("Chỉ tiêu", 26, wraps=True),
        Column("Đơn vị tính", 15.5, wraps=True),
        Column("Chỉ tiêu giao", 10),
        Column(f"Trong {stretch}", 9),
        Column("Lũy kế (hoặc hiện có)", 9.5),
        Column("% kế hoạch", 8),
        Column("Cần đạt đến nay", 9),
        Column("Cùng kỳ năm trước", 9),
        Column("So cùng kỳ (±)", 8.5),
        Column("So cùng kỳ (%)", 8),
        Column("Số đến ngày", 10.5),
        Column("Đơn vị đã báo", 6.5),
        Column("Đơn vị phải báo", 6.5),
        Column("Đánh giá", 12, wraps=True),
        Column("Ước cả năm" if is_year else "Dự báo", 9),
        Column("Căn cứ, ghi chú", 36, wraps=True),
    )


def _indicators(dossier: Dossier, page: Page) -> None:
    """All measures under their indicators and groups, with the four columns that officials expect."""
    columns = _indicator_columns(format.stretch(dossier.period), is_year=dossier.period.kind is Kind.YEAR)
    page.head(_heading(dossier, document_text.subject(dossier)), columns, frozen=2)
    group = ""
    for row in dossier.summary.rows:
        if row.group != group:
            group = row.group
            page.band(group)
        lines = [one for one in dossier.measures if one.indicator == row.indicator]
        if len(lines) > 1:
            page.subhead(row.indicator, row.name, word=row.word, at=14)
        for line in lines:
            page.row(_measure_row(line, dossier.period, indented=len(lines) > 1))


def _measure_row(line: MeasureLine, period: ReportingWeek, indented: bool) -> list[object]:
    basis = f"dự báo {line.forecast_for} {line.forecast_basis}" if line.forecast is not None else ""
    return [
        line.measure,
        f"  {line.name}" if indented else line.name,
        line.unit,
        cells.target(line) or line.target_words,
        cells.in_period(line, period),
        cells.value(line),
        cells.attained(line),
        cells.expected(line),
        cells.last_year(line),
        cells.change(line),
        cells.change_per_cent(line),
        line.as_of,
        line.fresh,
        line.due,
        line.word,
        cells.forecast(line),
        cells.sentence(line.rule_words, *cells.remarks(line), basis, line.reading),
    ]


def _units(dossier: Dossier, page: Page) -> None:
    """One row a unit, one column a measure: the unit's own value."""
    lines = [one for one in dossier.measures if any(_told(unit, one.measure) for unit in dossier.units)]
    columns = (
        Column("Mã", 7),
        Column("Đơn vị", 24, wraps=True),
        Column("Loại", 9),
        Column("Gửi số liệu", 12),
        Column("Kỳ phải báo", 7),
        Column("Kỳ đủ số", 7),
        Column("Kỳ đúng hạn", 7),
        *(Column(cells.column(one, dossier.units), 11) for one in lines),
    )
    page.head(_titled(dossier, "Số liệu theo đơn vị"), columns, frozen=2, filtered=True)
    for unit in dossier.units:
        told = [_value(unit.figure(one.measure), one.unit) for one in lines]
        counts = [unit.due, unit.complete, unit.on_time]
        page.row([unit.code, unit.name, cells.KINDS[unit.kind], unit.word, *counts, *told])


def _told(unit: UnitLine, measure: str) -> bool:
    figure = unit.figure(measure)
    return figure is not None and (figure.value is not None or bool(figure.withheld))


def _value(figure: UnitFigure | None, unit: str) -> object:
    return None if figure is None else figure.withheld or cells.of_unit(figure, unit)


def _details(dossier: Dossier, page: Page) -> None:
    """One row for each unit and measure, to be filtered: value, target, per cent and status."""
    columns = (
        Column("Mã đơn vị", 8),
        Column("Đơn vị", 30, wraps=True),
        Column("Loại", 9),
        Column("Mã", 7),
        Column("Chỉ tiêu", 40, wraps=True),
        Column("Đơn vị tính", 14, wraps=True),
        Column("Chỉ tiêu giao", 11),
        Column("Thực hiện", 11),
        Column("% kế hoạch", 10),
        Column("Đánh giá", 16),
    )
    page.head(_titled(dossier, "Chi tiết từng chỉ tiêu của đơn vị"), columns, frozen=2, filtered=True)
    by_id = {one.measure: one for one in dossier.measures}
    for unit in dossier.units:
        for figure in unit.figures:
            line = by_id[figure.measure]
            own = [cells.unit_target(figure, line.unit), _value(figure, line.unit), cells.attained(figure), figure.word]
            page.row([unit.code, unit.name, cells.KINDS[unit.kind], line.measure, line.name, line.unit, *own])


def _missing(dossier: Dossier, page: Page) -> None:
    """Units whose reports are not complete, with what they still owe."""
    columns = (
        Column("Mã", 7),
        Column("Đơn vị", 30, wraps=True),
        Column("Loại", 9),
        Column("Tình trạng", 13),
        Column("Kỳ chưa đủ", 9),
        Column("Kỳ phải báo", 9),
        Column("Câu đã trả lời", 10),
        Column("Câu phải trả lời", 10),
        Column("Còn thiếu", 44, wraps=True),
    )
    page.head(_titled(dossier, "Đơn vị chưa báo cáo đủ"), columns, frozen=2, filtered=True)
    for one in dossier.missing:
        counts = [one.reports, one.due, one.answered, one.asked]
        page.row([one.code, one.name, cells.KINDS[one.kind], one.word, *counts, ", ".join(one.still_open)])
    if not dossier.missing:
        page.remark("Mọi đơn vị đến kỳ đều đã gửi đủ số liệu.")


def _adjustments(dossier: Dossier, page: Page) -> None:
    """What was changed after its week was posted."""
    columns = (
        Column("Thời điểm", 17),
        Column("Số của tuần", 12),
        Column("Đơn vị", 24, wraps=True),
        Column("Mã", 7),
        Column("Nội dung", 30, wraps=True),
        Column("Số cũ", 14),
        Column("Số mới", 14),
        Column("Lý do", 30, wraps=True),
        Column("Người sửa", 18),
    )
    page.head(_titled(dossier, "Nhật ký điều chỉnh số liệu sau khi đăng"), columns, frozen=1, filtered=True)
    for one in dossier.adjustments:
        old, new = (
            words if number is None else cells.as_typed(number)
            for words, number in ((one.old, one.old_value), (one.new, one.new_value))
        )
        page.row([one.at, one.week, one.unit, one.measure, one.label, old, new, one.reason, one.by])
    if not dossier.adjustments:
        page.remark("Không có điều chỉnh nào.")
