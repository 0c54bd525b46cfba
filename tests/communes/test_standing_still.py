"""Another process stands still in the middle of a transaction: of other communes nobody waits for it, or not for long.

Real processes are stopped in `tests.chaos.test_stopped`; here the other one is a second store on the same database.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.channels.contract import Rejected
from bot.inbox.crash_marker import DEATHS, CrashMarker
from bot.inbox.round_robin import RoundRobin
from bot.inbox.turns import Turns
from bot.outbox import outcomes
from handlers import dispatch
from handlers.turn import Turn
from models import delivery_queue, inbox, job_runs, key_values, messages
from models.database import NOBODY, Store
from models.messages import InboxMessage, OutboxMessage
from models.people import Account
from tests.communes.province import BOT, Province
from tests.communes.test_locks import only_the_other_is_answered, stored

_THEN = datetime(2026, 11, 17, tzinfo=UTC)
_UPDATE = {"bot": BOT, "key": "1", "chat_id": "1", "sender_id": "1", "kind": "text", "text": "", "payload": {},
           "said_at": _THEN, "received_at": _THEN}  # fmt: skip
AFTER = text("SHOW idle_in_transaction_session_timeout")


def queue(province: Province, key: str, **more: Any) -> int:
    with province.store.deployment_wide("a message is queued") as session:
        fields = {"bot": BOT, "chat_id": f"{key}-chat", "purpose": "note", "text": "x"} | more
        row = OutboxMessage(commune_id=province.ids[key], created_at=province.clock.now(), **fields)
        messages.queue(session, row)
        session.flush()
        return row.id


def claim(session: Session) -> list[int]:
    now = datetime.now(UTC)
    return [row.id for row in delivery_queue.claim(session, now, timedelta(seconds=90), 5)]


def test_what_others_wait_for_is_broken_off_soon(province: Province) -> None:
    """Storing updates, and what is nobody's: four seconds instead of thirty; said with the lock, not after it."""
    said: list[str] = []
    event.listen(province.store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with province.store.deployment_wide("updates are stored") as session:
        inbox.store(session, [{**_UPDATE, "commune_id": province.ids["a"]}])
        assert "4s" == session.scalar(AFTER)
    with province.store.alone(NOBODY, 0) as session:
        assert ("4s", "1s") == (session.scalar(AFTER), session.scalar(text("SHOW lock_timeout")))
    locks = [words for words in said if "advisory_xact_lock" in words]
    assert [True] * 2 == ["set_config" in words for words in locks]


def test_behind_a_statement_for_many_rows_the_server_counts_too(province: Province) -> None:
    """As the last one of a batch of communes is: it was never broken off, whatever the server had been told."""
    ids = sorted(province.ids.values())
    with pytest.raises(DBAPIError, match="idle-in-transaction"), province.everything() as session:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '100ms'"))
        job_runs.claim_in(session, ids, "draft", _THEN, "*", _THEN)
        time.sleep(0.4)
        session.execute(text("SELECT 1"))


@pytest.mark.usefixtures("soon")
def test_what_is_being_claimed_is_passed_over(province: Province, other: Store) -> None:
    """The other process took a message and stands still before its commit: everybody else's leave."""
    mine, theirs = queue(province, "b"), queue(province, "a")
    with other.deployment_wide("another process claims") as session:
        session.execute(text(f"UPDATE outbox SET state = 'sending' WHERE id = {theirs}"))  # noqa: S608  a number
        with province.store.deployment_wide("this one claims") as here:
            found = claim(here)
    assert mine in found
    assert theirs not in found


@pytest.mark.usefixtures("soon")
def test_an_outcome_that_a_turn_stands_in_the_way_of_holds_up_itself(province: Province, other: Store) -> None:
    """The person has blocked the bot, and the other process has their account's row; it is written down afterwards."""
    blocked, waiting = queue(province, "a", chat_id="a-son"), queue(province, "b")
    unrecorded = outcomes.Unrecorded({})
    gone = Rejected("blocked", is_final=True, is_blocked=True)
    with other.deployment_wide("a turn stands still") as session:
        session.scalars(select(Account).where(Account.external_id == "a-son")).one().blocked_at = province.clock.now()
        session.flush()
        unrecorded.add(outcomes.Ended(blocked, gone, None))
        with pytest.raises(Exception, match="lock timeout"), unrecorded.recording(province.store) as here:
            here.flush()
        with unrecorded.recording(province.store) as here:
            assert waiting in claim(here)
        assert [blocked] == unrecorded.rows()
    with unrecorded.recording(province.store):
        pass
    assert [] == unrecorded.rows()


@pytest.mark.usefixtures("soon")
def test_a_message_that_stumbles_does_not_wait_for_its_commune(
    province: Province, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried by itself it met the other process's lock, and the one thread that answers waited with it."""
    stored(province, "a", "b")
    together = Turns._answer_together

    def stumble(self: Turns, batch: list[Any]) -> bool:
        if self._commune() != province.ids["a"]:
            return together(self, batch)
        with self._store.transaction() as session:
            batch += self._next(self._context(session), 1)
        raise ValueError

    monkeypatch.setattr(Turns, "_answer_together", stumble)
    with other.alone(province.ids["a"]) as session:
        session.execute(text("SELECT 1"))
        only_the_other_is_answered(province)
    province.intake.answer_all()
    assert {"a-son"} == {row.chat_id for row in province.heard()}


@pytest.mark.usefixtures("soon")
def test_a_deadly_message_of_a_busy_commune_holds_up_nobody(province: Province, other: Store, tmp_path: Path) -> None:
    """It is set aside when its commune is free again, and not answered before."""
    stored(province, "a", "b")
    with province.everything() as session:
        waiting = select(InboxMessage.id).where(InboxMessage.queue_round.is_not(None))
        deadly = session.scalars(waiting.where(InboxMessage.commune_id == province.ids["a"])).one()
    begun = []  # turns that nothing ends
    for _ in range(DEATHS):
        begun.append(CrashMarker(tmp_path / "answering").turn(deadly))
        begun[-1].__enter__()
    marker = CrashMarker(tmp_path / "answering")
    answering = RoundRobin(province.store, province.communes, province.clock, marker=marker)
    with other.alone(province.ids["a"]) as session:
        session.execute(text("SELECT 1"))
        while answering.answer():
            pass
        assert {"b-son"} == {row.chat_id for row in province.heard()}
    while answering.answer() or marker.deadly:
        pass
    with province.everything() as session:
        assert "the process died of it" == session.get_one(InboxMessage, deadly).fault


def test_a_connection_that_breaks_in_a_turn_is_no_fault_of_the_message(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ended the transaction of a process that stood still: the message waits, and nobody apologises."""
    stored(province, "a")
    real, breaks = dispatch.dispatch, [True, True]

    def break_off(turn: Turn) -> None:
        if breaks:
            breaks.pop()
            mine = turn.session.scalar(text("SELECT pg_backend_pid()"))
            with province.everything() as session:
                session.execute(text(f"SELECT pg_terminate_backend({mine})"))
        real(turn)

    monkeypatch.setattr(dispatch, "dispatch", break_off)
    with pytest.raises(Exception, match="terminating connection"):
        province.intake._round_robin.answer()
    province.intake.answer_all()
    (answer,) = province.heard()
    assert "xin lỗi" not in answer.text.lower()
    with province.everything() as session:
        assert [] == session.scalars(select(InboxMessage.id).where(InboxMessage.fault.is_not(None))).all()


def test_two_processes_write_the_same_for_the_first_time(province: Province, other: Store) -> None:
    """Both keep what they have, and the last one is read; one of them failed in its whole transaction, or its start."""

    def write() -> None:
        with province.store.transaction() as session:
            key_values.put(session, "of both", "mine")

    with ThreadPoolExecutor(1) as apart:
        with other.transaction() as session:
            key_values.put(session, "of both", "theirs")
            session.flush()
            writing = apart.submit(write)
            time.sleep(0.1)
            assert not writing.done()
        writing.result()
    with province.store.transaction() as session:
        assert "mine" == key_values.get(session, "of both")
