"""`thidua check`: everything an operator can get wrong, looked at one by one, each with what to do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import typer
from sqlalchemy.orm import Session

from bot import bootstrap
from bot.backups import record
from bot.channels.contract import ChannelStopped
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo import check
from bot.cli.finding import Finding
from bot.monitoring import integrity, watch
from bot.operator_error import OperatorError
from bot.settings import Settings, SettingsError, load
from models import groups, people, units
from models.database import Store

_CLOCK_SECONDS = 60


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
    found = [Finding("settings", True, "the demo: no token of Telegram or Zalo" if settings.is_demo else "complete")]
    found += _campaign(settings)
    found += _database(settings)
    if settings.is_demo:
        return [*found, Finding("token", True, "none needed for the demo")]
    if settings.telegram_bot_token is not None:
        found += await _token(settings)
    if settings.zalo_bot_token is not None:
        found += await check.examine(settings)
    return found


def _campaign(settings: Settings) -> list[Finding]:
    try:
        campaign = bootstrap.load_campaign(settings)
    except OperatorError as error:
        return [Finding("campaign", False, line) for line in str(error).splitlines()]
    return [Finding("campaign", True, f"{campaign.commune_name}, {len(campaign.as_written.measures)} measures")]


def _database(settings: Settings) -> list[Finding]:
    try:
        store = bootstrap.open_store(settings)
    except OperatorError as error:
        return [Finding("database", False, str(error))]
    try:
        return _contents(settings, store)
    finally:
        store.close()


def _contents(settings: Settings, store: Store) -> list[Finding]:
    found = [Finding("database", True, f"{store.engine.dialect.name}, at the newest schema"), _soundness(settings)]
    found += [] if settings.is_demo else [_backup(settings, store)]
    code = bootstrap.load_campaign(settings).commune_code
    with store.transaction() as session:
        commune = units.commune(session, code)
        if commune is None:
            return [*found, Finding("units", False, "none yet: thidua units import FILE")]
        found.append(_overrides(settings, session))
        found.append(Finding("units", True, f"{len(units.members(session, commune.id))} below {commune.name}"))
        officers = people.with_role(session, commune.id, "officer")
        advice = f"{len(officers)}" if officers else "nobody: thidua invite --role officer --unit XA --name …"
        found.append(Finding("officers", bool(officers), advice))
        bound = groups.leadership(session, commune.id)
        advice = ", ".join(group.title for group in bound) or "none: an officer adds the bot to it and confirms"
        found.append(Finding("leadership group", bool(bound), advice))
    return found


def _overrides(settings: Settings, session: Session) -> Finding:
    """Whether the file can still be used with what was overridden in it, from today on."""
    context = bootstrap.deployment(bootstrap.load_campaign(settings)).context(session, datetime.now(UTC))
    faults = context.timeline.faults(context.today)
    said = "; ".join(map(str, faults)) or f"{len(context.timeline.overrides)} overrides"
    return Finding("campaign in force", not faults, f"{said}: thidua campaign unset" if faults else said)


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


async def _token(settings: Settings) -> list[Finding]:
    """Ask Telegram who the bot is; its answer's date also tells whether this machine's clock is right."""
    channel = Telegram(settings.token, settings.telegram_api_url)
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.get(settings.telegram_api_url)
        name = (await channel.bot.get_me()).username
    except ChannelStopped as error:
        return [Finding("token", False, str(error))]
    except Exception as error:
        kind = type(error).__name__
        if kind == "InvalidToken":
            return [Finding("token", False, "Telegram does not know it: check TELEGRAM_BOT_TOKEN in .env")]
        return [Finding("token", False, f"{settings.telegram_api_url} cannot be reached ({kind}): is the network up?")]
    finally:
        await channel.close()
    return [Finding("token", True, f"@{name}"), *_clock(answer)]


def _clock(answer: httpx.Response) -> list[Finding]:
    written = answer.headers.get("date")
    if not written:
        return []
    off = abs((datetime.now(UTC) - parsedate_to_datetime(written)).total_seconds())
    text = "right" if off <= _CLOCK_SECONDS else f"{off:.0f} s off: set the machine's time (timedatectl set-ntp true)"
    return [Finding("clock", off <= _CLOCK_SECONDS, text)]
