"""Opening figures from a table: baselines, last year's figures, totals so far (decision 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from campaign.catalogue import Campaign, EntryKind, Input
from campaign.facts import State
from models import audit, figures, figures_around, units
from models.figures import Answer, Figure, Saying
from models.units import Unit
from services.imports import naming, rows
from services.imports.columns import COUNTED_IN, Column
from services.imports.naming import Names
from services.imports.preview import Preview
from services.imports.rows import Table
from services.imports.table_row import Row, in_words

COLUMNS = (
    Column("measure", ("Chỉ tiêu", "Mã chỉ tiêu"), True),
    Column("input", ("Mục", "Nội dung", "Khoản"), True),
    Column("unit", ("Đơn vị", "Mã đơn vị", "Mã thôn", "Tên đơn vị", "Tên thôn", "Thôn", "Thôn bản"), True),
    Column("date", ("Ngày", "Đến ngày", "Tính đến ngày"), True),
    Column("value", ("Giá trị", "Số liệu", "Kết quả", "Thực hiện")),
    Column("denominator", ("Trên tổng số", "Mẫu số", "Tổng số")),
    Column("choice", ("Lựa chọn", "Chọn")),
    Column("source", ("Nguồn", "Căn cứ", "Ghi chú")),
    COUNTED_IN,
)

_STATES = {State.UNCHANGED: "giữ như trước", State.NOTHING: "không phát sinh", State.NOT_KNOWN: "chưa rõ"}

Ready = tuple[Row, Unit, Answer]
Standing = dict[tuple[int, date], dict[str, Figure]]  # by unit and day


@dataclass(frozen=True)
class Plan:
    """What a file would add to a commune's figures; nothing is stored yet."""

    ready: tuple[Ready, ...]
    commune: Unit
    preview: Preview


def plan(session: Session, path: Path, campaign: Campaign, commune: Unit, today: date) -> Plan:
    """Read a file and compare it with what is there; ImportFault, and nothing changed, on any fault.

    `value` is in the input's unit: what was added on or up to that date for flows, the total since the year's start
    for running totals, the level on that date for the rest. A choice or yes/no names its option in `choice`.
    """
    table = rows.read(path, COLUMNS, "unit")
    made = draft(session, table, campaign, commune, today)
    table.refuse_faults()
    return made


def draft(session: Session, table: Table, campaign: Campaign, commune: Unit, today: date) -> Plan:
    """The same of a table that was read already: rows with a fault are left out of it, and named in the preview."""
    names = Names(units.members(session, commune.id))
    names.add_commune(commune)
    read = [found for row in table.rows if (found := _ready(row, campaign, names, today)) is not None]
    _check_twice(read)
    of_units = [(row.line, one) for row, unit, one in read if unit is not commune]
    table.check_total("value", {line: one.value or Decimal(0) for line, one in of_units})
    table.check_total("denominator", {line: one.denominator or Decimal(0) for line, one in of_units})
    ready = [found for found in read if not found[0].reasons]
    return Plan(tuple(ready), commune, _preview(session, table, ready))


def apply(
    session: Session,
    made: Plan,
    now: datetime,
    progress: Callable[[Sequence[Ready]], Iterable[Ready]] = iter,
    by: int | None = None,
) -> None:
    """Store every row as a dated opening figure. `progress` may show how far it is.

    `by` is the person who applies it, None the command line.
    """
    standing: Standing = {}
    with session.no_autoflush:  # all rows are written together: one by one takes five times as long
        for row, unit, answer in progress(made.ready):
            _store(session, made.commune, unit, row, answer, now, by, standing)
    # Each figure has its own history; here is that somebody brought them.
    new = {"rows": len(made.ready), "measures": sorted({row.text("measure") for row, _, _ in made.ready})}
    audit.record(session, now, made.commune.id, by, audit.Action.FIGURES_IMPORTED, "figures", new=new)


def load(session: Session, path: Path, campaign: Campaign, commune: Unit, now: datetime) -> int:
    """Both at once; the number of rows."""
    made = plan(session, path, campaign, commune, now.date())
    apply(session, made, now)
    return len(made.ready)


def _check_twice(read: Sequence[Ready]) -> None:
    """Whether the unit is named or coded, and however its day is written."""
    seen: dict[tuple[object, ...], Row] = {}
    for row, unit, _ in read:
        key = (row.text("measure"), row.text("input"), unit.id, row.day("date"))
        if key in seen:
            row.repeats(seen[key], "số liệu này")
        seen.setdefault(key, row)


def _ready(row: Row, campaign: Campaign, names: Names, today: date) -> Ready | None:
    """A row, its unit and its answer; None when it has a fault."""
    unit = names.find(row, "unit")
    row.required("date")
    day = row.day("date", last=today)
    if unit is not None and day is not None and unit.active_to is not None and day > unit.active_to:
        row.fault(f"{unit.full_name} đã kết thúc ngày {unit.active_to:%d/%m/%Y}")
    measure = campaign.by_id.get(naming.measure_of(row, campaign))
    if measure is None:
        return None
    one = next((found for found in measure.inputs if found.key == row.text("input")), None)
    if one is None:
        known = ", ".join(found.key for found in measure.inputs)
        row.fault(f"{measure.id} không có mục «{row.text('input')}»; có {known}")
        return None
    answer = _option(row, one) if one.options else _figure(row, one, unit)
    return None if row.faults or unit is None or answer is None else (row, unit, answer)


def _option(row: Row, one: Input) -> Answer | None:
    option = one.option(row.text("choice"))
    if option is None:
        row.fault(f"{row.label('choice')} phải là {', '.join(found.key for found in one.options)}")
        return None
    return Answer(State.REPORTED, Decimal(1 if option.yes else 0), choice=option.key)


def _figure(row: Row, one: Input, unit: Unit | None) -> Answer | None:
    is_count = one.whole
    if one.unit == "%":
        row.refuse_untold_share("value")
    value = row.whole("value", one.unit) if is_count else row.figure("value", one.unit)
    row.refuse_other_unit("value", f"{row.text('measure')}.{one.key}", one.unit)
    denominator = row.figure("denominator", one.unit, is_count=is_count)
    if value is None:
        row.required("value")
        return None
    if one.denominator == "asked" and denominator is None:
        row.fault("số này là một phần của tổng: cần cả cột «Trên tổng số»")
        return None
    if denominator is None and unit is not None and one.denominator not in (None, "asked"):
        profile = unit.place().profile(str(one.denominator))
        denominator = None if profile is None else Decimal(profile)
    if denominator is not None and value > denominator:
        row.fault(f"giá trị {in_words(Decimal(value))} lớn hơn tổng số {in_words(denominator)}")
        return None
    if (beyond := _beyond(one, Decimal(value), unit)) is not None:
        row.fault(beyond)
        return None
    return Answer(State.REPORTED, Decimal(value), denominator)


def _beyond(one: Input, value: Decimal, unit: Unit | None) -> str | None:
    """What a conversation would not take either (`services.guards.limit`); a flow's limit is that of a week."""
    if one.kind not in (EntryKind.LEVEL, EntryKind.RUNNING_TOTAL):
        return None
    bound = unit.place().profile(one.bounded_by) if unit is not None and one.bounded_by else None
    most = min((Decimal(known) for known in (bound, one.maximum) if known is not None), default=value)
    if value <= most:
        return None
    return f"giá trị {in_words(value)} {one.unit} nhiều hơn mức có thể: {in_words(most)} {one.unit}"


def _preview(session: Session, table: Table, ready: Sequence[Ready]) -> Preview:
    preview = table.preview("số liệu", len(ready))
    standing: Standing = {}
    for row, unit, answer in ready:
        day = row.day("date")
        assert day is not None
        key = f"{row.text('measure')}.{row.text('input')}"
        said = f"{key} {unit.full_name} ngày {day:%d/%m/%Y}"
        before = _on_day(session, standing, unit, day).get(key)
        if before is None:
            preview.added.append(f"{said}: {_shown(answer)}")
        elif _parts(before) != _parts(answer):
            preview.changed.append(f"{said}: {_standing(before)} → {_shown(answer)}")
    return preview


def _parts(said: Figure | Answer) -> tuple[object, ...]:
    """All that is written: also a confirmed zero becomes another figure when it is imported, and a mark goes."""
    return str(said.state), said.value, said.denominator, said.choice, said.mark


def _standing(figure: Figure) -> str:
    """What is there, with what goes beside the value: «chưa rõ», a mark that nobody has cleared, whose report it is."""
    beside = [_STATES.get(State(figure.state), ""), "chờ đối chiếu" if figure.mark else ""]
    beside += ["đơn vị đã báo" if figure.period_id is not None else ""]
    told = ", ".join(part for part in beside if part)
    return _shown(figure) + (f" ({told})" if told else "")


def _shown(said: Figure | Answer) -> str:
    """«95/120», «12,5», the key of a choice."""
    if said.value is None or said.choice:
        return said.choice or "(trống)"
    return in_words(said.value) + ("" if said.denominator is None else f"/{in_words(said.denominator)}")


def _on_day(session: Session, standing: Standing, unit: Unit, day: date) -> dict[str, Figure]:
    """What stands for a unit on a day, looked up once."""
    if (unit.id, day) not in standing:
        standing[unit.id, day] = figures_around.on_day(session, unit.id, day)
    return standing[unit.id, day]


def _store(
    session: Session,
    commune: Unit,
    unit: Unit,
    row: Row,
    answer: Answer,
    now: datetime,
    by: int | None,
    standing: Standing,
) -> None:
    on_day = row.day("date")
    assert on_day is not None
    place = figures.Place(
        commune_id=commune.id,
        measure=row.text("measure"),
        input=row.text("input"),
        subject_id=unit.id,
        on_day=on_day,
        period_id=None,
        reporter_id=None,
    )
    there, key = _on_day(session, standing, unit, on_day), f"{place.measure}.{place.input}"
    said = Saying(words="", channel="import", person_id=by, said_at=now, recorded_at=now, reason=row.text("source"))
    there[key] = figures.write(session, there.get(key), place, answer, said)
