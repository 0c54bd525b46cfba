"""The command line: `thidua …`, put together from one file a shell command.

Every message tells a person what to do next; exit code 2 means "mend something".
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from bot import private_files, settings
from bot.channels.contract import ChannelStopped
from bot.cli import (
    arguments,
    audit,
    backup,
    campaign,
    check,
    communes,
    export,
    figures,
    invite,
    job,
    migrate,
    officer_code,
    outbox,
    praise,
    read,
    restore,
    roll_ups,
    run,
    service,
    targets,
    units,
    update,
)
from bot.installation.places import UnreadableState
from bot.operator_error import OperatorError
from bot.setting_faults import SettingsError
from models.backup_record import BackupFault
from services.imports.rows import ImportFault

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(outbox.app, name="outbox")
app.add_typer(campaign.app, name="campaign")
app.add_typer(units.app, name="units")
app.add_typer(figures.app, name="figures")
app.add_typer(targets.app, name="targets")
app.add_typer(roll_ups.app, name="roll-ups")
app.add_typer(service.app, name="service")
app.command("communes")(communes.command)
app.command("run")(run.command)
app.command("migrate")(migrate.command)
app.command("invite")(invite.command)
app.command("officer-code")(officer_code.command)
app.command("job")(job.command)
app.command("export")(export.command)
app.command("praise")(praise.command)
app.command("read")(read.command)
app.command("backup")(backup.command)
app.command("restore")(restore.command)
app.command("check")(check.command)
app.command("audit")(audit.command)
app.command("update")(update.update)
app.command("rollback")(update.rollback)


@app.callback()
def choose(
    commune: Annotated[str, typer.Option(help="which commune of COMMUNES a command is about: its code or folder")] = "",
) -> None:
    """The emulation campaign of one commune, or of many."""
    settings.name_commune(commune)


def main() -> None:
    """The entry of `thidua`: faults a person can mend end in one sentence, not in a traceback."""
    os.umask(private_files.UMASK)
    try:
        arguments.check_encoding(sys.argv[1:])
        app()
    except (SettingsError, OperatorError, ChannelStopped, ImportFault, BackupFault, UnreadableState) as error:
        print(error, file=sys.stderr)  # noqa: T201  the command line speaks to people
        raise SystemExit(2) from None
