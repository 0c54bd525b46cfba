"""Targets of the commune and of its units from a table (chỉ tiêu giao, giao ước)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.catalogue import Campaign, TargetKind
from models import audit, targets, units
from models.targets import ASSIGNED, PLEDGED, Target, Wanted
from models.units import Unit
from services import target_rules
from services.imports import columns, naming, rows
from services.imports.columns import COUNTED_IN, Column
from services.imports.naming import Names
from services.imports.preview import Preview
from services.imports.rows import Table
from services.imports.table_row import Row, in_words

COLUMNS = (
    Column("measure", ("Chỉ tiêu", "Mã chỉ tiêu"), True),
    Column("unit", ("Đơn vị", "Mã đơn vị", "Mã thôn", "Tên đơn vị", "Tên thôn", "Thôn", "Thôn bản"), True),
    Column("year", ("Năm",), True),
    Column("value", ("Giao", "Chỉ tiêu giao", "Số giao", "Giá trị", "Kế hoạch"), True),
    Column("valid_from", ("Từ ngày", "Hiệu lực từ", "Áp dụng từ")),
    Column("kind", ("Hình thức", "Giao hay giao ước")),
    Column("decision", ("Quyết định", "Số quyết định", "Nghị quyết", "Văn bản")),
    Column("source", ("Căn cứ", "Nguồn", "Ghi chú")),
    COUNTED_IN,
)

_OWN = "; chỉ tiêu của chính xã thì cột đơn vị ghi «XA»"
_KINDS = {"": ASSIGNED, "giao": ASSIGNED, "giao uoc": PLEDGED, "dang ky": PLEDGED, ASSIGNED: ASSIGNED, PLEDGED: PLEDGED}

Key = tuple[str, int, int, str, date]  # measure, unit, year, kind, valid from
Own = dict[tuple[str, int], Decimal]  # what the commune is given, by measure and year


@dataclass(frozen=True)
class Plan:
    """What a file would do to the targets of a commune's units; nothing is stored yet."""

    wanted: tuple[tuple[Unit, Wanted], ...]
    commune_id: int
    preview: Preview


def plan(session: Session, path: Path, campaign: Campaign, commune: Unit) -> Plan:
    """Read a file and compare it with what is there; ImportFault, and nothing changed, on any fault.

    Every row is one more record, and none holds in a week that is frozen by now, so that past weeks are judged as
    they were; what is there already is not recorded again. The commune itself is a unit too.
    """
    table = rows.read(path, COLUMNS, "unit")
    made = draft(session, table, campaign, commune)
    table.refuse_faults()
    return made


def draft(session: Session, table: Table, campaign: Campaign, commune: Unit) -> Plan:
    """The same of a table that was read already: rows with a fault are left out of it, and named in the preview."""
    names = Names(units.members(session, commune.id))
    names.add_commune(commune)
    read: list[tuple[Row, Unit, Wanted]] = []
    seen: dict[Key, Row] = {}
    for row in table.rows:
        found = _wanted(row, campaign, names)
        if found is not None:
            key = _key(found[1])
            if key in seen:
                row.repeats(seen[key], "chỉ tiêu này")
            seen.setdefault(key, row)
            read.append((row, *found))
    wanted = [(unit, one) for row, unit, one in read if not row.reasons]
    table.check_total("value", {row.line: one.value for row, unit, one in read if unit is not commune}, _OWN)
    there = _there(session, wanted)
    return Plan(tuple(wanted), commune.id, _preview(table, wanted, there, campaign, _own(session, commune, wanted)))


def apply(session: Session, made: Plan, now: datetime, by: int | None = None) -> None:
    """Store what a plan says; `by` is the person who applies it, None the command line."""
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for unit, one in made.wanted:
        before, target = targets.record(session, made.commune_id, one, now, by)
        name = f"{one.measure} {unit.code} {one.year} from {one.valid_from.isoformat()}"
        name += " pledged" if one.kind == PLEDGED else ""
        if before is not target:
            old |= {} if before is None else {name: str(before.value)}
            new[name] = str(target.value)
    audit.record(session, now, made.commune_id, by, audit.Action.TARGETS_IMPORTED, "targets", old=old, new=new)


def load(session: Session, path: Path, campaign: Campaign, commune: Unit, now: datetime) -> int:
    """Both at once; the number of rows."""
    made = plan(session, path, campaign, commune)
    apply(session, made, now)
    return len(made.wanted)


def _key(one: Wanted) -> Key:
    return one.measure, one.unit_id, one.year, one.kind, one.valid_from


def _wanted(row: Row, campaign: Campaign, names: Names) -> tuple[Unit, Wanted] | None:
    """A row as a unit and its target; None when it has a fault."""
    measure = naming.measure_of(row, campaign)
    unit = names.find(row, "unit")
    for name in ("year", "value", *(("valid_from",) if "valid_from" in row.cells else ())):
        row.required(name)
    counted = campaign.by_id[measure].unit if measure in campaign.by_id else ""
    year, value = row.whole("year"), row.figure("value", counted)
    row.refuse_other_unit("value", measure, counted)
    valid_from = row.day("valid_from", last=campaign.ends)
    if "valid_from" not in row.cells and year is not None and year in range(MINYEAR, MAXYEAR + 1):
        valid_from = date(year, 1, 1)  # the year's target, as the council sets it
    _judge(row, campaign, measure, year, value)
    if unit is not None and valid_from is not None and unit.active_to is not None and valid_from > unit.active_to:
        row.fault(f"{unit.full_name} đã kết thúc ngày {unit.active_to:%d/%m/%Y}")
    kind = _KINDS.get(columns.plain(row.text("kind")))
    if kind is None:
        row.fault(f"{row.label('kind')} là «{row.text('kind')}»; phải là giao, giao ước, hoặc để trống")
    if row.faults or unit is None or year is None or value is None or valid_from is None or kind is None:
        return None
    decision, source = row.text("decision"), row.text("source")
    return unit, Wanted(measure, unit.id, year, value, valid_from, kind, decision, source=source)


def _judge(row: Row, campaign: Campaign, measure_id: str, year: int | None, value: Decimal | None) -> None:
    """A fault where this year can have no such target."""
    measure = campaign.by_id.get(measure_id)
    is_share = measure is not None and measure.unit == "%"
    if is_share and row.refuse_untold_share("value"):
        return
    if year is not None and not campaign.starts.year <= year <= campaign.ends.year:
        row.fault(f"năm {year} ngoài chiến dịch {campaign.starts.year}–{campaign.ends.year}")
    elif measure is None or value is None:
        return
    elif is_share and 0 < value <= 1 and not measure.falling_is_good:
        row.fault(f"{row.label('value')} là {in_words(value)} %: có phải {in_words(value * 100)} % không")
    elif year is not None and (refused := target_rules.refusal(campaign, measure, value, year)):
        row.fault(refused.removesuffix("."))


def _there(session: Session, wanted: Sequence[tuple[Unit, Wanted]]) -> dict[Key, Target]:
    """The newest record of each."""
    query = select(Target).where(Target.unit_id.in_({unit.id for unit, _ in wanted})).order_by(Target.id)
    return {(one.measure, one.unit_id, one.year, one.kind, one.valid_from): one for one in session.scalars(query)}


def _own(session: Session, commune: Unit, wanted: Sequence[tuple[Unit, Wanted]]) -> Own:
    """What the commune itself is given by the file, or was before."""
    found: Own = {}
    for year in {one.year for _, one in wanted}:
        for row in targets.newest_of_year(session, commune.id, year):
            if row.unit_id == commune.id and row.kind == ASSIGNED:
                found[row.measure, year] = row.value
    return found | {
        (one.measure, one.year): one.value for unit, one in wanted if unit is commune and one.kind == ASSIGNED
    }


def _preview(
    table: Table, wanted: Sequence[tuple[Unit, Wanted]], there: dict[Key, Target], campaign: Campaign, given: Own
) -> Preview:
    preview = table.preview("chỉ tiêu", len(wanted))
    if wanted and not any("valid_from" in row.cells for row in table.rows):
        preview.notes.append("tệp không có cột «Từ ngày»: chỉ tiêu tính từ đầu năm")
    for unit, one in wanted:
        before = there.get(_key(one))
        said = f"{one.measure} năm {one.year}, {unit.full_name}" + (", giao ước" if one.kind == PLEDGED else "")
        if before is None:
            preview.added.append(f"{said}: {in_words(one.value)}")
        elif (before.value, before.decision) != (one.value, one.decision):
            preview.changed.append(f"{said}: {in_words(before.value)} → {in_words(one.value)}")
    assigned = [one for unit, one in wanted if one.kind == ASSIGNED and unit.kind != "commune"]
    for measure, year in dict.fromkeys((one.measure, one.year) for one in assigned):
        values = [one.value for one in assigned if (one.measure, one.year) == (measure, year)]
        preview.sums.append(_sum(campaign, measure, year, values, given.get((measure, year))))
    return preview


def _sum(campaign: Campaign, measure: str, year: int, values: Sequence[Decimal], given: Decimal | None) -> str:
    """What the units' targets add up to, beside the commune's own of that year where that is an amount."""
    known = campaign.by_id[measure]
    is_amount = known.target.kind is TargetKind.AMOUNT and known.over == ()
    own = (known.target.value if given is None else given) if is_amount else None
    beside = "" if own is None else f", chỉ tiêu của xã {in_words(own)} {known.unit}"
    if known.unit == "%":
        span = " đến ".join(in_words(one) for one in dict.fromkeys((min(values), max(values))))
        return f"{measure} năm {year}: {len(values)} đơn vị, {span} %"
    total = f"{in_words(sum(values, Decimal(0)))} {known.unit}"
    return f"{measure} năm {year}: tổng {len(values)} đơn vị {total}{beside}"
