"""What becomes of a message that the platform refuses: a private one is dropped, the post is an officer's to decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.contract import Outcome, Rejected
from bot.outbox import outcomes
from models import groups, messages
from models.messages import OutboxMessage
from services.inbound import Kind
from tests.commune import Stand

KICKED = Rejected("bot was kicked from the group chat", is_final=True, is_blocked=True)
TOO_LONG = Rejected("message caption is too long", is_final=True)
SERVER_DOWN = Rejected("bad gateway")
THROTTLED = Rejected("too many requests", retry_after=5.0, is_throttled=True)


def post(stand: Stand) -> int:
    """The weekly post waits for the group that chị Hoa bound."""
    stand.join("hoa")
    stand.send("group-1", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
    return next(row.id for row in stand.heard("group-1") if row.purpose == "post")


def become(stand: Stand, row_id: int, outcome: Outcome, attempts: int = 1) -> None:
    """The message was sent, and this came back."""
    with stand.store.transaction() as session:
        session.get_one(OutboxMessage, row_id).attempts = attempts
        outcomes.record(session, row_id, outcome)


def state(stand: Stand, row_id: int) -> str:
    with stand.store.transaction() as session:
        return session.get_one(OutboxMessage, row_id).state


@pytest.mark.parametrize(
    ("outcome", "attempts"), [(KICKED, 1), (TOO_LONG, 1), (SERVER_DOWN, 1000)], ids=["kicked", "refused", "tired"]
)
def test_a_refused_post_is_put_to_an_officer(stand: Stand, outcome: Outcome, attempts: int) -> None:
    """The week is frozen by then: nobody would learn otherwise that the leaders have read nothing."""
    row_id = post(stand)
    become(stand, row_id, outcome, attempts)
    stand.tick()
    stand.tick()
    asked = [row for row in stand.heard("hoa") if row.purpose == "doubt"]
    assert ["Chưa đăng được bài tuần 47 vào nhóm «Lãnh đạo xã»"] == [row.text.split(":")[0] for row in asked]
    stand.tap("hoa", "Chưa thấy, đăng lại")
    assert messages.PENDING == state(stand, row_id)


def test_a_group_that_put_the_bot_out_gets_no_further_post(stand: Stand) -> None:
    """What the refusal says is as good as the news that the bot was removed."""
    become(stand, post(stand), KICKED)
    with stand.context() as context:
        assert [] == groups.leadership(context.session, context.commune.id)


def test_a_post_refused_a_second_time_is_asked_about_again(stand: Stand) -> None:
    """«Đăng lại» that fails again does not end in silence either."""
    row_id = post(stand)
    for _ in range(2):
        become(stand, row_id, TOO_LONG)
        stand.tick()
        stand.tap("hoa", "Chưa thấy, đăng lại")
    assert 2 == len([row for row in stand.heard("hoa") if row.purpose == "doubt"])


def greeting(stand: Stand) -> int:
    """A private message that waits."""
    queued = {"bot": "memory", "chat_id": "son", "purpose": "reply", "text": "Chào"}
    with stand.store.transaction() as session:
        row = OutboxMessage(**queued, created_at=datetime.now(UTC) - timedelta(minutes=1))
        messages.queue(session, row)
        session.flush()
        return row.id


@pytest.mark.parametrize(("outcome", "attempts"), [(THROTTLED, 2), (SERVER_DOWN, 3)], ids=["429", "502"])
def test_a_429_is_no_attempt(stand: Stand, outcome: Outcome, attempts: int) -> None:
    """The platform said when to come again: however often it says so, the message is not given up for it."""
    row_id = greeting(stand)
    become(stand, row_id, outcome, attempts=3)
    with stand.store.transaction() as session:
        row = session.get_one(OutboxMessage, row_id)
        assert (messages.PENDING, attempts) == (row.state, row.attempts)


def test_a_private_message_outlives_its_topic(stand: Stand) -> None:
    """Its owner has deleted the topic meanwhile: it comes outside of topics, and is given up if that is refused too."""
    row_id = greeting(stand)
    with stand.store.transaction() as session:
        session.get_one(OutboxMessage, row_id).thread_id = "12"
    become(stand, row_id, Rejected("message thread not found", is_final=True))
    with stand.store.transaction() as session:
        row = session.get_one(OutboxMessage, row_id)
        assert (messages.PENDING, None) == (row.state, row.thread_id)
    become(stand, row_id, Rejected("chat not found", is_final=True))
    assert messages.GIVEN_UP == state(stand, row_id)


def test_a_refused_private_message_is_given_up(stand: Stand) -> None:
    """Nobody is asked about a greeting that a person does not take."""
    stand.join("hoa")
    row_id = greeting(stand)
    become(stand, row_id, KICKED)
    stand.tick()
    assert messages.GIVEN_UP == state(stand, row_id)
    assert [] == [row for row in stand.heard("hoa") if row.purpose == "doubt"]
