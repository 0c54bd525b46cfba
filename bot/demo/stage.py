"""The demo's stage: one server with the simulator and its page, the real program beside it, and a clock to move."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

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
from bot.demo import cast, heads, seed
from bot.demo.outside import Outside
from bot.http import app
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import inbox, messages
from models.database import Store
from models.messages import OutboxMessage
from scheduler.tick import next_due
from services.communes import Communes

log = logging.getLogger(__name__)

TOKEN, ZALO_TOKEN = "1000:demo", "2000:demo"  # the simulator's tokens open nothing

HINTS = {
    "ask": "1. Bấm «Tới sự kiện kế tiếp»: sáng ngày hỏi, bot nhắn các thôn.",
    "remind-first": "2. Trả lời thay ông Sơn, chị Mai: bấm nút, hoặc gõ «con 6», «2 mau 3 sao». Bà Hiên dùng Zalo: gõ "
    "«1: 6, 2: 0, 3: không». Rồi đi tiếp.",
    "remind-second": "Ai chưa gửi vừa được nhắc. Trả lời nốt, gõ SỬA để sửa số, rồi đi tiếp.",
    "late-list": "Còn hai giờ nữa hết hạn. Đi tiếp để xem danh sách chưa gửi của cán bộ.",
    "note": "3. Chị Hoa có danh sách: bấm «Nhắc» hoặc «Ghi hộ», rồi đi tiếp.",
    "draft": "Nơi chưa gửi được báo là để trống. Đi tiếp để có dự thảo tổng hợp.",
    "post": "4. Chị Hoa xem dự thảo: bấm «Duyệt, đăng ngay», hoặc đi tiếp để tự đăng lúc 9 giờ.",
}
PREPARING = "Đang chuẩn bị: cán bộ các thôn đang vào kênh…"
_SETTLE_SECONDS = 30.0


class Stage:
    """What the page asks of the bot: the time, what comes next, and to go there."""

    def __init__(self, program: Program, clock: DemoClock, outside: Outside, players: list[cast.Player]) -> None:
        self._program = program
        self._clock = clock
        self._outside = outside
        self._players = players
        self._moving = asyncio.Lock()
        self.is_ready = False

    async def open(self, server: app.Server, *, is_new: bool) -> None:
        """Set the world's clock; on the first start let everybody join, afterwards find them again."""
        await _started(server)
        await self.move_to(self._clock.now())
        program = self._program
        if is_new:
            await seed.join(self._outside, program.store, program.deployment, self._players, self.settle)
        else:
            await cast.find(self._outside, self._players)
        self.is_ready = True

    async def status(self, _request: Request) -> JSONResponse:
        return JSONResponse(self._describe())

    def _describe(self) -> dict[str, object]:
        now = self._clock.now()
        found = next_due(self._program.store, self._program.deployment, now)
        zone = self._program.deployment.calendar.zone
        upcoming = {"at": found[1].isoformat(), "name": found[0].title} if found else None
        hint = HINTS.get(found[0].name, "") if found else ""
        return {
            "now": now.astimezone(zone).isoformat(),
            "next": upcoming if self.is_ready else None,
            "hint": hint if self.is_ready else PREPARING,
            "busy": not self.is_ready or self._moving.locked(),
        }

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
) -> None:
    """Play the demo until `stop`: server, program and, on the first start, the sample commune and its people.

    `protect` keeps other sites' pages away from what is served at an address.
    """
    store = bootstrap.open_store(settings)
    deployment = bootstrap.deployment(bootstrap.load_campaign(settings))
    is_new = seed.load(store, deployment, settings.campaign_file.parent)
    clock = DemoClock(store)
    address = f"http://{settings.http_host}:{settings.http_port}"
    program = Program(
        settings, store, Communes.only(deployment), clock=clock, channels=_channels(settings, store, address)
    )
    outside = Outside(address)
    stage = Stage(program, clock, outside, cast.read(settings.campaign_file.parent / "demo_cast.csv"))
    routes = [
        Route("/demo/status", stage.status),
        Route("/demo/advance", stage.advance, methods=["POST"]),
        Mount("/", world),
    ]
    server = app.server(protect(program.web(routes), settings.http_host), settings.http_host, settings.http_port)
    serving = asyncio.create_task(server.serve())
    opening = asyncio.create_task(stage.open(server, is_new=is_new))
    opening.add_done_callback(_report)
    try:
        await asyncio.wait([serving, asyncio.create_task(_started(server))], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            raise OperatorError(f"{address} đã có chương trình khác dùng: đặt HTTP_PORT trong .env là một cổng khác")
        program.serves_page()
        print(f"\n  Thi Đua: {address}\n", flush=True)  # noqa: T201  the one line a first visitor needs
        await program.run(stop)
    finally:
        opening.cancel()
        await outside.close()
        close_world()
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


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
