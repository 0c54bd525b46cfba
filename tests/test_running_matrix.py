"""`thidua run` on PostgreSQL in every way: polled or pushed to, on Telegram, Zalo or both, alone or two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
import pytest

from simulator import zalo
from tests import commune, databases, forge, patience
from tests.crash.wire import Wire
from tests.forge import Process
from tests.live import Live, free_port, simulated, until
from tests.stage import ZALO_TOKEN

MESSENGERS = {"telegram": ("telegram",), "zalo": ("zalo",), "both": ("telegram", "zalo")}
SECRET = "webhook-secret-of-both"
_PROMPTLY = 10.0  # seconds
_SOON = 4.0  # seconds
_TIMES = 4  # that somebody says a thing which a poll may have swallowed


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    with simulated() as client:
        yield client


class Two:
    """A place for two processes on one database, behind one address that takes them in turn."""

    def __init__(self, live: Live, messengers: tuple[str, ...], *, is_pushed: bool) -> None:
        self._live, self._messengers = live, messengers
        self._is_pushed = is_pushed
        self.ports = (free_port(), free_port())
        self.wire = Wire(*self.ports)
        environment = dict(live.environment)
        if "telegram" not in messengers:
            del environment["TELEGRAM_BOT_TOKEN"]
        if "zalo" in messengers:
            environment |= {
                "ZALO_BOT_TOKEN": ZALO_TOKEN,
                "ZALO_API_URL": f"{environment['TELEGRAM_API_URL']}/zalo",
                "ZALO_PACED": "false",
            }
        if is_pushed:
            environment |= {"PUBLIC_URL": self.wire.address}
            environment |= {f"{name.upper()}_WEBHOOK_SECRET": SECRET for name in messengers}
        self._environment = environment

    def start(self, which: int, stack: ExitStack) -> Process:
        """One of the two, when it is ready."""
        place = self._live.folder / f"process {which}"
        environment = self._environment | {"HTTP_PORT": str(self.ports[which])}
        process = forge.shared().start(self._live.folder, environment, place)
        stack.callback(process.kill)
        stack.enter_context(self._live.ready(process, self.ports[which], place / "log"))
        return process

    def answers(self, times: int) -> None:
        """Somebody new on each messenger says something, so often, and is answered each time."""
        for messenger in self._messengers:
            who = self._live.person("Sơn", messenger)
            chat = zalo.outside(who) if messenger == "zalo" else str(who)
            for number in range(1, times + 1):
                self._live.say(who, "xin chào")
                if messenger == "zalo" and not self._is_pushed:
                    self._say_again_what_was_taken_away(who, chat, number)
                until(partial(self._has_heard, chat, number), f"answer {number} on {messenger}")

    def _say_again_what_was_taken_away(self, who: int, chat: str, number: int) -> None:
        """A poll of a Zalo bot that has ended may still take one message away: it is said again, as people do."""
        for _ in range(_TIMES - 1):
            if patience.comes_true(partial(self._is_stored, chat, number), _SOON, pause=0.05):
                return
            self._live.say(who, "xin chào")

    def _is_stored(self, chat: str, times: int) -> bool:
        return self._count(f"SELECT count(*) FROM inbox WHERE chat_id = '{chat}'") >= times  # noqa: S608  ours

    def _has_heard(self, chat: str, times: int) -> bool:
        return self._count(f"SELECT count(*) FROM outbox WHERE chat_id = '{chat}' AND state = 'sent'") >= times  # noqa: S608  ours

    def _count(self, query: str) -> int:
        return int(self._live.query(query)[0][0])


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize(
    "messengers",
    [
        pytest.param(messengers, id=name, marks=[] if name == "both" else [pytest.mark.long])
        for name, messengers in MESSENGERS.items()
    ],
)
def test_one_process_and_two_answer(world: httpx.Client, tmp_path: Path, way: str, messengers: tuple[str, ...]) -> None:
    """One, then two, then the second alone; each does its jobs, and ends when it is told to."""
    server = databases.filled(commune.sample)
    live = Live(tmp_path, world, server=server)
    two = Two(live, messengers, is_pushed=way == "webhook")
    with ExitStack() as stack:
        stack.callback(server.close)
        stack.callback(two.wire.close)
        first = two.start(0, stack)
        two.answers(1)
        until(lambda: bool(live.query("SELECT 1 FROM job_runs WHERE job <> 'backup'")), "a job is done")
        second = two.start(1, stack)
        two.answers(2 if way == "webhook" else 1)
        first.terminate()
        assert 0 == first.wait(_PROMPTLY)
        two.answers(1)
        second.terminate()
        assert 0 == second.wait(_PROMPTLY)
