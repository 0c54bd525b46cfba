"""The running program: wires intake, delivery, ticker and channels together, starts them, and stops them in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.channels.contract import Channel, ChannelStopped, Outcome, Sent
from bot.clock import Clock, RealClock
from bot.communes import bots
from bot.communes.folders import CommuneFolders
from bot.communes.live_updates import LiveUpdates
from bot.http import app, gauges, media, webhooks
from bot.http.health import Health
from bot.http.metrics import Metrics
from bot.http.officers_page import OfficersPage
from bot.inbox.crash_marker import CrashMarker
from bot.inbox.photos import PhotoFetcher
from bot.inbox.queue import InboxQueue
from bot.inbox.table_files import TableFetcher
from bot.monitoring import database_watch, watch
from bot.monitoring.file_signature import FileSignature
from bot.outbox.delivery import Delivery
from bot.rehearsals import Rehearsals
from bot.settings import Settings
from models import delivery_queue, key_values, scope
from models.database import NOBODY, Store
from models.messages import OutboxMessage
from scheduler import runner
from scheduler.tick import steps
from services import officers_page, wording
from services.capability import owner_of
from services.communes import Communes
from services.context import Address, Deployment
from services.inbound import Kind
from services.invitations import bot_name_key

log = logging.getLogger(__name__)

_WITH_FILE = (Kind.PHOTO, Kind.FILE)
_PATIENCE_SECONDS = 3.0  # how long a turn may go on after the program was told to end


class Program:
    """The bots of one or many communes, over the channels it is given."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        communes: Communes,
        *,
        clock: Clock | None = None,
        channels: Sequence[Channel],
        marker: CrashMarker | None = None,
        folders: CommuneFolders | None = None,
    ) -> None:
        self.settings, self.store = settings, store
        self.clock = clock or RealClock()
        self.channels = {channel.name: channel for channel in channels}
        self.communes, self.folders = communes, folders
        if folders is None:
            communes.replace([_over(one, channels) for one in communes])
        # SQLite has one writer: more threads would only wait for each other's locks.
        self.executor = ThreadPoolExecutor(1 if store.is_sqlite else 8, thread_name_prefix="store")
        self._ticked = time.monotonic()
        self.announce: Callable[[str], None] = lambda _line: None  # to whoever sits at the terminal
        self._web: Starlette | None = None
        self._always: tuple[list[BaseRoute], list[BaseRoute]] = [], []
        self.metrics = Metrics(gauges.of(store, communes, self.clock, self.channels, self.ticker_silent))
        self.signature = FileSignature(store)
        limit = 60.0 + 3 * settings.tick_seconds
        self.health = Health(store, self.channels, self.ticker_silent, limit, self.signature.look)
        self.delivery = Delivery(
            store,
            self.channels,
            self.executor,
            self._sent,
            settings.lease_seconds,
            held=communes.held,
            is_held=communes.is_held,
        )
        self.live_updates = LiveUpdates(self)
        self.rehearsals = Rehearsals(store, communes, self.clock, self.executor)
        self.evidence = PhotoFetcher(store, self.channels, self.executor, settings.evidence)
        self.tables = TableFetcher(
            store, communes, self.clock, self.channels, self.executor, answered=self.delivery.wake
        )
        self.officers_page = OfficersPage(store, communes, self.clock, self.executor, settings.own_address)
        self._has_file_come = False
        self.intake = InboxQueue(
            store,
            communes,
            self.clock,
            self.executor,
            self._wake,
            observe=self._answered,
            note_slow=self.metrics.slow_turn,
            marker=marker,
        )

    @property
    def deployment(self) -> Deployment:
        """The one commune, or the first of several, for what concerns none of them."""
        return self.communes.first

    def _answered(self, kind: str, outcome: str, seconds: float) -> None:
        """An update was, in the store's thread and after the commit."""
        self._has_file_come |= kind in _WITH_FILE
        self.metrics.turn(kind, outcome, seconds)

    def _wake(self) -> None:
        """Photos and tables are looked for only where one came: a look is a transaction of its own."""
        self.delivery.wake()
        if self._has_file_come:
            self._has_file_come = False  # first: what comes from here on is seen by the look, or noted anew
            self.evidence.wake()
            self.tables.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set. Raises ChannelStopped when a channel cannot go on."""
        self.start()
        ticker = runner.start(self.tick, self.settings.tick_seconds)
        work = [asyncio.create_task(self.delivery.run()), asyncio.create_task(stop.wait())]
        work += [asyncio.create_task(self.intake.run()), asyncio.create_task(self.evidence.run())]
        work += [asyncio.create_task(self.tables.run())]
        work += [asyncio.create_task(self.listen(one)) for one in self.channels.values() if not owner_of(one.name)]
        work += [asyncio.create_task(self.live_updates.run()), asyncio.create_task(self.rehearsals.run())]
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
        """Sign the database's file, and free what a dead process left behind."""
        self.signature.sign()
        if self.store.is_sqlite:
            with self.store.alone(NOBODY) as session:
                scope.widen(session, "whatever a dead process was sending")
                delivery_queue.release_leases(session)

    def serves_page(self) -> None:
        """The officers' page can be opened from now on, and the chat says where."""
        with self.store.alone(NOBODY) as session:
            officers_page.is_served(session, self.settings.own_address + officers_page.PATH)

    async def listen(self, channel: Channel) -> None:
        """Connect one channel and bring its updates in, for ever; what another one does does not matter to it."""
        name = await self._connect(channel)
        channel.pulse.beat()
        await asyncio.get_running_loop().run_in_executor(self.executor, self._note_name, channel.name, name)
        self.announce(wording.is_connected(self.communes.label(channel.name), name))
        await channel.receive(self.intake.take)

    def _note_name(self, bot: str, name: str) -> None:
        """In a thread: another process may have the lock, and here everybody would wait for it."""
        with self.store.alone(NOBODY) as session:
            key_values.put(session, bot_name_key(bot), name)

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
        pushed = [channel.webhook(self.intake.take) for channel in self.channels.values()]
        hooks = [webhooks.route(webhook, self.metrics.request) for webhook in pushed if webhook is not None]
        return [*media.routes(self.store), *self.officers_page.routes(), *hooks]

    def web(self, extra: Sequence[BaseRoute] = ()) -> Starlette:
        """The web application, with the demo's own routes in the demo."""
        self._web = app.application(self.settings, self.health, self.metrics, [])
        self._always = [*self._web.router.routes], [*extra]
        self.routes_changed()
        return self._web

    def routes_changed(self) -> None:
        """A commune's own bot was opened or closed: its webhook comes and goes with it."""
        if self._web is not None:
            before, behind = self._always
            self._web.router.routes[:] = [*before, *self.routes(), *behind]

    def make_watch(self) -> watch.Watch:
        """What looks after this program and alerts whoever looks after the machine."""
        return watch.Watch(
            watch.Watched(
                settings=self.settings,
                store=self.store,
                executor=self.executor,
                communes=self.communes,
                clock=self.clock,
                channels=self.channels,
                ticker_silent=self.ticker_silent,
                wake=self.delivery.wake,
            )
        )

    def make_database_watch(self) -> database_watch.DatabaseWatch:
        """What alerts them without the database, when that is the trouble."""

        def recipients(session: Session) -> Sequence[Address]:
            return watch.recipients_of_machine(self.settings, self.communes, session, self.clock.now())

        return database_watch.DatabaseWatch(self.store, self.channels, recipients, self.signature.look)

    def ticker_silent(self) -> float:
        """Seconds since the jobs were last looked at without a fault."""
        return time.monotonic() - self._ticked

    def _sent(self, row: OutboxMessage, outcome: Outcome, seconds: float) -> None:
        waited = (self.clock.now() - row.created_at).total_seconds() if isinstance(outcome, Sent) else None
        self.metrics.message(row.bot, type(outcome).__name__.lower(), seconds, waited)

    async def tick(self, at: datetime | None = None) -> dict[str, int]:
        """Do what is due now, or at a given instant."""
        now = at or self.clock.now()
        loop = asyncio.get_running_loop()
        counts: Counter[str] = Counter()
        left = steps(self.store, self.communes, now)
        try:
            # Between two communes somebody may be answered: on SQLite by the very same thread.
            while (step := await loop.run_in_executor(self.executor, next, left, None)) is not None:
                done = await loop.run_in_executor(self.executor, step)
                self._ticked = time.monotonic()
                if done:
                    counts += done
                    self.delivery.wake()
        except LookupError as error:
            log.warning("nothing to do yet: %s", error)
            return {}
        except Exception:
            log.exception("the jobs could not be run; trying again at the next tick")
            return {}
        self._ticked = time.monotonic()
        return dict(counts)

    async def close(self) -> None:
        """Let what is under way come to its end; but a turn that waits for another process's lock is given up."""
        impatience = asyncio.create_task(self._stop_waiting())
        try:
            await self.delivery.drain()
        except Exception:
            log.exception("what became of the last messages could not be kept")
        for channel in self.channels.values():
            with contextlib.suppress(Exception):
                await channel.close()
        await asyncio.to_thread(self.executor.shutdown)
        impatience.cancel()
        await asyncio.gather(impatience, return_exceptions=True)
        self.store.close()

    async def _stop_waiting(self) -> None:
        """Its update waits in the inbox, for whichever process runs then."""
        while True:
            await asyncio.sleep(_PATIENCE_SECONDS)
            try:
                await asyncio.to_thread(self.store.cancel_waiting)
            except Exception as error:
                log.warning("waiting for locks could not be broken off: %s", type(error).__name__)


def _over(deployment: Deployment, channels: Collection[Channel]) -> Deployment:
    return replace(deployment, bots=bots.of_commune(deployment.campaign.commune_code, channels))
