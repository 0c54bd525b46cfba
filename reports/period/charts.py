"""The workbook's charts: each measure's year as native lines, with the numbers behind them on a sheet of their own."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from campaign.assessment.curve import Lines
from reports.period.dossier import Dossier

CHARTS, DATA = "Biểu đồ", "Số liệu biểu đồ"
_WIDTH, _HEIGHT = 620, 325
_ROWS_OF_A_CHART = 17
_ROWS_OF_A_PAGE = 3 * _ROWS_OF_A_CHART  # six charts a page when it is printed
_A4 = 9
# The same strokes as in the picture: told apart without their colours.
_STYLES = {
    "Năm nay": {"color": "#0072b2", "width": 3.25},
    "Cần đạt": {"color": "#14213d", "width": 1.75, "dash_type": "long_dash"},
    "Năm trước": {"color": "#a6761d", "width": 1.75, "dash_type": "round_dot"},
    "Dự báo": {"color": "#0072b2", "width": 1.75, "dash_type": "square_dot"},
    "Chỉ tiêu": {"color": "#7a869f", "width": 1.25, "dash_type": "dash"},
}


def add(book: Workbook, dossier: Dossier) -> None:
    """Two sheets, where there is anything to draw."""
    if not dossier.curves:
        return
    charts, data = book.add_worksheet(CHARTS), book.add_worksheet(DATA)
    day_format = book.add_format({"num_format": "dd/mm/yyyy"})
    data.set_column(0, 5, 12)
    charts.hide_gridlines(2)
    for sheet in (charts, data):
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
    charts.set_landscape()
    charts.set_h_pagebreaks(range(_ROWS_OF_A_PAGE, len(dossier.curves) // 2 * _ROWS_OF_A_CHART + 1, _ROWS_OF_A_PAGE))
    row = 0
    for number, lines in enumerate(dossier.curves):
        line = dossier.measure(lines.measure)
        later = f", chỉ tiêu năm {lines.target_year}" if lines.target_year else ""
        title = f"{line.measure} {line.name} ({line.unit}{later})"
        number_format = book.add_format({"num_format": "#,##0" if line.places == 0 else "#,##0.00"})
        last = _write(data, row, title, lines, (day_format, number_format))
        chart = book.add_chart({"type": "scatter", "subtype": "straight"})
        for column, (word, style) in enumerate(_STYLES.items(), start=1):
            chart.add_series(
                {
                    "name": word,
                    "categories": [DATA, row + 2, 0, last, 0],
                    "values": [DATA, row + 2, column, last, column],
                    "line": style,
                    "marker": {"type": "none"},
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_x_axis({"num_format": "dd/mm", "min": _serial(lines.first), "max": _serial(lines.last)})
        # Pale: a target that lies on a line of the grid is seen.
        chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#e3e6ee", "width": 0.75}}})
        chart.set_legend({"position": "bottom"})
        chart.show_blanks_as("span")
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        charts.insert_chart(number // 2 * _ROWS_OF_A_CHART, number % 2 * 10, chart)
        row = last + 2


def _serial(day: date) -> int:
    """A day as workbooks count it."""
    return (day - date(1899, 12, 30)).days


def _write(data: Worksheet, row: int, title: str, lines: Lines, formats: tuple[Format, Format]) -> int:
    """The block of one measure; returns its last row. Where a line has no point its cell stays empty.

    `formats` are those of a day and of a number.
    """
    data.write_string(row, 0, title)
    for column, word in enumerate(("Ngày", *_STYLES)):
        data.write_string(row + 1, column, word)
    told: list[dict[date, Decimal]] = [dict(lines.values), dict(lines.path), dict(lines.last_year), {}, {}]
    if lines.forecast is not None:
        told[3] = {lines.values[-1][0]: lines.values[-1][1], lines.last: lines.forecast}
    if lines.target is not None:
        told[4] = {lines.first: lines.target, lines.last: lines.target}
    days = sorted({day for one in told for day in one})
    for number, day in enumerate(days, start=row + 2):
        data.write_datetime(number, 0, datetime.combine(day, time()), formats[0])
        for column, one in enumerate(told, start=1):
            if day in one:
                data.write_number(number, column, float(one[day]), formats[1])
    return row + 1 + len(days)
