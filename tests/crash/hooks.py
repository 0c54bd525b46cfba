"""What the tests hold of a program that was started as README says, and of which the program knows nothing.

Before it starts (`tests.forge`) it is changed from outside, by files in one folder: `clock` holds the time, `skew` by
how many seconds the machine's own clock is wrong, `kill`, "claimed/post/1", arms a kill: the moment, what is under way,
at which passing; `stop` where it is to stand still (`tests.crash.stops`); a dot goes to `ticks` whenever all jobs were
tried. Everything else is chosen by settings.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot import app, clock
from bot.channels.contract import Outcome, Outgoing, Sent
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo.channel import Zalo
from bot.inbox.round_robin import RoundRobin
from bot.outbox import delivery, outcomes
from handlers import dispatch
from handlers.turn import Turn
from models import inbox, messages
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from tests.crash import faults, stops

TURN, POST, ROLL_UP = "turn", "post", "roll-up"
BEFORE_STORING, STORED = "before storing", "stored"  # an update, which is confirmed and then answered
ANSWERING = "answering"  # in the middle of its turn
BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED = "before commit", "after commit", "claimed", "accepted"
_ABOVE = "TỔNG HỢP LIÊN XÃ"  # how a roll-up's post begins
_KIND, _TURNS, _STORED = "what is under way", "how many turns are", "how many updates are stored"


def install(folder: Path, fault: str = "") -> None:
    """Hook everything to the files of `folder`; `fault` names a part of `tests.crash.faults` that is broken too."""
    if fault:
        faults.FAULTS[fault]()
    reaper = Reaper(folder / "kill")
    watch_commits(reaper)
    watch_sending(Telegram, reaper, lambda message: message.picture is not None and message.chat_id.startswith("-"))
    watch_sending(Zalo, reaper, lambda message: message.chat_id.endswith("b"))  # how the simulator writes a group's id
    set_clock(folder / "clock")
    set_machine_clock(folder / "skew")
    count_ticks(folder / "ticks")
    stops.install(folder / "stop")


class Reaper:
    """Counts how often an armed moment is passed, and kills the process at the passing that was ordered."""

    def __init__(self, order: Path) -> None:
        self._order = order
        self._passed = 0

    def is_armed(self, moment: str) -> bool:
        """Whether the kill that is ordered is at this moment."""
        return self._order.exists() and self._order.read_text(encoding="utf-8").startswith(f"{moment}/")

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
    """Before and after the commit of updates, of turns, or of what queues the post; savepoints do not count."""
    real, said, at_once = dispatch.dispatch, messages.say, RoundRobin.answers_at_once
    queued = messages.queue

    def take_turn(turn: Turn) -> None:
        reaper.passes(ANSWERING, TURN)
        turn.session.info.setdefault(_KIND, TURN)
        turn.session.info[_TURNS] = turn.session.info.get(_TURNS, 0) + 1
        real(turn)

    def receiving(store: Callable[[Session, Sequence[Mapping[str, Any]]], set[tuple[str, str]]]) -> Any:
        def receive(session: Session, rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
            session.info[_STORED] = len(rows)
            return store(session, rows)

        return receive

    def say(session: Session, message: Mapping[str, Any]) -> bool:
        if message["purpose"] == "post":
            session.info[_KIND] = POST
        return said(session, message)

    def queue(session: Session, row: OutboxMessage) -> bool:
        if row.purpose is Purpose.ROLL_UP:
            session.info[_KIND] = ROLL_UP
        return queued(session, row)

    def before(session: Session) -> None:
        if not session.in_nested_transaction():
            session.flush()  # everything is written, nothing is kept
            if _STORED in session.info:
                reaper.passes(BEFORE_STORING, TURN, session.info[_STORED])
            if _KIND in session.info:
                reaper.passes(BEFORE_COMMIT, session.info[_KIND], session.info.get(_TURNS, 1))

    def after(session: Session) -> None:
        if session.in_nested_transaction():
            return
        if _STORED in session.info:
            reaper.passes(STORED, TURN, session.info.pop(_STORED))
        if _KIND in session.info:
            reaper.passes(AFTER_COMMIT, session.info.pop(_KIND), session.info.pop(_TURNS, 1))

    dispatch.dispatch, messages.say, messages.queue = take_turn, say, queue
    # Between an update and its answer only a process can die that has stored it before.
    RoundRobin.answers_at_once = lambda self: None if reaper.is_armed(STORED) else at_once(self)  # type: ignore[method-assign]
    inbox.store, inbox.store_answered = receiving(inbox.store), receiving(inbox.store_answered)
    event.listen(Session, "before_commit", before)
    event.listen(Session, "after_commit", after, insert=True)  # before whatever else listens


def watch_sending(channel: type[Telegram] | type[Zalo], reaper: Reaper, is_post: Callable[[Outgoing], bool]) -> None:
    """Before a real channel sends, and after the platform accepted."""
    real: Callable[[Any, Outgoing], Awaitable[Outcome]] = channel.send

    async def send(self: Any, message: Outgoing) -> Outcome:
        what = ROLL_UP if message.text.startswith(_ABOVE) else POST if is_post(message) else TURN
        reaper.passes(CLAIMED, what)
        outcome = await real(self, message)
        if isinstance(outcome, Sent):
            reaper.passes(ACCEPTED, what)
        return outcome

    channel.send = send  # type: ignore[method-assign]  # it is hooked from outside


def set_clock(path: Path) -> None:
    """The time by which people and jobs go stands in a file, so that it lives through a kill."""

    def now(_self: clock.RealClock) -> datetime:
        return datetime.fromisoformat(path.read_text(encoding="utf-8"))

    clock.RealClock.now = now  # type: ignore[assignment,method-assign]  # likewise


def set_machine_clock(path: Path) -> None:
    """Let the machine's own clock, by which leases and waits go, be wrong by the seconds that stand in a file."""

    class Skewed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # it gives the plain class
            skew = float(path.read_text(encoding="utf-8")) if path.exists() else 0.0
            return datetime.now(tz) + timedelta(seconds=skew)

    clock.datetime = delivery.datetime = outcomes.datetime = Skewed  # type: ignore[attr-defined]  # to be wrong is the purpose


def count_ticks(path: Path) -> None:
    """So that the test sees when all jobs were tried."""
    tick = app.Program.tick

    async def count(self: app.Program, at: datetime | None = None) -> dict[str, int]:
        done = await tick(self, at)
        with path.open("a", encoding="utf-8") as file:
            file.write(".")
        return done

    app.Program.tick = count  # type: ignore[method-assign]  # likewise
