"""A commune is removed with messages queued, claimed and half sent, and comes back minutes or weeks later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.channels.contract import Outcome, Outgoing, Rejected
from bot.outbox import attachments
from models.announcements import Announcement
from models.messages import InboxMessage, OutboxMessage
from models.outbox_states import Failure, Purpose, State
from models.people import Person
from services.inbound import Inbound, Kind
from tests.commune import TUESDAY
from tests.communes.test_folders import Running
from tests.patience import comes_true

WEEKS_LATER = "2026-12-14T10:00"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """Its people are heard, and its jobs run, as the program itself serves them."""
    made = Running(tmp_path)
    made.province.communes, made.province.intake = made.program.communes, made.program.intake
    yield made
    made.close()


async def remove(running: Running, key: str) -> str:
    """The commune's file; what stood in it."""
    path = running.folder / "communes" / key / "commune.toml"
    written = path.read_text(encoding="utf-8")
    path.unlink()
    await running.look()
    return written


async def put_back(running: Running, key: str, written: str) -> None:
    (running.folder / "communes" / key / "commune.toml").write_text(written, encoding="utf-8")
    await running.look()


def only(running: Running, **row: Any) -> None:
    """What was said before has arrived; this one message of commune b waits."""
    province = running.province
    given = {"purpose": Purpose.REPLY, "text": "x", "choices": [], "created_at": province.clock.now()} | row
    with province.everything() as session:
        session.execute(update(OutboxMessage).values(state=State.SENT))
        session.add(OutboxMessage(commune_id=province.ids["b"], bot="memory", chat_id="b-son", **given))


@asynccontextmanager
async def delivering(running: Running) -> AsyncIterator[None]:
    task = asyncio.create_task(running.program.delivery.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await running.program.delivery.drain()


async def soon(is_so: Callable[[], bool]) -> None:
    """Waited for in a thread of its own: what it waits for is done in this one."""
    assert await asyncio.to_thread(comes_true, is_so, 10.0, 0.02)


async def everything_is_sent(running: Running) -> list[Outgoing]:
    """What of commune b had gone out once nothing of it waited any more."""
    async with delivering(running):
        await soon(lambda: not [one for one in states(running) if one[0] in (State.PENDING, State.SENDING)])
    return [one for one in running.channel.sent if one.chat_id.startswith("b-")]


def states(running: Running) -> Sequence[tuple[State, Failure | None, int]]:
    with running.province.everything() as session:
        of_b = OutboxMessage.commune_id == running.province.ids["b"]
        query = select(OutboxMessage.state, OutboxMessage.failure, OutboxMessage.pieces_sent)
        return [(state, why, pieces) for state, why, pieces in session.execute(query.where(of_b))]


async def test_a_second_piece_does_not_follow(running: Running) -> None:
    """Claimed and half sent when its commune was removed: the rest waits, and follows when it is back at once."""
    running.province.enter("b", "son")
    only(running, text="từ " * 3000)
    is_out, may_go = asyncio.Event(), asyncio.Event()
    send = running.channel.send

    async def slowly(message: Outgoing) -> Outcome:
        is_out.set()
        await may_go.wait()
        return await send(message)

    running.channel.send = slowly  # type: ignore[method-assign]  # the first piece is under way
    async with delivering(running):
        await is_out.wait()
        written = await remove(running, "b")
        may_go.set()
        await asyncio.sleep(0.5)
        assert 1 == len(running.channel.sent)
    assert (State.PENDING, None, 1) == states(running)[-1]
    await put_back(running, "b", written)
    await everything_is_sent(running)
    assert 3 == len(running.channel.sent)
    assert (State.SENT, None, 2) == states(running)[-1]


async def test_what_was_claimed_for_a_drawing_is_not_sent(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing takes seconds, in which its commune is removed."""
    running.province.enter("b", "son")
    only(running, picture={"table": {}})
    is_drawing, is_drawn = asyncio.Event(), asyncio.Event()

    async def draw(_what: dict[str, Any]) -> bytes:
        is_drawing.set()
        await is_drawn.wait()
        return b"png"

    monkeypatch.setattr(attachments, "apart", draw)
    async with delivering(running):
        await is_drawing.wait()
        await remove(running, "b")
        is_drawn.set()
        await asyncio.sleep(0.3)
    assert [] == running.channel.sent


async def test_nothing_is_tried_again_for_it(running: Running) -> None:
    """A platform that asked to come back later is not gone back to."""
    running.province.enter("b", "son")
    only(running)
    tries: list[Outgoing] = []

    async def later(message: Outgoing) -> Outcome:
        tries.append(message)
        return Rejected("later", retry_after=0.05)

    running.channel.send = later  # type: ignore[method-assign]
    async with delivering(running):
        await soon(lambda: bool(tries))
        await remove(running, "b")
        before = len(tries)
        await asyncio.sleep(1.2)
    assert before == len(tries)


async def test_a_moment_s_absence_changes_nothing(running: Running) -> None:
    """A folder that was gone for a minute: what was asked is asked."""
    running.province.enter("b", "son")
    only(running, text="câu hỏi")
    written = await remove(running, "b")
    running.province.clock.instant += timedelta(minutes=1)
    await put_back(running, "b", written)
    assert ["câu hỏi"] == [one.text for one in await everything_is_sent(running)]


async def test_questions_of_past_weeks_are_never_sent(running: Running) -> None:
    """Nor by hand; its officer hears how many messages were given up, and nobody else anything."""
    province = running.province
    province.enter("b", "hoa", "son", "hien")
    only(running)
    province.at("2026-11-18T08:00")
    province.tick()
    written = await remove(running, "b")
    province.at("2026-11-25T08:00")
    province.tick()
    province.at(WEEKS_LATER)
    await put_back(running, "b", written)
    said = await everything_is_sent(running)
    assert [("b-hoa", True)] == [(one.chat_id, "3 tin chờ gửi" in one.text) for one in said]
    assert 3 == states(running).count((State.DROPPED, Failure.OUT_OF_SERVICE, 0))


async def test_a_post_that_waited_is_an_officer_s_decision(running: Running) -> None:
    """Also after a minute: whoever takes a commune out may have wanted to stop that very post."""
    province = running.province
    province.enter("b", "hoa", "son", "lam")
    province.bind("b")
    only(running)
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        province.at(instant)
        province.tick()
    written = await remove(running, "b")
    province.at("2026-11-20T09:01")
    await put_back(running, "b", written)
    province.tick()
    assert not [one for one in await everything_is_sent(running) if one.chat_id == "b-group"]
    asked = next(row for row in reversed(province.heard("b-hoa")) if row.purpose is Purpose.DOUBT)
    assert "Chưa đăng bài tuần 47" in asked.text
    province.tap("b-hoa", asked.choices[0][0])
    assert "b-group" in {one.chat_id for one in await everything_is_sent(running)}


async def test_an_announcement_for_the_morning_is_a_draft_again(running: Running) -> None:
    """It waited for a morning that is weeks ago."""
    province = running.province
    province.enter("b", "hoa", "son")
    only(running)
    province.heard()
    with province.everything() as session:
        author = session.scalars(select(Person).where(Person.commune_id == province.ids["b"])).first()
        assert author is not None
        due = TUESDAY + timedelta(hours=15)
        made = {"text": "Họp lúc 8 giờ sáng mai", "audience": ["all"], "drafted_at": TUESDAY, "due_at": due}
        session.add(Announcement(commune_id=province.ids["b"], author_id=author.id, **made))
    written = await remove(running, "b")
    province.at(WEEKS_LATER)
    await put_back(running, "b", written)
    province.tick()
    said = [(row.chat_id, row.text) for row in province.heard() if "Họp" in row.text]
    assert [("b-hoa", True)] == [(chat, "tôi không gửi" in text) for chat, text in said]


async def test_how_long_it_was_away_is_known_after_a_restart(running: Running) -> None:
    """The program that puts it back never served it."""
    province = running.province
    province.enter("b", "hoa", "son")
    only(running)
    written = await remove(running, "b")
    province.at(WEEKS_LATER)
    another = running.folders.__class__(running.settings, province.store, running.folders._reader.make)
    running.folders = running.program.folders = another
    running.program.live_updates.begin()
    await put_back(running, "b", written)
    assert ["b-hoa"] == [one.chat_id for one in await everything_is_sent(running)]


async def test_what_waits_of_it_alarms_nobody(running: Running) -> None:
    """Neither the watch nor the gauges count what is not to be sent or answered."""
    province = running.province
    province.enter("b", "son")
    only(running)
    await running.said("b-son", "GIÚP")
    only(running, text="y")
    with province.everything() as session:
        session.execute(update(InboxMessage).values(queue_round=0, payload={}))
    await remove(running, "b")
    province.clock.instant += timedelta(hours=4)
    watch = running.program.make_watch()
    assert [] == [text for _ in range(3) for text in await watch.look() if "tin" in text]
    page = running.program.metrics.page().decode()
    assert not [line for line in page.splitlines() if line.startswith(("thidua_outbox_waiting{", "thidua_inbox_wait"))]


async def test_its_code_is_a_wrong_code(running: Running) -> None:
    """Who types it hears what every stranger hears, and it opens again once the commune is back."""
    province = running.province
    code = province.invitation("b", "son")
    written = await remove(running, "b")
    await running.said("x", f"/start {code}")
    (heard,) = province.heard("x")
    assert heard.commune_id is None
    await put_back(running, "b", written)
    await running.said("x", f"/start {code}")
    assert {province.ids["b"]} == {row.commune_id for row in province.heard("x")}


async def test_what_waits_of_it_holds_up_no_code_of_another(running: Running) -> None:
    """Somebody of the removed commune comes into another one, while a word to the removed one still waits."""
    province = running.province
    province.enter("b", "son")
    await remove(running, "b")
    with province.everything() as session:
        inbound = Inbound("memory", "memory", "old", "b-son", "b-son", Kind.TEXT, TUESDAY, text="8")
        row = {"commune_id": province.ids["b"], "bot": "memory", "key": "old", "chat_id": "b-son", "kind": "text"}
        times = {"said_at": TUESDAY, "received_at": TUESDAY, "queue_round": 0, "payload": inbound.to_json()}
        session.add(InboxMessage(**row, **times, sender_id="b-son"))
    province.heard()
    await running.said("b-son", f"/start {province.invitation('a', 'son')}")
    assert {province.ids["a"]} == {row.commune_id for row in province.heard("b-son")}
