"""Who may send a message, and until when: processes that stand still, clocks that are set, databases that are away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import bootstrap, clock, process_lock, settings
from bot.channels.contract import Outcome, Outgoing, Rejected, Sent, Unknown
from bot.channels.memory import Memory
from bot.operator_error import OperatorError
from bot.outbox import delivery, outcomes
from bot.outbox.delivery import Delivery
from models import delivery_queue, messages
from models.database import Store
from models.messages import OutboxMessage
from tests.commune import Stand
from tests.patience import LAST_RESORT

LEASE = timedelta(seconds=90)


def queue(stand: Stand, **more: object) -> int:
    fields = {"bot": "memory", "chat_id": "a", "purpose": "reply", "text": "x", "created_at": stand.clock.now()}
    with stand.store.transaction() as session:
        row = OutboxMessage(**(fields | more))
        messages.queue(session, row)
        session.flush()
        return row.id


def claim(stand: Stand, now: datetime) -> list[OutboxMessage]:
    with stand.store.transaction() as session:
        return list(delivery_queue.claim(session, now, LEASE, 5))


def state(stand: Stand, row_id: int) -> str:
    with stand.store.transaction() as session:
        return session.get_one(OutboxMessage, row_id).state


def end(stand: Stand, row: OutboxMessage, outcome: Outcome) -> None:
    with stand.store.transaction() as session:
        outcomes.record(session, row.id, outcome, lease=row.lease_until)


@pytest.mark.parametrize("outcome", [Unknown("time-out"), Rejected("503"), Rejected("too long", is_final=True)])
def test_a_sender_that_lost_its_lease_no_longer_decides(stand: Stand, outcome: Outcome) -> None:
    """Stopped for two minutes and waking up, it must not put back what another process is sending."""
    now = datetime.now(UTC)
    queue(stand)
    (slow,) = claim(stand, now)
    (quick,) = claim(stand, now + LEASE)
    end(stand, slow, outcome)
    assert messages.SENDING == state(stand, slow.id)
    end(stand, quick, Sent("1"))
    end(stand, slow, outcome)
    assert messages.SENT == state(stand, slow.id)


def test_that_a_post_in_doubt_did_arrive_counts_whenever_it_is_heard(stand: Stand) -> None:
    """The officer was asked meanwhile; the late word of the platform settles it."""
    now = datetime.now(UTC)
    queue(stand, once=True)
    (slow,) = claim(stand, now)
    assert [] == claim(stand, now + LEASE)
    assert messages.UNKNOWN == state(stand, slow.id)
    end(stand, slow, Sent("1"))
    assert messages.SENT == state(stand, slow.id)


def test_that_a_plain_message_was_sent_is_written_down_like_any_other(stand: Stand) -> None:
    """In one statement for all of them, beside one that concerns more than its row, and after a try that failed."""
    queue(stand, chat_id="a", error="503")
    queue(stand, chat_id="b", error="503")
    queue(stand, chat_id="c", purpose="group")
    one, other, public = claim(stand, datetime.now(UTC))
    end(stand, one, Sent("7", "without its picture"))
    unrecorded = outcomes.Unrecorded({})
    unrecorded.add(outcomes.Ended(other.id, Sent("7", "without its picture"), other.lease_until, is_plain=True))
    unrecorded.add(outcomes.Ended(public.id, Rejected("too long", is_final=True), public.lease_until))
    with unrecorded.recording(stand.store) as session:
        assert 1 == session.get_one(OutboxMessage, other.id).attempts == other.attempts
    assert [] == unrecorded.rows()
    assert messages.GIVEN_UP == state(stand, public.id)
    with stand.store.transaction() as session:
        rows = [{**vars(session.get_one(OutboxMessage, row.id))} for row in (one, other)]
    for row in rows:
        del row["_sa_instance_state"], row["id"], row["chat_id"]
        assert abs(row.pop("sent_at") - datetime.now(UTC)) < LEASE
    assert rows[0] == rows[1]
    assert messages.SENT == rows[0]["state"]


async def test_a_process_that_stood_still_sends_nothing_any_more(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lease may be over: it asks the clock that runs through sleep and stops before the first byte leaves."""
    queue(stand)
    channel = Memory()
    seconds = clock.running()
    with ThreadPoolExecutor(1) as executor:
        sender = Delivery(stand.store, {"memory": channel}, executor)
        (row,) = claim(stand, datetime.now(UTC))
        monkeypatch.setattr(clock, "running", lambda: seconds + 120)
        await sender._carry(row, seconds)
        await sender.drain()
    assert [] == channel.sent
    assert messages.PENDING == state(stand, row.id)


async def test_a_process_that_stood_still_in_its_claim_sends_nothing_either(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It woke up with the claim done and counted the lease from then: another one had sent the message meanwhile."""
    queue(stand)
    real, seconds, counted = delivery_queue.claim, clock.running(), []
    carried = asyncio.Event()

    def claim_and_stand_still(*given: Any) -> Any:
        found = real(*given)
        monkeypatch.setattr(clock, "running", lambda: seconds + 120)
        return found

    async def carry(_sender: Delivery, _row: OutboxMessage, claimed_at: float) -> None:
        counted.append(claimed_at - seconds)
        carried.set()

    monkeypatch.setattr(Delivery, "_carry", carry)
    monkeypatch.setattr(delivery_queue, "claim", claim_and_stand_still)
    monkeypatch.setattr(clock, "running", lambda: seconds)
    with ThreadPoolExecutor(1) as executor:
        running = asyncio.create_task(Delivery(stand.store, {"memory": Memory()}, executor).run())
        async with asyncio.timeout(LAST_RESORT):
            await carried.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert [0.0] == counted


def test_a_lease_from_before_the_clock_was_set_back_has_ended(stand: Stand) -> None:
    """Set back by two hours, a dead process's lease would otherwise run for two hours more."""
    now = datetime.now(UTC)
    queue(stand)
    assert 1 == len(claim(stand, now))
    assert [] == claim(stand, now + LEASE / 2)
    assert 1 == len(claim(stand, now - timedelta(hours=2)))


def test_a_wait_from_before_the_clock_was_set_back_by_much_has_ended(stand: Stand) -> None:
    """Found at a start, when nobody can say by how much the clock was wrong."""
    now = datetime.now(UTC)
    queue(stand, not_before=now + timedelta(days=1))
    assert 1 == len(claim(stand, now))


async def test_a_clock_set_back_does_not_make_a_message_wait(
    stand_on_file: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an hour back: what had to wait for five more seconds waits for five more seconds."""
    due = datetime.now(UTC) + timedelta(seconds=5)
    row_id = queue(stand_on_file, not_before=due)
    seconds = clock.running()
    with ThreadPoolExecutor(1) as executor:
        sender = Delivery(stand_on_file.store, {"memory": Memory()}, executor)
        monkeypatch.setattr(clock, "running", lambda: seconds + 1800)  # to it, the other clock went back
        with stand_on_file.store.transaction() as session:
            sender._look_around(session)
    with stand_on_file.store.transaction() as session:
        moved = session.get_one(OutboxMessage, row_id).not_before
    assert moved is not None
    assert abs((due - timedelta(minutes=30) - moved).total_seconds()) < 1


class Away(Store):
    """A real database that is away for a while."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand.store.engine)
        self.faults = 0

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        if self.faults:
            self.faults -= 1
            raise OperationalError("COMMIT", {}, Exception("database or disk is full"))
        with super().transaction() as session:
            yield session


class Leaving(Memory):
    """The database goes away while a message is on its way."""

    store: Away

    async def send(self, message: Outgoing) -> Outcome:
        self.store.faults = 2
        return await super().send(message)


async def test_what_became_of_a_message_is_recorded_when_the_database_is_back(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left to the lease it would be sent again, every minute and a half for as long as the disk is full."""
    monkeypatch.setattr(delivery, "_IDLE_SECONDS", 0.05)
    row_id = queue(stand)
    store, channel = Away(stand), Leaving()
    channel.store = store
    with ThreadPoolExecutor(1) as executor:
        sender = Delivery(store, {"memory": channel}, executor)
        running = asyncio.create_task(sender.run())
        async with asyncio.timeout(LAST_RESORT):
            while messages.SENT != state(stand, row_id):  # noqa: ASYNC110  a row has no event to wait for
                await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert ["x"] == [message.text for message in channel.sent]
    assert messages.SENT == state(stand, row_id)


class Mute(Memory):
    """A platform that takes every message and never says so."""

    async def send(self, message: Outgoing) -> Outcome:
        self.sent.append(message)
        await asyncio.Event().wait()
        raise AssertionError("nothing ends this wait but a cancellation")


@pytest.mark.parametrize("picture", [None, b"png"], ids=["words", "a picture"])
async def test_a_call_without_an_answer_ends_before_its_lease(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, picture: bytes | None
) -> None:
    """Else another process would send what this one is still sending: then it is in doubt."""
    row_id = queue(stand)
    channel, seconds = Mute(), clock.running()
    with ThreadPoolExecutor(1) as executor:
        sender = Delivery(stand.store, {"memory": channel}, executor, lease_seconds=90)
        outcome = await sender._call(channel, Outgoing("a", "x", picture=picture), seconds - 80.9)
        assert isinstance(outcome, Unknown)
        (row,) = claim(stand, datetime.now(UTC))
        end(stand, row, outcome)
    with stand.store.transaction() as session:
        row = session.get_one(OutboxMessage, row_id)
        assert (messages.PENDING, 1, 1) == (row.state, row.doubts, len(channel.sent))


def waits(stand: Stand, outcome: Unknown, *, lease_seconds: float = 90.0) -> list[float]:
    """Seconds until each further attempt of a message that is in doubt every time, until it is given up."""
    row_id = queue(stand)
    found: list[float] = []
    while state(stand, row_id) == messages.PENDING:
        with stand.store.transaction() as session:
            now = datetime.now(UTC)
            outcomes.record(session, row_id, outcome, lease_seconds=lease_seconds)
            row = session.get_one(OutboxMessage, row_id)
            if row.not_before is not None and row.state == messages.PENDING:
                found.append(round((row.not_before - now).total_seconds()))
    return found


def test_a_message_in_doubt_is_tried_again_later_and_later(stand: Stand) -> None:
    """Without any answer four times more within two hours; after an error that proves nothing the first is at once."""
    assert [45, 225, 1125, 5625] == waits(stand, Unknown("no answer"))
    assert [2, 10, 50, 250, 1250, 6250] == waits(stand, Unknown("502", is_answered=True))


def test_a_doubt_counts_for_itself(stand: Stand) -> None:
    """A night without a network, of which every attempt certainly failed, does not use up the tries of a doubt."""
    row_id = queue(stand)
    with stand.store.transaction() as session:
        session.get_one(OutboxMessage, row_id).attempts = 150
        outcomes.record(session, row_id, Unknown("no answer"))
    assert messages.PENDING == state(stand, row_id)


def test_no_schema_is_changed_under_a_running_bot(tmp_path: Path) -> None:
    """On an SQLite file: the older program would not know the new columns."""
    file = tmp_path / "thidua.db"
    chosen = settings.Settings(_env_file=None, database_url=f"sqlite:///{file}")  # type: ignore[call-arg, arg-type]  # the library's ways
    with process_lock.hold(chosen):
        bootstrap.open_store(chosen).close()  # a process does not stand in its own way
    file.unlink()
    with (file.parent / "thidua.db.lock").open("w") as other:
        process_lock.lock(other)
        with pytest.raises(OperatorError, match="xin dừng nó trước"):
            bootstrap.open_store(chosen)
