"""What python-calamine 0.9 does not tell of an OpenDocument table: what is hidden, formulas, errors, per cents.

A cell that shows «95%» holds 0.95, and says so (OpenDocument 1.3, part 3, 19.389: `office:value-type="percentage"`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from services.imports.formats import workbook

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LIBRE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_VALUES = [f"{_OFFICE}{name}" for name in ("value", "date-value", "time-value", "boolean-value", "string-value")]
_MOST = 5000  # lines that are looked at
_WIDEST = 200  # columns
_LONGEST = 7  # digits of how often something is repeated


@dataclass
class Beside:
    """Of one sheet; lines and columns count from 0. An error is told as the office program shows it: «#DIV/0!»."""

    hidden_lines: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    empty_formulas: set[tuple[int, int]] = field(default_factory=set)  # nobody has computed them
    per_cents: set[tuple[int, int]] = field(default_factory=set)


def beside(content: bytes) -> list[Beside]:
    """Sheet by sheet, in the order of the file."""
    root = workbook.xml_in(content, "content.xml")
    return [_sheet(table) for sheet in root.iter(f"{_OFFICE}spreadsheet") for table in sheet.findall(f"{_TABLE}table")]


def _sheet(table: Any) -> Beside:
    found = Beside()
    for at, column in _spread(table, "column", _WIDEST):
        if _is_hidden(column):
            found.hidden_columns.add(at)
    for at, row in _spread(table, "row", _MOST):
        if _is_hidden(row):
            found.hidden_lines.add(at)
        cells = [one for one in row if one.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")]
        for column, cell in _repeated(cells, "columns", _WIDEST):
            _cell(found, (at, column), cell)
    return found


def _cell(found: Beside, place: tuple[int, int], cell: Any) -> None:
    shown = "".join(cell.itertext()).strip()
    if cell.get(f"{_OFFICE}value-type") == "percentage":
        found.per_cents.add(place)
    if cell.get(f"{_LIBRE}value-type") == "error":
        found.errors[place] = shown[:20]
    elif cell.get(f"{_TABLE}formula") is not None:
        is_computed = shown or any(cell.get(name) for name in _VALUES)
        (found.formulas if is_computed else found.empty_formulas).add(place)


def _is_hidden(part: Any) -> bool:
    """By hand («collapse») or by a filter."""
    return part.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _spread(table: Any, kind: str, most: int) -> Iterator[tuple[int, Any]]:
    """The rows or columns of a table, also those that are grouped, each as often as it is repeated."""
    return _repeated(table.iter(f"{_TABLE}table-{kind}"), f"{kind}s", most)


def _repeated(parts: Any, kind: str, most: int) -> Iterator[tuple[int, Any]]:
    at = 0
    for part in parts:
        said = part.get(f"{_TABLE}number-{kind}-repeated") or "1"
        often = int(said) if said.isascii() and said.isdigit() and len(said) <= _LONGEST else 1
        for place in range(at, min(at + often, most)):
            yield place, part
        at += often
        if at >= most:
            return
