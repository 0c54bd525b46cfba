"""How long one answer takes, from the update to the committed figure with its reply in the outbox."""

from __future__ import annotations

import cProfile
import pstats
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.sample import ROOT, Village
from services.inbound import Inbound, Kind

_WEEKS = 6
FIRST = datetime.fromisoformat("2026-11-18T08:00+07:00")
_ROUNDS = 12  # no report has more questions
_SLOWEST = 8


@dataclass
class Measured:
    """Milliseconds and statements of every answer, by what was answered."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    statements: dict[str, list[int]] = field(default_factory=dict)
    by_table: Counter[str] = field(default_factory=Counter)
    profile: list[str] = field(default_factory=list)

    def note(self, what: str, seconds: float, statements: int) -> None:
        self.milliseconds.setdefault(what, []).append(seconds * 1000)
        self.statements.setdefault(what, []).append(statements)

    def lines(self) -> Iterator[str]:
        everything = [one for found in self.milliseconds.values() for one in found]
        counted = [one for found in self.statements.values() for one in found]
        yield "| answer | count | median ms | p95 ms | statements |"
        yield "|---|---:|---:|---:|---:|"
        for what, found in [*self.milliseconds.items(), ("all", everything)]:
            count = statistics.median(self.statements.get(what, counted))
            yield f"| {what} | {len(found)} | {statistics.median(found):.1f} | {p95(found):.1f} | {count:.0f} |"


def p95(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]


def measure(folder: Path) -> Measured:
    """Several weeks of answers, then one more week under the profiler, whose times do not count."""
    village = Village(folder)
    village.join()
    measured = Measured()
    statements: Counter[str] = Counter()

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split()
        table = words[words.index("FROM") + 1] if "FROM" in words else words[2] if words[0] == "INSERT" else words[1]
        statements[f"{words[0]} {table}"] += 1

    event.listen(village.store.engine, "before_cursor_execute", count)

    def handle(inbound: Inbound, what: str) -> None:
        statements.clear()
        began = time.perf_counter()
        village.intake.handle(inbound)
        seconds = time.perf_counter() - began
        if not statements["INSERT figures"]:
            raise AssertionError(f"{inbound.text or inbound.data!r} was no answer: {village.said(inbound.chat_id)}")
        measured.note(what, seconds, statements.total())
        measured.by_table.update(statements)

    for week in range(_WEEKS):
        play(village, week, handle)
    profiler = cProfile.Profile()
    play(village, _WEEKS, lambda inbound, _: profiler.runcall(village.intake.handle, inbound))
    measured.profile = list(_slowest(profiler))
    village.close()
    return measured


def play(village: Village, week: int, handle: Any) -> None:
    village.move_to(FIRST + timedelta(weeks=week))
    for who in village.reporters:
        for number in range(_ROUNDS):
            act = _act(village, who, week + number)
            if act is None:
                break
            handle(*act)


def _act(village: Village, who: str, number: int) -> tuple[Inbound, str] | None:
    """What a head does with the buttons offered: type a level, tap a flow or the news; None at the end."""
    offered = village.offered(who)
    label, data = offered[0] if offered else ("", "")
    counted = re.fullmatch(r"Vẫn (\d+) người", label)
    if counted:
        return village.inbound(who, Kind.TEXT, text=str(int(counted[1]) + number % 2)), "typed figure"
    if data.startswith("answer:"):
        return village.inbound(who, Kind.CHOICE, data=data, tapped=label), "tapped answer"
    if data.startswith("news:"):
        return village.inbound(who, Kind.CHOICE, data=data, tapped=label), "«nothing new» and read-back"
    return None


def _slowest(profiler: cProfile.Profile) -> Iterator[str]:
    """The project's own functions by the time spent in and below them."""
    stats: dict[Any, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]  # left out of its stub
    turns = max(calls for (_, _, name), (_, calls, *_) in stats.items() if name == "handle")
    own = [
        (below, calls, Path(file).relative_to(ROOT), name)
        for (file, _, name), (_, calls, _, below, _) in stats.items()
        if file.startswith(str(ROOT)) and ".venv" not in file
    ]
    for below, calls, file, name in sorted(own, key=lambda one: -one[0])[: _SLOWEST + 4]:
        if name not in ("handle", "dispatch", "<lambda>"):
            yield f"| {file}: {name} | {calls / turns:.1f} | {below * 1000 / turns:.2f} |"
