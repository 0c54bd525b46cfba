"""The picture of BẢNG: units against the measures of a week, what each has sent and what is still open.

A unit's progress has a sign of its own, explained by the tiles above; no colour need be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reports import json_record
from reports.weekly import lettering, raster
from reports.weekly.svg_elements import INK, QUIET, RULE, box, document, text

_LEFT, _RIGHT = 34, 1046
_NAME, _CELLS = 70, 306  # where names and cells begin
_TOP, _HEADING, _ROW, _BOTTOM = 258, 50, 46, 96
_WIDEST, _LEVEL_ABOVE = 148, 100  # of a column; narrower ones have their heading turned
_LINE, _LARGEST_HEADING = 26, 340
_MOST_ROWS = 120  # of one kind; the platform refuses a picture much higher


class Progress(StrEnum):
    """How far a unit is with its report."""

    COMPLETE = "complete"
    BEGUN = "begun"
    SILENT = "silent"
    AWAY = "away"
    NOBODY = "nobody"


class Sent(StrEnum):
    """What stands in a cell."""

    NOT_ASKED = "not-asked"
    OPEN = "open"
    PARTLY = "partly"
    AS_BEFORE = "as-before"
    NOTHING = "nothing"
    FIGURE = "figure"
    NOT_KNOWN = "not-known"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's answer to one measure; `said` is what is printed, without its unit of measurement."""

    sent: Sent
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit."""

    name: str
    progress: Progress
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The units of one kind with the measures that any of them owes this week; a column is its name and its unit."""

    name: str
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """How many units stand so."""

    progress: Progress
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class BoardTable:
    """What is drawn, with the words around it."""

    title: str
    commune: str
    subtitle: str
    as_of: str
    tiles: tuple[Tile, ...]
    blocks: tuple[Block, ...]
    mark: str

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = json_record.plain(self)
        return found

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> BoardTable:
        return json_record.read(cls, found)


@dataclass(frozen=True, slots=True)
class _Look:
    tint: str
    ink: str
    edge: str = ""


_CELL_LOOKS = {
    Sent.OPEN: _Look("#ffffff", QUIET, "#c3cad8"),
    Sent.PARTLY: _Look("#ffffff", "#073f6b", "#2f86c9"),
    Sent.AS_BEFORE: _Look("#eef2f7", QUIET),
    Sent.NOTHING: _Look("#eef2f7", QUIET),
    Sent.FIGURE: _Look("#d9e9f7", "#073f6b"),
    Sent.NOT_KNOWN: _Look("#f7d9e8", "#6f0f47"),
    Sent.MARKED: _Look("#ffe4bd", "#663800", "#e69f00"),
}
# Words' places in a narrow column.
_SIGNS = {Sent.AS_BEFORE: "=", Sent.NOTHING: "0", Sent.NOT_KNOWN: "?"}
_TILE_LOOKS = {
    Progress.COMPLETE: _Look("#d3efe6", "#004a36", "#007a5a"),
    Progress.BEGUN: _Look("#d9e9f7", "#073f6b", "#2f86c9"),
    Progress.SILENT: _Look("#fbdccb", "#6b2400", "#d55e00"),
    Progress.AWAY: _Look("#eaedf2", "#434b5a", "#7a8395"),
    Progress.NOBODY: _Look("#eaedf2", "#434b5a", "#7a8395"),
}


def draw(table: BoardTable) -> bytes:
    """The PNG, 1,080 pixels wide."""
    return raster.png(svg(table))


def svg(table: BoardTable) -> str:
    """The picture as SVG; all text is escaped."""
    parts = [*_header(table)]
    y: float = _TOP
    for block in table.blocks:
        drawn, y = _block(block, y)
        parts += drawn
    return document(y + _BOTTOM, [*parts, *_footer(table, y)])


def _header(table: BoardTable) -> Iterator[str]:
    room = _RIGHT - _LEFT - lettering.width(table.title, 48, bold=True) - 30
    yield text(table.title, _LEFT, 66, 48, bold=True)
    yield text(table.commune, _RIGHT, 66, 36, room=room, bold=True, fill=QUIET, end=True)
    yield text(table.subtitle, _LEFT, 112, 30, room=600, bold=True)
    yield text(table.as_of, _RIGHT, 112, 30, room=390, fill=QUIET, end=True)
    tiles = [tile for tile in table.tiles if tile.count]
    gap, y, height = 12, 140, 98
    wide = min((_RIGHT - _LEFT - gap * (len(tiles) - 1)) / max(len(tiles), 1), 300)
    for place, tile in enumerate(tiles):
        look, x = _TILE_LOOKS[tile.progress], _LEFT + place * (wide + gap)
        yield box(x, y, wide, height, look.tint, 14)
        yield _sign(tile.progress, x + 34, y + 35, 16)
        yield text(str(tile.count), x + 64, y + 51, 46, bold=True, fill=look.ink)
        yield text(tile.word, x + 18, y + 83, 28, room=wide - 28, smallest=18, fill=look.ink)


def _sign(progress: Progress, x: float, y: float, radius: float) -> str:
    """A full disc with a tick, half a disc, a ring, a ring crossed out, a ring with a dash."""
    colour, stroke = _TILE_LOOKS[progress].edge, radius / 5
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="#ffffff" stroke="{colour}" stroke-width="{stroke}"/>'
    path = f'fill="none" stroke="{colour}" stroke-width="{stroke * 1.2:.1f}" stroke-linecap="round"'
    part = radius / 2
    if progress is Progress.COMPLETE:
        tick = f"M{x - part:.1f} {y:.1f}l{part * 0.75:.1f} {part * 0.75:.1f}l{part * 1.3:.1f} {-part * 1.5:.1f}"
        disc = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'
        return f'{disc}<path d="{tick}" {path.replace(colour, "#ffffff")}/>'
    if progress is Progress.BEGUN:
        half = f"M{x:.1f} {y - radius:.1f}a{radius} {radius} 0 0 0 0 {radius * 2}z"
        return f'{ring}<path d="{half}" fill="{colour}"/>'
    if progress is Progress.AWAY:
        return f'{ring}<path d="M{x - part:.1f} {y:.1f}h{radius}" {path}/>'
    if progress is Progress.NOBODY:
        cross = f"M{x - part:.1f} {y - part:.1f}l{radius} {radius}m0 {-radius}l{-radius} {radius}"
        return f'{ring}<path d="{cross}" {path}/>'
    return ring


def _width(block: Block) -> float:
    """Of each of its columns."""
    return min((_RIGHT - _CELLS) / max(len(block.columns), 1), _WIDEST)


def _block(block: Block, y: float) -> tuple[list[str], float]:
    """The drawn block, and where the next one begins."""
    wide = _width(block)
    high = _heading_height(block.columns, wide)
    parts = [text(block.name, _LEFT, y + high - 10, 28, room=_CELLS - _LEFT - 10, bold=True, fill=QUIET)]
    for place, column in enumerate(block.columns):
        parts += _column(column, _CELLS + place * wide, y + high - 12, wide)
    y += high
    parts.append(f'<rect x="{_LEFT}" y="{y}" width="{_RIGHT - _LEFT}" height="2" fill="{RULE}"/>')
    y += 6
    for line in block.lines[:_MOST_ROWS]:
        parts += _line(line, y, wide)
        y += _ROW
    others = len(block.lines) - _MOST_ROWS
    if others > 0:
        parts.append(text(f"và {others} nơi khác", _NAME, y + 32, 26, fill=QUIET))
        y += _ROW
    return parts, y + 16


def _column_lines(column: Sequence[str], wide: float) -> list[str]:
    name, *unit = column
    return [*lettering.wrap(name, wide - 10, 23, bold=True), *(f"({one})" for one in unit)]


def _heading_height(columns: Sequence[Sequence[str]], wide: float) -> float:
    if not columns:
        return _HEADING
    if wide >= _LEVEL_ABOVE:
        return 24 + _LINE * max(len(_column_lines(column, wide)) for column in columns)
    longest = max(lettering.width(_in_one_line(column), 23, bold=True) for column in columns)
    return min(longest, _LARGEST_HEADING) + 30


def _in_one_line(column: Sequence[str]) -> str:
    name, *unit = column
    return " ".join([name, *(f"({one})" for one in unit)])


def _column(column: Sequence[str], x: float, bottom: float, wide: float) -> Iterator[str]:
    """The heading of a column: level on several lines, or upwards in one where it is narrow."""
    middle = x + wide / 2
    if wide < _LEVEL_ABOVE:
        said = _in_one_line(column)
        yield text(said, middle + 8, bottom, 23, room=_LARGEST_HEADING, smallest=18, bold=True, turn=-90)
        return
    lines = _column_lines(column, wide)
    for place, said in enumerate(reversed(lines)):
        is_unit = place == 0 and len(column) > 1
        size, fill = (21, QUIET) if is_unit else (23, INK)
        y = bottom - place * _LINE
        yield text(said, middle, y, size, wide - 8, smallest=15, bold=not is_unit, fill=fill, anchor="middle")


def _line(line: Line, y: float, wide: float) -> Iterator[str]:
    yield _sign(line.progress, _LEFT + 14, y + _ROW / 2, 12)
    yield text(line.name, _NAME, y + 32, 28, room=_CELLS - _NAME - 10, smallest=20)
    for place, cell in enumerate(line.cells):
        yield from _cell(cell, _CELLS + place * wide, y, wide)


def _cell(cell: Cell, x: float, y: float, wide: float) -> Iterator[str]:
    middle = x + wide / 2
    look = _CELL_LOOKS.get(cell.sent)
    if look is None:
        yield text("·", middle, y + 32, 26, fill=QUIET, anchor="middle")
        return
    yield box(x + 3, y + 4, wide - 6, _ROW - 8, look.tint, 8, look.edge)
    is_bold = cell.sent in (Sent.FIGURE, Sent.MARKED)
    said = cell.said if wide >= _LEVEL_ABOVE else _SIGNS.get(cell.sent, cell.said)
    yield text(said, middle, y + 32, 25, wide - 10, smallest=9, bold=is_bold, fill=look.ink, anchor="middle")


def _footer(table: BoardTable, y: float) -> Iterator[str]:
    yield f'<rect x="{_LEFT}" y="{y}" width="{_RIGHT - _LEFT}" height="2" fill="{RULE}"/>'
    x: float = _LEFT
    for cell, word in _legend(table):
        wide = 34
        yield from _cell(cell, x, y + 20, wide)
        yield text(word, x + wide + 8, y + 52, 22, fill=QUIET)
        x += wide + 8 + lettering.width(word, 22) + 18
    yield text(table.mark, _RIGHT, y + 52, 26, bold=True, end=True)


def _legend(table: BoardTable) -> Iterator[tuple[Cell, str]]:
    """What needs a word: an empty box, the amber edge, and the signs of narrow columns; only what is drawn."""
    drawn = {cell.sent for block in table.blocks for line in block.lines for cell in line.cells}
    narrow = {
        cell.sent
        for block in table.blocks
        if _width(block) < _LEVEL_ABOVE
        for line in block.lines
        for cell in line.cells
    }
    told = (
        (Cell(Sent.OPEN), "chưa gửi", drawn),
        (Cell(Sent.MARKED, "9"), "chờ đối chiếu", drawn),
        (Cell(Sent.NOT_ASKED), "không hỏi", drawn),
        (Cell(Sent.AS_BEFORE, "="), "như cũ", narrow),
        (Cell(Sent.NOT_KNOWN, "?"), "chưa rõ", narrow),
    )
    yield from ((cell, word) for cell, word, where in told if cell.sent in where)
