"""The rows of a table, and cells read as what they should be. A fault is collected with its line, not raised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from campaign.parsing.numbers import digits, show
from services.imports import columns
from services.imports.columns import Column, Heading
from services.imports.preview import Preview
from services.imports.tables import EMPTY, Cell, FileFault, Line, Sheet, Value, letters

_LONGEST_CELL = 1000  # characters: a name with all that it is called by
_OF_UNITS = ("name", "unit")  # the columns that name units
_TOTALS = frozenset(["tong", "tong cong", "cong", "tong so", "toan xa", "cong toan xa", "tong toan xa"])
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEARS = range(1900, 2100)  # of any day that a commune's table may hold
_NUMBERED = re.compile(r"\(?([0-9]{1,2}|[A-Z])\)?")


def in_words(value: Decimal) -> str:
    """«1.819,7», «1.819»."""
    return show(value, whole=True)


class ImportFault(Exception):
    """A file that was not imported; `faults` are its lines to show, one sentence each."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        super().__init__(f"{name}: chưa nhập gì cả\n" + "\n".join(faults))
        self.faults = tuple(faults)


@dataclass
class Row:
    """One line of a table. A cell that cannot be read adds a fault and gives None."""

    line: int
    cells: dict[str, Cell]
    heading: Heading
    labels: dict[str, str]
    faults: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)  # what later lines say of the same

    def fault(self, reason: str) -> None:
        self.faults.append(f"Dòng {self.line}: {reason}.")

    def repeats(self, earlier: Row, what: str) -> None:
        """This line says the same thing's value again: which of the two holds is not guessed."""
        self.fault(f"{what} đã có ở dòng {earlier.line}")
        earlier.contradictions.append(f"Dòng {earlier.line}: {what} có lần nữa ở dòng {self.line}.")

    @property
    def reasons(self) -> list[str]:
        """Why this row is not taken where the others are; none for a sound one."""
        return [*self.faults, *self.contradictions]

    @property
    def said_of_it(self) -> str:
        """All of it in one line: «Dòng 4: không có đơn vị «UBX»; cột B để trống.»"""
        first, *others = (reason.removesuffix(".") for reason in self.reasons)
        return "; ".join([first, *(one.partition(": ")[2] for one in others)]) + "."

    def label(self, name: str) -> str:
        """The column as the officer's office program shows it: «cột D «Số hộ»»."""
        at = self.heading.places.get(name)
        return f"«{self.labels[name]}»" if at is None else f"cột {letters(at)} «{self.labels[name]}»"

    def has(self, name: str) -> bool:
        """Whether the table has this column at all."""
        return name in self.heading.places

    def has_fault(self, name: str) -> bool:
        """Whether something stands in a cell that cannot be read."""
        return bool(self.cells.get(name, EMPTY).fault)

    def value(self, name: str) -> Value:
        """What stands in a cell, read as nothing."""
        return self.cells.get(name, EMPTY).value

    def text(self, name: str) -> str:
        value = self.cells.get(name, EMPTY).value
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return value.isoformat() if isinstance(value, date) else str(value)

    def required(self, name: str) -> str:
        written = self.text(name)
        if not written and not self.cells.get(name, EMPTY).fault:
            self.fault(f"{self.label(name)} để trống")
        return written

    def whole(self, name: str) -> int | None:
        """A count: no fraction, not below zero."""
        value = self.figure(name)
        if value is None:
            return None
        if value != value.to_integral_value():
            self.fault(f"{self.label(name)} là {self.text(name)}, không phải số nguyên")
            return None
        return int(value)

    def day(self, name: str, last: date = date.max) -> date | None:
        """A day: a date cell, 2026-11-19, or 19/11/2026; none after `last`."""
        value, written = self.cells.get(name, EMPTY).value, self.text(name)
        if not written:
            return None
        try:
            if isinstance(value, date):
                day = value
            elif shape := _DAY.fullmatch(written):
                day = date(int(shape[3]), int(shape[2]), int(shape[1]))
            else:
                day = date.fromisoformat(written)
        except ValueError:
            self.fault(f"{self.label(name)} là «{written}», không phải ngày như 19/11/2026")
            return None
        if day.year not in _YEARS or day > last:
            self.fault(f"{self.label(name)} là {day:%d/%m/%Y}, không thể đúng")
            return None
        return day

    def figure(self, name: str) -> Decimal | None:
        """A figure, not below zero: a number cell, or text with a decimal comma or point. «1.819» is asked."""
        value, written = self.cells.get(name, EMPTY).value, self.text(name)
        if not written:
            return None
        if isinstance(value, Decimal):
            readings: tuple[Decimal, ...] = (value,)
        else:
            read = digits.parse(written.removeprefix("-"))
            readings = read.readings if read is not None and not isinstance(value, bool | date) else ()
        if written.startswith("-") and readings:
            self.fault(f"{self.label(name)} là {written}, nhỏ hơn không")
        elif not readings:
            self.fault(f"{self.label(name)} là «{written}», không phải số như 1819,7")
        elif len(readings) > 1:
            larger, smaller = map(in_words, readings)
            self.fault(
                f"{self.label(name)} là «{written}»: là {larger} hay {smaller}? "
                f"Xin ghi {larger.replace('.', '')} hoặc {smaller}0"
            )
        else:
            return readings[0]
        return None


@dataclass(frozen=True)
class Table:
    """The rows of a file, the lines of its sums, and what is to be told of it."""

    name: str  # of the file
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    notes: tuple[str, ...]
    partial: tuple[tuple[Row, tuple[Row, ...]], ...] = ()  # sums of a part, each with the lines since the one before

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

    def check_total(self, name: str, total: Decimal) -> None:
        """A line of sums must say what its column adds up to; where rows are faulty no sum can."""
        for row in self.totals if not self.faulty else ():
            said = row.figure(name)
            if said is not None and said != total:
                row.fault(f"{row.label(name)} ghi tổng {in_words(said)}, cộng các dòng là {in_words(total)}")
        for row, above in self.partial if not self.faulty else ():
            said, added = row.figure(name), sum((one.figure(name) or Decimal(0) for one in above), Decimal(0))
            if said is not None and said not in (added, total):
                row.fault(f"{row.label(name)} ghi {in_words(said)}, cộng các dòng trên nó là {in_words(added)}")

    @property
    def _sums(self) -> tuple[Row, ...]:
        return (*self.totals, *(row for row, _ in self.partial))


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
    fitting = [(sheet, heading) for sheet in sheets if (heading := columns.find(sheet, known)) is not None]
    if not fitting:
        raise ImportFault(name, [columns.missing(sheets, known)])
    if len(fitting) > 1:
        listed = ", ".join(f"«{sheet.name}»" for sheet, _ in fitting)
        raise ImportFault(name, [f"Các trang {listed} đều có bảng này: xin để lại một trang."])
    sheet, heading = fitting[0]
    if heading.faults:
        raise ImportFault(name, heading.faults)
    return _table(name, sheet, heading, known, named_by)


def _table(name: str, sheet: Sheet, heading: Heading, known: Sequence[Column], named_by: str) -> Table:
    labels = {column.name: column.said[0] for column in known}
    below = heading.below[1:] if heading.below and _is_numbering(heading.below[0]) else heading.below
    rows: list[Row] = []
    totals: list[Row] = []
    partial: list[tuple[Row, tuple[Row, ...]]] = []
    left = summed = 0
    for line in below:
        row = Row(line.number, {name: line.at(at) for name, at in heading.places.items()}, heading, labels)
        if (totals or partial) and not any(str(cell.value or "")[:1].isdigit() for cell in line.cells):
            left += 1  # signatures and remarks below the sums, the next part's heading
        elif _is_partial(line, row, named_by):
            partial.append((row, tuple(rows[summed:])))
            summed = len(rows)
        elif _is_total(line, row, named_by):
            totals.append(row)
        else:
            rows.append(row)
        _check_cells(row, line)
    notes = [*heading.notes, *sheet.notes, *_told(rows, left)]
    return Table(name, tuple(rows), tuple(totals), tuple(notes), tuple(partial))


def _told(rows: Sequence[Row], left: int) -> list[str]:
    notes = []
    formulas = sum(cell.is_formula for row in rows for cell in row.cells.values())
    if formulas:
        notes.append(f"{formulas} ô là công thức, đọc theo kết quả lưu trong tệp")
    if left:
        notes.append(f"không đọc {left} dòng chữ dưới dòng tổng")
    return notes


def _is_total(line: Line, row: Row, named_by: str) -> bool:
    """«Tổng cộng», in the column of names or, where that is merged away, in the first cell that says anything."""
    first = next((cell.value for cell in line.cells if cell.value is not None), "")
    return bool(_TOTALS & {columns.plain(row.text(named_by)), columns.plain(str(first))})


def _is_partial(line: Line, row: Row, named_by: str) -> bool:
    """«Cộng khu 1», the sum of the lines above it; by its marks: a village may be called Cống Đá."""
    if named_by not in _OF_UNITS or _is_total(line, row, named_by):
        return False  # what else is told may begin with these words: «Tổng thu đạt dự toán»
    first = next((cell.value for cell in line.cells if cell.value is not None), "")
    return (row.text(named_by) or str(first)).casefold().startswith(("cộng ", "tổng "))


def _is_numbering(line: Line) -> bool:
    """The line «(1) (2) (3)» or «A B 1 2» that forms have below their headings."""
    said = [str(cell.value) for cell in line.cells if cell.value is not None]
    shapes = [_NUMBERED.fullmatch(one) for one in said]
    numbers = [int(shape[1]) for shape in shapes if shape and shape[1].isdigit()]
    return len(said) > 1 and None not in shapes and numbers == list(range(1, len(numbers) + 1)) and bool(numbers)


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
