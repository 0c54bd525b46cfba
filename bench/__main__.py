"""`make bench`: start, idle memory, the time of one answer and of one week, as a page for docs/bench.md."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench import crowds, files, sample, start, turns, weeks
from campaign.parsing import numbers
from campaign.parsing.numbers import cases

_STARTS = 5
CASES = Path(__file__).resolve().parent.parent / "tests" / "data" / "number_cases.tsv"
_IDLE_SECONDS = 5


def starts(folder: Path) -> Iterator[str]:
    """Cold: on a fresh copy of the database. Warm: on what the start before it left behind."""
    cold, warm, memory = [], [], []
    with start.simulator() as client:
        for number in range(_STARTS):
            place = folder / f"start-{number}"
            place.mkdir()
            shutil.copy(folder / "thidua.db", place)
            with start.bot(place, client) as (_, seconds):
                cold.append(seconds)
            with start.bot(place, client) as (process, seconds):
                warm.append(seconds)
                if number == _STARTS - 1:
                    time.sleep(_IDLE_SECONDS)
                    memory.append(start.memory(process))
    yield "| | measured | goal |"
    yield "|---|---:|---:|"
    yield f"| first start to the first poll, median of {_STARTS} | {statistics.median(cold):.2f} s | 1.5 s |"
    yield f"| second start on the same database, median of {_STARTS} | {statistics.median(warm):.2f} s | |"
    yield f"| memory after {_IDLE_SECONDS} idle seconds | {memory[0]:.0f} MB | 120 MB |"


def readings() -> Iterator[str]:
    """Every wording of the case file, read on its own."""
    rows = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:] if line and line[0] != "#"]
    fields = [(row[0], cases.parse_context(row[1])) for row in rows]
    seconds = []
    for text, field in fields:
        began = time.perf_counter()
        numbers.read(text, field)
        seconds.append(time.perf_counter() - began)
    yield f"{len(fields)} wordings; goal: a median of 0.3 ms."
    yield ""
    yield f"Median {statistics.median(seconds) * 1000:.2f} ms, slowest {max(seconds) * 1000:.2f} ms."


def answers(folder: Path) -> Iterator[str]:
    measured = turns.measure(folder)
    yield from measured.lines()
    total = sum(len(found) for found in measured.statements.values())
    yield ""
    yield "Statements of an answer, on average:"
    yield ", ".join(f"{what} {count / total:.1f}" for what, count in measured.by_table.most_common(12)) + "."
    yield ""
    yield "Where the time goes (under the profiler, which makes everything slower):"
    yield ""
    yield "| function | calls an answer | ms an answer |"
    yield "|---|---:|---:|"
    yield from measured.profile


def page() -> Iterator[str]:
    yield "# What it costs"
    yield ""
    yield "The output of `make bench`."
    yield ""
    yield f"- {start.machine()}"
    yield f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL, on a file"
    yield f"- {datetime.now(UTC):%d/%m/%Y}"
    with tempfile.TemporaryDirectory(prefix="bench-", dir=sample.ROOT) as made:
        folder = Path(made)
        sample.prepare(folder)
        yield ""
        yield "## Start"
        yield ""
        yield from starts(folder)
        yield ""
        yield "## One answer"
        yield ""
        yield "From the update to the committed figure with its reply in the outbox; goal: a median of 4 ms."
        yield ""
        yield from answers(folder)
        yield ""
        yield "## Reading one figure"
        yield ""
        yield from readings()
    yield ""
    yield "## One answer among many open reports"
    yield ""
    yield "Goal: with 100,000 open reports not more than 1.3 times as long as with 1,000."
    yield ""
    yield from crowds.lines()
    yield ""
    yield "## Files"
    yield ""
    yield from files.lines()
    yield ""
    yield "## One week after five years"
    yield ""
    yield "28 villages, 11 schools and 8 offices that answered every week from 2026 to 2030; the last of these weeks."
    yield ""
    yield from weeks.lines()


if __name__ == "__main__":
    for line in page():
        print(line, flush=True)
