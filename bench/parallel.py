"""`make bench-parallel`: 20 communes answered by one process and by two, without and with a delayed database.

`python -m bench.parallel [--write FILE]`. What waits was stored before; the processes that answer it run apart.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench import delay, province, sample
from bench.province import ASKING, BOT
from bot.clock import FixedClock
from bot.inbox.round_robin import RoundRobin
from bot.inbox.storage import Storage
from models.database import Store, connect
from models.messages import InboxMessage
from models.turn_locks import Busy
from scheduler.tick import tick
from services.inbound import Inbound, Kind

COMMUNES = 20
DELAY = 0.010
_ANSWERS = ("8", "6", "4")
_FORMS = ((0.0, 20), (DELAY, 9))  # the delay, and people of each commune: all four runs take a minute
_REST = 0.01
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measured:
    """One run."""

    answers: int
    seconds: float
    bots: float
    database: float
    load: float
    busy: float

    @property
    def rate(self) -> float:
        return self.answers / self.seconds


def work(url: str, folder: Path) -> None:
    """A process that answers until nobody waits any more."""
    communes, store = province.serving(folder), Store(connect(url))
    lines = RoundRobin(store, communes, FixedClock(ASKING + timedelta(hours=1)))
    with store.transaction() as session:
        communes.served(session)
    print("ready", flush=True)
    sys.stdin.readline()
    began, spent, busy = time.monotonic(), time.process_time(), 0.0
    while True:
        try:
            if not lines.answer():
                break
        except Busy:
            at = time.monotonic()
            time.sleep(_REST)
            busy += time.monotonic() - at
    said = {"seconds": time.monotonic() - began, "processor": time.process_time() - spent, "busy": busy}
    print(json.dumps(said), flush=True)
    store.close()


def run(url: str, folder: Path, server: int, processes: int, answers: int) -> Measured:
    """What waits answered by so many processes."""
    command = [sys.executable, "-m", "bench.parallel", "--worker", url, "--folder", str(folder)]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=sample.ROOT)
        for _ in range(processes)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "ready"
    before, own, began = of_server(server), time.process_time(), time.monotonic()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said: list[dict[str, Any]] = []
    for worker in workers:
        assert worker.stdout is not None
        said.append(json.loads(worker.stdout.readline()))
    seconds, database = time.monotonic() - began, of_server(server) - before
    load = time.process_time() - own
    for worker in workers:
        worker.communicate()
    busy = sum(one["busy"] for one in said) / sum(one["seconds"] for one in said)
    return Measured(answers, seconds, sum(one["processor"] for one in said), database, load, busy)


def of_server(postmaster: int) -> float:
    """Processor seconds of the server and of all its children, also of those that have ended."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(") ")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(words[1]) == postmaster:
            total += int(words[11]) + int(words[12])
        elif stat.parent.name == str(postmaster):
            total += sum(int(word) for word in words[11:15])
    return total / _TICKS


def store_answers(url: str, folder: Path, each: int) -> int:
    """A week is opened, and of each commune so many people have answered; nobody has been answered yet."""
    communes, store = province.serving(folder), Store(connect(url))
    tick(store, communes, ASKING)
    storage = Storage(store, communes, FixedClock(ASKING + timedelta(hours=1)))
    said = [
        Inbound(BOT, BOT, f"{number}-{who}-{text}", chat, chat, Kind.TEXT, ASKING + timedelta(hours=1), text=text)
        for text in _ANSWERS
        for who in range(1, each + 1)
        for number in range(len(communes))
        for chat in [f"pT{who:02}" + (f"-{number}" if number else "")]
    ]
    for first in range(0, len(said), 200):
        storage.store(said[first : first + 200])
    with store.deployment_wide("a bench looks at all there is") as session:
        waiting = session.scalar(select(func.count(InboxMessage.id)).where(InboxMessage.queue_round.is_not(None)))
    store.close()
    return waiting or 0


def lines() -> Iterator[str]:
    """The page's table."""
    with tempfile.TemporaryDirectory(prefix="bench-parallel-", dir=sample.ROOT) as made:
        folder = Path(made)
        with province.server(folder) as uri:
            yield from _measured(uri, folder)


def _measured(uri: str, folder: Path) -> Iterator[str]:
    places = province.files(folder / "communes", COMMUNES)
    server = int((folder / "pg" / "postmaster.pid").read_text().split("\n")[0])
    heads = (
        "delay",
        "processes",
        "answers",
        "s",
        "answers/s",
        "processor: bots",
        "database",
        "load",
        "waiting for locks",
    )
    yield f"| {' | '.join(heads)} |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for seconds, each in _FORMS:
        name = f"waiting_{each}"
        province.order(uri, f"CREATE DATABASE {name}")
        province.fill(province.address(uri, name), folder, COMMUNES)
        answers = store_answers(province.address(uri, name), places, each)
        rates = []
        for processes in (1, 2):
            url = province.copied(uri, name, "running")
            with delay.delayed(uri, "running", seconds) if seconds else nullcontext(url) as way:
                found = run(way, places, server, processes, answers)
            rates.append(found.rate)
            yield (
                f"| {seconds * 1000:.0f} ms | {processes} | {answers} | {found.seconds:.1f} | {found.rate:.1f} | "
                f"{found.bots:.1f} s | {found.database:.1f} s | {found.load:.1f} s | {found.busy * 100:.1f} % |"
            )
        goal = " (goal: 1.7 times)" if seconds else ""
        yield f"| | 2 to 1 | | | {rates[1] / rates[0]:.2f} times{goal} | | | | |"


def main() -> None:
    chosen = argparse.ArgumentParser()
    chosen.add_argument("--write", type=Path)
    chosen.add_argument("--worker")
    chosen.add_argument("--folder", type=Path)
    given = chosen.parse_args()
    if given.worker:
        return work(given.worker, given.folder)
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    written = [
        "# Communes answered by several processes",
        "",
        f"Written by `make bench-parallel` on {now}: {machine}, Linux {platform.release()}.",
        f"PostgreSQL ran on the same machine; the load at the beginning was {os.getloadavg()[0]:.1f}.",
        f"{COMMUNES} communes over one shared bot; every answer waited in the inbox at the beginning.",
        "",
    ]
    for line in written:
        print(line)
    for line in lines():
        print(line, flush=True)
        written.append(line)
    if given.write:
        given.write.write_text("\n".join(written) + "\n", encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
