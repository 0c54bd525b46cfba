"""The same survey on this program and its peers, over loopback HTTP: answers a second, processor time, losses.

`python -m bench.peers.race` prints the table. The peers run in an environment of their own (`--peers PYTHON`), since
their libraries want other versions than this program's; so does the build of 217d677.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.peers import old_build
from bench.peers.contestants import Contestant, contestants
from bench.peers.one_run import OneRun, Result
from bench.start import machine

_KILLED_AFTER = 500
_LATENCY = 0.08


@dataclass(frozen=True)
class Form:
    """How much is measured: `sizes` are (users, answers each)."""

    rounds: int
    sizes: tuple[tuple[int, int], ...]
    with_latency: bool


_LONG = Form(3, ((30, 60), (1000, 8)), with_latency=True)
_SHORT = Form(3, ((30, 15),), with_latency=False)


def lines(every: Sequence[Contestant], has_old: bool, form: Form) -> Iterator[str]:
    """The page."""
    yield "# Beside others"
    yield ""
    yield "The output of `make race`: one survey on this program, on its build of 217d677, and on four programs written"
    yield "for this comparison, each over loopback HTTP with a Bot API server that answers at once. Every user says the"
    yield "next thing as soon as the last was answered. A ratio is this program's figure by the other's. Processor time"
    yield "is that of the process with its children: on a shared machine the truer figure. Where the time of one answer"
    yield "goes is in [bench.md](bench.md), what each lever brought in [speed.md](speed.md)."
    yield ""
    yield f"- {machine()}"
    yield f"- Python {platform.python_version()}, {datetime.now(UTC):%d/%m/%Y}"
    yield ""
    if not has_old:
        yield "The row of 217d677 is left out: the history that holds that build is not here."
        yield ""
    for users, answers in form.sizes:
        yield from _sized(every, users, answers, form.rounds)
    if form.with_latency:
        yield f"## This program where every call takes {_LATENCY * 1000:.0f} ms"
        yield ""
        slow = _rounds(every[:1], 100, 12, 1, _LATENCY)[every[0].name][0]
        yield f"{slow.rate:.0f} answered chats a second (Telegram's own ceiling is 30); p50 {slow.p50:.0f} ms."
        yield ""
    yield f"## 30 users, killed with SIGKILL after {_KILLED_AFTER} answers, started again"
    yield ""
    yield "| | answers said | lost |"
    yield "|---|---:|---:|"
    for contestant in every:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            said, lost = asyncio.run(OneRun(contestant, 30, 5000, 0.0, Path(folder)).losses(_KILLED_AFTER))
        yield f"| {contestant.name} | {said} | {lost} |"


def _sized(every: Sequence[Contestant], users: int, answers: int, rounds: int) -> Iterator[str]:
    """The table of one number of users: medians of the rounds."""
    yield f"## {users} users at once, {answers} answers each, rounds in turn: {rounds}"
    yield ""
    yield "| | answers a second | ratio | processor ms an answer | ratio | p50 ms | p95 ms | memory | kept |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---|"
    results = {name: _medians(runs) for name, runs in _rounds(every, users, answers, rounds, 0.0).items()}
    first = results[every[0].name]
    for contestant in every:
        one = results[contestant.name]
        rate = f"{one.rate:.0f} | {first.rate / one.rate:.2f}"
        processor = f"{one.processor:.1f} | {first.processor / one.processor:.2f}"
        waits = f"{one.p50:.0f} | {one.p95:.0f}"
        yield f"| {contestant.name} | {rate} | {processor} | {waits} | {one.memory:.0f} MB | {contestant.durable} |"
    yield ""


def _medians(runs: Sequence[Result]) -> Result:
    columns = ("rate", "processor", "p50", "p95", "memory")
    return Result(**{name: statistics.median(getattr(run, name) for run in runs) for name in columns})


def _rounds(
    every: Sequence[Contestant], users: int, answers: int, rounds: int, latency: float
) -> dict[str, list[Result]]:
    results: dict[str, list[Result]] = {contestant.name: [] for contestant in every}
    for _ in range(rounds):
        for contestant in every:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                one_run = OneRun(contestant, users, answers, latency, Path(folder))
                results[contestant.name].append(asyncio.run(one_run.run()))
    return results


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", default=sys.executable, help="the Python that has the peers' libraries")
    parser.add_argument("--rounds", type=int, help="instead of the form's own number")
    parser.add_argument("--short", action="store_true", help="30 users only, for about two minutes")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these contestants, by parts of their names")
    chosen = parser.parse_args()
    form = _SHORT if chosen.short else _LONG
    form = Form(chosen.rounds or form.rounds, form.sizes, form.with_latency)
    old = old_build.set_up()
    every = contestants(str(Path(chosen.peers).absolute()), old)  # each runs in a folder of its own
    if chosen.only:
        every = [contestant for contestant in every if any(part in contestant.name for part in chosen.only)]
    began = time.monotonic()
    for line in lines(every, old is not None, form):
        print(line, flush=True)
    print(f"\nMeasured in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
