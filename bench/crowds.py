"""Whether one answer takes longer where many reports are open: a commune alone in its database, and among others."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench import communes, sample, turns
from bench.sample import Village
from models.periods import Report
from services.inbound import Inbound

_OPEN = (1_000, 100_000)
_WEEKS = 4


def lines(sizes: tuple[int, ...] = _OPEN, weeks: int = _WEEKS) -> Iterator[str]:
    """A line for each size, the times of both taken week by week in turn, so that the machine is the same for both."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=sample.ROOT) as made:
        begun = _begun(Path(made))
        crowds = [Crowd(begun, Path(made) / str(size), size) for size in sizes]
        begun.close()
        for week in range(1, weeks + 1):
            for crowd in crowds:
                crowd.play(week)
        yield "| open reports in the database | answers | median ms | p95 ms | ratio |"
        yield "|---:|---:|---:|---:|---:|"
        alone = statistics.median(crowds[0].milliseconds)
        for crowd in crowds:
            median = statistics.median(crowd.milliseconds)
            count, slow = len(crowd.milliseconds), turns.p95(crowd.milliseconds)
            yield f"| {crowd.reports} | {count} | {median:.2f} | {slow:.2f} | {median / alone:.2f} |"
            crowd.village.close()


def _begun(folder: Path) -> Village:
    """The sample commune after its first week."""
    sample.prepare(folder)
    village = Village(folder)
    village.join()
    turns.play(village, 0, lambda inbound, _: village.intake.handle(inbound))
    return village


class Crowd:
    """The sample commune in its second week, in one database with so many like it that `size` reports are open."""

    def __init__(self, begun: Village, folder: Path, size: int) -> None:
        folder.mkdir()
        self.milliseconds: list[float] = []
        self.village = begun.copied(folder)
        self.village.move_to(turns.FIRST + timedelta(weeks=1))
        communes.multiply(self.village.store, -(-size // self._open()))
        self.reports = self._open()

    def _open(self) -> int:
        query = select(func.count()).select_from(Report).where(Report.completed_at.is_(None))
        with self.village.store.deployment_wide("a bench looks at all there is") as session:
            return session.scalars(query).one()

    def play(self, week: int) -> None:
        turns.play(self.village, week, self._handle)

    def _handle(self, inbound: Inbound, _what: str) -> None:
        began = time.perf_counter()
        self.village.intake.handle(inbound)
        self.milliseconds.append((time.perf_counter() - began) * 1000)
