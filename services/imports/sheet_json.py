"""A sheet's cells as JSON: from the process that reads files to the one that answers, and for the day they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.imports.tables import EMPTY, Cell, Line, Sheet, Value

_TEXT, _NUMBER, _DAY, _BOOL = "s", "n", "d", "b"


def dump(sheet: Sheet) -> dict[str, Any]:
    """What `load` makes the same sheet of."""
    lines = [[line.number, line.is_hidden, [_cell(cell) for cell in line.cells]] for line in sheet.lines]
    hidden = {"hidden": sorted(sheet.hidden)} if sheet.hidden else {}
    return {"name": sheet.name, "lines": lines, "notes": list(sheet.notes), **hidden}


def load(stored: dict[str, Any]) -> Sheet:
    lines = [Line(number, tuple(map(_loaded, cells)), is_hidden) for number, is_hidden, cells in stored["lines"]]
    hidden = frozenset(stored.get("hidden", ()))
    return Sheet(stored["name"], tuple(lines), tuple(stored["notes"]), hidden=hidden)


def joined(stored: dict[str, Any], more: Sheet) -> dict[str, Any]:
    """The same with the lines of another sheet below, numbered on: a table that was pasted in several messages."""
    last = max((line[0] for line in stored["lines"]), default=0)
    lines = [[last + number, line.is_hidden, [_cell(one) for one in line.cells]] for number, line in _numbered(more)]
    return {**stored, "lines": [*stored["lines"], *lines]}


def _numbered(sheet: Sheet) -> Sequence[tuple[int, Line]]:
    return [(line.number, line) for line in sheet.lines]


def _cell(cell: Cell) -> list[Any] | None:
    if cell == EMPTY:
        return None
    more = [cell.is_formula, cell.fault, cell.may_be_per_cent]
    return [*value(cell.value), *(more if any(more) else [])]


def value(known: Value) -> list[Any]:
    """A value alone, with its kind before it."""
    match known:
        case None:
            return [_TEXT, None]
        case bool():
            return [_BOOL, known]
        case Decimal():
            return [_NUMBER, str(known)]
        case date():
            return [_DAY, known.isoformat()]
        case _:
            return [_TEXT, known]


def _loaded(stored: list[Any] | None) -> Cell:
    if stored is None:
        return EMPTY
    kind, written, *rest = stored
    is_formula, fault, *more = rest or (False, "")  # what was kept by an earlier build has no more
    known: Value = written
    if kind == _NUMBER:
        known = Decimal(written)
    elif kind == _DAY:
        known = date.fromisoformat(written)
    return Cell(known, is_formula, fault, bool(more and more[0]))
