"""Faults come on demand: the next calls fail as ordered, and only those."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from simulator import app, shapes, world
from tests.simulator.conftest import TOKEN, Serve


async def _order(client: httpx.AsyncClient, **fault: Any) -> None:
    answer = await client.post("/sim/faults", json=fault)
    assert 200 == answer.status_code


def _texts(sim: world.World, chat_id: int) -> list[str]:
    return [message.content["text"] for message in sim.chats[chat_id].messages.values()]


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ({"kind": "429"}, NetworkError, "Too Many Requests"),
        ({"kind": "400"}, BadRequest, "Chat not found"),
        ({"kind": "403", "description": "Forbidden: user is deactivated"}, Forbidden, "user is deactivated"),
        ({"kind": "403"}, Forbidden, "bot was blocked by the user"),
        ({"kind": "500"}, NetworkError, "Internal Server Error"),
        ({"kind": "502"}, TelegramError, "Bad Gateway"),
        ({"kind": "hang", "seconds": 0}, NetworkError, "Gateway Timeout"),
    ],
)
async def test_call_fails_without_effect(
    bot: Bot,
    client: httpx.AsyncClient,
    sim: world.World,
    son: shapes.Person,
    fault: dict[str, Any],
    kind: type[Exception],
    words: str,
) -> None:
    """Each fault reaches the client as the exception it knows; nothing was sent, and the next call is well."""
    await _order(client, method="sendMessage", **fault)
    with pytest.raises(kind, match=words):
        await bot.send_message(son.id, "x")
    await bot.send_message(son.id, "y")

    assert ["/start", "y"] == _texts(sim, son.id)


async def test_flood_control_says_how_long(
    bot: Bot, client: httpx.AsyncClient, son: shapes.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 429 with retry_after reaches the client as such (in the type that its next version will use)."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await _order(client, kind="429", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(son.id, "x")

    assert timedelta(seconds=7) == caught.value.retry_after


async def test_fault_counts_and_chooses(
    bot: Bot, client: httpx.AsyncClient, sim: world.World, son: shapes.Person, leaders: shapes.Chat
) -> None:
    """A fault for two calls in one chat leaves other chats and methods alone, and can be taken back."""
    await _order(client, kind="500", method="SendMessage", chat=son.id, times=3)
    await bot.send_message(leaders.id, "nhóm")
    await bot.send_chat_action(son.id, "typing")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(son.id, "x")
    await _order(client, clear=True)
    await bot.send_message(son.id, "y")

    assert ["/start", "y"] == _texts(sim, son.id)


async def test_dropped_answer_leaves_the_message(
    bot: Bot, client: httpx.AsyncClient, sim: world.World, son: shapes.Person
) -> None:
    """After «drop» the client has no answer, although the message was sent; the log knows both."""
    await _order(client, kind="drop", seconds=0)
    with pytest.raises(NetworkError):
        await bot.send_message(son.id, "x")

    assert ["/start", "x"] == _texts(sim, son.id)
    assert (True, "drop") == (sim.calls[-1]["ok"], sim.calls[-1]["fault"])


@pytest.fixture
async def impatient(sim: world.World, serve: Serve) -> AsyncIterator[Bot]:
    """The real client over a socket, giving up after a fifth of a second."""
    async with serve(app.build(sim)) as address:
        async with Bot(TOKEN, base_url=f"{address}/bot", request=HTTPXRequest(read_timeout=0.2)) as made:
            yield made
        sim.close()


@pytest.mark.parametrize(("kind", "sent"), [("hang", []), ("drop", ["x"])])
async def test_client_times_out(
    impatient: Bot, client: httpx.AsyncClient, sim: world.World, son: shapes.Person, kind: str, sent: list[str]
) -> None:
    """A call that hangs, or whose answer is held back, times out in the client: before or after it was done."""
    await _order(client, kind=kind, method="sendMessage")
    with pytest.raises(TimedOut):
        await impatient.send_message(son.id, "x")

    assert ["/start", *sent] == _texts(sim, son.id)


async def test_slow_call_is_done_in_the_end(bot: Bot, client: httpx.AsyncClient, son: shapes.Person) -> None:
    """A slow call answers as usual, only later."""
    await _order(client, kind="slow", seconds=0.1)
    sending = asyncio.create_task(bot.send_message(son.id, "x"))
    await asyncio.sleep(0.03)
    assert not sending.done()

    assert "x" == (await sending).text


async def test_unknown_fault_is_refused(client: httpx.AsyncClient) -> None:
    """A fault nobody knows is refused with the list of those there are."""
    answers = [await client.post("/sim/faults", json=fault) for fault in ({"kind": "flood"}, {"kinds": "429"})]

    assert [400, 400] == [answer.status_code for answer in answers]
    assert "429, 403" in answers[0].json()["error"]
