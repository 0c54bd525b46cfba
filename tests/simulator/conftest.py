"""A world in memory with its application, and the real Telegram client speaking to it without sockets."""

from __future__ import annotations

import asyncio
import socket
import struct
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp
from telegram import Bot
from telegram.request import HTTPXRequest

from simulator import app, groups, people, shapes, world

TOKEN = "1000:demo"
WEDNESDAY = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)

Serve = Callable[[ASGIApp], AbstractAsyncContextManager[str]]


@pytest.fixture
def sim() -> Iterator[world.World]:
    """A world whose base clock stands on Wednesday 18/11/2026, 08:00 in Vietnam."""
    made = world.World(TOKEN, now=lambda: WEDNESDAY)
    yield made
    made.close()


@pytest.fixture
def application(sim: world.World) -> Starlette:
    return app.build(sim)


@pytest.fixture
async def client(application: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """Raw HTTP, for the control API and for calls that the real client would not make."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://sim") as made:
        yield made


def open_bot(application: ASGIApp, token: str = TOKEN) -> Bot:
    """The real client, wired to an application in this process."""

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app=application)})

    return Bot(
        token,
        base_url="http://sim/bot",
        base_file_url="http://sim/file/bot",
        request=request(),
        get_updates_request=request(),
    )


@pytest.fixture
async def bot(application: Starlette) -> AsyncIterator[Bot]:
    async with open_bot(application) as made:
        yield made


@pytest.fixture
def son(sim: world.World) -> shapes.Person:
    """Mr Sơn, who has pressed start; nothing waits for the bot."""
    person = people.join(sim, shapes.Person(0, "Sơn", "Hoàng Văn", title="Ông Sơn", subtitle="Trưởng thôn Bản Còn"))
    people.send(sim, person.id, person.id, "/start")
    sim.updates.drop()
    return person


@pytest.fixture
def hoa(sim: world.World) -> shapes.Person:
    """Ms Hoa, who has never written to the bot."""
    return people.join(sim, shapes.Person(0, "Hoa", "Lý Thị", title="Chị Hoa", subtitle="Cán bộ xã"))


@pytest.fixture
def leaders(sim: world.World, hoa: shapes.Person, son: shapes.Person) -> shapes.Chat:
    """A group that Ms Hoa owns and has added the bot to; nothing waits for the bot."""
    group = groups.create(sim, "Lãnh đạo xã", [hoa.id, son.id])
    groups.add_bot(sim, group.id, hoa.id)
    sim.updates.drop()
    return group


@pytest.fixture
def serve() -> Serve:
    """Serves an application over a real socket; yields its address."""

    @asynccontextmanager
    async def open_server(application: ASGIApp) -> AsyncIterator[str]:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            server = uvicorn.Server(uvicorn.Config(application, log_level="error", ws="none"))
            running = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:  # noqa: ASYNC110 - the server has no event to wait for
                await asyncio.sleep(0.01)
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
                await running

    return open_server


def paint(width: int, height: int) -> bytes:
    """A grey PNG of this size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
