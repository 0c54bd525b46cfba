"""The command line: `thidua …`. Every message tells a person what to do next; exit code 2 means "mend something"."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import bootstrap, process_lock, settings
from bot.backups.record import BackupFault
from bot.channels.contract import ChannelStopped
from bot.cli import check as checkup
from bot.clock import RealClock
from bot.imports.rows import ImportFault
from bot.monitoring import integrity, logs
from bot.operator_error import OperatorError
from models.database import Store
from services.context import Context, Deployment

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
campaign_app = typer.Typer(no_args_is_help=True, help="the campaign file")
units_app = typer.Typer(no_args_is_help=True, help="the commune and its villages, schools, offices")
figures_app = typer.Typer(no_args_is_help=True, help="opening figures: baselines, last year's, totals so far")
targets_app = typer.Typer(no_args_is_help=True, help="targets of single units")
outbox_app = typer.Typer(no_args_is_help=True, help="messages that were given up, or of which nobody knows")
app.add_typer(outbox_app, name="outbox")
app.add_typer(campaign_app, name="campaign")
app.add_typer(units_app, name="units")
app.add_typer(figures_app, name="figures")
app.add_typer(targets_app, name="targets")

File = Annotated[Path, typer.Argument(help="a file")]


def main() -> None:
    """The entry of `thidua`: faults a person can mend end in one sentence, not in a traceback."""
    try:
        app()
    except (settings.SettingsError, OperatorError, ChannelStopped, ImportFault, BackupFault) as error:
        print(error, file=sys.stderr)  # noqa: T201  the command line speaks to people
        raise SystemExit(2) from None


def say(text: str) -> None:
    typer.echo(text)


@app.command()
def run() -> None:
    """Start the bot: with a token on Telegram, without one the demo with its page."""
    chosen = settings.load()
    logs.configure(chosen.log_level, form=chosen.log_format, secrets=chosen.secrets)
    with process_lock.hold(chosen):
        integrity.require_sound(chosen)
        asyncio.run(_run(chosen))


async def _run(chosen: settings.Settings) -> None:
    from bot import app as program

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if chosen.is_demo:
        from bot.demo import seed, stage
        from simulator import app as simulated
        from simulator import world

        seed.clear_half_made(chosen)
        made = world.World(bot_token=chosen.token, state_file=settings.DEMO_FOLDER / "world.json")
        await stage.perform(chosen, stop, simulated.build(made), made.close)
    else:
        await program.serve(program.build(chosen), stop)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    store = bootstrap.open_store(settings.load())
    say(f"The database is at schema {_schema(store)}.")


def _schema(store: Store) -> str | None:
    from bot import migrate as migrations

    return migrations.current(store.engine)


@campaign_app.command("check")
def campaign_check(file: File) -> None:
    """List every fault of a campaign file, with its line."""
    from campaign.definition import load

    faults = load.check(file)
    for fault in faults:
        say(f"{file}:{fault.line}: {fault.where}: {fault.reason}")
    if faults:
        say(f"{len(faults)} faults.")
        raise typer.Exit(1)
    campaign = load.load(file)
    say(f"{file}: {len(campaign.indicators)} indicators, {len(campaign.measures)} measures, no fault.")


@campaign_app.command("load")
def campaign_load(file: Annotated[Path | None, typer.Argument(help="another file than CAMPAIGN_FILE")] = None) -> None:
    """Check that the running bot can use the campaign file: it reads the file itself at each start."""
    chosen = settings.load()
    campaign_check(file or chosen.campaign_file)
    if file is not None and file.resolve() != chosen.campaign_file.resolve():
        say(f"Set CAMPAIGN_FILE={file} in .env and restart the bot to use it.")
    else:
        say("Restart the bot to use it.")


@units_app.command("import")
def units_import(file: File) -> None:
    """Add or renew units from a CSV file; a faulty row stops all of it."""
    from bot.imports import units

    chosen = settings.load()
    campaign = bootstrap.load_campaign(chosen)
    with bootstrap.open_store(chosen).transaction() as session:
        say(f"{units.load(session, file, campaign.commune_code)} units imported.")


@figures_app.command("import")
def figures_import(file: File) -> None:
    """Load opening figures from a CSV file; a faulty row stops all of it."""
    from rich.progress import track

    from bot.imports import figures

    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        context = _context(made, session)
        count = figures.load(session, file, made.campaign, context.commune, context.now, track)
    say(f"{count} figures imported.")


@targets_app.command("import")
def targets_import(file: File) -> None:
    """Load targets of single units from a CSV file; a faulty row stops all of it."""
    from bot.imports import targets

    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        count = targets.load(session, file, made.campaign, _context(made, session).commune)
    say(f"{count} targets imported.")


def _context(made: Deployment, session: Session) -> Context:
    try:
        return made.context(session, RealClock().now())
    except LookupError as error:
        raise OperatorError(f"{error}") from None


@app.command()
def invite(
    role: Annotated[
        str,
        typer.Option(
            help="village-head, deputy (of a village, or with --unit XA the officer's), reporter, officer or leader"
        ),
    ],
    unit: Annotated[str, typer.Option(help="the unit's code; XA is the commune")],
    name: Annotated[str, typer.Option(help="the person's full name")],
    address: Annotated[str, typer.Option(help="how the bot speaks to them: «ông Sơn», «thầy Bình»")] = "",
    phone: Annotated[str | None, typer.Option(help="for the officer's list")] = None,
) -> None:
    """Print a single-use code and its link for one person."""
    from bot.cli import invite as inviting

    say(inviting.invite(settings.load(), role, unit, name, address, phone))


@app.command()
def job(
    name: Annotated[str, typer.Argument(help="the job's name; «list» shows them all")],
    at: Annotated[
        str | None, typer.Option(help="an instant, 2026-11-18T08:00; without a zone it is the commune's")
    ] = None,
) -> None:
    """Do by hand what a job would do at an instant; what it did before it does not do again."""
    from bot.cli import job as working

    say(working.run(settings.load(), name, at))


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="the file to write")],
    week: Annotated[str, typer.Option(help="such as 2026-W47")] = "",
    period: Annotated[str, typer.Option(help="such as 2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026, 2026-Q4-HC")] = "",
    format: Annotated[str, typer.Option(help="xlsx, docx, png, csv, json or txt")] = "csv",
) -> None:
    """Write a week or a longer period to a file: workbook, draft report, picture, tables, or text."""
    from bot.cli import export as exporting

    if bool(week) == bool(period):
        raise OperatorError("give --week, such as 2026-W47, or --period, such as 2026-Q4")
    if week and "-W" not in week:
        raise OperatorError(f"--week: not a week: {week!r}; write it like 2026-W47")
    say(exporting.export(settings.load(), week or period, format, out))


Which = Annotated[str, typer.Argument(help="the message's number, or «all»")]


@outbox_app.command("list")
def outbox_list() -> None:
    """Show what was given up and what is in doubt, with the reason."""
    from bot.cli import outbox

    say(outbox.listed(settings.load()))


@outbox_app.command("retry")
def outbox_retry(
    which: Which, even_if_it_arrived: Annotated[bool, typer.Option(help="a post in doubt too")] = False
) -> None:
    """Send a message again; the running bot finds it within a second."""
    from bot.cli import outbox

    say(outbox.retry(settings.load(), which, even_if_it_arrived=even_if_it_arrived))


@outbox_app.command("drop")
def outbox_drop(which: Which) -> None:
    """Give a message up for good."""
    from bot.cli import outbox

    say(outbox.drop(settings.load(), which))


@app.command("praise")
def praise_of(week: Annotated[str, typer.Option(help="such as 2026-W47")]) -> None:
    """Print the rules of praise, who is praised in a week by them, and the working behind it."""
    from bot.cli import praise

    say(praise.praised(settings.load(), week))


@app.command()
def read(
    text: Annotated[str | None, typer.Argument(help="what a person might type")] = None,
    unit: Annotated[str | None, typer.Option(help="the field's unit: ha, hộ, người, tấn, ratio …")] = None,
    stock: Annotated[bool, typer.Option("--stock", help="a level, not what is new since last time")] = False,
    maximum: Annotated[str | None, typer.Option("--max", help="the largest figure that can be")] = None,
    cases: Annotated[Path | None, typer.Option(help="a file of cases: input, context, expected")] = None,
    input_key: Annotated[str | None, typer.Option("--input", help="with --unit-code: an input, KT1a.area")] = None,
    unit_code: Annotated[str | None, typer.Option(help="with --input: a unit, T01")] = None,
) -> None:
    """Show how a wording would be understood. Nothing is stored."""
    from bot.cli import read as reading

    if cases is not None:
        lines, count = reading.read_cases(cases)
        say("\n".join(lines))
        raise typer.Exit(1 if count else 0)
    if text is None:
        raise OperatorError('write what a person might type: thidua read "2 mẫu 3 sào" --unit ha')
    if input_key and unit_code:
        say(reading.read_in_place(settings.load(), text, input_key, unit_code))
    elif unit:
        say(reading.read(text, unit, is_stock=stock, maximum=maximum))
    else:
        raise OperatorError("give --unit, or --input with --unit-code")


@app.command()
def backup(
    lines: Annotated[
        bool, typer.Option("--lines", help="the form that every kind of database takes, for a move to another")
    ] = False,
) -> None:
    """Make a backup now, prove it by a restore, and drop what is too old. The bot may be running."""
    from bot.backups import making

    chosen = settings.load()
    store = bootstrap.open_store(chosen)
    try:
        made = making.make(chosen, store, as_lines=lines)
    finally:
        store.close()
    say(f"{chosen.backups / made.file}: restored and compared, {made.tables} tables, {made.rows} rows")
    say(f"{made.photos} photos are kept beside it; tokens and passwords are in none of it, keep .env yourself")


@app.command()
def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="replace what is there, after a backup of it")] = False,
) -> None:
    """Put a backup in the place of the database. The bot must not be running."""
    from bot.backups import restoring

    say(restoring.restore(settings.load(), file, force=force))


@app.command()
def check() -> None:
    """Look at settings, campaign, database, token and clock, and say what is wrong and what to do."""
    findings = asyncio.run(checkup.examine())
    for finding in findings:
        say(str(finding))
    if not all(finding.is_good for finding in findings):
        raise typer.Exit(2)
