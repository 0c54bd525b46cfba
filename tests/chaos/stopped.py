"""Two processes of two communes on one PostgreSQL database, of which one is stopped where somebody chooses."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import httpx
import uvicorn
from sqlalchemy import text

from models.database import Store, connect
from simulator import app as simulated
from simulator import people as townsfolk
from simulator import shapes
from simulator.shapes import Json
from simulator.world import World
from tests import commune, databases, forge
from tests.chaos.two_communes import _Stage
from tests.communes.province import MARKS, short_file, two_communes
from tests.crash import stops
from tests.crash.harness_setting import harness_environment
from tests.forge import Process
from tests.live import free_port, is_ready, until
from tests.patience import LAST_RESORT
from tests.stage import TOKEN, words

_SECRET = "webhook-secret-of-two"
_AGAIN = 0.5  # seconds until the platform pushes again what was not taken


class Stopped:
    """Processes «x» and «y» serve both communes; what somebody says is pushed to one of them. Use it in a `with`."""

    def __init__(self, folder: Path, lease: float = 90.0, heads: tuple[str, ...] = ("son", "hien")) -> None:
        self.folder, self.lease = folder, lease
        self.passing = databases.filled(two_communes)
        self.ids = asyncio.run(self._prepare(heads))
        self.now = commune.TUESDAY
        self.world = World(TOKEN, state_file=folder / "world.json", now=lambda: self.now)
        config = uvicorn.Config(simulated.build(self.world), port=0, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self.processes: dict[str, Process] = {}
        self.ports: dict[str, int] = {}
        self._pushing = ThreadPoolExecutor(32)
        self._taken: list[Json] = []

    async def _prepare(self, heads: tuple[str, ...]) -> dict[str, int]:
        stage = _Stage(self.folder, self.folder / "world.json", Store(connect(self.passing.url)))
        await stage.open()
        for key in MARKS:
            await stage.join(*(f"{key}-{who}" for who in (*heads, "hoa")))
            await stage.bind_group(f"{key}-hoa")
            stage.ids[f"{key}-group"] = stage.group
        await stage.close()
        return stage.ids

    def __enter__(self) -> Self:
        for key in MARKS:
            short_file(self.folder / "communes", key)
        self._thread.start()
        until(lambda: self._server.started, "the simulator did not start")
        self.address = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        self._catch_updates()
        self._client = httpx.Client(base_url=self.address, timeout=LAST_RESORT)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        self._pushing.shutdown(cancel_futures=True)
        self._client.close()
        self.world.close()
        self._server.should_exit = True
        self._thread.join()
        self.passing.close()

    def _catch_updates(self) -> None:
        """What is said is pushed by the test, to the process that it chooses."""
        add = self.world.updates.add

        def take(kind: str, body: Mapping[str, Any]) -> int | None:
            number = add(kind, body)
            if number is not None:
                self._taken.append(self.world.updates.pending[number])
                self.world.updates.confirm(number)
            return number

        self.world.updates.add = take  # type: ignore[method-assign]  # the world is watched

    # The processes

    def place(self, name: str) -> Path:
        return self.folder / f"process {name}"

    def start(self, name: str, *, wait: bool = True, **more: str) -> None:
        """`thidua run`, with its own clock."""
        place = self.place(name)
        place.mkdir(exist_ok=True)
        if not (place / "clock").exists():
            self.at(name, f"{self.now:%Y-%m-%dT%H:%M}")
        port = self.ports[name] = free_port()
        environment = harness_environment(["telegram"], self.address, self.passing.url, port) | {
            "COMMUNES": str(self.folder / "communes"),
            "TELEGRAM_WEBHOOK_SECRET": _SECRET,
            "PUBLIC_URL": "http://127.0.0.1:9",
            "LEASE_SECONDS": str(self.lease),
            "LOG_LEVEL": "WARNING",
            **more,
        }
        self.processes[name] = forge.shared().start(place, environment, place, hooks=[str(place)])
        if wait:
            self.wait_ready(name)

    def wait_ready(self, name: str, seconds: float = 60.0) -> None:
        with self.client(name) as client:
            until(lambda: is_ready(client), f"{name} is ready", seconds)

    def client(self, name: str, timeout: float = 5.0) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.ports[name]}", timeout=timeout)

    def at(self, name: str, instant: str) -> None:
        """Move the clock of one process to a local time."""
        moment = datetime.fromisoformat(instant).replace(tzinfo=commune.ZONE)
        self.now = max(self.now, moment)
        draft = self.place(name) / "clock.new"
        draft.write_text(moment.isoformat(), encoding="utf-8")
        draft.replace(self.place(name) / "clock")

    def arm(self, name: str, match: str, moment: str = stops.SAID) -> None:
        stops.order(self.place(name) / "stop", moment, match)

    def is_stopped(self, name: str) -> bool:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{self.processes[name].pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
            return fields.split()[0] in "Tt"
        return False

    def wait_stopped(self, name: str) -> None:
        until(lambda: self.is_stopped(name), f"{name} did not stop", 60)

    def go_on(self, name: str) -> None:
        os.kill(self.processes[name].pid, signal.SIGCONT)

    # The people

    def phone(self, who: str) -> int:
        if who not in self.ids:
            self.ids[who] = townsfolk.join(self.world, shapes.Person(0, who)).id
        return self.ids[who]

    def _push(self, to: str, update: Json) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}
        while True:
            with contextlib.suppress(httpx.HTTPError), self.client(to, 120.0) as client:
                if client.post("/telegram", json=update, headers=headers).is_success:
                    return
            time.sleep(_AGAIN)

    def say(self, to: str, who: str, words_said: str) -> Future[None]:
        """Somebody says something, and the platform pushes it to one of the processes until that has taken it."""
        self._taken.clear()
        chat = self.phone(who)
        act = {"chat": chat, "from": chat, "text": words_said}
        self._client.post("/sim/send", json=act).raise_for_status()
        (update,) = self._taken
        return self._pushing.submit(self._push, to, update)

    def tap(self, to: str, who: str, label: str) -> Future[None]:
        self._taken.clear()
        chat = self.phone(who)
        for message in reversed(self.heard(who)):
            for row in message.keyboard or []:
                for button in row:
                    if button["text"] == label:
                        act = {"chat": chat, "from": chat, "message_id": message.id, "data": button["callback_data"]}
                        self._client.post("/sim/tap", json=act).raise_for_status()
                        return self._pushing.submit(self._push, to, self._taken[0])
        raise LookupError(label)

    def heard(self, who: str) -> list[shapes.Message]:
        messages = list(self.world.chats[self.phone(who)].messages.values())
        return [one for one in messages if one.sender == self.world.bot_id]

    def texts(self, who: str) -> list[str]:
        return [words(one) for one in self.heard(who)]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.passing.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    @contextmanager
    def answers(self, to: str, *people: str, said: str = "GIÚP", longest: float = 60.0) -> Iterator[dict[str, float]]:
        """Each says something to a process; at the end how many seconds each has waited for the answer."""
        waited: dict[str, float] = {}
        began, before = time.monotonic(), {who: len(self.texts(who)) if who in self.ids else 0 for who in people}
        for who in people:
            self.say(to, who, said)
        yield waited
        while len(waited) < len(people) and time.monotonic() - began < longest:
            for who in people:
                if who not in waited and len(self.texts(who)) > before[who]:
                    waited[who] = time.monotonic() - began
            time.sleep(0.01)

    def wait(self, is_so: Callable[[], bool], seconds: float = 60.0) -> float:
        """Seconds until something is so; as many as were given where it was not."""
        began = time.monotonic()
        while not is_so() and time.monotonic() - began < seconds:
            time.sleep(0.01)
        return time.monotonic() - began

    def is_at_rest(self) -> bool:
        """Nothing is left to be answered or sent."""
        query = (
            "SELECT (SELECT count(*) FROM inbox WHERE queue_round IS NOT NULL)"
            " + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))"
        )
        return self.rows(query) == [(0,)]
