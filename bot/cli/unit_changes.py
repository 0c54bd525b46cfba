"""`thidua units merge, split, rename, changes`: dated events of units with the paper behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from bot import bootstrap, settings
from bot.cli import arguments
from bot.operator_error import OperatorError
from models import unit_changes as unit_models
from models import units
from models.unit_changes import MERGE, RENAME, SPLIT
from models.units import Unit
from services import unit_change_effects, unit_change_undo, unit_changes, wording
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
    app.command()(undo)


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


def undo(
    number: Annotated[int, typer.Argument(help="the number of the event, as `changes` prints it")],
    only_show: OnlyShow = False,
) -> None:
    """Take an event back that was entered wrongly; once figures rest on it, by the opposite event."""
    with _context() as context:
        events = unit_models.recorded(context.session, context.commune.id)
        change = next((event for event in events if event.id == number), None)
        if change is None:
            raise OperatorError(f"no event has the number {number}")
        later = unit_change_undo.later(context, change)
        if later is not None:
            raise OperatorError(wording.take_back_later_first(unit_change_effects.said(context, later)))
        said = unit_change_effects.said(context, change)
        if not unit_change_undo.is_untouched(context, change):
            typer.echo(wording.has_taken_root(said))
            _propose(context, unit_change_undo.opposite(context, change), only_show=only_show)
        elif only_show:
            typer.echo(wording.taking_back(said, [unit_change_effects.when_taken_back(context, change)]))
        else:
            unit_change_undo.take_back(context, change)
            typer.echo(wording.unit_change_taken_back(said))


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
        wanted = Wanted(kind, _units(context, codes), tuple(after), arguments.day(since, "--from"), decision.strip())
        _propose(context, wanted, only_show=only_show)


def _propose(context: Context, wanted: Wanted, *, only_show: bool) -> None:
    refused = unit_changes.refusal(context, wanted)
    if refused:
        raise OperatorError(refused)
    change = unit_changes.propose(context, wanted)
    names, after = [unit.full_name for unit in wanted.before], [new.name for new in wanted.after]
    said = wording.unit_change_said(wanted.kind, names, after, wanted.on_day, wanted.decision)
    for line in unit_change_effects.lines(context, wanted, change):
        typer.echo(line)
    if only_show:
        context.session.delete(change)
        typer.echo(f"{said}.")
        return
    unit_changes.record(context, change)
    typer.echo(wording.unit_change_recorded(said, wanted.kind))


def _units(context: Context, codes: Sequence[str]) -> tuple[Unit, ...]:
    found = [(code, units.by_code(context.session, context.commune, code)) for code in codes]
    missing = [code for code, unit in found if unit is None]
    if missing:
        raise OperatorError(f"no unit has the code {', '.join(missing)}")
    return tuple(unit for _, unit in found if unit is not None)
