"""What stands in the cells of the files: numbers with their decimals, remarks, headings; one wording for all files."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from campaign.calendar import Kind, ReportingWeek
from reports import format
from reports.format import AT_YEARS_END, OF_YEAR
from reports.period.measure_lines import MeasureLine
from reports.period.unit_lines import UnitFigure, UnitLine

_HUNDRED = Decimal(100)
_WORDS = ("trên ", "không quá ")
_TITLES = dict.fromkeys(Kind, "Sơ kết") | {Kind.WEEK: "Tổng hợp", Kind.YEAR: "Tổng kết", Kind.YEARS: "Tổng kết"}
KINDS = {"village": "Thôn", "school": "Trường", "office": "Cơ quan"}


class Number(NamedTuple):
    """A number to be shown with so many decimals: with a sign where it is a change, with % where it is a share.

    `word` goes before it: «trên », «không quá ».
    """

    value: Decimal
    places: int
    per_cent: bool = False
    signed: bool = False
    word: str = ""

    @property
    def text(self) -> str:
        """«1.819,7», «+3», «94,5%»."""
        printed = format.number(self.value, self.places)
        is_positive = self.signed and not printed.startswith("-") and printed.strip("0,") != ""
        return self.word + ("+" if is_positive else "") + printed + ("%" if self.per_cent else "")


class YesNo(NamedTuple):
    """An answer that is one or zero; «đạt» or «chưa đạt»."""

    value: Decimal

    @property
    def text(self) -> str:
        return YES if self.value else NO


YES, NO = "đạt", "chưa đạt"
Cell = Number | YesNo | None


def value(line: MeasureLine) -> Cell:
    """The total or the level, never rounded across the target."""
    if line.value is None:
        return None
    if line.yes_no:
        return YesNo(line.value)
    return Number(line.value, format.places_beside(line.value, _limit(line), line.places), line.unit == "%")


def _limit(line: MeasureLine) -> Decimal | None:
    return None if line.compared else line.target


def in_period(line: MeasureLine, period: ReportingWeek) -> Cell:
    """What was added; of a level its change, with a sign. None where nobody told a figure in the period."""
    if line.in_period is None or line.yes_no or line.as_of is None or line.as_of < period.first:
        return None
    return Number(line.in_period, line.places, line.unit == "%", signed=not line.cumulative)


def target(line: MeasureLine) -> Cell:
    """The amount to reach; of a yes/no the yes; None where the target is a change, which has its own words."""
    if line.target is None or line.compared:
        return None
    if line.yes_no:
        return YesNo(line.target)
    word = next((one for one in _WORDS if line.target_words.startswith(one)), "")
    return Number(line.target, _own_places(line.target), line.unit == "%", word=word)


def attained(line: MeasureLine | UnitFigure) -> Cell:
    """Per cent of the target; 99,97 is not shown as the whole."""
    if line.attained is None:
        return None
    return Number(line.attained, format.places_beside(line.attained, _HUNDRED, 1), per_cent=True)


def expected(line: MeasureLine) -> Cell:
    return None if line.expected is None else Number(line.expected, line.places, line.unit == "%")


def last_year(line: MeasureLine) -> Cell:
    if line.last_year is None:
        return None
    return YesNo(line.last_year) if line.yes_no else Number(line.last_year, line.places, line.unit == "%")


def change(line: MeasureLine) -> Cell:
    return None if line.change is None else Number(line.change, line.places, line.unit == "%", signed=True)


def change_per_cent(line: MeasureLine) -> Cell:
    return None if line.change_per_cent is None else Number(line.change_per_cent, 1, per_cent=True, signed=True)


def forecast(line: MeasureLine) -> Cell:
    return None if line.forecast is None else Number(line.forecast, line.places, line.unit == "%")


def estimated(line: MeasureLine, period: ReportingWeek) -> str:
    """«ước đạt 1.805,2»: of a year's report what a measure whose year is not over will come to; "" of any other."""
    if period.kind is not Kind.YEAR or line.is_verdict or line.forecast_for not in (OF_YEAR, AT_YEARS_END):
        return ""
    told = forecast(line)
    return "" if told is None else f"ước đạt {told.text}"


def of_unit(figure: UnitFigure, unit: str) -> Cell:
    """A unit's own value; None where there is none, or where it is withheld."""
    if figure.value is None:
        return None
    if figure.yes_no:
        return YesNo(figure.value)
    return Number(figure.value, format.places_beside(figure.value, figure.target, figure.places), unit == "%")


def unit_target(figure: UnitFigure, unit: str) -> Cell:
    return None if figure.target is None else Number(figure.target, _own_places(figure.target), unit == "%")


def as_typed(number: Decimal) -> Number:
    """A figure as it was given, with the decimals it has."""
    return Number(number, _own_places(number))


def column(line: MeasureLine, units: Iterable[UnitLine]) -> str:
    """A measure as the heading of a column of units; a yes or no has no unit."""
    told = (unit.figure(line.measure) for unit in units)
    is_yes_no = any(one is not None and one.yes_no for one in told)
    return f"{line.measure} {line.name}" + ("" if is_yes_no else f" ({line.unit})")


def remarks(line: MeasureLine) -> list[str]:
    """What is to be known about a figure before it is used, weightiest first."""
    return [*([line.shortfall_words] if line.shortfall_words else []), *doubts(line)]


def doubts(line: MeasureLine) -> list[str]:
    """The same without what a missed year lacks."""
    found = []
    if line.marked:
        found.append(f"{line.marked:02d} số chờ đối chiếu")
    if line.provisional:
        found.append(f"tạm tính {line.fresh}/{line.due} đơn vị")
    if line.targets_gap:
        word = "vượt" if line.targets_gap > 0 else "thiếu"
        short = Number(abs(line.targets_gap), _own_places(line.targets_gap)).text
        found.append(f"tổng chỉ tiêu giao các đơn vị {word} {short} {line.unit} so với chỉ tiêu của xã")
    if line.standard:
        found.append(line.standard)
    return found


def name_of(period: ReportingWeek) -> str:
    """«Tổng hợp», «Sơ kết», «Tổng kết»."""
    return _TITLES[period.kind]


def sentence(*parts: str) -> str:
    """The parts as one remark, the first letter large."""
    joined = "; ".join(part for part in parts if part)
    return joined[:1].upper() + joined[1:]


def _own_places(amount: Decimal) -> int:
    """Just the decimals the amount has, at most three."""
    return min(3, max(0, -int(amount.normalize().as_tuple().exponent)))
