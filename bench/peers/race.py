"""The same survey on this program and four others, over loopback HTTP: answers a second, waiting, memory, losses.

`python -m bench.peers.race` prints the table. The peers run in an environment of their own (`--peers PYTHON`), since
their libraries want other versions than this program's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pickle
import platform
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.peers import ours
from bench.peers.exchange import Exchange, User
from bench.sample import CAMPAIGN, ROOT
from bench.start import free_port, machine, memory

_PATIENCE = 180.0
_KILLED_AFTER = 500
_WARM = 3  # the first answers of each user are not counted: connections open, code is loaded


@dataclass(frozen=True)
class Contestant:
    """How to start a program, what its users say, and how many answers it has kept."""

    name: str
    durable: str
    command: tuple[str, ...]
    opening: tuple[str, ...]
    word: Callable[[int], str]
    stored: Callable[[Path], int]
    prepare: Callable[[Path, int], None] = lambda folder, users: None


@dataclass(frozen=True)
class Result:
    """One run: counted answers a second, milliseconds of waiting, megabytes at the end."""

    rate: float
    p50: float
    p95: float
    memory: float


def contestants(peers: str) -> list[Contestant]:
    folder = Path(__file__).parent

    def survey(name: str, durable: str, file: str, stored: Callable[[Path], int], *options: str) -> Contestant:
        command = (peers, str(folder / file), *options)
        return Contestant(name, durable, command, ("/start",), lambda n: str(5 + n % 7), stored)

    return [
        Contestant(
            "this program",
            "committed, WAL, FULL; inbox, history, outbox",
            (sys.executable, "-m", "bot", "run"),
            (),
            lambda n: f"bhyt con {5 + n % 7}",
            ours.stored,
            ours.prepare,
        ),
        survey("PTB ConversationHandler, PicklePersistence", "a file once a minute", "ptb_pickle.py", _pickled),
        survey(
            "PTB ConversationHandler, PicklePersistence at each answer",
            "a file each time, not flushed",
            "ptb_pickle.py",
            _pickled,
            "--each",
        ),
        survey("PTB ConversationHandler, raw sqlite3", "committed, WAL, FULL", "ptb_sqlite.py", _counted),
        survey("aiogram, SQLAlchemy async", "committed, WAL, FULL", "aiogram_sqlalchemy.py", _counted),
    ]


def _counted(folder: Path) -> int:
    with sqlite3.connect(folder / "survey.db") as store:
        return int(store.execute("SELECT count(*) FROM figures").fetchone()[0])


def _pickled(folder: Path) -> int:
    file = folder / "survey.pickle"
    if not file.exists():
        return 0
    try:
        with file.open("rb") as opened:
            kept = pickle.load(opened)  # noqa: S301  written by the run before
    except (EOFError, pickle.UnpicklingError):
        return 0  # killed while it was being written
    return sum(len(one.get("figures", ())) for one in kept["user_data"].values())


class Heat:
    """One contestant with a number of users, each of whom gives so many answers."""

    def __init__(self, one: Contestant, users: int, answers: int, latency: float, folder: Path) -> None:
        self.one, self.folder = one, folder
        words = [*one.opening, *(one.word(number) for number in range(answers))]
        self.users = [User(ours.FIRST_CHAT + number, list(words)) for number in range(users)]
        self.exchange = Exchange(self.users, latency)
        self.address = ""

    async def start(self) -> asyncio.subprocess.Process:
        if not self.address:
            self.one.prepare(self.folder, len(self.users))
            self.address = await self.exchange.start()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = kept | {"API_URL": self.address, "PYTHONPATH": str(ROOT)}
        if self.one.command[1] == "-m":
            environment |= {
                "TELEGRAM_BOT_TOKEN": "1000:bench",
                "TELEGRAM_API_URL": self.address,
                "DATABASE_URL": f"sqlite:///{self.folder / 'thidua.db'}",
                "CAMPAIGN_FILE": str(CAMPAIGN),
                "HTTP_PORT": str(free_port()),
                "LOG_LEVEL": "ERROR",
                "TELEGRAM_PACED": "false",  # the server has no limits, and its speed is not what is measured
            }
        return await asyncio.create_subprocess_exec(*self.one.command, cwd=self.folder, env=environment)

    async def run(self) -> Result:
        process = await self.start()
        try:
            self.exchange.begin()
            ended = asyncio.create_task(process.wait())
            done = asyncio.create_task(self.exchange.done.wait())
            await asyncio.wait({ended, done}, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                raise RuntimeError(f"{self.one.name} ended by itself, with exit code {process.returncode}")
            return self.result(process.pid)
        finally:
            await _end(process, signal.SIGTERM)
            await self.exchange.stop()

    def result(self, pid: int) -> Result:
        pairs = [
            (said, heard)
            for user in self.users
            for said, heard in list(zip(user.said, user.answered, strict=False))[_WARM:]
        ]
        if not pairs:
            return Result(0, 0, 0, memory(pid))
        waits = sorted((heard - said) * 1000 for said, heard in pairs)
        seconds = max(heard for _, heard in pairs) - min(said for said, _ in pairs)
        return Result(len(pairs) / seconds, statistics.median(waits), waits[int(len(waits) * 0.95)], memory(pid))

    async def losses(self, after: int) -> tuple[int, int]:
        """Killed after so many answers, started again, left until nothing moves: answers said, and those not kept."""
        process = await self.start()
        self.exchange.begin()
        until = time.monotonic() + _PATIENCE
        while sum(len(user.answered) for user in self.users) < after and time.monotonic() < until:
            await asyncio.sleep(0.01)
        await _end(process, signal.SIGKILL)
        for user in self.users:
            del user.words[len(user.said) :]  # nobody says more than was said by now
        process = await self.start()
        heard = -1
        while heard != (heard := sum(len(user.answered) for user in self.users)):
            await asyncio.sleep(3)
        await _end(process, signal.SIGTERM)
        await self.exchange.stop()
        said = sum(len(user.said) - len(self.one.opening) for user in self.users)
        return said, said - self.one.stored(self.folder)


async def _end(process: asyncio.subprocess.Process, how: signal.Signals) -> None:
    if process.returncode is None:
        process.send_signal(how)
        try:
            await asyncio.wait_for(process.wait(), 20)
        except TimeoutError:
            process.kill()
            await process.wait()


def lines(peers: str, rounds: int, sizes: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """The page; `sizes` are (users, answers each)."""
    yield "# Beside others"
    yield ""
    yield "The output of `make race`: one survey, on this program and on four written for this comparison, each over"
    yield "loopback HTTP with a Bot API server that answers at once. Every user says the next thing as soon as the last"
    yield "was answered. The ratio is this program's answers a second by the other's. Where the time of one answer goes"
    yield "is in [bench.md](bench.md)."
    yield ""
    yield f"- {machine()}"
    yield f"- Python {platform.python_version()}, {datetime.now(UTC):%d/%m/%Y}"
    yield ""
    every = contestants(str(Path(peers).absolute()))  # each runs in a folder of its own
    for users, answers in sizes:
        yield f"## {users} users at once, {answers} answers each, rounds in turn: {rounds}"
        yield ""
        yield "| | answers a second | ratio | p50 ms | p95 ms | memory | kept |"
        yield "|---|---:|---:|---:|---:|---:|---|"
        found = _rounds(every, users, answers, rounds, 0.0)
        first = statistics.median(one.rate for one in found[every[0].name])
        for one in every:
            runs = found[one.name]
            rate, p50, p95, size = (
                statistics.median(getattr(run, key) for run in runs) for key in ("rate", "p50", "p95", "memory")
            )
            speed = f"{rate:.0f} | {first / rate:.2f} | {p50:.0f} | {p95:.0f}"
            yield f"| {one.name} | {speed} | {size:.0f} MB | {one.durable} |"
        yield ""
    yield "## This program where every call takes 80 ms"
    yield ""
    slow = _rounds(every[:1], 100, 12, 1, 0.08)[every[0].name][0]
    yield f"{slow.rate:.0f} answered chats a second (Telegram's own ceiling is 30); p50 {slow.p50:.0f} ms."
    yield ""
    yield f"## 30 users, killed with SIGKILL after {_KILLED_AFTER} answers, started again"
    yield ""
    yield "| | answers said | lost |"
    yield "|---|---:|---:|"
    for one in every:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            said, lost = asyncio.run(Heat(one, 30, 5000, 0.0, Path(folder)).losses(_KILLED_AFTER))
        yield f"| {one.name} | {said} | {lost} |"


def _rounds(every: list[Contestant], users: int, answers: int, rounds: int, latency: float) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {one.name: [] for one in every}
    for _ in range(rounds):
        for one in every:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                found[one.name].append(asyncio.run(Heat(one, users, answers, latency, Path(folder)).run()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", default=sys.executable, help="the Python that has the peers' libraries")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="30 users only, one round")
    chosen = parser.parse_args()
    sizes = ((30, 20),) if chosen.quick else ((30, 60), (1000, 8))
    began = time.monotonic()
    for line in lines(chosen.peers, 1 if chosen.quick else chosen.rounds, sizes):
        print(line, flush=True)
    print(f"\nMeasured in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
