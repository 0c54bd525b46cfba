"""The webhook lets in what the platform sends, refuses everything else at the door, and confirms after the commit."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.channels.contract import Take, Webhook, WebhookAddress
from bot.channels.telegram.channel import Telegram
from bot.http import app as web
from bot.http import webhooks
from models.messages import InboxMessage as Stored
from services.inbound import Inbound
from tests.commune import Stand
from tests.patience import LAST_RESORT

SECRET = "s3cret_of-ours_0123"
RIGHT = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


def update(number: int, text: str = "con 6", chat: int = 77) -> dict[str, Any]:
    """A message as Telegram pushes it."""
    person = {"id": chat, "is_bot": False, "first_name": "Sơn"}
    message = {"message_id": number, "date": 1795000000, "chat": {"id": chat, "type": "private"}, "from": person}
    return {"update_id": number, "message": message | {"text": text}}


def pushed_to(take: Take) -> Webhook:
    """Telegram's webhook."""
    bot = Telegram("1000:x", "http://nowhere", address=WebhookAddress("http://bot/telegram", SECRET))
    made = bot.webhook(take)
    assert made is not None
    return made


@asynccontextmanager
async def visit(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://bot") as client:
        yield client


def door(take: Any) -> Starlette:
    return Starlette(routes=[webhooks.route(pushed_to(take))])


class Taken:
    """Notes what came in, and fails while `is_broken`."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.is_broken = False

    async def take(self, inbounds: Sequence[Inbound]) -> None:
        if self.is_broken:
            raise RuntimeError("database is locked")
        self.texts += [inbound.text for inbound in inbounds]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, update(1), 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, update(1), 403),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}, update(1), 403),
        (RIGHT | {"Content-Type": "text/plain"}, update(1), 415),
        (RIGHT | {"Content-Type": "application/json"}, None, 400),
        (RIGHT | {"Content-Type": "application/json"}, [update(1)], 400),
        (RIGHT | {"Content-Type": "application/json"}, update(1, "x" * webhooks.LARGEST), 413),
    ],
    ids=["no secret", "wrong secret", "longer secret", "type", "empty", "a list", "large"],
)
async def test_a_bad_request_is_refused(headers: dict[str, str], body: object, status: int) -> None:
    """Each with its status, and nothing of it is taken."""
    taken = Taken()
    async with visit(door(taken.take)) as client:
        content = b"" if body is None else json.dumps(body).encode()
        answer = await client.post("/telegram", content=content, headers=headers)
    assert status == answer.status_code
    assert [] == taken.texts


async def test_only_post_is_answered() -> None:
    """GET, PUT and HEAD find no door."""
    async with visit(door(Taken().take)) as client:
        answers = [(await client.request(method, "/telegram", headers=RIGHT)).status_code for method in ("GET", "PUT")]
    assert [405, 405] == answers


async def test_a_body_without_an_end_is_cut_off() -> None:
    """A length that the header does not promise is counted while it comes."""
    taken = Taken()

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"[" * 65536

    async with visit(door(taken.take)) as client:
        answer = await client.post("/telegram", content=endless(), headers=RIGHT | {"Content-Type": "application/json"})
    assert 413 == answer.status_code


async def test_deep_brackets_do_no_harm() -> None:
    """A body that exhausts a parser's stack is unreadable, no fault."""
    async with visit(door(Taken().take)) as client:
        headers = RIGHT | {"Content-Type": "application/json"}
        answer = await client.post("/telegram", content=b"[" * 200_000, headers=headers)
    assert 400 == answer.status_code


async def test_what_cannot_be_stored_is_not_confirmed() -> None:
    """503 until the database takes it; Telegram pushes it again."""
    taken = Taken()
    taken.is_broken = True
    async with visit(door(taken.take)) as client:
        assert 503 == (await client.post("/telegram", json=update(1), headers=RIGHT)).status_code
        taken.is_broken = False
        assert 200 == (await client.post("/telegram", json=update(1), headers=RIGHT)).status_code
    assert ["con 6"] == taken.texts


async def test_what_telegram_never_sends_is_confirmed_and_dropped() -> None:
    """It would be pushed for ever: an object that is no update, and one of a kind that is not ours."""
    taken = Taken()
    async with visit(door(taken.take)) as client:
        for body in ({"message": 3}, {"update_id": 5, "message": {"text": "x"}}, {"update_id": 6, "poll": {}}):
            assert 200 == (await client.post("/telegram", json=body, headers=RIGHT)).status_code
    assert [] == taken.texts


async def test_a_replay_is_stored_once_and_a_chat_keeps_its_order(stand: Stand) -> None:
    """Ten updates of one chat pushed at once, each twice: ten rows, in the order in which they were pushed."""
    async with visit(door(stand.intake.take)) as client:
        pushed = [client.post("/telegram", json=update(n // 2, f"tin {n // 2}"), headers=RIGHT) for n in range(20)]
        answers = await asyncio.gather(*pushed)
    assert {200} == {answer.status_code for answer in answers}
    with stand.store.transaction() as session:
        assert [f"tin {n}" for n in range(10)] == [row.text for row in session.query(Stored).order_by(Stored.id)]


async def test_the_commit_comes_before_the_answer(stand: Stand) -> None:
    """When the 200 is there, the row is."""
    async with visit(door(stand.intake.take)) as client:
        await client.post("/telegram", json=update(9), headers=RIGHT)
        with stand.store.transaction() as session:
            assert 1 == session.query(Stored).count()


async def test_a_flood_of_bad_requests_does_not_stop_good_ones(stand: Stand) -> None:
    """On a real socket: 40 at a time knock with a wrong secret and a large body; every good one is stored in time."""
    accepted = pushed_to(stand.intake.take)
    counted: dict[str, int] = {}

    def observe(_channel: str, said: str) -> None:
        counted[said] = counted.get(said, 0) + 1

    server = web.server(Starlette(routes=[webhooks.route(accepted, observe)]), "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  the server has only a flag
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    limits = httpx.Limits(max_connections=60)
    times: list[float] = []
    overtaken: list[int] = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=LAST_RESORT) as client:
        done = asyncio.Event()

        async def flood() -> None:
            while not done.is_set():
                wrong = {"X-Telegram-Bot-Api-Secret-Token": "x" * 19}
                # The door may close on a body before it is sent; that is the point.
                try:
                    await client.post("/telegram", content=b"x" * 100_000, headers=wrong)
                except httpx.TransportError:
                    await asyncio.sleep(0)

        # The first of all is stored before: what is loaded and put together once would let hundreds pass it.
        assert 200 == (await client.post("/telegram", json=update(0), headers=RIGHT)).status_code
        flooding = [asyncio.create_task(flood()) for _ in range(40)]
        while counted.get("wrong secret", 0) < 40:  # noqa: ASYNC110  they only count
            await asyncio.sleep(0.01)
        for number in range(1, 30):
            # Neither depends on what else the machine does: our own work meanwhile, and who was let in before.
            started, turned_away = time.process_time(), counted["wrong secret"]
            answer = await client.post("/telegram", json=update(number), headers=RIGHT)
            times.append(time.process_time() - started)
            overtaken.append(counted["wrong secret"] - turned_away)
            assert 200 == answer.status_code
        done.set()
        await asyncio.gather(*flooding)
    server.should_exit = True
    await serving
    with stand.store.transaction() as session:
        assert 30 == session.query(Stored).count()
    assert counted["wrong secret"] > 100
    assert max(times) < 2.0, times
    assert max(overtaken) < 400, overtaken  # ten of each who knock


async def test_the_secret_is_compared_before_anything_is_read() -> None:
    """Who does not know it cannot make the program hold a body."""
    read: list[bool] = []

    async def receive() -> dict[str, Any]:
        read.append(True)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    sent: list[Any] = []
    hook = Webhook("telegram", "X-Secret", SECRET, lambda _body: asyncio.sleep(0))
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/telegram",
        "headers": [(b"x-secret", b"wrong")],
    }
    scope |= {"query_string": b"", "root_path": "", "http_version": "1.1", "scheme": "http", "server": ("bot", 80)}
    await webhooks.route(hook).app(scope, receive, send)
    assert 403 == sent[0]["status"]
    assert [] == read
