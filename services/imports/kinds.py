"""The kinds of table that an officer may bring in, found out by their headings; each drafted and applied alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.context import Context
from services.imports import columns, figures, people, scheme, targets, unit_rows, units
from services.imports.columns import Column
from services.imports.preview import Preview
from services.imports.rows import ImportFault, Table, table_of
from services.imports.tables import FileFault, Sheet

UNITS, PEOPLE, FIGURES, TARGETS, SCHEME = "units", "people", "figures", "targets", "scheme"


class Draft(NamedTuple):
    """What a table would do: the preview, what stands against single lines, and the way to do it."""

    preview: Preview
    faults: Mapping[int, str]  # by line, in the words of the preview
    apply: Callable[[], None]


@dataclass(frozen=True, slots=True)
class TableKind:
    """One kind. `named_by` is where a line of sums says so; of `answers` a template leaves columns open."""

    columns: tuple[Column, ...]
    named_by: str
    answers: tuple[str, ...]
    plan: Callable[[Context, Table], tuple[Preview, Callable[[], None]]]


def _units(context: Context, table: Table) -> tuple[Preview, Callable[[], None]]:
    made = units.draft(context.session, table, context.commune.code)
    return made.preview, lambda: units.apply(context.session, made, context.now, context.actor_id)


def _people(context: Context, table: Table) -> tuple[Preview, Callable[[], None]]:
    made = people.draft(context, table)
    return made.preview, lambda: people.apply(context, made)


def _figures(context: Context, table: Table) -> tuple[Preview, Callable[[], None]]:
    made = figures.draft(context.session, table, context.campaign, context.commune, context.today)
    return made.preview, lambda: figures.apply(context.session, made, context.now, by=context.actor_id)


def _targets(context: Context, table: Table) -> tuple[Preview, Callable[[], None]]:
    made = targets.draft(context.session, table, context.campaign, context.commune)
    return made.preview, lambda: targets.apply(context.session, made, context.now, context.actor_id)


def _scheme(context: Context, table: Table) -> tuple[Preview, Callable[[], None]]:
    made = scheme.draft(context.session, table, context.campaign, context.commune.id)
    return made.preview, lambda: scheme.apply(context.session, made, context.now, context.actor_id)


KINDS: Mapping[str, TableKind] = {
    UNITS: TableKind(unit_rows.COLUMNS, "name", (), _units),
    PEOPLE: TableKind(people.COLUMNS, "unit", ("name", "phone", "address"), _people),
    FIGURES: TableKind(figures.COLUMNS, "unit", ("value", "denominator", "choice"), _figures),
    TARGETS: TableKind(targets.COLUMNS, "unit", ("value",), _targets),
    SCHEME: TableKind(scheme.COLUMNS, "text", ("most",), _scheme),
}


def recognise(sheets: Sequence[Sheet]) -> tuple[str, Sheet]:
    """What a file is a table of, and its sheet: the kind whose columns it has most of. FileFault when it has none.

    A list of units has «Đơn vị» and so has every other table: of kinds with as many columns the one that needs more.
    """
    fitting: dict[str, list[tuple[int, Sheet]]] = {}
    for name, kind in KINDS.items():
        for sheet, heading in columns.fitting(sheets, kind.columns):
            fitting.setdefault(name, []).append((len(heading.places), sheet))
    if not fitting:
        raise FileFault(_nothing_fits(sheets))
    best = max(fitting, key=lambda name: (max(count for count, _ in fitting[name]), _required(name)))
    if len(fitting[best]) > 1:
        listed = ", ".join(f"«{sheet.name}»" for _, sheet in fitting[best])
        raise FileFault(f"Các trang {listed} đều có bảng này: xin để lại một trang.")
    return best, fitting[best][0][1]


def _required(name: str) -> int:
    return sum(column.is_required for column in KINDS[name].columns)


def _nothing_fits(sheets: Sequence[Sheet]) -> str:
    first = next((line for sheet in sheets for line in sheet.lines), None)
    seen = ", ".join(str(cell.value) for cell in first.cells if cell.value is not None)[:80] if first else ""
    return f"Không thấy dòng tiêu đề cột nào biết được; dòng đầu của tệp là «{seen}»."


def draft(context: Context, kind: str, name: str, sheet: Sheet) -> Draft:
    """What a sheet would do to the commune now; nothing is stored. FileFault where it cannot be read as that kind."""
    chosen = KINDS[kind]
    try:
        table = table_of(name, [sheet], chosen.columns, chosen.named_by).without_blanks(chosen.answers)
    except ImportFault as fault:
        raise FileFault(" ".join(fault.faults)) from None
    preview, apply = chosen.plan(context, table)
    return Draft(preview, {row.line: row.said_of_it for row in table.faulty}, apply)


def headings(kind: str) -> list[str]:
    """The columns of a kind as a template writes them."""
    return [column.said[0] for column in KINDS[kind].columns if column.is_asked]


def table_as_sent(kind: str, name: str, sheet: Sheet) -> Table:
    """The rows of a sheet that was recognised before."""
    chosen = KINDS[kind]
    return table_of(name, [sheet], chosen.columns, chosen.named_by)
