"""`thidua campaign`: the file checked, and the campaign in force on a day shown, exported and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import bootstrap, settings
from bot.cli import arguments
from bot.cli.arguments import File
from bot.clock import DemoClock, RealClock
from bot.installation import comparing
from bot.operator_error import OperatorError
from bot.settings import Settings
from campaign.definition import faults, load, table_paths
from campaign.definition.faults import Fault
from campaign.definition.override import Override, shown
from models import campaign_overrides
from models.campaign_overrides import CampaignOverride
from models.people import Person
from services import campaign_changes
from services.campaign_changes import Change
from services.context import Context

app = typer.Typer(no_args_is_help=True, help="the campaign file, and the campaign in force on a day")

Key = Annotated[str, typer.Argument(help="a path into the file: calendar.post, measures.KT1a.target.2027, rules")]
From = Annotated[str, typer.Option("--from", help="the first day it holds, 2026-07-01")]
Until = Annotated[str | None, typer.Option(help="the last day it holds; without it, for good")]
Why = Annotated[str, typer.Option(help="the reason, such as the decision's number; it is kept with the change")]
On = Annotated[str | None, typer.Option(help="the day, 2026-11-19; today without it")]


@app.command()
def check(file: File) -> None:
    """List every fault of a campaign file, with its line."""
    found = load.check(file)
    for fault in found:
        typer.echo(f"{file}:{fault.line}: {fault.where}: {fault.reason}")
    if found:
        typer.echo(f"{len(found)} lỗi.")
        raise typer.Exit(1)
    campaign = load.load(file)
    typer.echo(f"{file}: {len(campaign.indicators)} chỉ tiêu, {len(campaign.measures)} chỉ số, không có lỗi.")


@app.command("load")
def load_file(file: Annotated[Path | None, typer.Argument(help="another file than CAMPAIGN_FILE")] = None) -> None:
    """Check that the running bot can use the campaign file: it reads the file itself at each start."""
    chosen = settings.load()
    check(file or chosen.campaign_file)
    if file is not None and file.resolve() != chosen.campaign_file.resolve():
        typer.echo(f"Set CAMPAIGN_FILE={file} in .env and restart the bot to use it.")
    else:
        typer.echo("Restart the bot to use it.")


@app.command()
def compare(
    take: Annotated[
        bool, typer.Option("--take", help="lấy trọn bản đi kèm, giữ phần [commune]; tệp cũ để bên cạnh")
    ] = False,
) -> None:
    """So tệp phong trào của xã với tệp đi kèm bản chương trình đang dùng: khác chỗ nào."""
    chosen = settings.load()
    for line in comparing.compare(chosen, take=take):
        typer.echo(line)


@app.command()
def show(key: Annotated[str, typer.Argument(help="only what lies below this path")] = "", on: On = None) -> None:
    """Print the campaign in force on a day, each value with its origin: a line of the file, or an override."""
    with _context(settings.load()) as context:
        for line in lines(context, key, _day(on, "--on") or context.today):
            typer.echo(line)


@app.command()
def export(out: Annotated[Path, typer.Option(help="the file to write")], on: On = None) -> None:
    """Write the campaign in force on a day as a campaign file, with the comments of the one that is used."""
    from bot import campaign_export  # the library behind it is slow to load

    with _context(settings.load()) as context:
        day = _day(on, "--on") or context.today
        written = campaign_export.text(context.timeline, day)
    try:
        out.write_text(written, encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"{out} cannot be written: {error.strerror}") from None
    typer.echo(f"{out}: the campaign in force on {day.isoformat()}")


@app.command("set")
def set_value(
    key: Key,
    value: Annotated[str, typer.Argument(help='as in the file: 1900.5, "09:30", [2027-02-04], true')],
    since: From,
    why: Why,
    until: Until = None,
) -> None:
    """Override one value of the campaign from a day on. Weeks that are posted stay judged as they were."""
    _change(key, value, since, until, why)


@app.command()
def unset(key: Key, since: From, why: Why, until: Until = None) -> None:
    """Take overrides of a value back from a day on: it is again what the file says."""
    _change(key, None, since, until, why)


def _change(key: str, written: str | None, since: str, until: str | None, why: str) -> None:
    first, last = _day(since, "--from"), _day(until, "--until")
    if not why.strip() or first is None:
        raise OperatorError("--why must say a reason: it is kept with the change")
    change = Change(key, written, first, last, why.strip())
    with _context(settings.load()) as context:
        found = campaign_changes.record(context, change)
        if found:
            raise OperatorError(refusal(found))
        context.session.flush()
        row = campaign_overrides.of_commune(context.session, context.commune.id)[-1]
        typer.echo(told(row.override()))


def refusal(found: Sequence[Fault]) -> str:
    """Every fault of a change that was not made, by the line of the file that it concerns."""
    return "\n".join(["chưa đổi gì:", *map(str, found)])


def told(override: Override) -> str:
    """One sentence about what was recorded, and on which days it does not hold."""
    value = "as the file says" if override.written is None else override.written
    days = f"from {override.since}" + (f" until {override.until}" if override.until else "")
    frozen = ", ".join(f"{first} to {last}" for first, last in override.exempt)
    kept = f"\nNot on {frozen}: what was posted stays judged as it was." if frozen else ""
    return f"{override.key}: {value}, {days}.{kept}"


def lines(context: Context, key: str, day: date) -> Iterator[str]:
    """«calendar.post = "09:00"  # line 27», in the file's order; OperatorError where nothing lies below the path."""
    timeline = context.timeline
    applied = timeline.applied(day)
    rows = {row.id: row for row in campaign_overrides.of_commune(context.session, context.commune.id)}
    wanted, is_empty = table_paths.canonical(key), True
    for path, place, value in table_paths.leaves(applied.tables):
        if wanted and not f"{path}.".startswith(f"{wanted}."):
            continue
        is_empty = False
        by = applied.origin(place)
        is_files = by is None or by.written is None
        at = f"line {faults.line_of(timeline.file.lines, place)}" if is_files else ""
        said = ", ".join(part for part in (at, _origin(context, rows[by.number]) if by else "") if part)
        yield f"{path} = {shown(value)}  # {said}"
    if is_empty:
        raise OperatorError(f"there is nothing called {key!r} in the campaign on {day}")


def _origin(context: Context, row: CampaignOverride) -> str:
    """«from 2026-07-01, by person 7 (chị Hoa) on 2026-06-28: Nghị quyết 12»."""
    person = context.session.get(Person, row.person_id) if row.person_id else None
    who = f"person {person.id} ({person.address})" if person else "the command line"
    until = f" until {row.valid_until}" if row.valid_until else ""
    what = "override" if row.written is not None else "taken back"
    at = row.recorded_at.astimezone(context.calendar.zone)
    return f"{what} from {row.valid_from}{until}, by {who} on {at:%Y-%m-%d %H:%M}: {row.why}"


@contextmanager
def _context(chosen: Settings) -> Iterator[Context]:
    """A transaction beside which nothing is posted; the demo's time is its own."""
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    store = bootstrap.open_store(chosen)
    try:
        clock = DemoClock(store) if chosen.is_demo else RealClock()
        with store.transaction() as session:
            context = made.context(session, clock.now())
            store.lock(session, context.commune.id)
            yield made.context(session, clock.now())
    except LookupError as error:
        raise OperatorError(str(error)) from None
    finally:
        store.close()


def _day(written: str | None, option: str) -> date | None:
    return None if written is None else arguments.day(written, option)
