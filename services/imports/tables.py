"""What every kind of file is read into: sheets of cells, each with the place that an office program calls it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

Value = str | Decimal | date | bool | None

_LETTERS = 26


class FileFault(Exception):
    """A file that cannot be read at all; the message is a sentence for the officer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; None is an empty one. `fault`: why its value is not known.

    `may_be_per_cent`: its file does not tell whether the 0.95 in it is shown as «95%».
    """

    value: Value = None
    is_formula: bool = False
    fault: str = ""
    may_be_per_cent: bool = False


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet with its number, from 1."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        return all(cell.value is None and not cell.fault for cell in self.cells)

    def at(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a sheet that hold anything; merged cells all have their value. `hidden` are columns, from 0."""

    name: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    is_hidden: bool = False
    hidden: frozenset[int] = frozenset()


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def filled(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the empty ones, and without empty ends: office programs leave thousands of cells behind."""
    return tuple(replace(line, cells=_trimmed(line.cells)) for line in lines if not line.is_empty)


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    last = max(at for at, cell in enumerate(cells) if cell != EMPTY)
    return cells[: last + 1]
