"""How soon a message that was just said has reached the platform, over loopback: from its commit to its receipt."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.channels.telegram.channel import Telegram
from models import messages
from models.database import Store
from services.capability import UNHURRIED
from simulator import app as simulated
from tests.stage import TOKEN, Stage

_SAID = "something was said"


class Stopwatch:
    """Notes when a transaction that says something was committed, and when the world got a message after that."""

    def __init__(self, stage: Stage) -> None:
        self.milliseconds: list[float] = []
        self._committed = 0.0
        post = stage.world.post

        def received(*args: Any, **more: Any) -> Any:
            if args[1] == stage.world.bot_id and self._committed:
                self.milliseconds.append((time.perf_counter() - self._committed) * 1000)
                self._committed = 0.0
            return post(*args, **more)

        stage.world.post = received  # type: ignore[method-assign]  # the world is watched
        self._say, messages.say = messages.say, self._said
        event.listen(Session, "after_commit", self._has_committed)

    def stop(self) -> None:
        messages.say = self._say
        event.remove(Session, "after_commit", self._has_committed)

    def _said(self, session: Session, message: Mapping[str, Any]) -> bool:
        session.info[_SAID] = True
        return self._say(session, message)

    def _has_committed(self, session: Session) -> None:
        if not session.in_nested_transaction() and session.info.pop(_SAID, False):
            self._committed = time.perf_counter()


def measure(folder: Path, store: Store, turns: int = 60) -> list[float]:
    """Milliseconds of so many turns, one after the other, sorted."""
    return sorted(asyncio.run(_measure(folder, store, turns)))


async def _measure(folder: Path, store: Store, turns: int) -> list[float]:
    stage = Stage(folder, store=store)
    config = uvicorn.Config(simulated.build(stage.world), port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:  # noqa: ASYNC110  the server has no event to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    stage.program.channels["telegram"] = Telegram(TOKEN, f"http://127.0.0.1:{port}", pace=UNHURRIED)
    stage.program.delivery._channels = stage.program.channels
    await stage.open()
    await stage.join("son")
    stopwatch = Stopwatch(stage)
    for _ in range(turns):
        await stage.say("son", "GIÚP")
    stopwatch.stop()
    stage.world.close()
    await stage.close()
    server.should_exit = True
    await asyncio.to_thread(thread.join)
    return stopwatch.milliseconds
