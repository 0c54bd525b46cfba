"""What can go wrong around the bot, each as something that begins, lasts while people answer, and ends."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from simulator import updates
from simulator.faults import Fault
from simulator.shapes import Json
from tests.crash import invariants
from tests.crash.harness import CrashHarness
from tests.crash.trial import Trial

Begun = Callable[[CrashHarness], Any]  # a context manager's function
_LONG = 600.0


@dataclass(frozen=True)
class Trouble:
    """`lasts` seconds while heads answer, and again while the week is posted where `hits_post`.

    `repeats` is how many messages to one person may come a second time: what the world took and did not own up to.
    """

    name: str
    begun: Begun
    lasts: float = 1.5
    hits_post: bool = True
    repeats: int = 0


@contextmanager
def network_cut(stage: CrashHarness) -> Iterator[None]:
    stage.wire.cut()
    yield
    stage.wire.mend()


@contextmanager
def network_silent(stage: CrashHarness) -> Iterator[None]:
    stage.wire.swallow()
    yield
    stage.wire.mend()


def failing(kind: str, times: int = 4, **more: Any) -> Begun:
    """The platform fails so many calls of each method that matters."""

    @contextmanager
    def begun(stage: CrashHarness) -> Iterator[None]:
        for method in ("sendMessage", "sendPhoto"):
            stage.world.faults.add(Fault(kind, method=method, times=times if method == "sendMessage" else 1, **more))
        if kind not in ("hang", "drop"):
            stage.world.faults.add(Fault(kind, method="getUpdates", times=1, **more))
        yield
        stage.world.faults.clear()

    return begun


@contextmanager
def updates_again_and_astray(stage: CrashHarness) -> Iterator[None]:
    """Every update comes three times, in whatever order: at once, and again when others have come since."""
    queue = stage.world.updates
    known: list[Json] = []

    async def poll(self: updates.Queue, offset: int, limit: int, seconds: float) -> list[Json]:
        found = await updates.Queue.poll(self, offset, limit, seconds)
        known.extend(one for one in found if one not in known)
        return [*reversed(found), *known[-limit:], *found]

    queue.poll = poll.__get__(queue)  # type: ignore[method-assign]  # the world misbehaves on purpose
    yield
    del queue.poll  # the class's own again


@contextmanager
def disk_full(stage: CrashHarness) -> Iterator[None]:
    """No file of the bot's may grow any more, as on a full disk; no root is needed for it."""
    biggest = max(path.stat().st_size for path in stage.folder.glob("thidua.db*"))
    hard = resource.prlimit(stage.pid, resource.RLIMIT_FSIZE)[1]
    journal = stage.folder / "thidua.db-wal"
    room = journal.stat().st_size if journal.exists() else 0
    resource.prlimit(stage.pid, resource.RLIMIT_FSIZE, (min(room, biggest) or 1, hard))
    yield
    resource.prlimit(stage.pid, resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def database_locked(stage: CrashHarness) -> Iterator[None]:
    """Another program holds the file for longer than anybody waits for it."""
    other = sqlite3.connect(stage.folder / "thidua.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def clock_set_back(stage: CrashHarness) -> Iterator[None]:
    """Both clocks: the one of deadlines and the machine's own."""
    with _clock_off(stage, -2):
        yield


@contextmanager
def clock_set_forward(stage: CrashHarness) -> Iterator[None]:
    with _clock_off(stage, 2):
        yield


@contextmanager
def _clock_off(stage: CrashHarness, hours: int) -> Iterator[None]:
    right = stage.clock.instant
    for chat in stage.heads[:2]:  # somebody's message is waiting when it happens
        stage.world.faults.add(Fault("429", method="sendMessage", chat=stage.ids[chat], retry_after=1))
    wrong = right.timestamp() + hours * 3600
    stage.at(f"{type(right).fromtimestamp(wrong, right.tzinfo):%Y-%m-%dT%H:%M}")
    (stage.folder / "skew").write_text(str(hours * 3600), encoding="utf-8")
    yield
    stage.at(f"{right:%Y-%m-%dT%H:%M}")
    (stage.folder / "skew").unlink()


@contextmanager
def process_stopped(stage: CrashHarness) -> Iterator[None]:
    os.kill(stage.pid, signal.SIGSTOP)
    yield
    os.kill(stage.pid, signal.SIGCONT)


@contextmanager
def database_corrupted(stage: CrashHarness) -> Iterator[None]:
    """The bot is killed, its file damaged, and started; then the last good copy is put back."""
    stage.kill()
    stage.set_database_aside()
    with (stage.folder / "thidua.db").open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for page in range(1, size // 4096):
            file.seek(page * 4096)
            file.write(b"\xa5" * 2048)
    stage.start()
    yield
    if not stage.is_dead():
        stage.kill()
    stage.put_database_back()
    stage.start()


TROUBLES = (
    Trouble("network cut", network_cut),
    Trouble("network silent", network_silent, lasts=6.5),
    Trouble("429 with retry_after", failing("429", retry_after=1)),
    Trouble("429 without retry_after", failing("429")),
    Trouble("500", failing("500")),
    Trouble("502, a page of HTML", failing("502")),
    Trouble("403, a page of HTML", failing("page", status=403)),
    Trouble("404, a page of HTML", failing("page", status=404)),
    Trouble("200, a page of HTML", failing("page", status=200)),
    Trouble("time-out before acceptance", failing("hang", seconds=_LONG), lasts=6.5),
    Trouble("time-out after acceptance", failing("drop", seconds=_LONG), lasts=6.5, repeats=4),
    Trouble("updates twice and out of order", updates_again_and_astray),
    Trouble("disk full", disk_full, lasts=3.0),
    Trouble("database locked", database_locked, lasts=12.0),
    Trouble("database corrupted", database_corrupted, lasts=3.0, hits_post=False),
    Trouble("clock set back two hours", clock_set_back, lasts=2.5, hits_post=False),
    Trouble("clock set forward two hours", clock_set_forward, lasts=2.5, hits_post=False),
    Trouble("process stopped", process_stopped, lasts=3.0),
)


def undergo(trouble: Trouble, stage: CrashHarness, note: Callable[[list[str]], None]) -> Trial:
    """A week with the trouble in it; `note` takes what is wrong while it lasts."""
    trial = Trial(stage)
    stage.spare.update(dict.fromkeys((*stage.heads, "hoa"), trouble.repeats))
    stage.at("2026-11-17T15:00")
    stage.start()
    trial.ask(47, ())
    with trouble.begun(stage):
        for who in stage.heads:
            trial.reply(who, 1)
        time.sleep(trouble.lasts)
        note(invariants.false_echoes(stage, trial.given))
    stage.rest(60)
    trial.answer(2, ())
    trial.answer(3, ())
    for instant in ("2026-11-19T14:00", "2026-11-19T19:00", "2026-11-20T07:30"):
        stage.at(instant)
        stage.rest(60)
    if trouble.hits_post:
        with trouble.begun(stage):
            stage.at("2026-11-20T09:00")
            _until_tried(stage)
            time.sleep(trouble.lasts)
    stage.at("2026-11-20T09:00")
    stage.rest(60)
    stage.at("2026-11-20T09:01")
    stage.rest(60)
    return trial


def _until_tried(stage: CrashHarness) -> None:
    """Until the post was on its way once, or could not even be queued: a busy machine draws its picture slowly."""
    until = time.monotonic() + 10
    query = "SELECT count(*) FROM outbox WHERE purpose = 'post' AND attempts > 0"
    while not stage.rows(query)[0][0] and time.monotonic() < until:
        time.sleep(0.05)


def week_without_power(stage: CrashHarness) -> Trial:
    """Dark from Wednesday noon to the next Wednesday evening, with half the answers given."""
    trial = Trial(stage)
    stage.at("2026-11-17T15:00")
    stage.start()
    trial.ask(47, ())
    trial.answer(1, ())
    stage.kill()
    before = {who: len(stage.texts(who)) for who in stage.heads}
    stage.at("2026-11-25T20:00")
    stage.start()
    stage.rest(60)
    heard = {who: len(stage.texts(who)) - before[who] for who in stage.heads}
    assert max(heard.values()) <= 1, f"after the week people got {heard} messages at once"
    stage.at("2026-11-26T08:00")
    stage.rest(60)
    return trial
