"""Templates of tables, filled with what is known, and the rows of a table that have to be put right.

What names people is not stored with the message: it is looked up when the file leaves (`services.late_files`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.catalogue import Measure
from models import figure_queries, people, targets, units
from models import scoring as score_rows
from models.people import Role
from models.table_uploads import TableUpload
from models.targets import PLEDGED
from models.units import Unit
from services import appointments, scoring, wording
from services.context import Context
from services.imports import kinds, sheet_json, unit_rows
from services.imports.tables import Value

TABLE, PEOPLE_TEMPLATE, FAULTY_ROWS = "table", "people-template", "faulty-rows"
_MOST = 4900  # rows: the reader takes five thousand
_AS_TEXT = 60  # rows that a message takes
_FIRST = 3  # of a longer one
_DECEMBER = 12

Cells = Sequence[Value]


def describe(context: Context, kind: str) -> dict[str, Any]:
    """What is stored of a template that goes out as a file."""
    name = f"{wording.TEMPLATE_FILES[kind]}-{context.today.isoformat()}.xlsx"
    if kind == kinds.PEOPLE:
        day = context.today.isoformat()
        return {"kind": PEOPLE_TEMPLATE, "name": name, "commune": context.commune.id, "day": day}
    return _table(name, kinds.headings(kind), list(rows(context, kind)))


def rows(context: Context, kind: str) -> Iterator[Cells]:
    """The rows of a template, in the order of its columns."""
    made = {kinds.UNITS: _units, kinds.FIGURES: _figures, kinds.TARGETS: _targets, kinds.SCHEME: _scheme}
    if kind == kinds.PEOPLE:
        yield from _people(context.session, context.commune.id, context.today)
        return
    for number, row in enumerate(made[kind](context)):
        if number < _MOST:
            yield row


def as_text(context: Context, kind: str) -> str:
    """The same as lines to copy."""
    found = list(rows(context, kind))
    shown = found if len(found) <= _AS_TEXT else found[:_FIRST]
    lines = [_line(one) for one in (kinds.headings(kind), *shown)]
    said = [wording.template_as_text(wording.TABLE_KINDS[kind]), *lines]
    return "\n".join([*said, wording.template_is_long(len(found))] if len(shown) < len(found) else said)


def example(context: Context) -> tuple[str, str]:
    """The names of the columns of the shortest table, and one row of it."""
    members = units.active_members(context.session, context.commune.id, context.today)
    village = next((one for one in members if one.kind == "village"), None)
    named = ("Bản Còn", 118, 512) if village is None else (village.name, village.households, village.people)
    return _line(("Tên thôn", "Số hộ", "Nhân khẩu")), _line(named)


def _line(cells: Sequence[Any]) -> str:
    return "; ".join(_written(cell) for cell in cells).rstrip("; ")


def _written(cell: Any) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _table(name: str, headings: Sequence[str], found: Sequence[Cells]) -> dict[str, Any]:
    return {
        "kind": TABLE,
        "name": name,
        "headings": list(headings),
        "rows": [[sheet_json.value(cell) for cell in row] for row in found],
    }


def _units(context: Context) -> Iterator[Cells]:
    for unit in (context.commune, *units.members(context.session, context.commune.id)):
        code = "XA" if unit is context.commune else unit.code
        profile = tuple(
            None if count is None else Decimal(count) for count in (unit.households, unit.people, unit.adults)
        )
        days = (unit.active_from, unit.active_to)
        yield (unit.name, code, unit_rows.in_words(unit.kind), *profile, *days, " | ".join(unit.aliases) or None)


def _people(session: Session, commune_id: int, day: date) -> Iterator[Cells]:
    """Everybody who reports, and a row to be filled in for each unit that has nobody."""
    members = units.active_members(session, commune_id, day)
    query = select(Role).where(Role.until.is_(None), Role.role.in_(people.REPORTING_ROLES)).order_by(Role.id)
    called, held = _names(units.members(session, commune_id)), dict[int, list[Role]]()
    for role in session.scalars(query):
        held.setdefault(role.unit_id, []).append(role)
    for unit in members:
        main = appointments.main_role(unit)
        there = sorted(held.get(unit.id, []), key=lambda role: role.role != appointments.main_role(role.unit))
        if all(role.role != main for role in there):
            yield called[unit.id], None, wording.ROLE_NAMES[main], None, None, None
        for role in there:
            who = role.person
            yield called[unit.id], who.name, wording.ROLE_NAMES[role.role], None, who.address, who.phone


def _figures(context: Context) -> Iterator[Cells]:
    """Every opening figure, and a row for each that is still to be told, dated by the eve of the year."""
    called = _called(context)
    there: set[tuple[str, str, int]] = set()
    for row in figure_queries.openings(context.session, context.commune.id):
        there.add((row.measure, row.input, row.subject_id))
        value = None if row.choice else row.value
        yield row.measure, row.input, called[row.subject_id], row.on_day, value, row.denominator, row.choice, None
    eve = date(context.today.year - 1, 12, 31)
    for measure in context.campaign.measures:
        for one in measure.inputs:
            for unit in _subjects(context, measure):
                if (measure.id, one.key, unit.id) not in there:
                    yield measure.id, one.key, called[unit.id], eve, None, None, None, None


def _called(context: Context) -> dict[int, str]:
    """What each unit is called in a template: by its name, where no other one has it; the commune as in every table."""
    return {context.commune.id: "XA"} | _names(units.members(context.session, context.commune.id))


def _names(members: Sequence[Unit]) -> dict[int, str]:
    count = Counter(name.casefold() for unit in members for name in unit.names)
    return {unit.id: unit.full_name if count[unit.name.casefold()] == 1 else unit.code for unit in members}


def _subjects(context: Context, measure: Measure) -> list[Unit]:
    """Which units a measure's figures are about."""
    if measure.subject == "commune":
        return [context.commune]
    members = units.active_members(context.session, context.commune.id, context.today)
    if measure.subject == "village":
        return [unit for unit in members if unit.kind == "village"]
    return [unit for unit in members if measure.asks(unit.kind, unit.code)]


def _targets(context: Context) -> Iterator[Cells]:
    """The targets of the year (in December of the next one), and a row for each unit that has none yet."""
    year = context.today.year + (context.today.month == _DECEMBER)
    called = _called(context)
    newest = targets.newest_of_year(context.session, context.commune.id, year)
    there = {(one.measure, one.unit_id) for one in newest}
    for one in newest:
        kind = "giao ước" if one.kind == PLEDGED else "giao"
        when = Decimal(year), one.value, one.valid_from
        yield one.measure, called[one.unit_id], *when, kind, one.decision or None, one.source or None
    for measure in context.campaign.measures:
        if measure.target.value is None:
            continue
        for unit in dict.fromkeys((context.commune, *_subjects(context, measure))):
            if (measure.id, unit.id) not in there:
                yield measure.id, called[unit.id], Decimal(year), None, date(year, 1, 1), "giao", None, None


def _scheme(context: Context) -> Iterator[Cells]:
    """The year's own scheme; before there is one a line for each rule, without any points."""
    year = Decimal(scoring.year_of(context))
    found = score_rows.scheme_of(context.session, context.commune.id, int(year))
    if found is None:
        asked = [one for one in context.campaign.measures if any(one.asks(kind, "") for kind in ("village", "school"))]
        for name, rule in (*((one.name, one.id) for one in asked), *wording.SCHEME_RULES):
            yield name, None, rule, year, None, None, None
        yield wording.SUM_LINE, None, None, None, None, None, None
        return
    for one in scoring.criteria_of(found):
        rule = one.measure + (f" {one.rule.value}" if one.rule is scoring.Rule.SHARE else "") or one.rule.value
        kinds_said = ", ".join(wording.KINDS[kind] for kind in one.kinds) or None
        yield one.text, one.most, rule, year, one.sort.value, kinds_said, one.proof or None
    yield wording.SUM_LINE, found.total, None, None, None, None, None


# What is looked up when the file leaves


def describe_faulty(context: Context, upload_id: int) -> dict[str, Any]:
    """What is stored of the file of faulty rows: whose they are, and no cell of them."""
    name = f"{wording.FAULTY_FILE}-{context.today.isoformat()}.xlsx"
    return {"kind": FAULTY_ROWS, "name": name, "upload": upload_id}


def with_people(session: Session, what: dict[str, Any]) -> dict[str, Any]:
    found = _people(session, what["commune"], date.fromisoformat(what["day"]))
    return _table(what["name"], kinds.headings(kinds.PEOPLE), list(found))


def with_faulty_rows(session: Session, what: dict[str, Any]) -> dict[str, Any]:
    """The faulty rows as they were sent, each with its reasons behind it; none of a table that is gone by now."""
    upload = session.get(TableUpload, what["upload"])
    if upload is None or upload.sheet is None or not upload.faults:
        return _table(what["name"], [wording.table_is_gone()], [])
    table = kinds.table_as_sent(upload.kind, upload.name, sheet_json.load(upload.sheet))
    columns = [column for column in kinds.KINDS[upload.kind].columns if column.name in table.columns]
    # Without «Dòng 12:»: the rows have other numbers there.
    reasons = {int(line): wording.sentence(said.partition(": ")[2]) for line, said in upload.faults.items()}
    found = [
        (*(row.value(column.name) for column in columns), reasons[row.line])
        for row in table.rows
        if row.line in reasons
    ]
    return _table(what["name"], [*(column.said[0] for column in columns), wording.MENDED_COLUMN], found)
