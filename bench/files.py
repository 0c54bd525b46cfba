"""How long the workbook and the draft report of a week take, from the neutral table of the shipped commune."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.sample import ROOT, Village, prepare
from handlers import dossiers
from reports import document, workbook
from reports.dossier import Dossier

_WEEK = "2026-W46"
_TIMES = 15


def lines() -> Iterator[str]:
    """The libraries are loaded and every path is warm before the clock runs."""
    found = _dossier()
    yield f"{len(found.measures)} measures, {len(found.units)} units, week {_WEEK}; medians of {_TIMES}."
    yield ""
    yield "| file | bytes | median ms | slowest ms | goal ms |"
    yield "|---|---:|---:|---:|---:|"
    for name, write, goal in ((".xlsx", workbook.write, 200), (".docx", document.write, 500)):
        size, times = _measure(write, found)
        yield f"| {name} | {size:,} | {statistics.median(times):.0f} | {max(times):.0f} | {goal} |"


def _measure(write: Callable[[Dossier], bytes], found: Dossier) -> tuple[int, list[float]]:
    size, times = len(write(found)), []
    for _ in range(_TIMES):
        began = time.perf_counter()
        write(found)
        times.append((time.perf_counter() - began) * 1000)
    return size, times


def _dossier() -> Dossier:
    with tempfile.TemporaryDirectory(prefix="bench-files-", dir=ROOT) as made:
        folder = Path(made)
        prepare(folder)
        village = Village(folder)
        try:
            with village.store.transaction() as session:
                context = village.deployment.context(session, village.clock.now())
                return dossiers.compile_dossier(context, context.calendar.of(_WEEK))
        finally:
            village.close()
