"""Finds the line of a sheet that names its columns, below titles and beside columns that nobody reads.

Headings are understood in Vietnamese, with and without marks, and by the program's own English names.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from campaign.normalisation import one_line
from campaign.text import fold
from services.imports import counting
from services.imports.tables import FileFault, Line, Sheet, letters

_TITLES = 20  # lines that may stand above the headings
_ALIKE = 0.84  # of two headings: one letter of seven is another
_WHOLE = frozenset(["tong", "tong so", "tong cong", "chung"])  # under «Số hộ», beside its parts
_NUMBERING = frozenset(["tt", "stt", "so tt", "so thu tu", "#", "no", "can sua"])  # and what we have added ourselves
_COUNTED = frozenset(["tt", "stt", "so tt", "so thu tu"])
_SIGNS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^()]{0,80}\)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have: its name in the program and what people call it, folded."""

    name: str
    said: tuple[str, ...]
    is_required: bool = False
    is_asked: bool = True  # stands in templates

    def said_plain(self) -> tuple[str, ...]:
        return _plain_of(self)


COUNTED_IN = Column("counted_in", ("ĐVT", "Đơn vị tính", "Đơn vị đo"), is_asked=False)


@cache
def _plain_of(column: Column) -> tuple[str, ...]:
    """Compared with every cell that may be a heading, in every kind of table that a file may be."""
    return tuple(map(plain, column.said))


@dataclass(frozen=True, slots=True)
class Heading:
    """Which column of a sheet is which, the lines below, and what is told of columns that are not read."""

    places: Mapping[str, int]
    below: tuple[Line, ...]
    width: int  # columns
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    titles: tuple[Line, ...] = ()  # the lines above
    said: Mapping[str, str] = field(default_factory=dict)  # by column, what the headings' cells say
    numbering: int | None = None  # the column «TT»


def find(sheet: Sheet, columns: Sequence[Column]) -> Heading | None:
    """The headings of a sheet; None when no line names every required column."""
    best: Heading | None = None
    for at, line in enumerate(sheet.lines[:_TITLES]):
        for height in (2, 1, 3):
            block = sheet.lines[at : at + height]
            if len(block) < height or (height > 1 and not _is_block(block, columns)):
                continue
            heading = _read(block, sheet.lines[at + height :], columns)
            if heading is not None and (best is None or len(heading.places) > len(best.places)):
                best = replace(heading, titles=sheet.lines[:at])
        if best is not None and line is not sheet.lines[0] and _has_figures(line):
            break
    return best


def fitting(sheets: Sequence[Sheet], columns: Sequence[Column]) -> list[tuple[Sheet, Heading]]:
    """The sheets that have such a line. Hidden ones are left where others have it, else FileFault: nobody sees them."""
    found = [(sheet, heading) for sheet in sheets if (heading := find(sheet, columns)) is not None]
    shown = [(sheet, heading) for sheet, heading in found if not sheet.is_hidden]
    hidden = ", ".join(f"«{sheet.name}»" for sheet, _ in found if sheet.is_hidden)
    if hidden and not shown:
        raise FileFault(f"Bảng nằm ở trang đang ẩn {hidden}: xin cho hiện trang đó rồi gửi lại.")
    if hidden:
        told = f"không đọc trang đang ẩn {hidden}"
        return [(replace(sheet, notes=(*sheet.notes, told)), heading) for sheet, heading in shown]
    return shown


def missing(sheets: Sequence[Sheet], columns: Sequence[Column]) -> str:
    """What a file without such a line lacks: a sentence that names the headings that were looked for."""
    needed = {column.name for column in columns if column.is_required}
    tried = [(_names_alone(line, columns), line) for sheet in sheets for line in sheet.lines[:_TITLES]]
    near, heading = max(tried, key=lambda one: len(one[0] & needed), default=(set(), None))
    if heading is not None and len(near & needed) > 1:
        lacking = [column for column in columns if column.name in needed - near]
        named = ", ".join(f"«{column.said[0] if column.said else column.name}»" for column in lacking)
        return f"Dòng {heading.number} là tiêu đề nhưng thiếu cột {named}."
    wanted = ", ".join(
        f"«{column.said[0] if column.said else column.name}»" for column in columns if column.is_required
    )
    first = next((line for sheet in sheets for line in sheet.lines), None)
    seen = ", ".join(str(cell.value) for cell in first.cells if cell.value is not None)[:80] if first else ""
    return f"Không thấy dòng tiêu đề có các cột {wanted}; dòng đầu của tệp là «{seen}»."


def _is_second(line: Line) -> bool:
    """Whether a line may be the lower half of a double heading: words only."""
    return not _has_figures(line) and sum(cell.value is not None for cell in line.cells) > 1


def _is_block(block: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Whether lines may be one heading: the first names a column («ĐVT: ha» does not), the last more than one cell."""
    between = all(not _has_figures(line) for line in block[1:])
    return between and _is_second(block[-1]) and bool(_names_alone(block[0], columns))


def _has_figures(line: Line) -> bool:
    return any(isinstance(cell.value, Decimal) or str(cell.value or "x")[:1].isdigit() for cell in line.cells)


def _read(block: Sequence[Line], below: tuple[Line, ...], columns: Sequence[Column]) -> Heading | None:
    places: dict[str, int] = {}
    called: dict[str, str] = {}
    notes: list[str] = []
    faults: list[str] = []
    numbering = None
    parts = _parts(block[-2:], columns)
    for at in range(max(len(line.cells) for line in block)):
        words = [str(line.at(at).value) for line in block if line.at(at).value is not None]
        if not words:
            continue
        said = list(dict.fromkeys(words))
        name = None if at in parts else _column(said, columns)
        if numbering is None and plain(said[-1]) in _COUNTED:
            numbering = at
        if name is None:
            _note(at, " ".join(said), columns, notes, faults)
        elif name in places:
            faults.append(
                f"Cột {letters(places[name])} và cột {letters(at)} cùng là «{said[-1]}»: xin bỏ hoặc đổi tên một cột."
            )
        else:
            places[name], called[name] = at, " ".join(said)
    if any(column.is_required and column.name not in places for column in columns):
        return None
    if len(block) > 1 and not parts and len(places) <= len(_names_alone(block[0], columns)):
        return None  # the second line adds nothing: it is no heading
    width = max(len(line.cells) for line in block)
    if below and _is_units(below[0], block):
        called |= {name: f"{called[name]} ({below[0].at(at).value})" for name, at in places.items()}
        below = below[1:]
    return Heading(places, tuple(below), width, tuple(notes), tuple(faults), said=called, numbering=numbering)


def _is_units(line: Line, block: Sequence[Line]) -> bool:
    """A line below the headings that says in what is counted: «hộ», «(người)»; what is merged down says nothing."""
    said = [str(cell.value) for at, cell in enumerate(line.cells) if cell.value not in (None, block[-1].at(at).value)]
    return bool(said) and all(counting.unit_of(one) for one in said)


def _parts(block: Sequence[Line], columns: Sequence[Column]) -> set[int]:
    """The columns of «Hộ nghèo» and the like under «Số hộ», where another one beside them has the whole: «Tổng số»."""
    if len(block) == 1:
        return set()
    upper, lower = block
    over: dict[str, list[int]] = {}
    for at in range(max(len(line.cells) for line in block)):
        if upper.at(at).value is not None and lower.at(at).value not in (None, upper.at(at).value):
            over.setdefault(str(upper.at(at).value), []).append(at)
    whole = {at for found in over.values() for at in found if plain(str(lower.at(at).value)) in _WHOLE}
    of_one = (found for said, found in over.items() if _column([said], columns) and whole.intersection(found))
    return {at for found in of_one for at in found if at not in whole}


def _names_alone(line: Line, columns: Sequence[Column]) -> set[str | None]:
    return {_column([str(cell.value)], columns) for cell in line.cells if cell.value is not None} - {None}


def _column(said: Sequence[str], columns: Sequence[Column]) -> str | None:
    """The column that a heading names: by all its words, the lower line alone, or the upper one."""
    tried = [plain(" ".join(said)), *(plain(words) for words in reversed(said))]
    for words in tried:
        for column in columns:
            if words == column.name.replace("_", " ") or words in column.said_plain():
                return column.name
    return None


def _note(at: int, said: str, columns: Sequence[Column], notes: list[str], faults: list[str]) -> None:
    """A column that is not read is told; one that is almost a known one is a fault."""
    words = plain(said)
    if words in _NUMBERING or not words:
        return
    known = {form: column for column in columns for form in (column.name.replace("_", " "), *column.said_plain())}
    alike = difflib.get_close_matches(words, list(known), n=1, cutoff=_ALIKE)
    if alike:
        faults.append(f"Cột {letters(at)} «{said}» có phải là «{alike[0]}» không? Xin sửa tên cột.")
    else:
        notes.append(f"không dùng cột {letters(at)} «{said}»")


def plain(words: str) -> str:
    """Words without marks, signs and what stands in brackets («Số hộ (hộ)»), in small letters."""
    bare = _BRACKETS.sub(" ", words.replace("\n", " "))
    return one_line(_SIGNS.sub(" ", fold(bare))) or one_line(_SIGNS.sub(" ", fold(words)))
