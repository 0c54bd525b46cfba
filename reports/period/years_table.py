"""Several years as one neutral table: what the text, the workbook, the report and the .csv of them are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from campaign.assessment import goal
from campaign.assessment.result import Result
from campaign.assessment.years import MeasureYears
from campaign.catalogue import Campaign
from reports import format, json_record
from reports.period import measure_lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A measure in one year: its exact value, how it is printed, and the verdict (or the standing of a year under way).

    `lacks` is what a missed year was short of, in words.
    """

    year: int
    value: Decimal | None
    shown: str
    status: str
    word: str
    lacks: str
    is_verdict: bool


@dataclass(frozen=True, slots=True)
class YearsLine:
    """A measure over the years: both ends of a level, the sum of a count, «2/4» years met, and what breaks it."""

    measure: str
    indicator: str
    group: str
    name: str
    unit: str
    places: int
    yes_no: bool
    years: tuple[Cell, ...]
    start: Decimal | None
    end: Decimal | None
    total: Decimal | None
    met: int
    judged: int
    note: str


@dataclass(frozen=True, slots=True)
class YearsTable:
    """The years asked for. Of those `begun` there is something to tell; `open_until`: how far the last of them is."""

    commune: str
    first: int
    last: int
    begun: tuple[int, ...]
    open_until: date | None
    made_on: date
    lines: tuple[YearsLine, ...]

    @property
    def title(self) -> str:
        return f"{self.first}-{self.last}"

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = json_record.plain(self)
        return found

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> YearsTable:
        return json_record.read(cls, found)


def build(
    campaign: Campaign,
    first: int,
    last: int,
    found: Sequence[MeasureYears],
    begun: Sequence[int],
    open_until: date | None,
    made_on: date,
) -> YearsTable:
    lines = tuple(_line(campaign, one) for one in found)
    return YearsTable(campaign.commune_name, first, last, tuple(begun), open_until, made_on, lines)


def _line(campaign: Campaign, one: MeasureYears) -> YearsLine:
    measure = campaign.by_id[one.measure]
    indicator = next(found for found in campaign.indicators if found.id == measure.indicator)
    is_yes_no = goal.is_yes_no(measure)
    return YearsLine(
        measure=measure.id,
        indicator=indicator.id,
        group=next((group.name for group in campaign.groups if group.key == indicator.group), ""),
        name=measure.name,
        unit=measure.unit,
        places=measure_lines.places(measure),
        yes_no=is_yes_no,
        years=tuple(_cell(campaign, year, result) for year, result in one.results.items()),
        start=None if is_yes_no else one.start,
        end=None if is_yes_no else one.end,
        total=one.total,
        met=one.met,
        judged=one.judged,
        note="; ".join(_break(campaign, one, day) for day in one.breaks),
    )


def _break(campaign: Campaign, one: MeasureYears, day: date) -> str:
    """«đứt chuỗi từ 1/1/2027: chuẩn nghèo 2027-2030»."""
    found = campaign.by_id[one.measure].standard(day)
    return f"đứt chuỗi từ {day.day}/{day.month}/{day.year}: {found.name if found else 'chuẩn mới'}"


def _cell(campaign: Campaign, year: int, one: Result) -> Cell:
    measure = campaign.by_id[one.measure]
    shown = format.value(measure, one)
    if one.value is not None and goal.is_yes_no(measure):
        shown = "đạt" if one.value else "chưa đạt"
    lacks = format.shortfall(measure, one)
    return Cell(year, one.value, shown, one.status.value, one.word, lacks, one.is_verdict)


def counts(table: YearsTable) -> list[str]:
    """Year by year how many measures have which verdict: «Năm 2026: 9 đạt, 4 không đạt»."""
    told = []
    for year in table.begun:
        words = Counter(cell.word for line in table.lines for cell in line.years if cell.year == year)
        is_over = any(cell.is_verdict for line in table.lines for cell in line.years if cell.year == year)
        is_whole = is_over and (table.open_until is None or year != table.begun[-1])
        said = ", ".join(f"{count} {word}" for word, count in words.most_common())
        told.append(f"Năm {year}{'' if is_whole else ' (đang thực hiện)'}: {said}.")
    return told


def ends(line: YearsLine) -> str:
    """«230 → 12 hộ», «cộng 5.412,0 ha», «đạt 2/4 năm»; what breaks the series is said."""
    parts = []
    if line.start is not None and line.end is not None:
        parts.append(f"{_amount(line, line.start)} → {_amount(line, line.end)}")
    if line.total is not None:
        parts.append(f"cộng {_amount(line, line.total)}")
    if line.judged:
        parts.append(f"đạt {line.met}/{line.judged} năm")
    if line.note:
        parts.append(line.note)
    return "; ".join(parts)


def told(line: YearsLine) -> str:
    """One measure year by year with its figures."""
    years = "; ".join(f"năm {cell.year} {cell.shown}, {cell.word}" for cell in line.years)
    tail = ends(line)
    return f"{line.measure} {line.name}: {years}{f'. {tail[:1].upper()}{tail[1:]}' if tail else ''}."


def _amount(line: YearsLine, value: Decimal) -> str:
    printed = format.number(value, line.places)
    return f"{printed}%" if line.unit == "%" else f"{printed} {line.unit.partition('/')[0]}"


def text(table: YearsTable) -> str:
    """The years in words: the counts of each, then a line a measure with its verdicts side by side."""
    lines = [f"TỔNG KẾT THI ĐUA GIAI ĐOẠN {table.title}", *counts(table), ""]
    group = ""
    for line in table.lines:
        if line.group != group:
            group = line.group
            lines.append(f"{group}:")
        years = ", ".join(f"{cell.year} {cell.word}" for cell in line.years)
        told = ends(line)
        lines.append(f"- {line.measure} {line.name}: {years}{f' ({told})' if told else ''}.")
    return "\n".join(lines)
