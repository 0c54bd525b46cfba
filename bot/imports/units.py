"""Units from a CSV file: the commune and its villages, schools and offices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import RealClock
from bot.imports import rows
from bot.imports.rows import ImportFault, Row
from models import audit, units
from models.units import KINDS, Unit

REQUIRED = ("code", "kind", "name")
OPTIONAL = ("households", "people", "adults", "active_from", "active_to", "aliases")


def load(session: Session, path: Path, commune_code: str) -> int:
    """Add or renew the units of a file and return their number; ImportFault, and nothing changed, on any fault.

    The commune's own row has the kind "commune"; its code in the file is a short one, it is kept under
    `commune_code`. A unit that is not in the file any more stays: give it an `active_to` instead.
    """
    read = list(rows.read(path, REQUIRED, OPTIONAL))
    faults = _check(read)
    if faults:
        raise ImportFault(path, faults)
    there = units.commune(session, commune_code)
    before = _profiles(session, there) if there else {}
    commune = _commune(session, read, commune_code)
    for row in read:
        if row.text("kind") != "commune":
            _write(row, _unit(session, commune, row.text("code").upper()))
    session.flush()
    changed = {code: one for code, one in _profiles(session, commune).items() if before.get(code) != one}
    old = {code: before[code] for code in changed if code in before}
    audit.record(
        session, RealClock().now(), commune.id, None, audit.Action.UNITS_IMPORTED, "units", old=old, new=changed
    )
    return len(read)


def _profiles(session: Session, commune: Unit) -> dict[str, dict[str, Any]]:
    return {unit.code: _profile(unit) for unit in (commune, *units.members(session, commune.id))}


def _profile(unit: Unit) -> dict[str, Any]:
    """What the file says of a unit, as the audit can carry it."""
    days = {"active_from": unit.active_from, "active_to": unit.active_to}
    fields = ("kind", "name", "households", "people", "adults", "aliases")
    return {name: getattr(unit, name) for name in fields} | {
        name: day and day.isoformat() for name, day in days.items()
    }


def _check(read: list[Row]) -> list[str]:
    seen: dict[str, int] = {}
    for row in read:
        code, kind = row.required("code").upper(), row.required("kind")
        row.required("name")
        if kind and kind not in KINDS:
            row.fault(f"kind is {kind!r}; it must be one of {', '.join(KINDS)}")
        if code in seen:
            row.fault(f"the code {code} stands on line {seen[code]} already")
        seen.setdefault(code, row.line)
        _check_profile(row)
    faults = [fault for row in read for fault in row.faults]
    communes = [row for row in read if row.text("kind") == "commune"]
    if len(communes) != 1:
        faults.append(f"there must be one row of kind commune, found {len(communes)}")
    return faults


def _check_profile(row: Row) -> None:
    households, people, adults = row.whole("households"), row.whole("people"), row.whole("adults")
    first, last = row.day("active_from"), row.day("active_to")
    if households is not None and people is not None and households > people:
        row.fault("more households than people")
    if adults is not None and people is not None and adults > people:
        row.fault("more adults than people")
    if first is not None and last is not None and last < first:
        row.fault("active_to lies before active_from")
    if row.text("kind") == "village" and (households is None or people is None):
        row.fault("a village needs households and people")


def _commune(session: Session, read: list[Row], code: str) -> Unit:
    row = next(one for one in read if one.text("kind") == "commune")
    found = units.commune(session, code)
    if found is None:
        found = Unit(commune_id=None, code=code)
        session.add(found)
    _write(row, found)
    session.flush()
    return found


def _unit(session: Session, commune: Unit, code: str) -> Unit:
    found = units.by_code(session, commune, code)
    if found is None:
        found = Unit(commune_id=commune.id, code=code)
        session.add(found)
    return found


def _write(row: Row, unit: Unit) -> None:
    unit.kind, unit.name = row.text("kind"), row.text("name")
    unit.households, unit.people, unit.adults = row.whole("households"), row.whole("people"), row.whole("adults")
    unit.active_from, unit.active_to = row.day("active_from"), row.day("active_to")
    unit.aliases = [alias.strip() for alias in row.text("aliases").split("|") if alias.strip()]
