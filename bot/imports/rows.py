"""CSV rows with their line numbers, and cells read as what they should be. A fault is collected, not raised."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import TypeVar

from campaign.normalisation import one_line

_LONGEST_CELL = 1000  # characters: a name with all that it is called by

Read = TypeVar("Read")


class ImportFault(Exception):
    """A file that was not imported; `faults` are its lines to show, one sentence each."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        super().__init__(f"{path}: nothing imported\n" + "\n".join(faults))
        self.faults = tuple(faults)


@dataclass
class Row:
    """One line of a file. A cell that cannot be read adds a fault and gives None."""

    line: int
    cells: dict[str, str]
    faults: list[str] = field(default_factory=list)

    def fault(self, reason: str) -> None:
        self.faults.append(f"line {self.line}: {reason}")

    def hold_to_limit(self) -> None:
        """What is longer than any cell may be is not read."""
        for name, value in self.cells.items():
            if len(value) > _LONGEST_CELL:
                self.cells[name] = ""
                self.fault(f"{name} has {len(value)} characters; a cell has at most {_LONGEST_CELL}")

    def text(self, name: str) -> str:
        return self.cells.get(name, "")

    def required(self, name: str) -> str:
        found = self.text(name)
        if not found:
            self.fault(f"{name} is empty")
        return found

    def _read(self, name: str, how: Callable[[str], Read], what: str) -> Read | None:
        written = self.text(name)
        if not written:
            return None
        try:
            return how(written)
        except (ValueError, InvalidOperation):
            self.fault(f"{name} is {written!r}, which is not {what}")
            return None

    def whole(self, name: str) -> int | None:
        found = self._read(name, int, "a whole number")
        if found is not None and found < 0:
            self.fault(f"{name} is below zero")
        return found

    def day(self, name: str) -> date | None:
        return self._read(name, date.fromisoformat, "a date like 2026-11-19")

    def figure(self, name: str) -> Decimal | None:
        """A figure with a decimal point and no thousands signs, as spreadsheets export it."""
        return self._read(name, _decimal, "a number like 1819.7")


def _decimal(written: str) -> Decimal:
    found = Decimal(written)
    if not found.is_finite():
        raise ValueError(written)
    return found


def read(path: Path, required: Sequence[str], optional: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV file in UTF-8 whose first line names the columns; ImportFault when it is no such file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportFault(path, [f"cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise ImportFault(path, ["is not UTF-8: save it as «CSV UTF-8»"]) from None
    reader = csv.DictReader(StringIO(text, newline=""))  # a line of a file ends at no other sign
    names = [one_line(name) for name in reader.fieldnames or []]
    faults = [f"line 1: the column {name} is missing" for name in required if name not in names]
    known = {*required, *optional}
    faults += [
        f"line 1: there is no column {name!r}; known are {', '.join(sorted(known))}"
        for name in names
        if name not in known
    ]
    if faults:
        raise ImportFault(path, faults)
    for raw in reader:
        row = Row(reader.line_num, {one_line(str(key)): one_line(value or "") for key, value in raw.items() if key})
        row.hold_to_limit()
        if None in raw:
            row.fault("has more cells than the first line has columns")
        yield row
