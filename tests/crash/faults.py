"""The program broken on purpose, each time in one of the ways that its design rules out."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, event, update
from sqlalchemy.orm import Session

from bot.channels.contract import Take
from bot.channels.telegram.channel import ReadUpdate, Telegram
from bot.inbox.round_robin import RoundRobin
from bot.inbox.turns import Turns
from models import figures, inbox, job_runs, messages, outbox_troubles
from models.figures import Figure
from models.messages import OutboxMessage

_CORRECTED = "values that wait for their history's commit"
_LATER = "messages that wait for the figure's commit"


def confirm_before_commit() -> None:
    """The update is confirmed to the platform before it is stored, as most bots do it."""
    store = Telegram._store

    async def confirm_first(self: Telegram, batch: Sequence[ReadUpdate], take: Take) -> None:
        if batch:
            await self.bot.get_updates(offset=batch[-1].number + 1, timeout=0)
        await store(self, batch, take)

    Telegram._store = confirm_first  # type: ignore[method-assign]  # to break it is the purpose


def post_as_anything_else() -> None:
    """A post is sent again after a crash like any message."""

    say = messages.say
    messages.say = lambda session, message: say(session, {**message, "once": False})


def answer_after_commit() -> None:
    """The reply gets a transaction of its own, after the one that keeps the figure."""

    def put_off(session: Session, message: Mapping[str, Any]) -> bool:
        session.info.setdefault(_LATER, []).append(OutboxMessage(**message))
        return True

    def catch_up(session: Session) -> None:
        waiting = [] if session.in_nested_transaction() else session.info.pop(_LATER, [])
        if waiting:
            with Session(session.get_bind()) as other, other.begin():
                other.add_all(waiting)

    messages.say = put_off
    event.listen(Session, "after_commit", catch_up)


def correct_after_commit() -> None:
    """A corrected figure gets its new value in a transaction of its own, after the one that keeps its history."""
    write = figures.write

    def write_later(
        session: Session, figure: Figure | None, place: figures.Place, answer: figures.Answer, saying: figures.Saying
    ) -> Figure:
        is_correction, before = figure is not None, figure.value if figure is not None else None
        written = write(session, figure, place, answer, saying)
        if is_correction:
            session.flush()
            session.connection().execute(update(Figure).where(Figure.id == written.id).values(value=before))
            session.info.setdefault(_CORRECTED, {})[written.id] = written.value
        return written

    def catch_up(session: Session) -> None:
        waiting = {} if session.in_nested_transaction() else session.info.pop(_CORRECTED, {})
        if waiting:
            with Session(session.get_bind()) as other, other.begin():
                for figure_id, value in waiting.items():
                    other.get_one(Figure, figure_id).value = value

    figures.write = write_later
    event.listen(Session, "after_commit", catch_up)


def forget_what_was_seen() -> None:
    """Every delivery of an update counts as a new one."""

    store = inbox.store

    def again(session: Session, rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
        return store(session, [{**row, "key": f"{row['key']}-{secrets.token_hex(4)}"} for row in rows])

    store_answered = inbox.store_answered
    inbox.store = again
    inbox.store_answered = lambda session, rows: {
        (bot, key.rpartition("-")[0])
        for bot, key in store_answered(
            session, [{**row, "key": f"{row['key']}-{secrets.token_hex(4)}"} for row in rows]
        )
    }


def take_out_before_answering() -> None:
    """An update leaves the line in a transaction of its own, before the one that answers it."""
    answer, next_in_line = Turns._answer_together, inbox.next_in_line

    def answer_later(self: Turns, batch: list[Row[Any]]) -> bool:
        with self._alone() as session:
            taken = next_in_line(session, self._context(session).bots, len(FAULTS))
            inbox.settle(session, [row.id for row in taken])
        inbox.next_in_line = lambda *_: taken
        return answer(self, batch)

    RoundRobin.answers_at_once = lambda _: None  # type: ignore[assignment,method-assign]  # likewise
    Turns._answer_together = answer_later  # type: ignore[method-assign]  # likewise


def forget_what_was_done() -> None:
    """No job is claimed: what is due is done again at every tick."""
    job_runs.claim = lambda *_: True
    job_runs.claimed = lambda *_: set()
    job_runs.claimed_in = lambda *_: {}
    job_runs.claim_in = lambda *_: None


def ask_nobody() -> None:
    """A post in doubt is left to itself."""
    outbox_troubles.in_doubt = lambda session: []


FAULTS: dict[str, Callable[[], None]] = {
    "confirmed before commit": confirm_before_commit,
    "post sent again": post_as_anything_else,
    "answer after commit": answer_after_commit,
    "correction after commit": correct_after_commit,
    "inbox key not checked": forget_what_was_seen,
    "jobs not claimed": forget_what_was_done,
    "doubt not told": ask_nobody,
    "out of the line before its answer": take_out_before_answering,
}
