"""The rows of a table, and cells read as what they should be. A fault is collected with its line, not raised."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from campaign.parsing.numbers import digits, show
from campaign.text import fold
from services.imports import columns, line_kinds
from services.imports.columns import Column, Heading
from services.imports.line_kinds import Part
from services.imports.preview import Preview
from services.imports.tables import EMPTY, Cell, FileFault, Line, Sheet, Value, letters

_LONGEST_CELL = 1000  # characters: a name with all that it is called by
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0{1,6})?)?")  # what programs write behind a day
_DASHES = frozenset("-–—")
_THOUSAND = 1000
_YEARS = range(1900, 2100)  # of any day that a commune's table may hold


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

    def whole(self, name: str, unit: str = "") -> int | None:
        """A count: no fraction, not below zero. Of «1.512» and «1,512» only the thousands can be meant."""
        value = self.figure(name, unit, is_count=True)
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
            elif shape := _DAY.fullmatch(bare := _MIDNIGHT.sub("", written)):
                day = date(int(shape[3]), int(shape[2]), int(shape[1]))
            else:
                day = date.fromisoformat(bare)
        except ValueError:
            self.fault(f"{self.label(name)} là «{written}», không phải ngày như 19/11/2026")
            return None
        if day.year not in _YEARS or day > last:
            self.fault(f"{self.label(name)} là {day:%d/%m/%Y}, không thể đúng")
            return None
        return day

    def figure(self, name: str, unit: str = "", *, is_count: bool = False) -> Decimal | None:
        """A figure, not below zero: a number cell, or text with a decimal comma or point. «1.819» is asked.

        A text may end in `unit`, what the figure is told in: «46,5 ha», «95%».
        """
        value, written = self.cells.get(name, EMPTY).value, self.text(name)
        if not written:
            return None
        readings = (value,) if isinstance(value, Decimal) else self._readings(name, unit, is_count=is_count)
        if written.startswith("-") and readings:
            self.fault(f"{self.label(name)} là {written}, nhỏ hơn không")
        elif not readings and not set(written) - _DASHES:
            self.fault(f"{self.label(name)} là «{written}»: không có thì ghi 0, chưa biết thì để trống")
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

    def _readings(self, name: str, unit: str, *, is_count: bool) -> tuple[Decimal, ...]:
        """What a text may say."""
        written = self.text(name)
        if isinstance(self.cells.get(name, EMPTY).value, bool | date):
            return ()
        bare = written[: -len(unit)].rstrip() if unit and written.casefold().endswith(unit.casefold()) else written
        read = digits.parse(bare.removeprefix("-"))
        if read is None:
            return ()
        if is_count and read.thousandth and read.readings[0] >= 1:
            return (read.readings[0] * _THOUSAND,)
        wholes = tuple(one for one in read.readings if one == one.to_integral_value())
        return wholes if is_count and wholes else read.readings


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
        groups = [(part, True) for part in self.parts] + [(part, False) for part in self.sums]
        for part, is_group in groups if not self.faulty else ():
            row, said = part.row, part.row.figure(name)
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
