"""Targets of single units from a table (chỉ tiêu giao)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import RealClock
from bot.imports import rows
from bot.imports.columns import Column
from bot.imports.naming import Names
from bot.imports.preview import Preview
from bot.imports.rows import Row, Table
from campaign.catalogue import Campaign, TargetKind
from models import audit, units
from models.targets import Target
from models.units import Unit

COLUMNS = (
    Column("measure", ("Chỉ tiêu", "Mã chỉ tiêu"), True),
    Column("unit", ("Đơn vị", "Mã đơn vị", "Mã thôn", "Tên đơn vị", "Tên thôn", "Thôn", "Thôn bản"), True),
    Column("year", ("Năm",), True),
    Column("value", ("Giao", "Chỉ tiêu giao", "Số giao", "Giá trị", "Kế hoạch"), True),
    Column("valid_from", ("Từ ngày", "Hiệu lực từ", "Áp dụng từ"), True),
    Column("source", ("Căn cứ", "Quyết định", "Nguồn", "Văn bản")),
)

Key = tuple[str, int, int, date]  # measure, unit, year, valid from


@dataclass(frozen=True)
class Wanted:
    """One target of the file."""

    unit: Unit
    measure: str
    year: int
    value: Decimal
    valid_from: date
    source: str

    @property
    def key(self) -> Key:
        return self.measure, self.unit.id, self.year, self.valid_from

    @property
    def name(self) -> str:
        return f"{self.measure} {self.unit.code} {self.year} from {self.valid_from.isoformat()}"


@dataclass(frozen=True)
class Plan:
    """What a file would do to the targets of a commune's units; nothing is stored yet."""

    wanted: tuple[Wanted, ...]
    commune_id: int
    preview: Preview


def plan(session: Session, path: Path, campaign: Campaign, commune: Unit) -> Plan:
    """Read a file and compare it with what is there; ImportFault, and nothing changed, on any fault.

    The same measure, unit, year and `valid_from` again replaces the value; an earlier one is kept, so that past
    weeks are judged as they were.
    """
    table = rows.read(path, COLUMNS, "unit")
    names = Names(units.members(session, commune.id))
    wanted: list[Wanted] = []
    seen: dict[Key, int] = {}
    for row in table.rows:
        one = _wanted(row, campaign, names)
        if one is not None:
            if one.key in seen:
                row.fault(f"chỉ tiêu này đã có ở dòng {seen[one.key]}")
            seen.setdefault(one.key, row.line)
            wanted.append(one)
    table.check_total("value", sum((one.value for one in wanted), Decimal(0)))
    table.refuse_faults()
    there = _there(session, wanted)
    return Plan(tuple(wanted), commune.id, _preview(table, wanted, there, campaign))


def apply(session: Session, made: Plan) -> None:
    """Store what a plan says."""
    there = _there(session, made.wanted)
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for one in made.wanted:
        target = there.get(one.key)
        if target is None:
            target = Target(measure=one.measure, unit_id=one.unit.id, year=one.year, valid_from=one.valid_from)
            session.add(target)
        elif target.value != one.value:
            old[one.name] = str(target.value)
        if target.value != one.value:
            new[one.name] = str(one.value)
        target.value, target.source = one.value, one.source
    audit.record(
        session, RealClock().now(), made.commune_id, None, audit.Action.TARGETS_IMPORTED, "targets", old=old, new=new
    )


def load(session: Session, path: Path, campaign: Campaign, commune: Unit) -> int:
    """Both at once; the number of rows."""
    made = plan(session, path, campaign, commune)
    apply(session, made)
    return len(made.wanted)


def _wanted(row: Row, campaign: Campaign, names: Names) -> Wanted | None:
    """A row as a target; None when it has a fault."""
    measure = row.required("measure")
    if measure and measure not in campaign.by_id:
        row.fault(f"chiến dịch không có chỉ tiêu «{measure}»")
    unit = names.find(row, "unit")
    for name in ("year", "value", "valid_from"):
        row.required(name)
    year, value = row.whole("year"), row.figure("value")
    valid_from = row.day("valid_from", last=campaign.ends)
    if year is not None and not campaign.starts.year <= year <= campaign.ends.year:
        row.fault(f"năm {year} ngoài chiến dịch {campaign.starts.year}–{campaign.ends.year}")
    if row.faults or unit is None or year is None or value is None or valid_from is None:
        return None
    return Wanted(unit, measure, year, value, valid_from, row.text("source"))


def _there(session: Session, wanted: Sequence[Wanted]) -> dict[Key, Target]:
    query = select(Target).where(Target.unit_id.in_({one.unit.id for one in wanted}))
    return {(one.measure, one.unit_id, one.year, one.valid_from): one for one in session.scalars(query)}


def _preview(table: Table, wanted: Sequence[Wanted], there: dict[Key, Target], campaign: Campaign) -> Preview:
    preview = Preview("chỉ tiêu", len(wanted), notes=list(table.notes))
    for one in wanted:
        before = there.get(one.key)
        said = f"{one.measure} năm {one.year}, {one.unit.full_name}"
        if before is None:
            preview.added.append(f"{said}: {rows.in_words(one.value)}")
        elif before.value != one.value:
            preview.changed.append(f"{said}: {rows.in_words(before.value)} → {rows.in_words(one.value)}")
    for measure, year in dict.fromkeys((one.measure, one.year) for one in wanted):
        values = [one.value for one in wanted if (one.measure, one.year) == (measure, year)]
        known = campaign.by_id[measure]
        total = f"{rows.in_words(sum(values, Decimal(0)))} {known.unit}"
        own = known.target.value if known.target.kind is TargetKind.AMOUNT and known.over == () else None
        beside = "" if own is None else f", chỉ tiêu của xã {rows.in_words(own)} {known.unit}"
        preview.sums.append(f"{measure} năm {year}: tổng {len(values)} đơn vị {total}{beside}")
    return preview
