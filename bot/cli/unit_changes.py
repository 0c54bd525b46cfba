"""`thidua units merge, split, rename, changes`: dated events of units with the paper behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer

from bot import bootstrap, settings
from bot.operator_error import OperatorError
from models import units
from models.unit_changes import MERGE, RENAME, SPLIT
from models.units import Unit
from services import unit_change_effects, unit_changes, wording
from services.context import Context
from services.unit_changes import NewUnit, Wanted

Code = Annotated[str, typer.Argument(help="the unit's code, T01")]
Codes = Annotated[list[str], typer.Argument(help="two codes or more, T01 T02")]
From = Annotated[str, typer.Option("--from", help="the first day, 2027-07-01")]
Decision = Annotated[str, typer.Option("--decision", help="the paper's number")]
OnlyShow = Annotated[bool, typer.Option("--show", help="only say what would follow")]


def add_to(app: typer.Typer) -> None:
    """Register the commands beside `units import`."""
    app.command()(merge)
    app.command()(split)
    app.command()(rename)
    app.command()(changes)


def merge(
    codes: Codes,
    into: Annotated[str, typer.Option("--into", help="what the new unit is called")],
    since: From,
    decision: Decision = "",
    only_show: OnlyShow = False,
) -> None:
    """Two units or more become one from a day on."""
    _record(MERGE, codes, [NewUnit(into)], since, decision, only_show=only_show)


def split(
    code: Code,
    into: Annotated[list[str], typer.Option("--into", help="NAME:HOUSEHOLDS:PEOPLE:ADULTS, once for each")],
    since: From,
    decision: Decision = "",
    only_show: OnlyShow = False,
) -> None:
    """One unit becomes several from a day on."""
    _record(SPLIT, [code], [_new_unit(one) for one in into], since, decision, only_show=only_show)


def rename(
    code: Code,
    to: Annotated[str, typer.Option("--to", help="the new name")],
    since: From,
    decision: Decision = "",
    only_show: OnlyShow = False,
) -> None:
    """A unit is called otherwise from a day on; what was posted keeps the old name."""
    _record(RENAME, [code], [NewUnit(to)], since, decision, only_show=only_show)


def changes() -> None:
    """List the mergers, splits and new names."""
    with _context() as context:
        for line in unit_change_effects.listed(context) or [wording.no_unit_changes()]:
            typer.echo(line)


@contextmanager
def _context() -> Iterator[Context]:
    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        yield bootstrap.context(made, session)


def _new_unit(written: str) -> NewUnit:
    name, *counts = (one.strip() for one in written.split(":"))
    if len(counts) > 3 or not all(one.isdecimal() or not one for one in counts):
        raise OperatorError(f"--into {written}: NAME:HOUSEHOLDS:PEOPLE:ADULTS is expected")
    households, people, adults = (int(one) if one else None for one in (*counts, "", "", "")[:3])
    return NewUnit(name, households, people, adults)


def _record(
    kind: str, codes: Sequence[str], after: Sequence[NewUnit], since: str, decision: str, *, only_show: bool
) -> None:
    with _context() as context:
        wanted = Wanted(kind, _units(context, codes), tuple(after), _day(since), decision.strip())
        refused = unit_changes.refusal(context, wanted)
        if refused:
            raise OperatorError(refused)
        change = unit_changes.propose(context, wanted)
        names = [unit.full_name for unit in wanted.before]
        said = wording.unit_change_said(kind, names, [one.name for one in after], wanted.on_day, wanted.decision)
        for line in unit_change_effects.lines(context, wanted, change):
            typer.echo(line)
        if only_show:
            context.session.delete(change)
            typer.echo(f"{said}.")
            return
        unit_changes.record(context, change)
        typer.echo(wording.unit_change_recorded(said))


def _units(context: Context, codes: Sequence[str]) -> tuple[Unit, ...]:
    found = [(code, units.by_code(context.session, context.commune, code)) for code in codes]
    missing = [code for code, unit in found if unit is None]
    if missing:
        raise OperatorError(f"no unit has the code {', '.join(missing)}")
    return tuple(unit for _, unit in found if unit is not None)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise OperatorError(f"--from {written}: a day such as 2027-07-01 is expected") from None
