"""`make chaos`: kills, faults and broken builds in turn, and the table of what came of them.

`python -m tests.chaos [--seed N] [--kills N] [--only WORD] [--write FILE]`; exit code 1 when something does not hold.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from tests import commune, databases
from tests.chaos import builds, pair, promptness, storm, troubles, two_communes
from tests.crash import harness_setting, invariants
from tests.crash.harness import CrashHarness
from tests.crash.trial import Trial


@dataclass
class Row:
    """One line of the table."""

    name: str
    seconds: float = 0.0
    kills: int = 0
    unanswered: int = 0
    being_sent: int = 0
    answers: int = 0
    echoed_again: int = 0
    posts: int = 0
    asked: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        found = "none" if not self.faults else f"**{len(self.faults)}**"
        numbers = (
            self.kills,
            self.unanswered,
            self.being_sent,
            self.answers,
            self.echoed_again,
            self.posts,
            self.asked,
        )
        return f"| {self.name} | {' | '.join(str(number) for number in numbers)} | {found} | {self.seconds:.0f} |"


COMMUNES = "two communes over one bot, killed at random instants"
TWINS = "two bots on PostgreSQL behind one webhook, one killed every 1.2 s"
HEAD = """\
| trouble | kills | stored and unanswered then | being sent then | answers given | heard twice | posts | officer asked \
| violations | s |
|---|---:|---:|---:|---:|---:|---:|---:|---|---:|"""


def run(row: Row, stage: CrashHarness, play: Callable[[CrashHarness, Row], Trial]) -> Row:
    began = time.monotonic()
    with stage:
        try:
            trial = play(stage, row)
            row.faults += invariants.violations(stage, trial.given)
            row.answers = len(trial.given)
        except AssertionError as error:
            row.faults.append(str(error))
        count_deaths(row, stage)
        count_messages(row, stage)
    row.seconds = time.monotonic() - began
    return row


def count_deaths(row: Row, stage: CrashHarness) -> None:
    row.kills = len(stage.deaths)
    row.unanswered = sum(death.unanswered for death in stage.deaths)
    row.being_sent = sum(death.in_flight for death in stage.deaths)


def count_messages(row: Row, stage: CrashHarness) -> None:
    """What a commune's people heard; of several communes all of it."""
    row.echoed_again += sum(
        len(stage.texts(who)) - stage.rows(f"SELECT count(*) FROM outbox WHERE chat_id = '{stage.ids[who]}'")[0][0]  # noqa: S608  a number
        for who in (*stage.heads, "hoa")
    )
    row.posts += sum("THI ĐUA TUẦN" in text for text in stage.texts("group"))
    row.asked += sum("không biết bài đã tới chưa" in text for text in stage.texts("hoa"))


def beside_each_other(seed: int, kills: int) -> Row:
    """Two communes' week in one process."""
    row, began = Row(COMMUNES), time.monotonic()
    with tempfile.TemporaryDirectory() as prepared, tempfile.TemporaryDirectory() as folder:
        ids = two_communes.prepare(Path(prepared), harness_setting.MANY[:4])
        with two_communes.Both(Path(prepared), Path(folder), ids) as stage:
            try:
                trials = two_communes.endure(stage, seed, kills)
                row.faults += two_communes.violations(stage, trials)
                row.answers = sum(len(trial.given) for trial in trials.values())
            except AssertionError as error:
                row.faults.append(str(error))
            count_deaths(row, stage)
            for part in stage.parts.values():
                count_messages(row, part)
    row.seconds = time.monotonic() - began
    return row


def rows(prepared: Path, ids: dict[str, int], seed: int, kills: int, only: str) -> Iterator[Row]:
    """Every trial whose name holds `only`, one after the other."""

    def storming(stage: CrashHarness, _row: Row) -> Trial:
        return storm.endure(stage, seed, kills)

    def troubled(trouble: troubles.Trouble, stage: CrashHarness, row: Row) -> Trial:
        return troubles.undergo(trouble, stage, row.faults.extend)

    trials: list[tuple[str, Callable[[CrashHarness, Row], Trial]]] = [("killed at random instants", storming)]
    trials.append(
        ("killed at each moment of an answer and of its correction", lambda stage, _row: storm.at_every_moment(stage))
    )
    trials += [(trouble.name, partial(troubled, trouble)) for trouble in troubles.TROUBLES]
    trials.append(("a week without power", lambda stage, _row: troubles.week_without_power(stage)))
    for name, play in trials:
        if only in name:
            with tempfile.TemporaryDirectory() as folder:
                yield run(Row(name), CrashHarness(prepared, Path(folder), ids), play)
    if only in COMMUNES:
        yield beside_each_other(seed, kills // 4)
    if only in TWINS:
        with tempfile.TemporaryDirectory() as folder:
            made = pair.Pair(Path(folder))
            yield run(Row(TWINS), made, lambda _stage, _row: pair.endure(made, seed, every=1.2))


def main() -> int:
    parser = argparse.ArgumentParser(prog="chaos")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", default="", help="only the troubles whose names hold this word")
    parser.add_argument("--write", type=Path, help="write the tables to this file too")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    began = time.monotonic()
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        print(line, flush=True)  # noqa: T201  this is what it is for

    with tempfile.TemporaryDirectory() as folder:
        ids = harness_setting.prepare(Path(folder), harness_setting.MANY)
        say("# Chaos\n")
        say(f"`python -m tests.chaos --seed {options.seed} --kills {options.kills}`, {datetime.now(UTC):%Y-%m-%d}.")
        say(f"{_machine()}\n")
        say(HEAD)
        faulty: list[Row] = []
        for row in rows(Path(folder), ids, options.seed, options.kills, options.only):
            say(row.line())
            faulty += [row] if row.faults else []
        unseen = list(builds.unseen(Path(folder), ids, say)) if not options.only else []
    if not options.only:
        _say_promptness(say)
    for row in faulty:
        say(f"\n{row.name}:\n")
        for fault in row.faults[:20]:
            say(f"- {fault}")
    say(f"\nAll of it took {(time.monotonic() - began) / 60:.1f} minutes.")
    if options.write:
        options.write.write_text("\n".join(said) + "\n", encoding="utf-8")
    return 1 if faulty or unseen else 0


def _say_promptness(say: Callable[[str], None]) -> None:
    """How soon a reply is with the platform, on both databases."""
    say("\n| from commit to the platform's receipt, over loopback | p50 ms | p95 ms | replies |\n|---|---:|---:|---:|")
    for kind in (databases.SQLITE, databases.POSTGRESQL):
        with tempfile.TemporaryDirectory() as folder:
            found = promptness.measure(Path(folder), commune.fresh_store(Path(folder), kind), turns=200)
        say(f"| {kind} | {median(found):.1f} | {found[int(len(found) * 0.95)]:.1f} | {len(found)} |")


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    load = os.getloadavg()[0]
    return (
        f"{len(names)} cores ({names[0] if names else platform.machine()}), {platform.system()},"
        f" Python {platform.python_version()}, load {load:.1f} at the start."
    )


if __name__ == "__main__":
    sys.exit(main())
