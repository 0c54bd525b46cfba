"""A printed sheet of the workbook: headings, a frozen header, rows whose cells know their format; no indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import small_cells
from reports.formulas import is_like_formula
from reports.period.cells import NO, YES, Number, YesNo

_A4 = 9
_FONT = "Times New Roman"
_HEADER = "#D9E2EC"
_BAND = "#EEF2F6"
_LINE = 14.5  # points, of the font's size of 11


class Column(NamedTuple):
    """A column's heading and its width in letters; `wraps` for texts that may need several lines."""

    title: str
    width: float
    wraps: bool = False


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **how: Any) -> Format:
        key = tuple(sorted(how.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": _FONT, "font_size": 11, "valign": "vcenter", **how})
        return self._made[key]

    def cell(self, **how: Any) -> Format:
        return self.get(border=1, border_color="#9AA5B1", **how)

    def text(self, text: str, *, wraps: bool) -> Format:
        """Of a cell with words; a text like a formula stays text also for whoever edits its cell."""
        how: dict[str, Any] = {"text_wrap": True, "indent": 1} if wraps else {"align": "center"}
        return self.cell(**how, **({"quote_prefix": True} if is_like_formula(text) else {}))


class Page:
    """One sheet, filled from the top."""

    def __init__(self, sheet: Worksheet, styles: Styles, commune: str) -> None:
        self._sheet = sheet
        self._styles = styles
        self._columns: Sequence[Column] = ()
        self._filtered = False
        self._next = 0
        self._header = 0
        self._set_up(commune)

    def _set_up(self, commune: str) -> None:
        sheet = self._sheet
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.3, top=0.5, bottom=0.6)
        sheet.hide_gridlines(2)
        named = commune.replace("&", "&&")  # one & begins a code of the footer
        sheet.set_footer(f'&L&"{_FONT}"&9{named}. {small_cells.MARK}&C&"{_FONT}"&9Trang &P/&N&R&"{_FONT}"&9&A')

    def head(self, titles: Sequence[str], columns: Sequence[Column], *, frozen: int, filtered: bool = False) -> None:
        """Titles and the header row: it stays in sight with the first `frozen` columns and heads every printed page."""
        for number, title in enumerate(titles):
            style = self._styles.get(bold=True, font_size=14) if not number else self._styles.get(italic=True)
            self._sheet.write_string(self._next, 0, title, style)
            self._next += 1
        self._columns, self._header = columns, self._next
        style = self._styles.cell(bold=True, bg_color=_HEADER, align="center", text_wrap=True)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(self._header, place, column.title, style)
        self._sheet.set_row(self._header, _LINE * max(_lines(one.title, one.width, bold=True) for one in columns) + 4)
        self._sheet.repeat_rows(self._header)
        self._sheet.freeze_panes(self._header + 1, frozen)
        self._filtered = filtered
        self._next += 1

    def band(self, text: str) -> None:
        """A heading across the table."""
        style = self._styles.cell(bold=True, bg_color=_HEADER)
        for place in range(len(self._columns)):
            self._sheet.write_string(self._next, place, text if not place else "", style)
        self._next += 1

    def subhead(self, code: str, name: str, *, word: str, at: int) -> None:
        """A heading of the rows that follow, with a word of its own in column `at`."""
        texts = {0: code, 1: name, at: word}
        for place in range(len(self._columns)):
            style = self._styles.cell(bold=True, bg_color=_BAND, align="left" if place == 1 else "center")
            self._sheet.write_string(self._next, place, texts.get(place, ""), style)
        self._next += 1

    def remark(self, text: str) -> None:
        self._sheet.write_string(self._next, 0, text, self._styles.get(italic=True))
        self._next += 1

    def row(self, found: Sequence[object]) -> None:
        """One row; the filter reaches down to the last one."""
        lines = 1
        for place, (column, one) in enumerate(zip(self._columns, found, strict=True)):
            self._write(place, column, one)
            if column.wraps and isinstance(one, str):
                lines = max(lines, _lines(one, column.width))
        self._sheet.set_row(self._next, _LINE * lines + 2)
        if self._filtered:
            self._sheet.autofilter(self._header, 0, self._next, len(self._columns) - 1)
        self._next += 1

    def _write(self, place: int, column: Column, one: object) -> None:
        sheet, at, cell = self._sheet, self._next, self._styles.cell
        match one:
            case Number():
                sheet.write_number(at, place, float(one.value), cell(num_format=_number_format(one)))
            case YesNo():
                answers = f'[=1]"{YES}";[=0]"{NO}";General'
                sheet.write_number(at, place, int(one.value), cell(num_format=answers, align="center"))
            case int():
                sheet.write_number(at, place, one, cell(num_format="0", align="center"))
            case datetime():
                # A workbook knows no time zones: the commune's own time is what is meant.
                sheet.write_datetime(
                    at, place, one.replace(tzinfo=None), cell(num_format="dd/mm/yyyy hh:mm", align="center")
                )
            case date():
                sheet.write_datetime(at, place, one, cell(num_format="dd/mm/yyyy", align="center"))
            case None:
                sheet.write_blank(at, place, None, cell())
            case _:
                # Never `write`, which takes "=…" for a formula and "http…" for a link.
                sheet.write_string(at, place, str(one), self._styles.text(str(one), wraps=column.wraps))


def _lines(text: str, width: float, bold: bool = False) -> int:
    """How many lines a text takes in a column: whole words only. Not every reader makes room by itself."""
    room, lines, filled = (width - 1) * (1.05 if bold else 1.3), 1, 0.0
    for word in text.split():
        if filled and filled + 1 + len(word) > room:
            lines, filled = lines + 1, 0
        filled += len(word) + (1 if filled else 0)
    return lines


def _number_format(one: Number) -> str:
    """`#,##0.0` and the like; the locale of whoever opens the file decides on comma and point."""
    word = f'"{one.word}"' if one.word else ""
    plain = word + "#,##0" + ("." + "0" * one.places if one.places else "") + ('"%"' if one.per_cent else "")
    return f"+{plain};-{plain}" if one.signed and round(one.value, one.places) else plain
