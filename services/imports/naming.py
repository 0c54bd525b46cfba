"""Finds the unit that a cell names: by its code, or by its name exactly as the commune writes it.

«Bản Còn» and «Bản Cọn» are two villages: a name is compared with its marks, and without them only suggested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from campaign.catalogue import Campaign
from campaign.normalisation import one_line
from campaign.text import fold
from models.units import Unit
from services.imports.columns import plain
from services.imports.table_row import Row
from services.imports.tables import Cell

_BEFORE = ("thôn ", "bản ", "xóm ", "khu ", "tổ dân phố ", "trường ")


class Names:
    """The units of a commune by what they are called."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self._by_code[unit.code.upper()] = unit
            for name in dict.fromkeys(map(_key, (unit.name, *unit.aliases))):
                self._by_name[name].append(unit)

    def add_commune(self, commune: Unit) -> None:
        """The commune itself, as «XA», by its code, or by its name."""
        self.add_code("XA", commune)
        self.add_code(commune.code, commune)
        for name in (commune.name, f"UBND {commune.name}"):
            self._by_name[_key(name)].append(commune)

    def add_code(self, code: str, unit: Unit) -> None:
        self._by_code[code.upper()] = unit

    def by_name(self, name: str) -> list[Unit]:
        """All units of this name: more than one where two villages have the same."""
        return self._by_name.get(_key(name), []) or self._by_name.get(_key(_bare(name)), [])

    def find(self, row: Row, column: str) -> Unit | None:
        """The unit of a cell; None, and a fault of the row, where there is none or more than one."""
        said = row.required(column)
        if not said:
            return None
        if said.upper() in self._by_code:
            return self._by_code[said.upper()]
        found = self.by_name(said)
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(unit.code for unit in found)
            row.fault(f"có {len(found)} đơn vị tên «{said}» ({codes}): xin ghi mã")
        else:
            row.fault(f"không có đơn vị «{said}»{self._alike(said)}")
        return None

    def alike(self, said: str) -> Unit | None:
        """A unit of nearly this name: but for its marks, or for «thôn», «bản» before it."""
        wanted = _plain(said)
        units = (unit for name, found in self._by_name.items() if _plain(name) == wanted for unit in found)
        return next(units, None)

    def _alike(self, said: str) -> str:
        alike = self.alike(said)
        if alike is not None:
            return f"; có phải «{alike.name}» ({alike.code}) không"
        return "; nhập danh sách đơn vị trước" if not self._by_code else ""


def _key(name: str) -> str:
    return one_line(name).casefold()


def _plain(name: str) -> str:
    """Without marks, signs and brackets, and without «thôn», «bản» before it: hardly two villages."""
    folded = plain(name)
    return next((folded.removeprefix(word) for word in map(_fold_word, _BEFORE) if folded.startswith(word)), folded)


def _fold_word(word: str) -> str:
    return f"{fold(word)} "


def _bare(name: str) -> str:
    """«Thôn Bản Còn» is Bản Còn; «Bản Còn» stays, for its «Bản» is part of the name where that is known."""
    lower = name.casefold()
    return next((name[len(word) :] for word in _BEFORE if lower.startswith(word)), name)


def measure_of(row: Row, campaign: Campaign) -> str:
    """The id of the measure that a row names, by its id or its own name; its fault, and what it says, where none is."""
    said = row.required("measure")
    wanted = fold(said)
    named = [one.id for one in campaign.measures if wanted in (fold(one.id), fold(one.name))]
    if said and len(named) != 1:
        row.fault(f"chiến dịch không có chỉ tiêu «{said}»; xin ghi mã như {campaign.measures[0].id}")
        return said
    if said and said != named[0]:
        row.cells["measure"] = Cell(named[0])
    return named[0] if named else said
