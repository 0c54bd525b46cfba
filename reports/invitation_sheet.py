"""Invitation sheets: A4 pages of four slips with a QR code and a code to type, made to survive a cheap print.

It draws what it is told, codes and all, and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import segno
from fpdf import FPDF

from reports.invitation_slips import ON_A_PAGE, InvitationSheet, Slip

_FONTS = Path(__file__).parent / "fonts"
_SLIP_WIDTH, _SLIP_HEIGHT = 105.0, 148.5  # mm: a quarter of A4
_MARGIN = 9.0
_WITHIN = _SLIP_WIDTH - 2 * _MARGIN
_QR_SIDE = 48.0
_QUIET = 4  # modules of white around a QR code, as its standard asks
_TITLE = 21  # points


def draw(sheet: InvitationSheet) -> bytes:
    """The PDF. Its text can be selected and searched; its squares are drawn, not pictures."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.c_margin = 0
    pdf.add_font("Noto", "", _FONTS / "NotoSans-Regular.ttf")
    pdf.add_font("Noto", "B", _FONTS / "NotoSans-Bold.ttf")
    pdf.set_title(sheet.heading)
    for number, slip in enumerate(sheet.slips):
        if number % ON_A_PAGE == 0:
            pdf.add_page()
            _cut_lines(pdf)
        left = (number % 2) * _SLIP_WIDTH + _MARGIN
        top = (number % ON_A_PAGE // 2) * _SLIP_HEIGHT + _MARGIN
        _draw_slip(pdf, sheet, slip, left, top)
    return bytes(pdf.output())


def _cut_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(150)
    pdf.set_line_width(0.2)
    pdf.set_dash_pattern(dash=1.5, gap=1.5)
    pdf.line(_SLIP_WIDTH, 4, _SLIP_WIDTH, 2 * _SLIP_HEIGHT - 4)
    pdf.line(4, _SLIP_HEIGHT, 2 * _SLIP_WIDTH - 4, _SLIP_HEIGHT)
    pdf.set_dash_pattern()


def _draw_slip(pdf: FPDF, sheet: InvitationSheet, slip: Slip, left: float, top: float) -> None:
    _write(pdf, sheet.heading, left, top, 10.5)
    _write_title(pdf, slip.unit, left, top + 6)
    _write(pdf, slip.person, left, top + 16, 14)
    if not slip.has_name:
        begin = left + pdf.get_string_width(slip.person) + 2
        pdf.set_draw_color(90)
        pdf.set_line_width(0.2)
        pdf.line(begin, top + 22, left + _WITHIN, top + 22)
    if slip.link:
        _draw_square(pdf, slip.link, left, top + 27)
        for row, line in enumerate(slip.beside_code):
            _write(pdf, line, left + _QR_SIDE + 4, top + 33 + row * 7, 13, width=_WITHIN - _QR_SIDE - 4)
    _draw_code(pdf, slip, left, top + 79)
    for row, line in enumerate(slip.steps):
        _write(pdf, line, left, top + 105 + row * 7, 13)
    _write(pdf, sheet.small_print, left, top + 128, 8.5)


def _draw_code(pdf: FPDF, slip: Slip, left: float, top: float) -> None:
    """The code in a frame, in letters that are read from a photocopy."""
    _write(pdf, slip.above_code, left, top, 13)
    pdf.set_draw_color(0)
    pdf.set_line_width(0.5)
    pdf.rect(left, top + 7, _WITHIN, 15)
    pdf.set_font("Noto", "B", 28)
    pdf.set_text_color(0)
    pdf.set_xy(left, top + 7)
    pdf.cell(_WITHIN, 15, slip.code, align="C")


def _draw_square(pdf: FPDF, text: str, left: float, top: float) -> None:
    """A QR code, a bar for each run of dark modules: a quarter of it may be lost in print."""
    matrix = segno.make_qr(text, error="q").matrix
    module = _QR_SIDE / (len(matrix) + 2 * _QUIET)
    pdf.set_fill_color(0)
    for row, modules in enumerate(matrix):
        for begin, length in _runs(modules):
            x, y = left + (begin + _QUIET) * module, top + (row + _QUIET) * module
            pdf.rect(x, y, length * module, module, style="F")


def _runs(modules: Sequence[int]) -> list[tuple[int, int]]:
    """Where dark runs begin, and how long they are."""
    runs: list[tuple[int, int]] = []
    for at, is_dark in enumerate(modules):
        if not is_dark:
            continue
        if runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((at, 1))
    return runs


def _write_title(pdf: FPDF, text: str, left: float, top: float) -> None:
    """The unit, as large as it may be; a long name in two lines."""
    pdf.set_font("Noto", "B", _TITLE)
    if pdf.get_string_width(text) <= 1.5 * _WITHIN:
        return _write(pdf, text, left, top, _TITLE, bold=True)
    words = text.split()
    half = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) * 2 - len(text)), default=1)
    for row, line in enumerate((words[:half], words[half:])):
        _write(pdf, " ".join(line), left, top - 1 + row * 5.5, 13.5, bold=True)
    return None


def _write(
    pdf: FPDF, text: str, x: float, y: float, size: float, *, bold: bool = False, width: float = _WITHIN
) -> None:
    """One line, made smaller where it would run over its place."""
    pdf.set_text_color(0)
    pdf.set_font("Noto", "B" if bold else "", size)
    needed = pdf.get_string_width(text)
    if needed > width:
        pdf.set_font_size(size * width / needed)
    pdf.set_xy(x, y)
    pdf.cell(width, size * 0.42, text)
