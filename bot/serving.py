"""The program as its settings describe it, and what runs beside it: web application, nightly backup, watch."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot import bootstrap
from bot.app import Program
from bot.backups import nightly
from bot.channels import registry
from bot.channels.contract import Channel
from bot.clock import Clock, RealClock
from bot.communes import bot_identities, returning
from bot.communes.folders import CommuneFolders
from bot.http import app
from bot.inbox.crash_marker import CrashMarker
from bot.monitoring import database_watch, watch
from bot.settings import Settings
from services.communes import Communes


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    channels: Sequence[Channel] | None = None,
    marker: CrashMarker | None = None,
) -> Program:
    """The program as the settings describe it, over their channels or over given ones.

    `marker` is for the one process that answers: it must hold the process lock.
    """
    store = bootstrap.open_store(settings)
    chosen = channels or registry.configured(settings, store)
    if not settings.communes:
        made = bootstrap.deployment(bootstrap.load_campaign(settings))
        bootstrap.open_commune(store, made)
        if channels is None:
            bot_identities.settle(store, registry.keys(settings))
        names, now = [one.name for one in chosen], (clock or RealClock()).now()
        returning.settle(store, {made.commune_code: made}, (), names, now)
        return Program(settings, store, Communes.only(made), clock=clock, channels=chosen, marker=marker)
    folders = CommuneFolders(settings, store, bootstrap.deployment)
    program = Program(settings, store, Communes(()), clock=clock, channels=chosen, marker=marker, folders=folders)
    program.live_updates.begin()
    return program


async def serve(program: Program, stop: asyncio.Event) -> None:
    """The program with what surrounds it: its web application, the nightly backup, the watch."""
    settings = program.settings
    server = app.server(program.web(), settings.http_host, settings.http_port)
    serving = asyncio.create_task(server.serve())
    program.serves_page()
    zone = program.deployment.calendar.zone
    beside = [
        asyncio.create_task(nightly.run(settings, program.store, zone)),
        asyncio.create_task(watch.run(program.make_watch())),
        asyncio.create_task(database_watch.run(program.make_database_watch())),
    ]
    try:
        await program.run(stop)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        server.should_exit = True
        await serving
