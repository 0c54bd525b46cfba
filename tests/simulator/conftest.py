"""A world in memory with its application, and the real Telegram client speaking to it without sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot
from telegram.request import HTTPXRequest

from simulator import app, people, shapes, world

TOKEN = "1000:demo"
WEDNESDAY = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)


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
async def control(application: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the control API."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://sim") as client:
        yield client


@pytest.fixture
async def bot(application: Starlette) -> AsyncIterator[Bot]:
    """The real client, wired to the application in this process."""

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app=application)})

    async with Bot(
        TOKEN,
        base_url="http://sim/bot",
        base_file_url="http://sim/file/bot",
        request=request(),
        get_updates_request=request(),
    ) as made:
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
