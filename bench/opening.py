"""A week opened and its questions queued for all communes by several processes, also where one is killed meanwhile."""

from __future__ import annotations

import argparse
import json
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench import parallel, province, sample
from bench.province import ASKING
from bot.cli import run
from models.database import Store, connect
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from models.periods import Report
from scheduler import housekeeping
from scheduler.tick import steps, tick

PROCESSES = 2
_LOOKS = 20
_NIGHT = ASKING.replace(hour=0, minute=1) + timedelta(days=1)
_SAID_EVERY = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Opened:
    """What several processes took together; processor seconds are those of one, or of the database's server."""

    read: float
    seconds: float
    asked: int
    programs: tuple[float, ...]
    server: float
    tick: float
    slowest_tick: float
    night: float  # seconds of the purge of all communes, as every night
    memory: float  # megabytes of the largest process


def megabytes() -> float:
    """What this process had in memory at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def work(url: str, folder: Path) -> None:
    """The worker: everything that is due on Wednesday at eight, with its progress; what it measured on its output."""
    began = time.monotonic()
    communes, store = province.serving(folder), Store(connect(url))
    run.settle_memory()  # as the program does once it has loaded everything
    said: dict[str, Any] = {"read": time.monotonic() - began}
    print("ready", flush=True)
    sys.stdin.readline()
    began, processor, asked, told = time.monotonic(), time.process_time(), 0, time.monotonic()
    while not said.get("done"):
        before = asked
        for step in steps(store, communes, ASKING):
            asked += step()["ask"]
            if time.monotonic() - told > _SAID_EVERY:
                told = time.monotonic()
                print(f"  {asked} questions, {told - began:.0f} s", file=sys.stderr, flush=True)
        said["done"] = asked == before  # what another process had in hand is looked at again
    said |= {"seconds": time.monotonic() - began, "processor": time.process_time() - processor, "asked": asked}
    print("done", flush=True)
    sys.stdin.readline()
    looks = []
    for _ in range(_LOOKS):
        at = time.perf_counter()
        tick(store, communes, ASKING + timedelta(minutes=1))
        looks.append((time.perf_counter() - at) * 1000)
    at = time.monotonic()
    housekeeping.run(store, communes, _NIGHT)
    print(json.dumps(said | {"ticks": looks, "night": time.monotonic() - at, "memory": megabytes()}))
    store.close()


class _Workers:
    """Processes that have read their communes and wait for the word to begin."""

    def __init__(self, url: str, folder: Path, count: int) -> None:
        command = [sys.executable, "-m", "bench.opening", url, str(folder)]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.all = [subprocess.Popen(command, cwd=sample.ROOT, **pipes) for _ in range(count)]
        self.hear("ready")

    def hear(self, word: str) -> None:
        for one in self.all:
            assert one.stdout is not None
            if one.stdout.readline().strip() != word:
                raise RuntimeError("a worker failed")

    def go_on(self) -> None:
        for one in self.all:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()

    def said(self) -> list[dict[str, Any]]:
        return [json.loads(one.communicate()[0]) for one in self.all]

    def kill(self) -> None:
        for one in self.all:
            one.send_signal(signal.SIGKILL)
            one.wait()


@contextmanager
def _workers(url: str, folder: Path, count: int) -> Iterator[_Workers]:
    made = _Workers(url, folder, count)
    try:
        yield made
    finally:
        made.kill()


def opened(url: str, folder: Path, server: int, processes: int = PROCESSES) -> Opened:
    """By so many processes; `server` is the id of the database server's first one."""
    with _workers(url, folder, processes) as workers:
        spent, began = parallel.of_server(server), time.monotonic()
        workers.go_on()
        workers.hear("done")
        seconds, spent = time.monotonic() - began, parallel.of_server(server) - spent
        workers.go_on()
        said = workers.said()
    ticks = [one for each in said for one in each["ticks"]]
    return Opened(
        read=max(each["read"] for each in said),
        seconds=seconds,
        asked=sum(each["asked"] for each in said),
        programs=tuple(each["processor"] for each in said),
        server=spent,
        tick=statistics.median(ticks),
        slowest_tick=max(ticks),
        night=max(each["night"] for each in said),
        memory=max(each["memory"] for each in said),
    )


def killed(url: str, folder: Path, server: int, after: int) -> tuple[int, Opened]:
    """The same, all processes killed once so many were asked, and started again: how many had been asked, what came."""
    store = Store(connect(url))
    with _workers(url, folder, PROCESSES) as workers:
        workers.go_on()
        while _asked(store) < after:
            if any(one.poll() is not None for one in workers.all):
                raise RuntimeError("a worker ended before it was killed")
            time.sleep(0.2)
    asked = _asked(store)
    store.close()
    return asked, opened(url, folder, server)


def _asked(store: Store) -> int:
    with store.deployment_wide("a bench looks at all there is") as session:
        query = select(func.count(OutboxMessage.id)).where(OutboxMessage.purpose == Purpose.QUESTION)
        return session.scalar(query) or 0


def asked_wrong(url: str) -> tuple[int, int]:
    """How many were asked twice, and how many never."""
    store = Store(connect(url))
    with store.deployment_wide("a bench looks at all there is") as session:
        query = select(OutboxMessage.chat_id).where(OutboxMessage.purpose == Purpose.QUESTION)
        times = Counter(session.scalars(query))
        # Who owes nothing this week is not asked.
        owing = select(func.count(Report.id)).where(func.json_array_length(Report.due) > 0)
        wanted = session.scalar(owing) or 0
    store.close()
    return sum(1 for once in times.values() if once > 1), wanted - len(times)


def main() -> None:
    chosen = argparse.ArgumentParser()
    chosen.add_argument("url")
    chosen.add_argument("folder", type=Path)
    given = chosen.parse_args()
    work(given.url, given.folder)


if __name__ == "__main__":
    main()
