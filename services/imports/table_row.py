"""One line of a table, and its cells read as what they should be. A fault is collected with its line, not raised."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaign.parsing.numbers import digits, show
from services.imports import counting
from services.imports.columns import Heading
from services.imports.tables import EMPTY, Cell, Value, letters

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0{1,6})?)?")  # what programs write behind a day
_DASHES = frozenset("-–—")
_THOUSAND = 1000
_YEARS = range(1900, 2100)  # of any day that a commune's table may hold


def in_words(value: Decimal) -> str:
    """«1.819,7», «1.819»."""
    return show(value, whole=True)


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

    def refuse_other_unit(self, name: str, thing: str, unit: str) -> None:
        """A fault where the figure is told in another unit than `unit`, in which `thing` is counted."""
        said = counting.unit_of(self.text("counted_in")) or counting.of_heading(self.heading.said.get(name, ""))
        said = said or counting.of_titles(self.heading.titles)
        if said and counting.unit_of(unit) not in ("", said):
            told = counting.in_words(said)
            self.fault(f"{self.label(name)} ghi bằng {told}, {thing} tính bằng {unit}: xin đổi số ra {unit}")

    def refuse_untold_share(self, name: str) -> bool:
        """Where a per cent is wanted: a number of which its file does not tell whether it is shown times a hundred."""
        cell = self.cells.get(name, EMPTY)
        if cell.may_be_per_cent and isinstance(cell.value, Decimal):
            seen = f"{in_words(cell.value)} hay {in_words(cell.value * 100)}%"
            self.fault(f"{self.label(name)}: tệp .xls không cho biết là {seen}. Xin lưu lại thành .xlsx rồi gửi")
        return cell.may_be_per_cent

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
