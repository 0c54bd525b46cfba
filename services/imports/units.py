"""Units from a table: the commune and its villages, schools and offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from campaign.text import fold
from models import audit, units
from models.units import Unit
from services import unit_codes
from services.imports import columns, counting, rows, table_row
from services.imports.columns import Column
from services.imports.naming import Names
from services.imports.preview import Preview
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
_COUNTS = ("households", "people", "adults")
_COUNTED_IN = {"households": "hộ", "people": "người", "adults": "người"}
_DAYS = ("active_from", "active_to")
_OPTIONAL = (*_COUNTS, *_DAYS, "aliases")
_KINDS = {
    "xa": "commune", "thon": "village", "ban": "village", "xom": "village", "khu": "village", "to dan pho": "village",
    "truong": "school", "truong hoc": "school", "co quan": "office", "phong": "office", "ban nganh": "office",
}  # fmt: skip
_IN_WORDS = {"commune": "xã", "village": "thôn", "school": "trường", "office": "cơ quan"}
_SUMMED = {"households": "hộ", "people": "nhân khẩu"}


@dataclass
class Wanted:
    """A unit as the file has it; `given` holds only the columns of the file."""

    code: str
    kind: str
    name: str
    given: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What a file would do to a commune's units; nothing is stored yet."""

    wanted: tuple[Wanted, ...]
    commune_code: str
    preview: Preview


def plan(session: Session, path: Path, commune_code: str) -> Plan:
    """Read a file and compare it with what is there; ImportFault, and nothing changed, on any fault.

    The commune's own row has the kind «xã»; its code in the file is a short one, it is kept under `commune_code`.
    A unit that is not in the file stays, and so does what the file has no column for.
    """
    table = rows.read(path, COLUMNS, "name")
    made = draft(session, table, commune_code)
    table.refuse_faults(made.preview.blocking)
    return made


def draft(session: Session, table: Table, commune_code: str) -> Plan:
    """The same of a table that was read already: rows with a fault are left out of it, and named in the preview."""
    commune = units.commune(session, commune_code)
    there = list(units.members(session, commune.id)) if commune else []
    table = table.with_sums_of("name", _whole_of(table, commune))
    read = _wanted(table, commune, there)
    wanted = [one for row, one in read if not row.reasons]
    communes = [one for _, one in read if one.kind == "commune"]
    blocking = []
    if len(communes) > 1 or (commune is None and not communes):
        blocking.append(f"Phải có đúng một dòng của xã (loại «xã»); trong tệp có {len(communes)}.")
    for name in _COUNTS:
        table.check_total(
            name, {row.line: Decimal(one.given.get(name) or 0) for row, one in read if one.kind == "village"}
        )
    by_code = {unit.code: unit for unit in there} | ({commune_code: commune} if commune else {})
    preview = _preview(table, wanted, by_code, commune_code)
    preview.blocking += blocking
    return Plan(tuple(wanted), commune_code, preview)


def apply(session: Session, made: Plan, now: datetime, by: int | None = None) -> None:
    """Store what a plan says; `by` is the person who applies it, None the command line."""
    there = units.commune(session, made.commune_code)
    before = _profiles(session, there) if there else {}
    commune = there or Unit(commune_id=None, code=made.commune_code)
    session.add(commune)
    for one in made.wanted:
        if one.kind == "commune":
            _write(one, commune)
    session.flush()
    known = {unit.code: unit for unit in units.members(session, commune.id)}
    for one in made.wanted:
        if one.kind != "commune":
            _write(one, known.get(one.code) or _new(session, commune, one.code))
    session.flush()
    units.tell_apart(session, commune.id, now.date())
    changed = {code: one for code, one in _profiles(session, commune).items() if before.get(code) != one}
    old = {code: before[code] for code in changed if code in before}
    audit.record(session, now, commune.id, by, audit.Action.UNITS_IMPORTED, "units", old=old, new=changed)


def load(session: Session, path: Path, commune_code: str, now: datetime) -> int:
    """Both at once; the number of rows."""
    made = plan(session, path, commune_code)
    apply(session, made, now)
    return len(made.wanted)


def _whole_of(table: Table, commune: Unit | None) -> set[str]:
    """How a list of villages without kinds and codes names the commune, folded: that line is their sum."""
    if commune is None or {"kind", "code"} & table.columns:
        return set()
    name = fold(commune.name)
    return {name, f"toan {name}", f"ubnd {name}", f"tong {name}"}


def _wanted(table: Table, commune: Unit | None, there: Sequence[Unit]) -> list[tuple[Row, Wanted]]:
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
        row.fault(f"{row.label('kind')} là «{said}»; phải là {', '.join(_IN_WORDS.values())}")
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
        row.fault(f"{_IN_WORDS[kind]} mới cần có mã (cột «Mã»)")
    elif kind == "village" and (alike := names.alike(name)) is not None and name:
        row.fault(f"không có đơn vị «{name}»; có phải «{alike.name}» ({alike.code}) không? Thôn mới thì ghi mã")
    elif (called := _name(name, kind).casefold()) in new:
        row.repeats(new[called], f"{_IN_WORDS[kind]} mới tên «{name}» (hai nơi cùng tên thì ghi mã)")
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
    for name in _COUNTS:
        if (said := counting.of_heading(row.heading.said.get(name, ""))).startswith("1000 "):
            row.fault(f"{row.label(name)} ghi bằng {counting.in_words(said)}: xin ghi đủ số")
    given: dict[str, Any] = {name: row.whole(name, _COUNTED_IN[name]) for name in _COUNTS if row.has(name)}
    given |= {name: row.day(name) for name in _DAYS if row.has(name)}
    if row.has("aliases"):
        given["aliases"] = [alias.strip() for alias in row.text("aliases").split("|") if alias.strip()]
    return given


def _check(row: Row, one: Wanted, *, is_new: bool) -> None:
    households, people, adults = (one.given.get(name) for name in _COUNTS)
    first, last = (one.given.get(name) for name in _DAYS)
    if households is not None and people is not None and households > people:
        row.fault(f"số hộ ({households}) nhiều hơn nhân khẩu ({people})")
    if adults is not None and people is not None and adults > people:
        row.fault(f"người lớn ({adults}) nhiều hơn nhân khẩu ({people})")
    if first is not None and last is not None and last < first:
        row.fault("ngày kết thúc trước ngày bắt đầu")
    if is_new and not row.faults and (households is None or people is None):
        row.fault(f"«{one.name}» là thôn mới thì cần số hộ, nhân khẩu; là tiêu đề nhóm thì xin xóa dòng")


def _preview(table: Table, wanted: Sequence[Wanted], there: dict[str, Unit], commune_code: str) -> Preview:
    preview = table.preview("đơn vị", len(wanted))
    for one in wanted:
        unit = there.get(commune_code if one.kind == "commune" else one.code)
        if unit is None:
            preview.added.append(f"{one.code} {one.name}")
        else:
            _compare(one, unit, preview)
    named = {one.code for one in wanted} | {row.text("code").upper() for row in table.rows}
    missing = sorted(code for code in there if code != commune_code and code not in named)
    if missing:
        preview.notes.append(
            f"{len(missing)} đơn vị đang có không thấy trong tệp, giữ nguyên: {', '.join(missing[:10])}"
        )
    villages = [one for one in wanted if one.kind == "village"]
    sums = [
        f"{table_row.in_words(Decimal(sum(one.given[name] or 0 for one in villages)))} {said}"
        for name, said in _SUMMED.items()
        if any(name in one.given for one in villages)
    ]
    if sums:
        preview.sums.append(f"cộng {len(villages)} thôn: {', '.join(sums)}")
    return preview


def _compare(one: Wanted, unit: Unit, preview: Preview) -> None:
    """What the file changes of a unit that is there."""
    labels = {column.name: column.said[0].lower() for column in COLUMNS}
    values = {"name": one.name, "kind": one.kind, **one.given}
    for name, value in values.items():
        old = getattr(unit, name)
        if (old or None) == (value or None) and (old == 0) == (value == 0):
            continue
        said = f"{unit.code} {unit.name}: {labels[name]} {_shown(old)} → {_shown(value)}"
        if value in (None, []):
            preview.emptied.append(said)
        elif name == "active_to":
            preview.closed.append(f"{unit.code} {unit.name} đến hết {value:%d/%m/%Y}")
        else:
            preview.changed.append(said)


def in_words(kind: str) -> str:
    """«thôn», «trường»: what the column «Loại» says."""
    return _IN_WORDS[kind]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "(trống)"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "(trống)" if value is None else str(_IN_WORDS.get(value, value))


def _profiles(session: Session, commune: Unit) -> dict[str, dict[str, Any]]:
    return {unit.code: _profile(unit) for unit in (commune, *units.members(session, commune.id))}


def _profile(unit: Unit) -> dict[str, Any]:
    """What the file says of a unit, as the audit can carry it."""
    days = {"active_from": unit.active_from, "active_to": unit.active_to}
    fields = ("kind", "name", "households", "people", "adults", "aliases")
    return {name: getattr(unit, name) for name in fields} | {
        name: day and day.isoformat() for name, day in days.items()
    }


def _new(session: Session, commune: Unit, code: str) -> Unit:
    new = Unit(commune_id=commune.id, code=code)
    session.add(new)
    return new


def _write(one: Wanted, unit: Unit) -> None:
    unit.kind, unit.name = one.kind, one.name
    for name, value in one.given.items():
        setattr(unit, name, value)
    if unit.aliases is None:
        unit.aliases = []
