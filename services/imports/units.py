"""Units from a table: the commune and its villages, schools and offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models import audit, units
from models.units import Unit
from services.imports import rows, table_row, unit_rows
from services.imports.preview import Preview
from services.imports.rows import Table
from services.imports.unit_rows import COLUMNS, COUNTS, IN_WORDS, Wanted

_SUMMED = {"households": "hộ", "people": "nhân khẩu"}


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
    table = table.with_sums_of("name", unit_rows.whole_of(table, commune))
    read = unit_rows.read_row(table, commune, there)
    wanted = [one for row, one in read if not row.reasons]
    communes = [one for _, one in read if one.kind == "commune"]
    blocking = []
    if len(communes) > 1 or (commune is None and not communes):
        blocking.append(f"Phải có đúng một dòng của xã (loại «xã»); trong tệp có {len(communes)}.")
    for name in COUNTS:
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


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "(trống)"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "(trống)" if value is None else str(IN_WORDS.get(value, value))


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
