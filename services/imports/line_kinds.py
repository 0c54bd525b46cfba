"""Tells the rows of a table from its sums, the headings of its groups, and the remarks and signatures below."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from services.imports import columns
from services.imports.columns import Heading
from services.imports.table_row import Row
from services.imports.tables import Line

_OF_UNITS = ("name", "unit")  # the columns that name units
_TOTALS = frozenset(["tong", "tong cong", "cong", "tong so", "toan xa", "cong toan xa", "tong toan xa"])
_NUMBERED = re.compile(r"\(?([0-9]{1,2}|[A-Z])\)?")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]?")  # what stands in «TT» where rows have 1, 2, 3
_COUNTED = re.compile(r"[0-9]{1,4}[.)]?")
_FIGURE = re.compile(r"[0-9][0-9.,  %]{0,20}")
# How the lines below a table begin: remarks, and the signatures of Decree 30/2020.
_REMARKS = (
    "ghi chú", "chú thích", "nguồn:", "người lập", "lập biểu", "nơi nhận", "tm.", "kt.", "tl.", "(ký", "thủ trưởng",
    "xác nhận của",
)  # fmt: skip
_DATED = re.compile(r".{0,60}ngày .{1,10}tháng .{1,10}năm .{0,10}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A sum of some lines: those since the sum before it, or, of a group's heading, those below it."""

    row: Row
    lines: tuple[Row, ...]
    is_above: bool  # the lines stand above their sum


@dataclass
class Sorted:
    """The lines below a heading by what they are; `left` are those that are not read, by why."""

    rows: list[Row] = field(default_factory=list)
    totals: list[Part] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    left: dict[str, list[Line]] = field(default_factory=dict)

    def leave(self, line: Line, why: str) -> None:
        self.left.setdefault(why, []).append(line)

    def notes(self) -> list[str]:
        """What the officer is told of lines that are not read: how many, and how the first begins."""
        told = []
        for why, lines in self.left.items():
            said = next(str(cell.value) for cell in lines[0].cells if cell.value is not None)
            told.append(f"không đọc {len(lines)} {why} (dòng {lines[0].number} «{said[:30]}»)")
        return told


BELOW_SUMS, REMARK, GROUP = "dòng chữ dưới dòng tổng", "dòng ghi chú, ký tên", "dòng tiêu đề nhóm"


def sort(heading: Heading, named_by: str, made: Callable[[Line], Row]) -> Sorted:
    """The lines below a heading; `named_by` is the column in which a line of sums says «Tổng cộng»."""
    below = heading.below[1:] if heading.below and _is_numbering(heading.below[0]) else heading.below
    found = Sorted()
    has_groups = _has_groups(below, heading)
    since_part = since_total = 0
    group: tuple[Row, int] | None = None
    has_sums = remarks = False
    for line in below:
        row = made(line)
        if remarks and not _has_figures(line):
            found.leave(line, REMARK)
        elif has_sums and not any(str(cell.value or "")[:1].isdigit() for cell in line.cells):
            found.leave(line, BELOW_SUMS)  # signatures, the next part's heading
        elif found.rows and _begins_remarks(line):
            remarks = True
            found.leave(line, REMARK)
        elif _is_banner(line):
            found.leave(line, GROUP)
        elif _is_partial(line, row, named_by):
            found.parts.append(Part(row, tuple(found.rows[since_part:]), is_above=True))
            since_part, has_sums = len(found.rows), True
        elif _is_total(line, row, named_by):
            found.totals.append(Part(row, tuple(found.rows[since_total:]), is_above=True))
            since_total, has_sums = len(found.rows), True
        elif has_groups and _is_group(line, heading):
            _close(group, found)
            group = _opened(line, row, found, is_sum=_has_figures_in(row, heading, named_by))
        else:
            found.rows.append(row)
    _close(group, found)
    return found


def _opened(line: Line, row: Row, found: Sorted, *, is_sum: bool) -> tuple[Row, int] | None:
    """A group's heading with figures is the sum of what follows; without any it is not read."""
    if not is_sum:
        found.leave(line, GROUP)
    return (row, len(found.rows)) if is_sum else None


def _close(group: tuple[Row, int] | None, found: Sorted) -> None:
    """A group's sum stands in its heading: the lines since are its own."""
    if group is not None:
        found.parts.append(Part(group[0], tuple(found.rows[group[1] :]), is_above=False))


def _first(line: Line) -> str:
    return str(next((cell.value for cell in line.cells if cell.value is not None), ""))


def _is_total(line: Line, row: Row, named_by: str) -> bool:
    """«Tổng cộng», in the column of names or, where that is merged away, in the first cell that says anything."""
    return bool(_TOTALS & {columns.plain(row.text(named_by)), columns.plain(_first(line))})


def _is_partial(line: Line, row: Row, named_by: str) -> bool:
    """«Cộng khu 1», the sum of the lines above it; by its marks: a village may be called Cống Đá."""
    if named_by not in _OF_UNITS or _is_total(line, row, named_by):
        return False  # what else is told may begin with these words: «Tổng thu đạt dự toán»
    return (row.text(named_by) or _first(line)).casefold().startswith(("cộng ", "tổng "))


def _is_numbering(line: Line) -> bool:
    """The line «(1) (2) (3)» or «A B 1 2» that forms have below their headings."""
    said = [str(cell.value) for cell in line.cells if cell.value is not None]
    shapes = [_NUMBERED.fullmatch(one) for one in said]
    numbers = [int(shape[1]) for shape in shapes if shape and shape[1].isdigit()]
    return len(said) > 1 and None not in shapes and numbers == list(range(1, len(numbers) + 1)) and bool(numbers)


def _number(line: Line, heading: Heading) -> str:
    """What stands in the column «TT»."""
    return "" if heading.numbering is None else str(line.at(heading.numbering).value or "")


def _has_groups(lines: Sequence[Line], heading: Heading) -> bool:
    """Whether rows are numbered 1, 2, 3: then I, II, III are the headings of their groups."""
    return any(_COUNTED.fullmatch(_number(line, heading)) for line in lines)


def _is_group(line: Line, heading: Heading) -> bool:
    return _GROUP.fullmatch(_number(line, heading)) is not None


def _is_banner(line: Line) -> bool:
    """«KHU VỰC 1», merged over all columns."""
    said = [cell.value for cell in line.cells if cell.value is not None]
    return len(said) > 1 and isinstance(said[0], str) and len(set(said)) == 1 and not said[0][:1].isdigit()


def _has_figures(line: Line) -> bool:
    return any(_FIGURE.fullmatch(str(cell.value)) for cell in line.cells if cell.value is not None)


def _has_figures_in(row: Row, heading: Heading, named_by: str) -> bool:
    return any(_FIGURE.fullmatch(row.text(name)) for name in heading.places if name != named_by)


def _begins_remarks(line: Line) -> bool:
    first = _first(line).casefold()
    return first.startswith(_REMARKS) or _DATED.fullmatch(first) is not None
