"""The outbox: order within a chat, one claim a message, and a post in doubt that never goes out by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from models import delivery_queue, inbox, message_retention, messages, outbox_troubles, scope
from models.messages import InboxMessage, OutboxMessage
from models.outbox_states import State
from models.periods import PeriodRow
from tests.commune import Stand

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def queue(stand: Stand, chat: str, text: str, **more: object) -> None:
    fields = {"bot": "memory", "chat_id": chat, "purpose": "reply", "text": text, "created_at": NOW}
    with stand.store.transaction() as session:
        messages.queue(session, OutboxMessage(**fields, **more))


def claim(stand: Stand, at: datetime = NOW, limit: int = 10) -> list[str]:
    with stand.store.transaction() as session:
        return [row.text for row in delivery_queue.claim(session, at, LEASE, limit)]


def finish(stand: Stand, text: str, state: State = messages.SENT) -> None:
    with stand.store.transaction() as session:
        row = session.query(OutboxMessage).filter_by(text=text).one()
        row.state, row.lease_until = state, None


def test_one_chat_keeps_its_order(stand: Stand) -> None:
    """The second message waits until the first is done; other chats do not."""
    for chat, text in (("a", "a1"), ("a", "a2"), ("b", "b1")):
        queue(stand, chat, text)
    assert ["a1", "b1"] == claim(stand)
    assert [] == claim(stand)
    finish(stand, "a1")
    assert ["a2"] == claim(stand)


def test_a_message_that_must_wait_holds_its_chat(stand: Stand) -> None:
    """Backoff does not let a later message overtake."""
    queue(stand, "a", "a1", not_before=NOW + timedelta(minutes=1))
    queue(stand, "a", "a2")
    assert [] == claim(stand)
    assert ["a1"] == claim(stand, NOW + timedelta(minutes=2))


def test_a_dead_sender_s_message_is_taken_up_again(stand: Stand) -> None:
    """A lease runs out; a private message may then be sent a second time."""
    queue(stand, "a", "a1")
    assert ["a1"] == claim(stand)
    assert [] == claim(stand, NOW + LEASE / 2)
    assert ["a1"] == claim(stand, NOW + LEASE)


def test_a_post_in_doubt_is_never_sent_again_by_itself(stand: Stand) -> None:
    """Interrupted while sending, the leadership post becomes a question to an officer."""
    queue(stand, "group", "post", once=True)
    assert ["post"] == claim(stand)
    assert [] == claim(stand, NOW + LEASE)
    with stand.store.transaction() as session:
        assert ["post"] == [row.text for row in outbox_troubles.in_doubt(session)]


def test_the_same_key_is_queued_once(stand: Stand) -> None:
    """A job that runs again says nothing twice."""
    queue(stand, "a", "a1", key="k")
    queue(stand, "a", "a2", key="k")
    assert ["a1"] == claim(stand)


def plans(stand: Stand, ask: Callable[[Session], object]) -> list[str]:
    """How the database goes about what is read or changed of the outbox and the inbox, a line for each step."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        statements.append((statement, parameters))

    engine, explain = stand.store.engine, "EXPLAIN QUERY PLAN" if stand.store.is_sqlite else "EXPLAIN (COSTS OFF)"
    with stand.store.deployment_wide("plans are those of all communes") as session:
        event.listen(engine, "before_cursor_execute", note)
        ask(session)
        event.remove(engine, "before_cursor_execute", note)
        scope.widen(session, "plans are those of all communes")
        connection = session.connection()
        asked = [one for one in statements if re.search("(FROM|UPDATE) (outbox|inbox)", one[0])]
        return [row[-1] for one, given in asked for row in connection.exec_driver_sql(f"{explain} {one}", given)]


def test_what_was_sent_does_not_slow_down_what_is_to_be_sent(stand_on_file: Stand) -> None:
    """A claim reads the partial index of what waits, not the whole outbox."""
    plan = plans(stand_on_file, lambda session: delivery_queue.claim(session, NOW, LEASE, 10))
    assert {"SCAN outbox USING INDEX outbox_waiting", "SCAN outbox USING COVERING INDEX outbox_waiting"} & {*plan}


def test_what_was_told_does_not_slow_down_what_is_new(asked: Stand) -> None:
    """A tick reads the partial indexes of what nobody was told, however much of a week has been said."""
    with asked.context() as context:
        commune_id, period_id = context.commune.id, context.session.scalar(select(PeriodRow.id))
        row = {"bot": "memory", "chat_id": "a", "purpose": "post", "text": "x", "choices": [], "created_at": NOW}
        row |= {"state": State.SENT, "period_id": period_id, "once": True, "commune_id": commune_id}
        told = [row | {"key": f"post:{number}", "told_at": NOW} for number in range(2000)]
        context.session.execute(insert(OutboxMessage), [*told, row | {"key": "news", "told_at": None}])
    with asked.store.deployment_wide("a table is weighed whole") as session:
        session.connection().exec_driver_sql("ANALYZE")
        assert {commune_id} == outbox_troubles.with_news(session)
    plan = plans(asked, outbox_troubles.with_news)
    assert ["outbox_arrived", "outbox_troubled"] == re.findall(r"outbox_\w+", " ".join(plan))


def test_what_was_said_long_ago_does_not_slow_down_the_purge(asked: Stand) -> None:
    """In five years most messages have no words any more; a night goes through those that have."""
    at = {"created_at": NOW - timedelta(days=400)}
    with asked.context() as context:
        commune_id = context.commune.id
        row = {"bot": "memory", "chat_id": "a", "commune_id": commune_id}
        said = row | at | {"purpose": "reply", "choices": [], "state": State.SENT, "text": ""}
        heard = row | {"sender_id": "a", "kind": "text", "said_at": NOW, "received_at": NOW - timedelta(days=400)}
        context.session.execute(insert(OutboxMessage), [said | {"key": f"k{number}"} for number in range(2000)])
        context.session.execute(insert(InboxMessage), [heard | {"key": f"k{number}"} for number in range(2000)])
    with asked.store.deployment_wide("a table is weighed whole") as session:
        session.connection().exec_driver_sql("ANALYZE")

    def look(session: Session) -> None:
        scope.enter(session, commune_id)
        message_retention.forget_texts(session, NOW - timedelta(days=90))
        message_retention.forget_sent(session, NOW - timedelta(days=90))
        message_retention.hide(session, "ABCD-EFGH")
        inbox.hide_codes(session)
        messages.last_said_at(session, "memory", "a")
        messages.last_heard_at(session, "memory", "a")
        messages.was_heard(session, "memory", "a", "8", NOW, timedelta(hours=1))

    used = re.findall(r"(?:inbox|outbox)_\w+", " ".join(plans(asked, look)))
    words = ["inbox_words", "outbox_words", "outbox_words", "inbox_words", "outbox_words", "inbox_words", "inbox_words"]
    assert used[0].startswith("inbox_waiting")  # either index of what waits
    assert words == used[1:]


def test_an_update_is_received_once(stand: Stand) -> None:
    """A redelivered update is recognised by its key."""

    row = {"bot": "memory", "key": "7", "chat_id": "a", "sender_id": "a", "kind": "text"}

    def receive() -> set[tuple[str, str]]:
        with stand.context() as context:
            return inbox.store(context.session, [row | {"said_at": NOW, "received_at": NOW}])

    assert {("memory", "7")} == receive()
    assert set() == receive()


@pytest.mark.parametrize(("days", "kept"), [(89, True), (91, False)])
def test_private_texts_are_forgotten(stand: Stand, days: int, kept: bool) -> None:
    """After ninety days a text is gone; that a message came stays."""
    with stand.context() as context:
        received = NOW - timedelta(days=days)
        row = InboxMessage(
            bot="memory", key="7", chat_id="a", sender_id="a", kind="text", said_at=received, received_at=received
        )
        row.text = "xin chào"
        context.session.add(row)
    with stand.context() as context:
        message_retention.forget_texts(context.session, NOW - timedelta(days=90))
    with stand.store.transaction() as session:
        assert kept is (session.query(InboxMessage).one().text is not None)
