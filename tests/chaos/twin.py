"""One of several bots behind one webhook, as a process of its own.

`python -m tests.chaos.twin FOLDER ADDRESS DATABASE PORT` takes updates by POST at PORT and answers 200 when they are
stored; everything else is the real program, with leases of seconds so that a dead twin's are over soon.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import timedelta
from pathlib import Path

import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import app, delivery, logs, web
from bot.channels import telegram_updates
from bot.channels.contract import Take
from bot.channels.telegram import Telegram
from bot.settings import Settings
from handlers.capability import UNHURRIED
from tests.crash.runner import FileClock
from tests.stage import TOKEN


class Pushed(Telegram):
    """Telegram's updates come by themselves, to whichever twin; who sends is the real channel."""

    port: int

    async def start(self) -> str:
        await self.bot.initialize()  # without taking the webhook away
        return self.bot.username

    async def receive(self, take: Take) -> None:
        async def post(request: Request) -> Response:
            update = telegram.Update.de_json(await request.json(), self.bot)
            inbound = telegram_updates.read(update, self.bot.username)
            await take([inbound] if inbound else [])
            return Response()

        await web.server(Starlette(routes=[Route("/", post, methods=["POST"])]), "127.0.0.1", self.port).serve()


async def run(folder: Path, address: str, database: str, port: int) -> None:
    delivery._LEASE, delivery._MARGIN = timedelta(seconds=6), 3.0
    settings = Settings(  # type: ignore[call-arg]  # the library's own way to leave .env out
        _env_file=None,
        telegram_bot_token=TOKEN,  # type: ignore[arg-type]  # the library makes a secret of it
        database_url=database,  # type: ignore[arg-type]  # likewise
        tick_seconds=0.2,
    )
    channel = Pushed(TOKEN, address, pace=UNHURRIED)
    channel.port = port
    program = app.build(settings, clock=FileClock(folder / "clock"), channels=[channel])
    tick, ticks = program.tick, folder / "ticks"

    async def count() -> dict[str, int]:
        done = await tick()
        with ticks.open("a", encoding="utf-8") as file:
            file.write(".")
        return done

    program.tick = count  # type: ignore[assignment,method-assign]  # so that the test sees when all jobs were tried
    await program.run(asyncio.Event())


if __name__ == "__main__":
    logs.configure("CRITICAL")
    logging.getLogger("apscheduler").setLevel("ERROR")  # it complains of every tick that takes its time
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
