"""Tables of a .docx, written as WordprocessingML at once: cell by cell the library takes several times as long.

Knows widths, borders and paragraphs; not what is in them. Lengths are millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.to_confirm import PLACE

_TWENTIETHS = 1440 / 25.4  # of a point in a millimetre, as WordprocessingML counts
_MARGIN = round(1.2 * _TWENTIETHS)
_ABOVE = round(0.12 * _TWENTIETHS)  # so that no line lies on letters: readers differ by a point
_SLASH = re.compile(r"/(?=[^\W\d])")


class Text(NamedTuple):
    """A paragraph of a cell. `size` in points; `align` is left, center, right or both.

    `rule` draws a line below it, as many millimetres long. `keeps` holds it on one page with the next row.
    """

    text: str
    bold: bool = False
    italic: bool = False
    align: str = "left"
    size: float = 0
    space: float = 0  # points above
    rule: float = 0
    keeps: bool = False


Cell = Text | Sequence[Text]


def add(
    document: Document,
    widths: Sequence[float],
    rows: Iterable[Sequence[Cell]],
    *,
    head: int,
    size: float,
    top: bool = False,
) -> None:
    """A table at the document's end: its first `head` rows are repeated on every page; no borders where `head` is 0.

    Cells are filled from the middle, from the top where `top`.
    """
    parts = [f"<w:tbl {nsdecls('w')}>", _properties(widths, bordered=head > 0)]
    for number, row in enumerate(rows):
        parts.append(_row(row, widths, size, is_head=number < head, place="top" if top else "center"))
    parts.append("</w:tbl>")
    table = parse_xml("".join(parts))
    document.element.body.insert_element_before(table, "w:sectPr")


def _properties(widths: Sequence[float], bordered: bool) -> str:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if bordered else 'w:val="nil"'
    borders = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    sides = {"top": _ABOVE, "left": _MARGIN, "bottom": _ABOVE, "right": _MARGIN}
    if not bordered:
        sides = {"left": _MARGIN, "right": _MARGIN}
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides.items())
    columns = "".join(f'<w:gridCol w:w="{_length(one)}"/>' for one in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(_length(one) for one in widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


def _row(row: Sequence[Cell], widths: Sequence[float], size: float, is_head: bool, place: str) -> str:
    """A row that no page break divides. Fewer cells than columns: the last one reaches to the end."""
    head = "<w:tblHeader/>" if is_head else ""
    cells = []
    for number, cell in enumerate(row):
        is_last = number == len(row) - 1
        spanned = widths[number:] if is_last else widths[number : number + 1]
        cells.append(_cell(cell, spanned, size, place))
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, spanned: Sequence[float], size: float, place: str) -> str:
    paragraphs = [cell] if isinstance(cell, Text) else cell
    span = f'<w:gridSpan w:val="{len(spanned)}"/>' if len(spanned) > 1 else ""
    width = sum(spanned)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_length(width)}" w:type="dxa"/>{span}<w:vAlign w:val="{place}"/></w:tcPr>'
        f"{''.join(_paragraph(one, size, width) for one in paragraphs)}</w:tc>"
    )


def _paragraph(one: Text, size: float, width: float) -> str:
    half_points = round(2 * (one.size or size))
    look = ("<w:b/>" if one.bold else "") + ("<w:i/>" if one.italic else "")
    run = f'<w:rPr>{look}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    spacing = f'<w:spacing w:before="{round(20 * one.space)}" w:after="0" w:line="240" w:lineRule="auto"/>'
    keep = "<w:keepNext/>" if one.keeps else ""
    runs = "".join(_run(part, look, half_points) for part in PLACE.split(one.text) if part)
    return (
        f'<w:p><w:pPr>{keep}{spacing}<w:ind w:firstLine="0"/><w:jc w:val="{one.align}"/>{run}</w:pPr>'
        f"{runs}</w:p>{_rule(one.rule, width)}"
    )


def _run(words: str, look: str, half_points: int) -> str:
    """A stretch of one look: a place that the commune has to fill is yellow."""
    mark = '<w:highlight w:val="yellow"/>' if PLACE.fullmatch(words) else ""
    text = escape(_SLASH.sub("/\u200b", words))  # «triệu đồng/người/năm» may be divided there, «99/118» not
    how = f'{look}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{mark}'
    return f'<w:r><w:rPr>{how}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _rule(length: float, width: float) -> str:
    """A line of its own, in the middle of the cell: drawn below the text it would narrow the text."""
    if not length:
        return ""
    side = round((_length(width - length) - 2 * _MARGIN) / 2)
    return (
        '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="0" w:line="60" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/></w:pPr></w:p>'
    )


def _length(millimetres: float) -> int:
    return round(millimetres * _TWENTIETHS)
