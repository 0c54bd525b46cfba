"""Opening figures from a CSV file: baselines, last year's figures, totals so far (decision 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from bot.imports import rows
from bot.imports.rows import ImportFault, Row
from campaign.catalogue import Campaign, Input
from campaign.facts import State
from models import audit, figures, units
from models.figures import Answer, Figure, Saying
from models.units import Unit

Ready = tuple[Row, Answer | None]

REQUIRED = ("measure", "input", "unit", "date")
OPTIONAL = ("value", "denominator", "choice", "source")


def load(
    session: Session,
    path: Path,
    campaign: Campaign,
    commune: Unit,
    now: datetime,
    progress: Callable[[Sequence[Ready]], Iterable[Ready]] = iter,
) -> int:
    """Store every row as a dated opening figure and return their number; ImportFault on any fault.

    `value` is in the input's unit: what was added on or up to that date for flows, the total since the year's start
    for running totals, the level on that date for the rest. A choice or yes/no names its option in `choice`.
    `progress` may show how far it is.
    """
    by_code = {unit.code.upper(): unit for unit in units.members(session, commune.id)}
    by_code |= {"XA": commune, commune.code.upper(): commune}
    read = list(rows.read(path, REQUIRED, OPTIONAL))
    ready = [(row, _answer(row, campaign, by_code)) for row in read]
    _check_twice(read)
    faults = [fault for row in read for fault in row.faults]
    if faults:
        raise ImportFault(path, faults)
    standing: dict[tuple[int, date], dict[str, Figure]] = {}
    with session.no_autoflush:  # all rows are written together: one by one takes five times as long
        for row, answer in progress(ready):
            if answer is not None:
                _store(session, commune, by_code[row.text("unit").upper()], row, answer, now, standing)
    # Each figure has its own history; here is that somebody brought them.
    new = {"rows": len(read), "measures": sorted({row.text("measure") for row in read})}
    audit.record(session, now, commune.id, None, audit.Action.FIGURES_IMPORTED, "figures", new=new)
    return len(read)


def _check_twice(read: list[Row]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in read:
        key = tuple(row.text(name) for name in REQUIRED)
        if key in seen:
            row.fault(f"the same figure stands on line {seen[key]} already")
        seen.setdefault(key, row.line)


def _answer(row: Row, campaign: Campaign, by_code: dict[str, Unit]) -> Answer | None:
    measure = campaign.by_id.get(row.required("measure"))
    if measure is None:
        row.fault(f"no measure {row.text('measure')!r} in the campaign")
        return None
    one = next((found for found in measure.inputs if found.key == row.text("input")), None)
    if one is None:
        known = ", ".join(found.key for found in measure.inputs)
        row.fault(f"{measure.id} has no input {row.text('input')!r}; it has {known}")
        return None
    if row.required("unit").upper() not in by_code:
        row.fault(f"no unit {row.text('unit')!r}: import the units first")
        return None
    row.required("date")
    row.day("date")
    if one.options:
        return _option(row, one)
    return _figure(row, one, by_code[row.text("unit").upper()])


def _option(row: Row, one: Input) -> Answer | None:
    option = one.option(row.text("choice"))
    if option is None:
        row.fault(f"choice must be one of {', '.join(found.key for found in one.options)}")
        return None
    return Answer(State.REPORTED, Decimal(1 if option.yes else 0), choice=option.key)


def _figure(row: Row, one: Input, unit: Unit) -> Answer | None:
    value, denominator = row.figure("value"), row.figure("denominator")
    if value is None:
        if not row.text("value"):
            row.fault("value is empty")
        return None
    if one.denominator == "asked" and denominator is None:
        row.fault("this input is a part of a whole: denominator is needed")
        return None
    if denominator is None and one.denominator not in (None, "asked"):
        profile = unit.place().profile(str(one.denominator))
        denominator = None if profile is None else Decimal(profile)
    if denominator is not None and value > denominator:
        row.fault(f"value {value} is more than its denominator {denominator}")
        return None
    return Answer(State.REPORTED, value, denominator)


def _store(
    session: Session,
    commune: Unit,
    unit: Unit,
    row: Row,
    answer: Answer,
    now: datetime,
    standing: dict[tuple[int, date], dict[str, Figure]],
) -> None:
    """`standing` holds what stands for each unit and day that was looked at."""
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
    if (unit.id, on_day) not in standing:
        standing[unit.id, on_day] = figures.on_day(session, unit.id, on_day)
    there, key = standing[unit.id, on_day], f"{place.measure}.{place.input}"
    said = Saying(words="", channel="import", person_id=None, said_at=now, recorded_at=now, reason=row.text("source"))
    there[key] = figures.write(session, there.get(key), place, answer, said)
