"""A row of a table of units: which unit it is, what the file says of it, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaign.text import fold
from models import units
from models.units import Unit
from services import unit_codes
from services.imports import columns, counting
from services.imports.columns import Column
from services.imports.naming import Names
from services.imports.rows import Table
from services.imports.table_row import Row

COLUMNS = (
    Column(
        "name", ("Tên đơn vị", "Tên thôn", "Thôn", "Tên thôn bản", "Thôn bản", "Tên thôn, bản", "Đơn vị", "Tên"), True
    ),
    Column("code", ("Mã", "Mã đơn vị", "Mã thôn", "Ký hiệu")),
    Column("kind", ("Loại", "Loại đơn vị", "Loại hình")),
    Column("households", ("Số hộ", "Hộ", "Tổng số hộ", "Số hộ dân", "Hộ dân")),
    Column(
        "people", ("Nhân khẩu", "Số nhân khẩu", "Số khẩu", "Khẩu", "Dân số", "Số người", "Tổng nhân khẩu", "Số dân")
    ),
    Column("adults", ("Người lớn", "Từ 18 tuổi", "Từ 18 tuổi trở lên", "Số người từ 18 tuổi", "Đủ 18 tuổi trở lên")),
    Column("active_from", ("Từ ngày", "Hoạt động từ", "Ngày thành lập")),
    Column("active_to", ("Đến ngày", "Hoạt động đến", "Ngày kết thúc")),
    Column("aliases", ("Tên khác", "Tên gọi khác", "Tên cũ")),
)
COUNTS = ("households", "people", "adults")
_COUNTED_IN = {"households": "hộ", "people": "người", "adults": "người"}
_DAYS = ("active_from", "active_to")
_KINDS = {
    "xa": "commune", "thon": "village", "ban": "village", "xom": "village", "khu": "village", "to dan pho": "village",
    "truong": "school", "truong hoc": "school", "co quan": "office", "phong": "office", "ban nganh": "office",
}  # fmt: skip
IN_WORDS = {"commune": "xã", "village": "thôn", "school": "trường", "office": "cơ quan"}


@dataclass
class Wanted:
    """A unit as the file has it; `given` holds only the columns of the file."""

    code: str
    kind: str
    name: str
    given: dict[str, Any]


def whole_of(table: Table, commune: Unit | None) -> set[str]:
    """How a list of villages without kinds and codes names the commune, folded: that line is their sum."""
    if commune is None or {"kind", "code"} & table.columns:
        return set()
    name = fold(commune.name)
    return {name, f"toan {name}", f"ubnd {name}", f"tong {name}"}


def read_row(table: Table, commune: Unit | None, there: Sequence[Unit]) -> list[tuple[Row, Wanted]]:
    names, new = Names(there), dict[str, Row]()
    codes = {unit.code.upper() for unit in there}
    codes |= {row.text("code").upper() for row in table.rows}
    kinds = {unit.code.upper(): unit.kind for unit in there}
    called = {unit.code.upper(): unit.name for unit in there}
    seen: dict[str, Row] = {}
    found = []
    for row in table.rows:
        name, kind = row.required("name"), _kind(row)
        code = row.text("code").upper() or (commune.code if kind == "commune" and commune else "")
        if not code:
            code = _code_of(row, name, kind or "village", names, codes, new)
        kind = kind or kinds.get(code, "village")
        known = called.get(code)
        # Who is found by a name, with «bản» before it or by another one, is not given that name.
        is_found = known is not None and not row.text("code")
        said = known if known and is_found else _as_known(_name(name, kind), known)
        if kind == "commune" and commune is not None and name.casefold() == commune.name.casefold():
            said = commune.name
        one = Wanted(code, kind, said, _given(row))
        if code in seen:
            row.repeats(seen[code], f"mã {code}")
        seen.setdefault(code, row)
        _check(row, one, is_new=code not in kinds and one.kind == "village")
        found.append((row, one))
    return found


def _kind(row: Row) -> str:
    """The kind in the program's word; "" where the file does not say."""
    said = row.text("kind")
    if said in units.KINDS:
        return said
    kind = _KINDS.get(columns.plain(said), "")
    if said and not kind:
        row.fault(f"{row.label('kind')} là «{said}»; phải là {', '.join(IN_WORDS.values())}")
    if not said and row.text("code").upper() == "XA":
        return "commune"
    return kind


def _code_of(row: Row, name: str, kind: str, names: Names, codes: set[str], new: dict[str, Row]) -> str:
    """A unit without a code is the one of its name; a new village gets the next code.

    `new` are the new ones of the file by their names: two of one name may be one village that was listed twice.
    """
    found = names.by_name(name)
    if len(found) == 1:
        return found[0].code.upper()
    if found:
        row.fault(f"có {len(found)} đơn vị tên «{name}»: xin thêm cột «Mã»")
    elif kind != "village":
        row.fault(f"{IN_WORDS[kind]} mới cần có mã (cột «Mã»)")
    elif kind == "village" and (alike := names.alike(name)) is not None and name:
        row.fault(f"không có đơn vị «{name}»; có phải «{alike.name}» ({alike.code}) không? Thôn mới thì ghi mã")
    elif (called := _name(name, kind).casefold()) in new:
        row.repeats(new[called], f"{IN_WORDS[kind]} mới tên «{name}» (hai nơi cùng tên thì ghi mã)")
    else:
        new[called] = row
    code = unit_codes.free("village", codes)
    codes.add(code)
    return code


def _name(said: str, kind: str) -> str:
    """A village's name as it is said after «thôn»."""
    return said[len("thôn ") :] if kind == "village" and said.casefold().startswith("thôn ") else said


def _as_known(name: str, known: str | None) -> str:
    """A list in capitals gives nobody another name."""
    is_same = known is not None and name.isupper() and name.casefold() == known.casefold()
    return known if known is not None and is_same else name


def _given(row: Row) -> dict[str, Any]:
    """The profile's columns that the file has; a column that is not there is left alone."""
    for name in COUNTS:
        if (said := counting.of_heading(row.heading.said.get(name, ""))).startswith("1000 "):
            row.fault(f"{row.label(name)} ghi bằng {counting.in_words(said)}: xin ghi đủ số")
    given: dict[str, Any] = {name: row.whole(name, _COUNTED_IN[name]) for name in COUNTS if row.has(name)}
    given |= {name: row.day(name) for name in _DAYS if row.has(name)}
    if row.has("aliases"):
        given["aliases"] = [alias.strip() for alias in row.text("aliases").split("|") if alias.strip()]
    return given


def _check(row: Row, one: Wanted, *, is_new: bool) -> None:
    households, people, adults = (one.given.get(name) for name in COUNTS)
    first, last = (one.given.get(name) for name in _DAYS)
    if households is not None and people is not None and households > people:
        row.fault(f"số hộ ({households}) nhiều hơn nhân khẩu ({people})")
    if adults is not None and people is not None and adults > people:
        row.fault(f"người lớn ({adults}) nhiều hơn nhân khẩu ({people})")
    if first is not None and last is not None and last < first:
        row.fault("ngày kết thúc trước ngày bắt đầu")
    if is_new and not row.faults and (households is None or people is None):
        row.fault(f"«{one.name}» là thôn mới thì cần số hộ, nhân khẩu; là tiêu đề nhóm thì xin xóa dòng")


def in_words(kind: str) -> str:
    """«thôn», «trường»: what the column «Loại» says."""
    return IN_WORDS[kind]
