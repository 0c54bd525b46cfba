"""The rows of a file's table, the lines of its sums, and what speaks against them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from campaign.text import fold
from services.imports import columns, line_kinds
from services.imports.columns import Column, Heading
from services.imports.line_kinds import Part
from services.imports.preview import Preview
from services.imports.table_row import Row, in_words
from services.imports.tables import EMPTY, FileFault, Line, Sheet, letters

_LONGEST_CELL = 1000  # characters: a name with all that it is called by


class ImportFault(Exception):
    """A file that was not imported; `faults` are its lines to show, one sentence each."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        super().__init__(f"{name}: chưa nhập gì cả\n" + "\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Table:
    """The rows of a file, the lines of its sums, and what is to be told of it."""

    name: str  # of the file
    rows: tuple[Row, ...]
    sums: tuple[Part, ...]  # each with the lines since the one before
    notes: tuple[str, ...]
    parts: tuple[Part, ...] = ()  # sums of a group

    @property
    def totals(self) -> tuple[Row, ...]:
        """The lines of sums."""
        return tuple(part.row for part in self.sums)

    def with_sums_of(self, name: str, said: Container[str]) -> Table:
        """The table in which rows that name the whole, folded, are lines of sums: «Xã Khánh Khê»."""
        whole = [row for row in self.rows if fold(row.text(name)) in said]
        rows = tuple(row for row in self.rows if row not in whole)
        return replace(self, rows=rows, sums=(*self.sums, *(Part(row, rows, is_above=True) for row in whole)))

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the file has."""
        return frozenset(name for row in (*self.rows, *self.totals) for name in row.heading.places)

    @property
    def sound(self) -> list[Row]:
        """The rows that nothing speaks against."""
        return [row for row in self.rows if not row.reasons]

    @property
    def faulty(self) -> list[Row]:
        return [row for row in self.rows if row.reasons]

    def without_blanks(self, answers: Sequence[str]) -> Table:
        """The table without the rows of a template that nobody has filled in: `answers` are what is to be filled."""
        if not answers:
            return self
        filled = tuple(row for row in self.rows if any(row.text(name) or row.has_fault(name) for name in answers))
        left = len(self.rows) - len(filled)
        return replace(self, rows=filled, notes=(*self.notes, f"bỏ qua {left} dòng chưa điền")) if left else self

    def preview(self, thing: str, count: int) -> Preview:
        """A preview of so many of its rows, with what speaks against the others; what they change is for the caller."""
        faulty = [row.said_of_it for row in self.faulty]
        blocking = [] if faulty else [fault for row in self._sums for fault in row.faults]
        return Preview(thing, count, notes=list(self.notes), faulty=faulty, blocking=blocking)

    def refuse_faults(self, more: Sequence[str] = ()) -> None:
        """ImportFault, if any row or total has a fault."""
        faults = [fault for row in (*self.rows, *self._sums) for fault in row.faults]
        if faults or more:
            raise ImportFault(self.name, list(dict.fromkeys([*faults, *more])))

    def check_total(self, name: str, values: Mapping[int, Decimal], otherwise: str = "") -> None:
        """A line of sums must say what its column adds up to; where rows are faulty no sum can.

        `values` are what each line adds. A second sum, or one of a group, may be that of its own lines alone.
        `otherwise` is said behind a sum that does not: what else may have been meant.
        """
        total = sum(values.values(), Decimal(0))
        are_counts = all(one == one.to_integral_value() for one in values.values())
        groups = [(part, True) for part in self.parts] + [(part, False) for part in self.sums]
        for part, is_group in groups if not self.faulty else ():
            row, said = part.row, part.row.figure(name, is_count=are_counts)
            added = sum((values.get(one.line, Decimal(0)) for one in part.lines), Decimal(0))
            may_be_own = is_group or len(self.sums) > 1
            if said is None or said == total or (may_be_own and said == added):
                continue
            if is_group:
                which = "các dòng trên nó" if part.is_above else "các dòng của nhóm"
                row.fault(f"{row.label(name)} ghi {in_words(said)}, cộng {which} là {in_words(added)}")
            else:
                shown = added if may_be_own else total
                row.fault(f"{row.label(name)} ghi tổng {in_words(said)}, cộng các dòng là {in_words(shown)}{otherwise}")

    @property
    def _sums(self) -> tuple[Row, ...]:
        return tuple(part.row for part in (*self.sums, *self.parts))


def read(path: Path, known: Sequence[Column], named_by: str) -> Table:
    """The table of a file; `named_by` is the column in which a line of sums says «Tổng cộng».

    ImportFault when the file cannot be read, when no sheet has the columns or more than one has them.
    """
    from services.imports import formats  # read by the command line alone

    try:
        sheets = formats.read(path)
    except FileFault as fault:
        raise ImportFault(str(path), [str(fault)]) from None
    return table_of(str(path), sheets, known, named_by)


def table_of(name: str, sheets: Sequence[Sheet], known: Sequence[Column], named_by: str) -> Table:
    """The same of a file that was read already; `name` is what it is called."""
    try:
        fitting = columns.fitting(sheets, known)
    except FileFault as fault:
        raise ImportFault(name, [str(fault)]) from None
    if not fitting:
        raise ImportFault(name, [columns.missing(sheets, known)])
    if len(fitting) > 1:
        listed = ", ".join(f"«{sheet.name}»" for sheet, _ in fitting)
        raise ImportFault(name, [f"Các trang {listed} đều có bảng này: xin để lại một trang."])
    sheet, heading = fitting[0]
    hidden = [
        f"Cột {letters(at)} «{heading.said[one]}» đang bị ẩn: xin cho hiện lại hoặc xóa hẳn."
        for one, at in heading.places.items()
        if at in sheet.hidden
    ]
    if heading.faults or hidden:
        raise ImportFault(name, [*heading.faults, *hidden])
    return _table(name, sheet, heading, known, named_by)


def _table(name: str, sheet: Sheet, heading: Heading, known: Sequence[Column], named_by: str) -> Table:
    labels = {column.name: column.said[0] for column in known}

    def made(line: Line) -> Row:
        return Row(line.number, {name: line.at(at) for name, at in heading.places.items()}, heading, labels)

    found = line_kinds.sort(heading, named_by, made)
    kept = [*found.rows, *(part.row for part in (*found.totals, *found.parts))]
    lines = {line.number: line for line in heading.below}
    for row in kept:
        _check_cells(row, lines[row.line])
    notes = [*heading.notes, *sheet.notes, *_told(found.rows), *found.notes()]
    return Table(name, tuple(found.rows), tuple(found.totals), tuple(notes), tuple(found.parts))


def _told(rows: Sequence[Row]) -> list[str]:
    formulas = sum(cell.is_formula for row in rows for cell in row.cells.values())
    return [f"{formulas} ô là công thức, đọc theo kết quả lưu trong tệp"] if formulas else []


def _check_cells(row: Row, line: Line) -> None:
    if line.is_hidden:
        row.fault("dòng đang bị ẩn (lọc): xin cho hiện lại hoặc xóa hẳn")
    for name, cell in row.cells.items():
        if cell.fault:
            row.fault(f"ô {letters(row.heading.places[name])}{row.line} {cell.fault}")
        if isinstance(cell.value, str) and len(cell.value) > _LONGEST_CELL:
            row.fault(f"{row.label(name)} dài {len(cell.value)} chữ; nhiều nhất {_LONGEST_CELL}")
            row.cells[name] = EMPTY
    beyond = [cell for cell in line.cells[max(row.heading.places.values()) + 1 :] if cell.value is not None]
    if len(line.cells) > row.heading.width and beyond:
        row.fault("có nhiều ô hơn số cột ở dòng tiêu đề")
