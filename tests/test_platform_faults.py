"""What the platform and the network do to the running bot: nothing is lost by it, and nobody is blamed for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session
from telegram.error import Forbidden

from bot.channels.contract import Outgoing, Sent
from bot.channels.telegram import polling, request, sending
from bot.channels.telegram.channel import POOL, Telegram
from bot.inbox.round_robin import RoundRobin
from models import accounts, inbox, messages, outbox_troubles, people
from models.messages import InboxMessage, OutboxMessage
from services.capability import UNHURRIED
from simulator import app as simulated
from simulator import people as townsfolk
from simulator.faults import Fault
from simulator.world import World
from tests import patience
from tests.commune import Stand
from tests.in_process import InProcess
from tests.patience import LAST_RESORT
from tests.stage import TOKEN, Stage

ASK = "2026-11-18T08:00"
_WAIT = 2  # seconds that the platform tells the bot to wait


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = Stage(tmp_path)
    await made.open()
    yield made
    await made.close()


def order(stage: Stage, kind: str, who: str, **more: Any) -> None:
    stage.world.faults.add(Fault(kind, method="sendMessage", chat=stage.phone(who), **more))


async def settled_after(stage: Stage, who: str, before: int | None = None) -> float:
    """Seconds until somebody has heard more than `before`, or than now."""
    began, before = monotonic(), len(stage.heard(who)) if before is None else before
    while len(stage.heard(who)) <= before:
        assert monotonic() - began < LAST_RESORT
        await asyncio.sleep(0.02)
    return monotonic() - began


async def test_a_429_stops_its_chat_and_no_other(stage: Stage) -> None:
    """Ông Sơn's question waits as long as Telegram says; bà Hiên's does not wait for it."""
    await stage.join("son", "hien")
    order(stage, "429", "son", retry_after=_WAIT)
    stage.set_clock(ASK)
    before = {who: len(stage.heard(who)) for who in ("son", "hien")}
    began = monotonic()
    await stage.program.tick()
    assert await settled_after(stage, "hien", before["hien"]) < patience.slowness()
    await settled_after(stage, "son", before["son"])
    assert monotonic() - began >= _WAIT
    await stage.settle()


async def test_a_second_chats_429_stops_the_bot(stage: Stage) -> None:
    """Two chats refused within a moment: a third that has not been tried yet is left alone as well."""
    await stage.join("son", "hien", "mai")
    began = monotonic()
    for who in ("son", "hien"):
        order(stage, "429", who, retry_after=_WAIT)
        townsfolk.send(stage.world, stage.phone(who), stage.phone(who), "GIÚP")
    async with asyncio.timeout(LAST_RESORT):
        while stage.world.faults.waiting:  # noqa: ASYNC110  until both are refused
            await asyncio.sleep(0.02)
    townsfolk.send(stage.world, stage.phone("mai"), stage.phone("mai"), "GIÚP")
    await settled_after(stage, "mai")
    assert monotonic() - began >= _WAIT
    await stage.settle()


@pytest.mark.parametrize(
    ("kind", "more"),
    [("429", {}), ("401", {}), ("page", {"status": 403}), ("page", {"status": 404}), ("page", {"status": 400})],
    ids=["429 without a time", "401", "a page with 403", "a page with 404", "a page with 400"],
)
async def test_what_says_nothing_of_the_message_does_not_end_it(stage: Stage, kind: str, more: dict[str, int]) -> None:
    """A hotel's page, a token renewed, a 429 without a time: the question comes later, and nobody counts as blocked."""
    await stage.join("son")
    order(stage, kind, "son", **more)
    before = len(stage.heard("son"))
    await stage.at(ASK)
    assert 1 == len(stage.heard("son")) - before
    with stage.store.transaction() as session:
        account = accounts.account(session, "telegram", str(stage.phone("son")))
        assert account is not None
        assert account.blocked_at is None


async def test_what_is_taken_and_answered_late_comes_once(stage: Stage) -> None:
    """Telegram has the question and says so seconds later: nobody gets it a second time."""
    await stage.join("son", "hien", "mai")
    before = {who: len(stage.heard(who)) for who in ("son", "hien", "mai")}
    stage.world.faults.add(Fault("late", method="sendMessage", times=100, seconds=6.0))
    await stage.at(ASK)
    assert {1} == {len(stage.heard(who)) - count for who, count in before.items()}
    with stage.store.transaction() as session:
        assert {1} == set(session.scalars(select(OutboxMessage.attempts).where(OutboxMessage.purpose == "question")))


async def test_a_page_in_telegrams_place_does_not_end_the_bot(stage: Stage) -> None:
    """Polling goes on after a sign-in page with 404, which is how Telegram refuses a token."""
    stage.world.faults.add(Fault("page", method="getUpdates", status=404, times=2))
    await stage.join("son")
    assert stage.last("son").startswith("Cảm ơn ông.")


async def test_a_throttled_post_is_not_asked_about(stage: Stage) -> None:
    """A 429 is certain: the post did not arrive, so it goes out when it may, and the officer is not troubled."""
    await stage.join("son", "hoa")
    await stage.bind_group("hoa")
    stage.world.faults.add(Fault("429", method="sendPhoto", chat=stage.group))
    await stage.at(ASK, "2026-11-20T07:30", "2026-11-20T09:00", "2026-11-20T09:01")
    assert 1 == len(stage.posts())
    assert not any("không biết bài đã tới chưa" in text for text in stage.texts("hoa"))


async def test_an_update_that_cannot_be_read_is_passed_over(stage: Stage) -> None:
    """In the middle of a batch, whatever is wrong with it: those around it are answered, and polling goes on."""
    await stage.join("son", "hien")
    for who, broken in (("son", {"message_id": "no number"}), ("hien", {"chat": 7, "date": None, "message_id": 1})):
        townsfolk.send(stage.world, stage.phone(who), stage.phone(who), "GIÚP")
        stage.world.updates.add("message", broken)
    before = {who: len(stage.heard(who)) for who in ("son", "hien")}
    await stage.settle()
    assert {who: count + 1 for who, count in before.items()} == {who: len(stage.heard(who)) for who in before}
    await stage.say("son", "GIÚP")


def test_letters_that_no_database_takes_are_left_out(stand: Stand) -> None:
    """A NUL, and half a character as a broken telephone sends it, do not come back for ever."""
    stand.join("son")
    stand.at(ASK)
    stand.tick()
    stand.say("son", "8\ud83d\0")
    stand.say("son", "8")
    assert stand.heard("son")[-1].text.startswith("8 người chưa có thẻ BHYT (giảm 1).\n2/3.")
    with stand.store.transaction() as session:
        assert [None] == list(session.scalars(select(InboxMessage.fault).distinct()))


async def test_an_answer_to_a_deleted_message_still_goes_out(stage: Stage) -> None:
    """Only the mark that says what it answers is left out."""
    await stage.join("son")
    channel = stage.program.channels["telegram"]
    outcome = await channel.send(Outgoing(str(stage.phone("son")), "Vâng.", reply_to="987654"))
    assert isinstance(outcome, Sent)


async def test_whoever_writes_is_no_longer_marked_as_having_blocked(stage: Stage) -> None:
    """Telegram's word of the unblocking may be lost; a message says as much."""
    await stage.join("son")
    with stage.store.transaction() as session:
        session.execute(update(people.Account).values(blocked_at=stage.clock.now()))
    await stage.say("son", "GIÚP")
    with stage.store.transaction() as session:
        assert [None] == list(session.scalars(select(people.Account.blocked_at)))


async def test_the_officer_hears_once_of_what_was_given_up(stage: Stage) -> None:
    """Two messages to one person whom Telegram does not know any more: one line with the telephone number, once."""
    await stage.join("son", "hoa")
    order(stage, "400", "son", times=2)
    await stage.say("son", "GIÚP")
    await stage.say("son", "GIÚP")
    await stage.at("2026-11-17T15:01", "2026-11-17T15:02")
    told = [text for text in stage.texts("hoa") if "không tới được" in text]
    assert ["Tin nhắn không tới được: Bản Còn (ông Sơn, 0900 000 300). Xin gọi điện giúp."] == told
    with stage.store.transaction() as session:
        assert 2 == len(outbox_troubles.troubled(session))
        assert [] == outbox_troubles.untold(session)


async def test_never_more_calls_in_flight_than_connections() -> None:
    """Sixty messages and sixty acknowledged buttons at once: the client never has more than its pool under way."""
    world = World(TOKEN)
    inner = httpx.ASGITransport(app=simulated.build(world))
    under_way, most = 0, 0

    class Counting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            try:
                await asyncio.sleep(0.01)
                return await inner.handle_async_request(request)
            finally:
                under_way -= 1

    channel = Telegram(TOKEN, "http://sim", pace=UNHURRIED, http=InProcess(Counting()))
    await channel.start()
    sends = [channel.send(Outgoing("5", "x")) for _ in range(60)]
    await asyncio.gather(
        *sends, *(channel.bot.answer_callback_query(str(n)) for n in range(60)), return_exceptions=True
    )
    await channel.close()
    world.close()
    assert POOL == most


async def test_order_is_kept_through_refusals(stage: Stage) -> None:
    """Ten messages to one chat, every third refused in another way: they arrive once and in order."""
    await stage.join("son")
    before = len(stage.heard("son"))
    for kind in ("429", "page", "401"):
        order(stage, kind, "son")
    with stage.store.transaction() as session:
        for number in range(10):
            messages.queue(
                session,
                OutboxMessage(
                    bot="telegram",
                    chat_id=str(stage.phone("son")),
                    purpose="reply",
                    text=f"Tin {number}",
                    created_at=stage.clock.now(),
                ),
            )
    stage.program.delivery.wake()
    await stage.settle()
    assert [f"Tin {number}" for number in range(10)] == stage.texts("son")[before:]


def test_what_the_database_refuses_does_not_come_back_for_ever(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal may be another process's doing and is tried again; a third one costs the words, not the bot."""
    stand.join("son")
    refusals = [3]
    store = inbox.store

    def refuse(session: Session, rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
        if refusals[0]:
            refusals[0] -= 1
            raise DataError("INSERT", {}, Exception("out of range"))
        return store(session, rows)

    monkeypatch.setattr(inbox, "store", refuse)
    monkeypatch.setattr(RoundRobin, "answers_at_once", lambda _: None)
    stand.say("son", "GIÚP")
    assert [1, 0] == [len(stand.heard("son")), refusals[0]]
    refusals[0] = 2
    stand.say("son", "GIÚP")
    with stand.store.transaction() as session:
        kinds = list(session.scalars(select(InboxMessage.kind).order_by(InboxMessage.id)))
    assert ["other", "text"] == kinds[-2:]


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("3", 3.0),
        ("86400", 3600.0),
        *((asked, 0.5) for asked in ("0", "-5", "NaN", "Infinity", "1" + "0" * 400, '"3"', "null", "[]")),
    ],
)
def test_a_wait_that_makes_no_sense_is_not_kept_to(asked: str, pause: float) -> None:
    """None at all would be asked again at once, for ever; no number would upset the loop's timers."""
    with pytest.raises(request.TooManyRequests) as refused:
        request._check(429, f'{{"ok": false, "parameters": {{"retry_after": {asked}}}}}'.encode())
    assert pause == polling.next_pause(refused.value, 0.0)


@pytest.mark.parametrize(
    ("said", "is_blocked"),
    [
        ("Forbidden: bot was blocked by the user", True),
        ("Forbidden: user is deactivated", True),
        ("Forbidden: bot was kicked from the supergroup chat", True),
        ("Forbidden: the group chat was deleted", True),
        ("Forbidden: CHAT_SEND_PHOTOS_FORBIDDEN", False),
        ("Forbidden: CHAT_WRITE_FORBIDDEN", False),
        ("Forbidden: not enough rights to send text messages to the chat", False),
    ],
)
def test_without_the_right_to_write_is_not_out(said: str, is_blocked: bool) -> None:
    """A group whose members may not write, or send no pictures, still has the bot in it."""
    assert is_blocked is sending._is_out(Forbidden(said))
