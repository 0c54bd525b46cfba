"""The real bot as a process of its own, which kills itself where a file tells it to: the program knows nothing of it.

Every bot is a fresh process, built from its settings; it is forked from one that has done the imports, to save time.
`python -m tests.crash.runner FOLDER ADDRESS [FAULT]` runs on FOLDER/thidua.db against the simulator at ADDRESS, by the
time that stands in FOLDER/clock, and writes a dot to FOLDER/ticks whenever all jobs were tried. FOLDER/kill,
"claimed/post/1", arms a kill: the moment, what is under way, at which passing. FAULT names a part of
`tests.crash.faults` that is broken on purpose.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from bot import app, clock, delivery, house, logs, outcomes
from bot.channels.contract import Channel, Outcome, Outgoing, Sent
from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.settings import Settings
from handlers.capability import UNHURRIED, Quota
from models.messages import Inbound, Outbound
from tests.crash import faults
from tests.stage import TOKEN, ZALO_TOKEN

TURN, POST = "turn", "post"
BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED = "before commit", "after commit", "claimed", "accepted"
_KIND, _TURNS = "what is under way", "how many turns are"


class FileClock:
    """The time that stands in a file, so that it lives through a kill."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text(encoding="utf-8"))


class Reaper:
    """Counts how often an armed moment is passed, and kills the process at the passing that was ordered."""

    def __init__(self, order: Path) -> None:
        self._order = order
        self._passed = 0

    def passes(self, moment: str, what: str, times: int = 1) -> None:
        """`times` is how many pass together: the turns of one transaction."""
        if not self._order.exists():
            return
        wanted, kind, passing = self._order.read_text(encoding="utf-8").split("/")
        if (moment, what) != (wanted, kind):
            return
        self._passed += times
        if self._passed >= int(passing):
            self._order.unlink()
            os.kill(os.getpid(), signal.SIGKILL)


def watch_commits(reaper: Reaper) -> None:
    """Before and after the commit of a turn, or of the transaction that queues the post; savepoints do not count."""

    def receive(state: ORMExecuteState) -> None:
        if state.is_insert and getattr(state.statement, "table", None) is Inbound.__table__:
            state.session.info.setdefault(_KIND, TURN)
            state.session.info[_TURNS] = state.session.info.get(_TURNS, 0) + 1

    def note(session: Session, _context: UOWTransaction) -> None:
        if any(isinstance(row, Outbound) and row.purpose == "post" for row in session.new):
            session.info[_KIND] = POST

    def before(session: Session) -> None:
        if not session.in_nested_transaction():
            session.flush()  # everything is written, nothing is kept
            if _KIND in session.info:
                reaper.passes(BEFORE_COMMIT, session.info[_KIND], session.info.get(_TURNS, 1))

    def after(session: Session) -> None:
        if not session.in_nested_transaction() and _KIND in session.info:
            reaper.passes(AFTER_COMMIT, session.info.pop(_KIND), session.info.pop(_TURNS, 1))

    event.listen(Session, "do_orm_execute", receive)
    event.listen(Session, "after_flush", note)
    event.listen(Session, "before_commit", before)
    event.listen(Session, "after_commit", after, insert=True)  # before whatever else listens


class Watched(Telegram):
    """The real channel, watched before it sends and after the platform accepted."""

    reaper: Reaper

    async def send(self, message: Outgoing) -> Outcome:
        what = POST if message.picture is not None and message.chat_id.startswith("-") else TURN
        self.reaper.passes(CLAIMED, what)
        outcome = await super().send(message)
        if isinstance(outcome, Sent):
            self.reaper.passes(ACCEPTED, what)
        return outcome


class WatchedZalo(Zalo):
    """The other real channel, watched likewise."""

    reaper: Reaper

    async def send(self, message: Outgoing) -> Outcome:
        what = POST if message.chat_id.endswith("b") else TURN  # how the simulator writes a group's id
        self.reaper.passes(CLAIMED, what)
        outcome = await super().send(message)
        if isinstance(outcome, Sent):
            self.reaper.passes(ACCEPTED, what)
        return outcome


def channels(folder: Path, address: str) -> list[Channel]:
    """Those that stand in FOLDER/house.json, watched by one reaper."""
    reaper = Reaper(folder / "kill")
    named = json.loads((folder / "house.json").read_text(encoding="utf-8"))["messengers"]
    made: list[Watched | WatchedZalo] = []
    if "telegram" in named:
        made.append(Watched(TOKEN, address, pace=UNHURRIED))
    if "zalo" in named:
        made.append(WatchedZalo(ZALO_TOKEN, f"{address}/zalo", Quota("2000", 3000, 50), pace=0.0))
    for one in made:
        one.reaper = reaper
    watch_commits(reaper)
    return list(made)


def set_machine_clock(path: Path) -> None:
    """Let the machine's own clock, by which leases and waits go, be wrong by the seconds that stand in a file."""

    class Skewed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # it gives the plain class
            skew = float(path.read_text(encoding="utf-8")) if path.exists() else 0.0
            return datetime.now(tz) + timedelta(seconds=skew)

    clock.datetime = delivery.datetime = outcomes.datetime = Skewed  # type: ignore[attr-defined]  # to be wrong is the purpose


async def run(folder: Path, address: str) -> None:
    settings = Settings(  # type: ignore[call-arg]  # the library's own way to leave .env out
        _env_file=None,
        telegram_bot_token=TOKEN,  # type: ignore[arg-type]  # the library makes a secret of it
        telegram_api_url=address,
        database_url=f"sqlite:///{folder / 'thidua.db'}",  # type: ignore[arg-type]  # likewise
        tick_seconds=0.2,
    )
    set_machine_clock(folder / "skew")
    program = app.build(settings, clock=FileClock(folder / "clock"), channels=channels(folder, address))
    tick, ticks = program.tick, folder / "ticks"

    async def count() -> dict[str, int]:
        done = await tick()
        with ticks.open("a", encoding="utf-8") as file:
            file.write(".")
        return done

    program.tick = count  # type: ignore[assignment,method-assign]  # so that the test sees when all jobs were tried
    await program.run(asyncio.Event())


def serve(folder: Path, address: str) -> None:
    """Fork a bot for every line on standard input and wait for its end; the imports are paid for once."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(run(folder, address))
            except house.HouseError:
                os._exit(2)  # it refuses to start, and has said why
            os._exit(0)
        (folder / "pid").write_text(str(child), encoding="utf-8")
        _, status = os.waitpid(child, 0)
        (folder / "pid").unlink()
        (folder / "end").write_text(str(os.waitstatus_to_exitcode(status)), encoding="utf-8")


if __name__ == "__main__":
    logs.configure("ERROR")
    logging.getLogger("apscheduler").setLevel("ERROR")  # it complains of every tick that takes its time
    if len(sys.argv) > 3:
        faults.FAULTS[sys.argv[3]]()
    serve(Path(sys.argv[1]), sys.argv[2])
