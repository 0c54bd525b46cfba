"""The running program: wires intake, delivery, ticker and channels together, starts them, and stops them in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from starlette.routing import BaseRoute

from bot import house, shelf, web
from bot.channels import table, zalo_webhook
from bot.channels.contract import Channel, ChannelStopped
from bot.channels.zalo import Zalo
from bot.clock import Clock, RealClock
from bot.delivery import Delivery
from bot.evidence import Evidence
from bot.intake import Intake
from bot.settings import Settings
from handlers.context import Deployment
from models import markers, messages
from models.database import Store
from scheduler import runner
from scheduler.tick import tick

log = logging.getLogger(__name__)


def bot_name(channel: str) -> str:
    """The marker that holds what a platform calls the bot, once it has been connected."""
    return f"{channel} bot name"


class Program:
    """One commune's bot over the channels it is given."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        deployment: Deployment,
        *,
        clock: Clock | None = None,
        channels: Sequence[Channel],
    ) -> None:
        self.settings, self.store = settings, store
        self.clock = clock or RealClock()
        self.channels = {channel.name: channel for channel in channels}
        self.deployment = replace(deployment, channels={name: one.can for name, one in self.channels.items()})
        # SQLite has one writer: more threads would only wait for each other's locks.
        self.executor = ThreadPoolExecutor(1 if store.is_sqlite else 8, thread_name_prefix="store")
        self.delivery = Delivery(store, self.channels, self.executor)
        self.evidence = Evidence(store, self.channels, self.executor, settings.evidence)
        self.intake = Intake(store, self.deployment, self.clock, self.executor, self._wake)

    def _wake(self) -> None:
        self.delivery.wake()
        self.evidence.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set. Raises ChannelStopped when a channel cannot go on."""
        self.start()
        ticker = runner.start(self.tick, self.settings.tick_seconds)
        work = [asyncio.create_task(self.delivery.run()), asyncio.create_task(stop.wait())]
        work.append(asyncio.create_task(self.evidence.run()))
        work += [asyncio.create_task(self.listen(channel)) for channel in self.channels.values()]
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            runner.stop(ticker)
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await self.close()

    def start(self) -> None:
        """Free what a dead process left behind."""
        if self.store.is_sqlite:
            with self.store.transaction() as session:
                messages.release_leases(session)

    async def listen(self, channel: Channel) -> None:
        """Connect one channel and bring its updates in, for ever; what another one does does not matter to it."""
        name = await self._connect(channel)
        with self.store.transaction() as session:
            markers.put(session, bot_name(channel.name), name)
        await channel.receive(self.intake.take)

    async def _connect(self, channel: Channel) -> str:
        """Without a network the channel waits for it: figures are safe, only messages are late."""
        pause = 1.0
        while True:
            try:
                return await channel.start()
            except ChannelStopped:
                raise
            except Exception as error:
                kind = type(error).__name__
                log.warning("%s cannot be reached (%s); trying again in %.0f s", channel.name, kind, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 60.0)

    def routes(self) -> list[BaseRoute]:
        """What the outside world may open: pictures and files by their address, and a webhook where one is set."""
        hooked = [one for one in self.channels.values() if isinstance(one, Zalo) and one.hook is not None]
        return [*shelf.routes(self.store), *(zalo_webhook.route(one, self.intake.take) for one in hooked)]

    async def tick(self, at: datetime | None = None) -> dict[str, int]:
        """Do what is due now, or at a given instant."""
        now = at or self.clock.now()
        loop = asyncio.get_running_loop()
        try:
            counts = await loop.run_in_executor(self.executor, tick, self.store, self.deployment, now)
        except LookupError as error:
            log.warning("nothing to do yet: %s", error)
            return {}
        except Exception:
            log.exception("the jobs could not be run; trying again at the next tick")
            return {}
        if counts:
            self.delivery.wake()
        return counts

    async def close(self) -> None:
        await self.delivery.drain()
        for channel in self.channels.values():
            with contextlib.suppress(Exception):
                await channel.close()
        self.executor.shutdown(wait=True)
        self.store.close()


def build(settings: Settings, *, clock: Clock | None = None, channels: Sequence[Channel] | None = None) -> Program:
    """The program as the settings describe it, over their channels or over given ones."""
    store = house.open_store(settings)
    made = house.deployment(house.load_campaign(settings))
    house.require_commune(store, made)
    return Program(settings, store, made, clock=clock, channels=channels or table.configured(settings, store))


async def serve(program: Program, stop: asyncio.Event) -> None:
    """The program with its web application beside it."""
    server = web.server(web.application(program.routes()), program.settings.http_host, program.settings.http_port)
    task = asyncio.create_task(server.serve())
    try:
        await program.run(stop)
    finally:
        server.should_exit = True
        await task
