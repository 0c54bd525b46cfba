"""Targets of single units from a CSV file (chỉ tiêu giao)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import RealClock
from bot.imports import rows
from bot.imports.rows import ImportFault, Row
from campaign.catalogue import Campaign
from models import audit, units
from models.targets import Target
from models.units import Unit

REQUIRED = ("measure", "unit", "year", "value", "valid_from")
OPTIONAL = ("source",)


def load(session: Session, path: Path, campaign: Campaign, commune: Unit) -> int:
    """Store every row and return their number; ImportFault, and nothing changed, on any fault.

    The same measure, unit, year and `valid_from` again replaces the value; an earlier one is kept, so that past
    weeks are judged as they were.
    """
    by_code = {unit.code.upper(): unit for unit in units.members(session, commune.id)}
    read = list(rows.read(path, REQUIRED, OPTIONAL))
    for row in read:
        _check(row, campaign, by_code)
    faults = [fault for row in read for fault in row.faults]
    if faults:
        raise ImportFault(path, faults)
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for row in read:
        before, target = _store(session, by_code[row.text("unit").upper()], row)
        name = f"{target.measure} {row.text('unit').upper()} {target.year} from {target.valid_from.isoformat()}"
        if before != target.value:
            old |= {} if before is None else {name: str(before)}
            new[name] = str(target.value)
    audit.record(
        session, RealClock().now(), commune.id, None, audit.Action.TARGETS_IMPORTED, "targets", old=old, new=new
    )
    return len(read)


def _check(row: Row, campaign: Campaign, by_code: dict[str, Unit]) -> None:
    for name in REQUIRED:
        row.required(name)
    if row.text("measure") and row.text("measure") not in campaign.by_id:
        row.fault(f"no measure {row.text('measure')!r} in the campaign")
    if row.text("unit") and row.text("unit").upper() not in by_code:
        row.fault(f"no unit {row.text('unit')!r}: import the units first")
    row.whole("year")
    row.day("valid_from")
    value = row.figure("value")
    if value is not None and value < 0:
        row.fault("value is below zero")


def _store(session: Session, unit: Unit, row: Row) -> tuple[Decimal | None, Target]:
    """What the target was before, and the target."""
    year, value, since = row.whole("year"), row.figure("value"), row.day("valid_from")
    assert year is not None and value is not None and since is not None
    found = session.scalar(
        select(Target).where(
            Target.measure == row.text("measure"),
            Target.unit_id == unit.id,
            Target.year == year,
            Target.valid_from == since,
        )
    )
    before = None if found is None else found.value
    if found is None:
        found = Target(measure=row.text("measure"), unit_id=unit.id, year=year, valid_from=since)
        session.add(found)
    found.value, found.source = value, row.text("source")
    return before, found
