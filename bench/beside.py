"""One commune alone in a database and the same among all: what a turn, and a week's draft and post, take of it.

Both are warm, and measured in turn, so that what else runs on the machine meets both. Beside the clock stand the
processor time of the program and of the database's server, and the statements: they hold on a busy machine too.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench import parallel, province
from bench.province import ASKING, BOT
from bot.clock import FixedClock
from bot.inbox.queue import InboxQueue
from models.database import Store, connect
from scheduler.tick import tick
from services.communes import Communes
from services.inbound import Inbound, Kind

_BLOCKS, _TURNS, _WEEKS = 5, 100, 5  # the first of each warms up
_WEEK = timedelta(days=7)
_DRAFT, _POST = (datetime.fromisoformat(f"2026-11-20T{at}+07:00") for at in ("07:30", "09:00"))
_NIGHT = datetime.fromisoformat("2026-11-20T00:01+07:00")
_GOAL = 1.3


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of one turn, or of one week's draft and post, and how many statements it took."""

    clock: float
    program: float
    server: float
    statements: float

    @property
    def processor(self) -> float:
        return self.program + self.server


class OneCommune:
    """The commune `number` of those in a database, with `server`, the id of the server's first process."""

    def __init__(self, url: str, folder: Path, number: int, server: int) -> None:
        everything = list(province.serving(folder))
        self._store, self._server, self._statements = Store(connect(url)), server, 0
        self._own = Communes([everything[number]])
        self._clock, self._executor = FixedClock(ASKING + timedelta(hours=1)), ThreadPoolExecutor(1)
        self._intake = InboxQueue(self._store, Communes(everything), self._clock, self._executor, lambda: None)
        self._who, self._keys = f"pT01-{number}" if number else "pT01", count(1)
        event.listen(self._store.engine, "before_cursor_execute", self._count)

    def _count(self, *_: Any) -> None:
        self._statements += 1

    def turns(self, times: int) -> Spent:
        """So many answers of one village, each mending the one before."""

        def answer() -> None:
            key, text = next(self._keys), "8" if next(self._keys) % 4 else "6"
            at = self._clock.now()
            self._intake.handle(Inbound(BOT, BOT, f"k{key}", self._who, self._who, Kind.TEXT, at, text=text))

        return self._spent(times, answer)

    def week(self, number: int) -> Spent:
        """The draft and the post of a week; it is opened before, and the night is over: neither is counted."""
        for instant in (ASKING, _NIGHT):
            tick(self._store, self._own, instant + number * _WEEK)

        def publish() -> None:
            for instant in (_DRAFT, _POST):
                tick(self._store, self._own, instant + number * _WEEK)

        return self._spent(1, publish)

    def _spent(self, times: int, work: Callable[[], None]) -> Spent:
        server, statements = parallel.of_server(self._server), self._statements
        clock, program = time.perf_counter(), time.process_time()
        for _ in range(times):
            work()
        program, clock = time.process_time() - program, time.perf_counter() - clock
        server, statements = parallel.of_server(self._server) - server, self._statements - statements
        each = 1000 / times
        return Spent(clock * each, program * each, server * each, statements / times)

    def close(self) -> None:
        self._executor.shutdown()
        self._store.close()


def rows(alone: OneCommune, among: OneCommune) -> Iterator[str]:
    """The page's rows: medians of what each of both took, and their ratio."""
    turns = [(alone.turns(_TURNS), among.turns(_TURNS)) for _ in range(_BLOCKS)][1:]
    yield from _compared(f"a turn of one commune, median of {len(turns)} times {_TURNS}", turns)
    weeks = [(alone.week(number), among.week(number)) for number in range(_WEEKS)][1:]
    yield from _compared(f"its draft and post, median of {len(weeks)} weeks", weeks)


def _compared(what: str, found: Sequence[tuple[Spent, Spent]]) -> Iterator[str]:
    alone, among = (_median([pair[at] for pair in found]) for at in (0, 1))
    yield f"| {what}, alone | {_said(alone)} | |"
    ratio, by_clock = among.processor / alone.processor, among.clock / alone.clock
    times = f"{ratio:.2f} times the processor, {by_clock:.2f} times the clock"
    yield f"| … among all | {_said(among)}: {times} | {_GOAL} times |"


def _median(found: Sequence[Spent]) -> Spent:
    names = ("clock", "program", "server", "statements")
    return Spent(*(statistics.median(getattr(one, name) for one in found) for name in names))


def _said(one: Spent) -> str:
    busy = f"program {one.program:.1f}, server {one.server:.1f}"
    return f"{one.clock:.1f} ms by the clock, processor {busy} ms, {one.statements:.0f} statements"
