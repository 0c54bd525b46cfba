"""Two bots behind one webhook address on one PostgreSQL database, of which one is killed every few seconds."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import Random
from typing import Any, Self

import httpx
import uvicorn
from sqlalchemy import text

from bot.clock import FixedClock
from models.database import Store, connect
from simulator import app as simulated
from simulator.shapes import Json
from simulator.world import World
from tests import commune, databases, forge, patience
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import MANY, Kill, harness_environment
from tests.crash.trial import Trial
from tests.crash.wire import Wire
from tests.forge import Process
from tests.live import free_port, is_ready
from tests.patience import LAST_RESORT
from tests.stage import TOKEN, Stage

_LEASE = 6.0  # seconds of an idle machine, so that a dead twin's are over soon
_SECRET = "webhook-secret-of-two"


class Pair(CrashHarness):
    """A harness whose bot is two processes behind the program's own webhook. Use it in a `with`; `folder` is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lease = _LEASE * patience.slowness()  # what is sent takes longer on a busy machine
        self.passing = databases.filled(commune.sample)
        self.ids = asyncio.run(self._prepare())
        self._begin()
        self.clock = FixedClock(commune.TUESDAY)
        self.world = World(TOKEN, state_file=folder / "world.json", now=self.clock.now)
        self._server = uvicorn.Server(
            uvicorn.Config(simulated.build(self.world), port=0, log_level="critical", lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run)
        self._ports = [free_port(), free_port()]
        self._twins: list[Process] = []
        self._peace = threading.Lock()  # nobody is killed by whoever does not hold it
        self._pushed: list[Json] = []

    async def _prepare(self) -> dict[str, int]:
        stage = Stage(self.folder, self.folder / "world.json", Store(connect(self.passing.url)))
        await stage.open()
        await stage.join(*MANY, "hoa")
        await stage.bind_group("hoa")
        await stage.close()
        return stage.ids | {"group": stage.group}

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait(lambda: self._server.started, "the simulator did not start")
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.wire = Wire(*self._ports)
        self._remember_updates()
        self._client = httpx.Client(base_url=self.address, timeout=LAST_RESORT)
        self._forge = forge.shared()
        return self

    def __exit__(self, *_: object) -> None:
        for twin in self._twins:
            twin.kill()
            twin.wait()
        self._client.close()
        self.world.close()
        self._server.should_exit = True
        self._thread.join()
        self.wire.close()
        self.passing.close()

    def start(self) -> None:
        self._twins = [self._start(which) for which in range(len(self._ports))]

    def _start(self, which: int) -> Process:
        """Both are reached through one address, which takes them in turn."""
        environment = harness_environment(["telegram"], self.address, self.passing.url, self._ports[which])
        environment |= {
            "TELEGRAM_WEBHOOK_SECRET": _SECRET,
            "PUBLIC_URL": self.wire.address,
            "LEASE_SECONDS": str(self.lease),
        }
        place = self.folder / f"twin {which}"
        return self._forge.start(self.folder, environment, place, hooks=[str(self.folder)])

    def kill_one(self, which: int) -> None:
        """Kill a twin that is up, whatever it does, and start it again."""
        with self._peace:
            twin = self._twins[which]
            twin.kill()
            assert -signal.SIGKILL == twin.wait(), "a twin ended by itself"
            self._note_death(Kill("any", "anything"))
            self._twins[which] = self._start(which)

    def is_up(self, which: int) -> bool:
        """A twin has started and answers: one that dies before that has done nothing that could go wrong."""
        with httpx.Client(base_url=f"http://127.0.0.1:{self._ports[which]}", timeout=5) as client:
            return is_ready(client)

    def _let_its_connections_end(self) -> None:
        """The twins' own go past the wire."""

    @contextmanager
    def one_stopped(self, seconds: float) -> Iterator[None]:
        """A twin stands still for longer than its leases last, and then goes on where it was."""
        with self._peace:
            self._twins[0].send_signal(signal.SIGSTOP)
            yield
            time.sleep(seconds)
            self._twins[0].send_signal(signal.SIGCONT)

    def _remember_updates(self) -> None:
        add = self.world.updates.add

        def remember(kind: str, body: Mapping[str, Any]) -> int | None:
            number = add(kind, body)
            if number is not None:
                self._pushed.append(self.world.updates.pending[number])
            return number

        self.world.updates.add = remember  # type: ignore[method-assign]  # the world is watched

    def replay(self) -> None:
        """Every update once more, the newest first, as somebody would who has listened to the webhook."""
        for update in reversed(self._pushed):
            headers = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}
            there = f"{self.wire.address}/telegram"
            self._client.post(there, json=update, headers=headers).raise_for_status()

    def is_dead(self) -> bool:
        return all(twin.poll() is not None for twin in self._twins)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.passing.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query.replace(":%", "\\:%")))]

    def _recorded(self, chat: str, words: str) -> int:
        known = text("SELECT count(*) FROM outbox WHERE state = 'sent' AND chat_id = :chat AND text = :text")
        with self.passing.engine.connect() as connection:
            return int(connection.execute(known, {"chat": chat, "text": words}).scalar_one())


def endure(stage: Pair, seed: int, every: float) -> Trial:
    """A week; as long as it lasts, one twin dies about every so many seconds of an idle machine, which does as much
    between two deaths as a busy one does in longer. At rest in the end, with both alive.
    """
    draw, over = Random(seed), threading.Event()

    def reap() -> None:
        number = 0
        while not over.wait(draw.uniform(0.5, 1.5) * every * patience.slowness(0.02)):
            if stage.is_up(number % 2):
                stage.kill_one(number % 2)
                number += 1

    trial = Trial(stage)
    stage.week = 47
    stage.at("2026-11-17T15:00")
    stage.start()
    with ThreadPoolExecutor(1) as apart:
        reaper = apart.submit(reap)
        try:
            _play(stage, trial, draw)
        finally:
            over.set()
        reaper.result()  # one that has stumbled kills nobody any more, and proves nothing
    time.sleep(0.1)
    stage.rest()
    stage.replay()
    stage.rest()
    trial.settle_doubt()
    return trial


def _play(stage: Pair, trial: Trial, draw: Random) -> None:
    for instant, question in (("18T08:00", 0), ("18T09:00", 1), ("18T10:00", 2), ("18T11:00", 3)):
        stage.at(f"2026-11-{instant}")
        with stage.one_stopped(stage.lease + 2) if question == 2 else nullcontext():
            for who in stage.heads if question else ():
                trial.reply(who, question)
                time.sleep(draw.uniform(0, 1))
        stage.rest()
    for instant in ("18T19:00", "19T14:00", "19T19:00", "20T07:30", "20T09:00"):
        stage.at(f"2026-11-{instant}")
        stage.rest()
