"""How long the workbook and the draft report of a week take, from the neutral table of the shipped commune."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.sample import ROOT, Village, prepare
from reports.period import document, workbook
from reports.period.dossier import Dossier
from services import period_dossier

_WEEK = "2026-W46"
_TIMES = 15


def lines() -> Iterator[str]:
    """The libraries are loaded and every path is warm before the clock runs."""
    found = _dossier()
    yield f"{len(found.measures)} measures, {len(found.units)} units, week {_WEEK}; medians of {_TIMES}."
    yield ""
    yield "| file | bytes | median ms | slowest ms | processor ms | goal ms |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, write, goal in ((".xlsx", workbook.write, 200), (".docx", document.write, 500)):
        times, busy = _measure(write, found)
        shown = f"{statistics.median(times):.0f} | {max(times):.0f} | {statistics.median(busy):.0f}"
        yield f"| {name} | {len(write(found)):,} | {shown} | {goal} |"


def _measure(write: Callable[[Dossier], bytes], found: Dossier) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock, and of the processor, which other programs do not slow down."""
    write(found)
    times, busy = [], []
    for _ in range(_TIMES):
        began, worked = time.perf_counter(), time.process_time()
        write(found)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return times, busy


def _dossier() -> Dossier:
    with tempfile.TemporaryDirectory(prefix="bench-files-", dir=ROOT) as made:
        folder = Path(made)
        prepare(folder)
        village = Village(folder)
        try:
            with village.store.transaction() as session:
                context = village.deployment.context(session, village.clock.now())
                return period_dossier.compile_dossier(context, context.calendar.of(_WEEK))
        finally:
            village.close()
