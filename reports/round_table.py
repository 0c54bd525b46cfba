"""A round's table, neutral: what the closing table, the honours list and the report are made from, frozen as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reports import format, json_record

BANDS = ("vượt", "đạt", "giữ vững", "chưa đạt", "chưa có số")
MET = ("vượt", "đạt", "giữ vững")
IN_DOUBT = "đang đối chiếu"  # as `round_reckoning.Note` has it
FEWEST = 30  # people or households below a share, under which counts are told instead


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted. `is_share`: in per cent; `single` is then what is counted («người»); `places` are decimals."""

    name: str
    unit: str
    is_share: bool
    is_flow: bool
    is_yes_no: bool
    places: int
    single: str
    goal: str  # «mỗi nơi thêm 300 m»


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a unit stands in one of them; None where something is not known. `share` is the part of its own way."""

    start: Decimal | None
    now: Decimal | None
    over: Decimal | None
    goal: Decimal | None
    share: Decimal | None
    band: str
    on: date | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, or those that were joined while the round ran."""

    units: tuple[int, ...]
    name: str
    group: str
    cells: tuple[Cell, ...]
    is_honoured: bool


@dataclass(frozen=True, slots=True)
class RoundTable:
    """A round on a day: `counted_from` to `counted_to` are the reporting weeks that count; `frozen_on` None before."""

    number: int
    commune: str
    name: str
    paper: str
    first: date
    last: date
    counted_from: date
    counted_to: date
    frozen_on: date | None
    signer: str
    counted: tuple[Counted, ...]
    lines: tuple[Line, ...]
    recipients: tuple[str, ...] = ()  # of the report, where the commune has its own
    corrects: date | None = None  # when the table that this one corrects was frozen
    changes: tuple[str, ...] = ()  # what is otherwise than in that

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = json_record.plain(self)
        return found

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> RoundTable:
        """What `to_json` wrote; TypeError or ValueError for anything else."""
        return json_record.read(cls, found)

    @property
    def honoured(self) -> list[Line]:
        return [line for line in self.lines if line.is_honoured]

    @property
    def groups(self) -> list[str]:
        """The size groups that occur, in the order of the table."""
        return list(dict.fromkeys(line.group for line in self.lines))

    def told(self) -> int:
        """How many units have told a figure in everything that is counted since the round began."""
        first = self.counted_from
        return sum(all(cell.on is not None and cell.on >= first for cell in line.cells) for line in self.lines)

    def bands(self, at: int) -> list[tuple[str, int]]:
        """How many stand in each band of one measure; bands without any are left out."""
        found = [line.cells[at].band for line in self.lines]
        return [(band, found.count(band)) for band in BANDS if band in found]


def differences(frozen: RoundTable, now: RoundTable) -> list[str]:
    """«Bản Còn: làm đường 310 m, vượt → 190 m, chưa đạt; không còn trong danh sách», a line for each that differs."""
    before = {line.units: line for line in frozen.lines}
    found = []
    for line in now.lines:
        old = before.get(line.units)
        if old is None or (old.cells, old.is_honoured) == (line.cells, line.is_honoured):
            continue
        parts = [
            f"{format.within(one.name)} {_stood(one, was)} → {_stood(one, cell)}"
            for one, was, cell in zip(now.counted, old.cells, line.cells, strict=True)
            if was != cell
        ]
        if old.is_honoured != line.is_honoured:
            parts.append("thêm vào danh sách" if line.is_honoured else "không còn trong danh sách")
        found.append(f"{line.name}: {'; '.join(parts)}")
    return found


def _stood(counted: Counted, cell: Cell) -> str:
    notes = [IN_DOUBT] if IN_DOUBT in cell.notes else []
    return ", ".join(filter(None, (amount(counted, cell.now, cell.over), cell.band, *notes)))


def amount(counted: Counted, value: Decimal | None, over: Decimal | None = None) -> str:
    """«260 m», «97,1%»; of a share of few, the counts: «22/24 người»; "" where nothing is known."""
    if value is None:
        return ""
    if counted.is_yes_no:
        return "đạt" if value else "chưa đạt"
    if counted.is_share:
        if over is not None and over < FEWEST:
            return f"{format.number(value * over / 100)}/{format.number(over)} {counted.single}".strip()
        return f"{format.number(value, 0 if value == value.to_integral_value() else 1)}%"
    return f"{number(counted, value)} {counted.unit}".strip()


def number(counted: Counted, value: Decimal) -> str:
    """The number alone, with the decimals that it needs."""
    is_whole = value == value.to_integral_value()
    return format.number(value, 0 if is_whole else max(1, counted.places))


def change(counted: Counted, cell: Cell) -> str:
    """«+120 m», «+0,9 điểm %»; "" where it cannot be told."""
    if cell.start is None or cell.now is None or counted.is_yes_no:
        return ""
    moved = cell.now - cell.start
    sign = "+" if moved > 0 else "-" if moved < 0 else ""
    if counted.is_share:
        return f"{sign}{format.points(moved)}" if moved else "0"
    return f"{sign}{number(counted, abs(moved))} {counted.unit}".strip()


def way(cell: Cell) -> str:
    """«87%» of its own way; "" where there is none."""
    return "" if cell.share is None else f"{format.number(cell.share * 100)}%"


def total(table: RoundTable, at: int) -> tuple[Decimal, Decimal]:
    """What all together have added, as far as they have told, and what all together are to add."""
    cells = [line.cells[at] for line in table.lines]
    added = sum((one.now - one.start for one in cells if one.now is not None and one.start is not None), Decimal(0))
    wanted = sum((one.goal - one.start for one in cells if one.goal is not None and one.start is not None), Decimal(0))
    return added, wanted


def result_line(table: RoundTable, at: int) -> str:
    """«Làm đường: 12 nơi vượt, 10 đạt. Toàn xã thêm 820 m, bằng 91,1% mức giao.»"""
    return f"{table.counted[at].name}: {bands_said(table.bands(at))}.{_together(table, at)}"


def _together(table: RoundTable, at: int) -> str:
    one = table.counted[at]
    if not one.is_flow:
        return ""
    added, wanted = total(table, at)
    per_cent = f", bằng {format.number(added * 100 / wanted, 1)}% mức giao" if wanted else ""
    return f" Toàn xã thêm {format.plain(added)} {one.unit}{per_cent}."


def bands_said(bands: Sequence[tuple[str, int]]) -> str:
    """«12 nơi vượt, 10 đạt, 4 chưa đạt»."""
    return ", ".join(f"{count} {'nơi ' if not at else ''}{band}" for at, (band, count) in enumerate(bands))
