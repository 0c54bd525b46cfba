"""Alerting: once a minute the running program is looked at; a trouble is told once, and so is its end.

The tables are looked at in `scheduler.watching`; here are the channels, the ticker, the clock, the disk, the backups.
Of a platform's quota `scheduler.housekeeping` tells by itself.
Told are the officers, or the chat that ADMINISTRATOR names. The demo is not watched: its clock jumps on purpose.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from sqlalchemy.orm import Session

from bot.channels import registry, tls
from bot.channels.contract import Channel
from bot.clock import Clock
from bot.monitoring import disks
from bot.settings import Settings
from models import backup_record, job_runs, key_values, messages, scope, turn_locks
from models.database import Store
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from scheduler import watching
from scheduler.watching import Trouble
from services import wording
from services.communes import Communes
from services.context import Address, Context

log = logging.getLogger(__name__)

_LOOK_SECONDS = 60.0
_LOOKS = 2  # a trouble is told when it stands at the second look, and is over when it is gone at the second
_AGAIN = timedelta(hours=24)
_CLOCK_SECONDS = 60
_CLOCK_LOOK = 600.0  # seconds between questions for the time
_CHANNEL_SECONDS = 600.0
_KEY = key_values.TROUBLES


@dataclass
class ToldTrouble:
    """One trouble as it was told. `seen` counts the looks at which it stood, `gone` those since at which it did not."""

    text: str
    whose: int | None = None  # the commune; None where it is the machine's
    seen: int = 0
    gone: int = 0
    told_at: str = ""


class Said(str):
    """What is to be said, to those of one commune, or to who looks after the machine."""

    whose: int | None = None

    @classmethod
    def of(cls, text: str, trouble: ToldTrouble) -> Said:
        made = cls(text)
        made.whose = trouble.whose
        return made


def weigh(known: dict[str, ToldTrouble], found: Sequence[Trouble], now: datetime) -> list[Said]:
    """What is to be said after one look; `known` is brought up to date."""
    said: list[Said] = []
    for trouble in found:
        standing = known.setdefault(trouble.key, ToldTrouble(trouble.text, trouble.whose))
        standing.text, standing.seen, standing.gone = trouble.text, standing.seen + 1, 0
        if standing.told_at and now - datetime.fromisoformat(standing.told_at) >= _AGAIN:
            said.append(Said.of(wording.still(trouble.text), standing))
            standing.told_at = now.isoformat()
        elif not standing.told_at and standing.seen >= _LOOKS:
            said.append(Said.of(wording.trouble(trouble.text), standing))
            standing.told_at = now.isoformat()
    for key in set(known) - {trouble.key for trouble in found}:
        standing = known[key]
        standing.gone += 1
        if standing.told_at and standing.gone < _LOOKS:
            continue
        if standing.told_at:
            said.append(Said.of(wording.all_clear(standing.text), standing))
        del known[key]
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is looked at, and through which alerts go out: `wake` tells the delivery that there is something to send."""

    settings: Settings
    store: Store
    executor: Executor
    communes: Communes
    clock: Clock
    channels: Mapping[str, Channel]
    ticker_silent: Callable[[], float]
    wake: Callable[[], None]


class Watch:
    """Over one running program."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._drift = time.time() - time.monotonic()
        self._clock: list[Trouble] = []
        self._jumps: list[Trouble] = []  # one for each look at which it is still to be seen
        self._asked = -_CLOCK_LOOK

    async def look(self) -> list[Said]:
        """One look; returns what was said."""
        outside = [*self._channels(), *self._disk(), *await self._clocks()]
        loop = asyncio.get_running_loop()
        said = await loop.run_in_executor(self._watched.executor, self._tell, outside)
        if said:
            self._watched.wake()
        return said

    def _tell(self, outside: Sequence[Trouble]) -> list[Said]:
        """What is known, and what is said about it, in one transaction: a restart repeats nothing."""
        store, communes, now = self._watched.store, self._watched.communes, self._watched.clock.now()
        with store.deployment_wide("the machine and the jobs of every commune are looked after") as session:
            turn_locks.end_soon(session)
            troubles = [*outside, *watching.of_bots(session, communes, now), *_backup(session, now)]
            troubles += _of_communes(watching.of_communes(session, communes, now), communes)
            written = json.loads(key_values.get(session, _KEY) or "{}")
            known = {key: ToldTrouble(**fields) for key, fields in written.items()}
            said = weigh(known, troubles, now)
            for text in said:
                self._say(session, text, now)
            key_values.put(session, _KEY, json.dumps({key: asdict(one) for key, one in known.items()}))
        for text in said:
            log.warning("told the administrator: %s", text)
        return said

    def _say(self, session: Session, text: Said, now: datetime) -> None:
        settings, communes = self._watched.settings, self._watched.communes
        whose = text.whose if communes.single is None else next(iter(communes.served(session)), None)
        if whose is None:
            say_for_nobody(session, settings, text, now)
        elif whose in communes.served(session):
            context = communes.enter(session, whose, now)
            for address in recipients(settings if communes.single else None, context):
                context.say(address, text, purpose=Purpose.ALERT)
            scope.widen(session, "what others are told is theirs")

    def _channels(self) -> list[Trouble]:
        silent = self._watched.ticker_silent()
        troubles = [Trouble("ticker", wording.ticker_stands(round(silent / 60)))] if silent > _CHANNEL_SECONDS else []
        for name, channel in self._watched.channels.items():
            quiet = channel.pulse.silent_for()
            if quiet > _CHANNEL_SECONDS:
                label = self._watched.communes.label(name)
                troubles.append(
                    Trouble(f"{key_values.OF_CHANNEL}{name}", wording.channel_is_silent(label, round(quiet / 60)))
                )
        return troubles

    def _disk(self) -> list[Trouble]:
        settings, troubles = self._watched.settings, []
        folders = {disks.database_folder(self._watched.store.engine.url), settings.evidence, settings.backups}
        by_disk = {folder.stat().st_dev: folder for folder in sorted(folders, reverse=True) if folder.exists()}
        for folder in by_disk.values():  # each disk is told of once, by one of the folders on it
            free = disks.free_megabytes(folder)
            if free < settings.disk_free_mb:
                troubles.append(Trouble(f"disk {folder}", wording.disk_is_full(str(folder), free)))
        return troubles

    async def _clocks(self) -> list[Trouble]:
        """A jump since the last look, and every ten minutes the date that the platform's web server writes."""
        drift = time.time() - time.monotonic()
        jump, self._drift = drift - self._drift, drift
        if abs(jump) > _CLOCK_SECONDS:
            self._jumps = [Trouble("clock jump", wording.clock_jumped(round(jump)))] * _LOOKS
        jumped = [self._jumps.pop()] if self._jumps else []
        if time.monotonic() - self._asked >= _CLOCK_LOOK:
            self._asked = time.monotonic()
            off = await self._seconds_off()
            wrong = off is not None and abs(off) > _CLOCK_SECONDS
            self._clock = [Trouble("clock", wording.clock_is_wrong(round(off or 0)))] if wrong else []
        return [*jumped, *self._clock]

    async def _seconds_off(self) -> float | None:
        """By the first platform in use that says what time it is."""
        for url in registry.platforms(self._watched.settings):
            off = await seconds_off(url)
            if off is not None:
                return off
        return None


def _of_communes(found: Mapping[int, Sequence[Trouble]], communes: Communes) -> list[Trouble]:
    """Each is its commune's, and known by it where there are several."""
    if communes.single is not None:
        return [trouble for troubles in found.values() for trouble in troubles]
    return [
        replace(trouble, key=f"{trouble.key} of {whose}", whose=whose)
        for whose, troubles in found.items()
        for trouble in troubles
    ]


def say_for_nobody(session: Session, settings: Settings, text: str, now: datetime) -> None:
    """To the administrator, past all communes: what concerns the machine is told to none of their officers."""
    if settings.administrator is None:
        return
    bot, _, chat = settings.administrator.partition(":")
    row = OutboxMessage(bot=bot, chat_id=chat, purpose=Purpose.DEPLOYMENT, text=str(text), choices=[], created_at=now)
    messages.queue(session, row)


def recipients_of_machine(settings: Settings, communes: Communes, session: Session, now: datetime) -> list[Address]:
    """Who hears of the machine's troubles: where communes share it, the administrator alone."""
    if communes.single is not None:
        return recipients(settings, communes.single.context(session, now))
    bot, _, chat = (settings.administrator or "").partition(":")
    return [Address(bot, chat)] if chat else []


def recipients(settings: Settings | None, context: Context) -> list[Address]:
    """Where whoever looks after the machine is written to: the administrator's chat, or the officers'."""
    if settings is not None and settings.administrator is not None:
        bot, _, chat = settings.administrator.partition(":")
        return [Address(bot, chat)]
    officers = context.officers()
    accounts = [context.account_of(officer) for officer in officers]
    return [Address(account.bot, account.chat_id) for account in accounts if account is not None]


def _backup(session: Session, now: datetime) -> list[Trouble]:
    """None that is good for a day and a half, or since the first day."""
    good, first = backup_record.last_good(session), job_runs.first_run(session)
    since = good.made_at if good is not None else first
    hours = (now - since).total_seconds() / 3600 if since is not None else 0.0
    if hours <= backup_record.FRESH_HOURS:
        return []
    return [Trouble("backup", wording.no_backup(round(hours) if good is not None else None))]


async def seconds_off(url: str) -> float | None:
    """How far this machine's clock is ahead of a web server's; None when it does not say."""
    try:
        async with httpx.AsyncClient(timeout=10, verify=tls.context()) as client:
            written = (await client.get(url)).headers.get("date")
        return (datetime.now(UTC) - parsedate_to_datetime(written)).total_seconds() if written else None
    except (httpx.HTTPError, ValueError):
        return None


async def run(watch: Watch) -> None:
    """Look once a minute until cancelled; a look that fails is no reason to stop looking."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        try:
            await watch.look()
        except Exception:
            log.exception("the watch could not look")
