"""Finds the unit that a cell names: by its code, or by its name exactly as the commune writes it.

«Bản Còn» and «Bản Cọn» are two villages: a name is compared with its marks, and without them only suggested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from campaign.normalisation import one_line
from campaign.text import fold
from models.units import Unit
from services.imports.rows import Row

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

    def _alike(self, said: str) -> str:
        plain = fold(_key(_bare(said)))
        alike = [
            unit for name, units in self._by_name.items() for unit in units if fold(name) in (plain, fold(_key(said)))
        ]
        if alike:
            return f"; có phải «{alike[0].name}» ({alike[0].code}) không"
        return "; nhập danh sách đơn vị trước" if not self._by_code else ""


def _key(name: str) -> str:
    return one_line(name).casefold()


def _bare(name: str) -> str:
    """«Thôn Bản Còn» is Bản Còn; «Bản Còn» stays, for its «Bản» is part of the name where that is known."""
    lower = name.casefold()
    return next((name[len(word) :] for word in _BEFORE if lower.startswith(word)), name)
