"""`thidua check`: everything an operator can get wrong, looked at one by one, each with what to do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import typer
from sqlalchemy.orm import Session

from bot import bootstrap
from bot.backups import record
from bot.channels import registry
from bot.cli.finding import Finding
from bot.monitoring import integrity, watch
from bot.operator_error import OperatorError
from bot.settings import Settings, SettingsError, load
from models import groups, people, units
from models.database import Store
from services import days_off, days_off_text


def command() -> None:
    """Look at settings, campaign, database, token and clock, and say what is wrong and what to do."""
    findings = asyncio.run(examine())
    for finding in findings:
        typer.echo(str(finding))
    if not all(finding.is_good for finding in findings):
        raise typer.Exit(2)


async def examine() -> list[Finding]:
    """All findings; later ones are left out where an earlier one makes them senseless."""
    try:
        settings = load()
    except SettingsError as error:
        return [Finding("settings", False, line) for line in str(error).splitlines()]
    demo = f"the demo: no token of {' or '.join(channel.label for channel in registry.CHANNELS)}"
    found = [Finding("settings", True, demo if settings.is_demo else "complete")]
    is_of_all = bool(settings.communes) and settings.commune is None
    found += _communes(settings) if is_of_all else _campaign(settings)
    store = _open(settings, found)
    try:
        found += _contents(settings, store) if store is not None else []
        if settings.is_demo:
            return [*found, Finding("token", True, "none needed for the demo")]
        for channel in registry.CHANNELS:
            for bot in channel.bots(settings):
                found += await channel.check(settings, bot, store)
    finally:
        if store is not None:
            store.close()
    return found


def _communes(settings: Settings) -> list[Finding]:
    """Of many communes: which cannot be served, and whether anybody hears of the machine's troubles."""
    try:
        listed = bootstrap.read_communes(settings)
    except OperatorError as error:
        return [Finding("communes", False, str(error))]
    found = [Finding("communes", bool(listed.members), f"{len(listed.members)} can be served: thidua communes")]
    found += [Finding("communes", False, line) for faulty in listed.faulty for line in str(faulty).splitlines()]
    if settings.administrator is None:
        found.append(Finding("administrator", False, "nobody: set ADMINISTRATOR; no officer is told instead"))
    return found


def _campaign(settings: Settings) -> list[Finding]:
    try:
        campaign = bootstrap.load_campaign(settings)
    except OperatorError as error:
        return [Finding("campaign", False, line) for line in str(error).splitlines()]
    return [Finding("campaign", True, f"{campaign.commune_name}, {len(campaign.as_written.measures)} measures")]


def _open(settings: Settings, found: list[Finding]) -> Store | None:
    """The database; None, and a finding that says why, where it cannot be opened."""
    try:
        return bootstrap.open_store(settings)
    except OperatorError as error:
        found.append(Finding("database", False, str(error)))
        return None


def _contents(settings: Settings, store: Store) -> list[Finding]:
    found = [Finding("database", True, f"{store.engine.dialect.name}, at the newest schema"), _soundness(settings)]
    found += [] if settings.is_demo else [_backup(settings, store)]
    if settings.communes and settings.commune is None:
        return found  # each by itself: thidua --commune CODE check
    code = bootstrap.load_campaign(settings).commune_code
    with store.transaction() as session:
        commune = units.enter(session, code)
        if commune is None:
            return [*found, Finding("units", False, "none yet: thidua units import FILE")]
        found += _in_force(settings, session)
        found.append(Finding("units", True, f"{len(units.members(session, commune.id))} below {commune.name}"))
        officers = people.with_role(session, commune.id, "officer")
        advice = f"{len(officers)}" if officers else "nobody: thidua invite --role officer --unit XA --name …"
        found.append(Finding("officers", bool(officers), advice))
        bound = groups.leadership(session, commune.id)
        advice = ", ".join(group.title for group in bound) or "none: an officer adds the bot to it and confirms"
        found.append(Finding("leadership group", bool(bound), advice))
    return found


def _in_force(settings: Settings, session: Session) -> list[Finding]:
    """Whether the file can still be used with what was overridden in it, from today on; days off that are guessed."""
    context = bootstrap.deployment(bootstrap.load_campaign(settings)).context(session, datetime.now(UTC))
    faults = context.timeline.faults(context.today)
    said = "; ".join(map(str, faults)) or f"{len(context.timeline.overrides)} overrides"
    guessed = [days_off_text.line(holiday) for holiday in days_off.ahead(context) if holiday.is_guess]
    advice = f"{'; '.join(guessed)}: an officer types what the announcement says" if guessed else "none is a guess"
    return [
        Finding("campaign in force", not faults, f"{said}: thidua campaign unset" if faults else said),
        Finding("days off", True, advice),
    ]


def _soundness(settings: Settings) -> Finding:
    try:
        is_whole = integrity.require_sound(settings)
    except OperatorError as error:
        return Finding("database file", False, str(error))
    return Finding("database file", True, "sound" if is_whole else "sound as far as was looked at")


def _backup(settings: Settings, store: Store) -> Finding:
    """The last one that was restored and compared."""
    with store.transaction() as session:
        good = record.last_good(session)
    if good is None:
        return Finding("backup", False, "none yet: thidua backup (the running bot makes one every night)")
    hours = (datetime.now(UTC) - good.made_at).total_seconds() / 3600
    text = f"{good.file}, {hours:.0f} h old, restored and compared: {good.rows} rows, {good.photos} photos"
    if not (settings.backups / good.file).exists():
        return Finding("backup", False, f"{good.file} is not in {settings.backups} any more: thidua backup")
    return Finding("backup", hours <= watch.BACKUP_HOURS, text)
