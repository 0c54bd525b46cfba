"""The demo's stage: one server with the simulator and its page, the real program beside it, and a clock to move."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot import bootstrap
from bot.app import Program
from bot.channels import registry
from bot.channels.contract import Channel
from bot.clock import DemoClock
from bot.demo import cast, heads, hints, seed
from bot.demo.outside import Outside
from bot.http import app, bodies
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import inbox, messages
from models.database import Store
from models.messages import OutboxMessage
from scheduler.tick import next_due
from services import first_officer, wording
from services.communes import Communes

log = logging.getLogger(__name__)

TOKEN, ZALO_TOKEN = "1000:demo", "2000:demo"  # the simulator's tokens open nothing

_SETTLE_SECONDS = 30.0


class Stage:
    """What the page asks of the bot: how to begin, the time, what comes next, and to go there."""

    def __init__(self, program: Program, clock: DemoClock, outside: Outside, players: list[cast.Player]) -> None:
        self._program = program
        self._clock = clock
        self._outside = outside
        self._players = players
        self._moving = asyncio.Lock()
        self.start = seed.started(program.store)
        self.chosen, self.ended = asyncio.Event(), asyncio.Event()
        self.is_ready = False
        self._code, self._code_until = "", datetime.min.replace(tzinfo=UTC)

    async def open(self, server: app.Server, folder: Path) -> None:
        """Set the world's clock; on the first start let everybody join, afterwards find them again."""
        await _started(server)
        program = self._program
        if seed.started(program.store):
            await self.move_to(self._clock.now())
            await cast.find(self._outside, self._players)
        else:
            seed.load(program.store, program.deployment, folder, self._clock, self.start)
            await self.move_to(self._clock.now())
            if self.start == seed.EMPTY:
                await seed.begin(self._outside, program.store)
            else:
                await self._fill()
        if self.start == seed.EMPTY:
            self._players = []  # nobody answers but the visitor
        self.is_ready = True

    async def _fill(self) -> None:
        program = self._program
        now = self._clock.now()
        await seed.join(self._outside, program.store, program.deployment, self._players, self.settle, now)

    async def status(self, _request: Request) -> JSONResponse:
        return JSONResponse(self._describe())

    async def begin(self, request: Request) -> JSONResponse:
        """{"start": "sample"} or {"start": "empty"}, once."""
        start = (bodies.as_object(await request.body()) or {}).get("start")
        if self.start or start not in (seed.SAMPLE, seed.EMPTY):
            return JSONResponse({"error": "the choice is made, or is none"}, 400)
        self.start = start
        self.chosen.set()
        return JSONResponse(self._describe())

    async def restart(self, _request: Request) -> JSONResponse:
        """Forget everything and ask again; the page finds another world."""
        if not seed.is_own(self._program.settings) or not self.is_ready:
            return JSONResponse({"error": "these are not the demo's own data"}, 400)
        seed.forget(self._program.store)
        self.ended.set()
        return JSONResponse({})

    def _describe(self) -> dict[str, object]:
        now, program = self._clock.now(), self._program
        described: dict[str, object] = {
            "now": now.astimezone(program.deployment.calendar.zone).isoformat(),
            "next": None,
            "hint": hints.PREPARING if self.start else "",
            "look": "",
            "choosing": not self.start,
            "busy": bool(self.start) and not self.is_ready,
        }
        if not self.is_ready:
            return described
        found = next_due(program.store, program.deployment, now)
        hint = self._hint(now, found[0].name if found else "")
        upcoming = {"at": found[1].isoformat(), "name": found[0].title} if found else None
        return described | {"next": upcoming, "hint": hint.text, "look": hint.look, "busy": self._moving.locked()}

    def _hint(self, now: datetime, coming: str) -> hints.Hint:
        with self._program.store.transaction() as session:
            context = self._program.deployment.context(session, now)
            if self.start != seed.EMPTY:
                return hints.of_sample(context, coming)
            if first_officer.is_missing(session, context.commune) and now >= self._code_until:
                self._code = first_officer.code(session, context.commune, now)
                self._code_until = now + timedelta(hours=first_officer.LIFETIME_HOURS)
                print(*wording.first_officer_code(self._code, first_officer.LIFETIME_HOURS), sep="\n", flush=True)  # noqa: T201
            return hints.of_beginning(context, coming, self._code)

    async def advance(self, _request: Request) -> JSONResponse:
        """Move the clock to the next thing due, do it, let the others answer, and say where we are."""
        if self.is_ready:
            async with self._moving:
                await self._advance()
        return JSONResponse(self._describe())

    async def _advance(self) -> None:
        found = next_due(self._program.store, self._program.deployment, self._clock.now())
        if found is None:
            return
        job, due = found
        await self.move_to(due)
        await self._program.tick()
        await self.settle()
        habit = {"ask": "prompt", "remind-first": "late"}.get(job.name)
        answering = [player for player in self._players if player.habit == habit]
        if answering:
            await heads.answer(self._outside, answering, self.settle)

    async def move_to(self, instant: datetime) -> None:
        self._clock.move_to(instant)
        await self._outside.set_clock(self._clock.offset.total_seconds())

    async def settle(self) -> None:
        """Wait until the bot has read everything said to it and sent everything it has to say."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _SETTLE_SECONDS
        while loop.time() < until:
            if await self._outside.waiting_updates(TOKEN) == 0:
                is_busy = await loop.run_in_executor(self._program.executor, self._is_busy)
                if not is_busy:
                    return
            await asyncio.sleep(0.02)
        log.warning("the demo went on before everything was said")

    def _is_busy(self) -> bool:
        with self._program.store.deployment_wide("nothing may be under way") as session:
            states = (messages.PENDING, messages.SENDING)
            if inbox.backlog(session):
                return True
            return bool(session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.state.in_(states))))


async def perform(
    settings: Settings,
    stop: asyncio.Event,
    world: ASGIApp,
    close_world: Callable[[], None],
    protect: Callable[[ASGIApp, str], ASGIApp],
) -> bool:
    """Play the demo until `stop`: server, program, and on the first start what the visitor chooses to begin with.

    True when it is to begin anew: the next one's world must be a new one, too. `protect` keeps other sites' pages away
    from what is served at an address.
    """
    store = bootstrap.open_store(settings)
    deployment = bootstrap.deployment(bootstrap.load_campaign(settings))
    clock = DemoClock(store)
    address = f"http://{settings.http_host}:{settings.http_port}"
    program = Program(
        settings, store, Communes.only(deployment), clock=clock, channels=_channels(settings, store, address)
    )
    outside, folder = Outside(address), settings.campaign_file.parent
    stage = Stage(program, clock, outside, cast.read(folder / "demo_cast.csv"))
    routes = [
        Route("/demo/status", stage.status),
        Route("/demo/begin", stage.begin, methods=["POST"]),
        Route("/demo/restart", stage.restart, methods=["POST"]),
        Route("/demo/advance", stage.advance, methods=["POST"]),
        Mount("/", world),
    ]
    server = app.server(protect(program.web(routes), settings.http_host), settings.http_host, settings.http_port)
    serving = asyncio.create_task(server.serve())
    opening: asyncio.Task[None] | None = None
    try:
        await asyncio.wait([serving, asyncio.create_task(_started(server))], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            raise OperatorError(f"{address} đã có chương trình khác dùng: đặt HTTP_PORT trong .env là một cổng khác")
        program.serves_page()
        print(f"\n  Thi Đua: {address}\n", flush=True)  # noqa: T201  the one line a first visitor needs
        if not stage.start:
            await _first_of(stage.chosen, stop)
        if stage.start:
            opening = asyncio.create_task(stage.open(server, folder))
            opening.add_done_callback(_report)
            ending = asyncio.create_task(_first_of(stage.ended, stop))
            ending.add_done_callback(lambda _: stop.set())
        await program.run(stop)
        return stage.ended.is_set()
    finally:
        if opening is not None:
            opening.cancel()
        await outside.close()
        close_world()
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


async def _first_of(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


def _channels(settings: Settings, store: Store, address: str) -> list[Channel]:
    """The messengers that the simulator plays at `address`; the demo's days pass in seconds."""
    played = {
        "telegram_bot_token": SecretStr(TOKEN),
        "telegram_api_url": address,
        "telegram_webhook_secret": None,
        "telegram_paced": False,
        "zalo_bot_token": SecretStr(ZALO_TOKEN),
        "zalo_api_url": f"{address}/zalo",
        "public_url": address,
    }
    return registry.configured(settings.model_copy(update=played), store)


async def _started(server: app.Server) -> None:
    """The server has no event to wait for, only a flag."""
    while not server.started:  # noqa: ASYNC110  see above
        await asyncio.sleep(0.01)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("the demo could not be prepared; make demo-reset starts it anew", exc_info=task.exception())
