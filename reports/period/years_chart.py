"""The picture of several years: every measure year by year, its figure and its verdict, on a phone's width.

Draws what the table says and decides nothing; every colour has its word on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from reports import small_cells
from reports.period import years_table
from reports.period.years_table import Cell, YearsLine, YearsTable
from reports.weekly import chart, raster
from reports.weekly.svg_elements import INK, QUIET, RULE, box, document, text

_LEFT, _RIGHT = 34, 1046
_NAME_ROOM, _GAP = 350, 8
_WIDEST = 220  # of a year's column
_TOP, _HEADING, _ROW, _NOTE, _BOTTOM = 190, 56, 74, 34, 60


def draw(table: YearsTable) -> bytes:
    """The PNG, 1,080 pixels wide."""
    return raster.png(svg(table))


def svg(table: YearsTable) -> str:
    """The picture as SVG; all text is escaped."""
    groups = [(name, list(found)) for name, found in groupby(table.lines, key=lambda line: line.group)]
    parts, y = [*_header(table)], _TOP
    for name, lines in groups:
        parts.append(text(name, _LEFT, y + 40, 28, bold=True, fill=QUIET))
        y += _HEADING
        for line in lines:
            parts += _row(table, line, y)
            y += _ROW
    for note in [f"{line.name}: {line.note}." for line in table.lines if line.note]:
        parts.append(text(note, _LEFT, y + 30, 24, room=_RIGHT - _LEFT, smallest=16, fill=QUIET))
        y += _NOTE
    parts.append(text(small_cells.MARK, _RIGHT, y + 40, 26, bold=True, end=True))
    return document(y + _BOTTOM, parts)


def _header(table: YearsTable) -> Iterator[str]:
    yield text(f"Thi đua {table.commune}", _LEFT, 66, 48, room=700, bold=True)
    yield text(table.title, _RIGHT, 66, 46, bold=True, end=True)
    for year, x, wide in _columns(table):
        is_open = table.open_until is not None and year == table.begun[-1]
        yield text(str(year), x + wide / 2, 150, 30, room=wide, bold=True, anchor="middle")
        if is_open:
            yield text("đang thực hiện", x + wide / 2, 178, 20, room=wide, smallest=14, fill=QUIET, anchor="middle")


def _columns(table: YearsTable) -> Iterator[tuple[int, float, float]]:
    """Each year with where its column begins and how wide it is."""
    room = _RIGHT - _LEFT - _NAME_ROOM
    wide = min(_WIDEST, room / max(len(table.begun), 1))
    for place, year in enumerate(table.begun):
        yield year, _RIGHT - wide * (len(table.begun) - place) + _GAP, wide - _GAP


def _row(table: YearsTable, line: YearsLine, y: float) -> Iterator[str]:
    yield f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y}" y2="{y}" stroke="{RULE}"/>'
    whole = years_table.ends(replace(line, note=""))
    yield text(line.name, _LEFT, y + (34 if whole else 46), 28, room=_NAME_ROOM - _GAP, smallest=20, fill=INK)
    if whole:
        yield text(whole, _LEFT, y + 62, 20, room=_NAME_ROOM - _GAP, smallest=13, fill=QUIET)
    told = {cell.year: cell for cell in line.years}
    for year, x, wide in _columns(table):
        if year in told:
            yield from _cell(told[year], x, y, wide)


def _cell(cell: Cell, x: float, y: float, wide: float) -> Iterator[str]:
    colour = chart.colour(cell.status)
    yield box(x, y + 6, wide, _ROW - 12, colour.tint, 8)
    yield text(cell.shown, x + wide / 2, y + 34, 26, wide - 12, 13, bold=True, fill=colour.ink, anchor="middle")
    word = cell.word.partition(" 20")[0]  # «chưa đến hạn 2030» stands in a column that is one year's
    yield text(word, x + wide / 2, y + 59, 20, wide - 12, 13, fill=colour.ink, anchor="middle")
