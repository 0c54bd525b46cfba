"""A webhook gets every update, with its secret, in order within a chat, until it answers 2xx."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from simulator import people, shapes, world
from tests.simulator.conftest import Serve


class Hook:
    """A bot's side of a webhook: keeps what it got, and answers the next calls with the given codes."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.app = Starlette(routes=[Route("/hook", self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        self.got.append((request.headers.get("x-telegram-bot-api-secret-token"), await request.json()))
        return Response(status_code=self.codes.pop(0) if self.codes else 200)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.got]


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what we wait for happens in the simulator
            await asyncio.sleep(0.01)


async def test_updates_are_pushed_in_order(bot: Bot, sim: world.World, son: shapes.Person, serve: Serve) -> None:
    """What waited and what comes later is pushed with the secret, one after another, and is then confirmed."""
    hook = Hook()
    people.send(sim, son.id, son.id, "0")
    async with serve(hook.app) as address:
        await bot.set_webhook(f"{address}/hook", secret_token="s3cret_-", max_connections=4)
        for number in range(1, 6):
            people.send(sim, son.id, son.id, str(number))
        await _until(lambda: not sim.updates.pending)
        info = await bot.get_webhook_info()
        await bot.delete_webhook()

    assert ["0", "1", "2", "3", "4", "5"] == hook.texts()
    assert {"s3cret_-"} == {secret for secret, _ in hook.got}
    assert (f"{address}/hook", 0, 4) == (info.url, info.pending_update_count, info.max_connections)


async def test_refused_update_is_pushed_again(bot: Bot, sim: world.World, son: shapes.Person, serve: Serve) -> None:
    """A 500 and a 503 are told in getWebhookInfo, and the same update comes until the 200."""
    hook = Hook(500, 503)
    async with serve(hook.app) as address:
        await bot.set_webhook(f"{address}/hook")
        people.send(sim, son.id, son.id, "con 6")
        await _until(lambda: not sim.updates.pending)
        info = await bot.get_webhook_info()
        await bot.delete_webhook()

    assert ["con 6"] * 3 == hook.texts()
    assert 1 == len({update["update_id"] for _, update in hook.got})
    assert "Wrong response from the webhook: 503 Service Unavailable" == info.last_error_message


async def test_unreachable_webhook_keeps_updates(bot: Bot, sim: world.World, son: shapes.Person, serve: Serve) -> None:
    """While nobody listens updates wait; dropping them on request forgets them."""
    async with serve(Hook().app) as address:
        pass
    await bot.set_webhook(f"{address}/hook")
    people.send(sim, son.id, son.id, "x")
    await _until(lambda: sim.webhook.hook.last_error != "")

    assert 1 == (await bot.get_webhook_info()).pending_update_count
    await bot.delete_webhook(drop_pending_updates=True)
    assert () == await bot.get_updates()


async def test_chats_do_not_wait_for_each_other(
    bot: Bot, sim: world.World, son: shapes.Person, hoa: shapes.Person, serve: Serve
) -> None:
    """An update that is refused holds up only its own chat."""

    class Picky(Hook):
        async def take(self, request: Request) -> Response:
            answer = await super().take(request)
            is_son = self.got[-1][1]["message"]["from"]["id"] == son.id
            return Response(status_code=500) if is_son else answer

    hook = Picky()
    async with serve(hook.app) as address:
        await bot.set_webhook(f"{address}/hook")
        people.send(sim, son.id, son.id, "Sơn")
        people.send(sim, hoa.id, hoa.id, "Hoa")
        await _until(lambda: len(sim.updates.pending) == 1)
        await bot.delete_webhook()

    assert {"Sơn", "Hoa"} == set(hook.texts())
