"""What an officer reads of a post: that it is under way, and that it was posted only when the platform has taken it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.contract import Outcome, Rejected, Unknown
from bot.outbox import outcomes
from services.inbound import Kind
from simulator import groups
from simulator import people as townsfolk
from simulator.faults import Fault
from tests.commune import Stand
from tests.short_form import diagonal
from tests.stage import Stage, words

POSTED = "Đã đăng tổng hợp tuần 47 vào nhóm «Lãnh đạo xã». Bài số 1/2026."
REFUSALS = {
    "put out": ("403", "Forbidden: bot was kicked from the supergroup chat"),
    "no right to send photos": ("400", "Bad Request: not enough rights to send photos to the chat"),
    "no right to write": ("403", "Forbidden: not enough rights to send text messages to the chat"),
    "closed topic": ("400", "Bad Request: TOPIC_CLOSED"),
    "bad picture": ("400", "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    "not to be processed": ("400", "Bad Request: IMAGE_PROCESS_FAILED"),
    "unknown chat": ("400", "Bad Request: chat not found"),
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = Stage(tmp_path)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def bound(tmp_path: Path) -> AsyncIterator[Stage]:
    """A head and the officer have come in, and she has bound the leaders' group."""

    async def bind(stage: Stage) -> None:
        await stage.join("son", "hoa")
        await stage.bind_group("hoa")

    made = await Stage.after(tmp_path, "bound", bind)
    yield made
    await made.close()


def texts(stage: Stage, begins: str) -> list[str]:
    return [text for text in stage.texts("hoa") if text.startswith(begins)]


@pytest.mark.parametrize(("name", "is_pressed"), diagonal(list(REFUSALS), [True, False]))
async def test_a_refused_post_was_never_called_posted(bound: Stage, name: str, is_pressed: bool) -> None:
    """Under way, refused, sent again by the officer's press, and posted: each is said when it is so."""
    stage, (kind, description) = bound, REFUSALS[name]
    stage.world.faults.add(Fault(kind, method="sendPhoto", chat=stage.group, description=description))
    await stage.at("2026-11-18T08:00", "2026-11-20T07:30")
    if is_pressed:
        await stage.tap("hoa", "Duyệt, đăng ngay")
    await stage.at("2026-11-20T09:00", "2026-11-20T09:01")
    assert 1 == len(texts(stage, "Đang đăng tổng hợp tuần 47"))
    assert [] == texts(stage, "Đã đăng")
    assert 1 == len(texts(stage, "Chưa đăng được bài tuần 47"))
    await stage.tap("hoa", "Chưa thấy, đăng lại")
    await stage.at("2026-11-20T09:02", "2026-11-20T09:05")
    assert [POSTED] == texts(stage, "Đã đăng")
    assert 1 == len(stage.posts())


def posted(stand: Stand) -> int:
    """The post of week 47 waits for its group, approved by chị Hoa."""
    stand.join("hoa", "thu")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30"):
        stand.at(instant)
        stand.tick()
    stand.tap("hoa", "Duyệt, đăng ngay")
    return next(row.id for row in stand.heard("group") if row.purpose == "post")


def become(stand: Stand, row_id: int, outcome: Outcome) -> None:
    with stand.store.transaction() as session:
        outcomes.record(session, row_id, outcome)
    stand.tick()


@pytest.mark.parametrize(
    "outcome",
    [
        Rejected("too many requests", retry_after=3600, is_throttled=True),
        Rejected("no connection"),
        Rejected("the token is wrong"),
    ],
    ids=["429 for an hour", "no network", "401"],
)
def test_what_waits_is_under_way(stand: Stand, outcome: Outcome) -> None:
    """For as long as it takes: another press hears the same, and no number."""
    row_id = posted(stand)
    become(stand, row_id, outcome)
    stand.tap("hoa", "Duyệt, đăng ngay")
    stand.tap("thu", "Duyệt, đăng ngay")
    said = stand.heard()
    assert {"Đang đăng tổng hợp tuần 47 vào nhóm «Lãnh đạo xã». Đăng xong tôi báo."} == {row.text for row in said}
    assert {"hoa", "thu"} == {row.chat_id for row in said}
    stand.arrive("group", "41")
    stand.tick()
    stand.tick()
    assert [("hoa", POSTED), ("thu", POSTED)] == sorted((row.chat_id, row.text) for row in stand.heard())
    stand.tap("hoa", "Duyệt, đăng ngay")
    assert "Bài tuần 47 đã đăng rồi, là bài số 1/2026." == stand.heard("hoa")[-1].text


def test_a_post_in_doubt_is_neither_under_way_nor_posted(stand: Stand) -> None:
    """A press hears the question again; that it is there is the officer's word, and the other hears the number."""
    become(stand, posted(stand), Unknown("no answer"))
    stand.tap("hoa", "Duyệt, đăng ngay")
    said = [row.text for row in stand.heard("hoa")]
    assert not any(text.startswith("Đã đăng") for text in said)
    assert "Tôi không biết bài đã tới chưa" in said[-1]
    stand.tap("hoa", "Đã thấy trong nhóm")
    stand.tick()
    assert POSTED in [row.text for row in stand.heard("thu")]


def test_two_groups_are_told_apart(stand: Stand) -> None:
    """One has the post and the other has not: the officer reads which, and later of the second."""
    stand.join("hoa")
    for chat in ("group-1", "group-2"):
        stand.send(chat, Kind.ADDED, sender_id="hoa", is_group=True, title=f"Nhóm {chat[-1]}")
        stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
    stand.heard()
    for chat in ("group-1", "group-2"):
        stand.arrive(chat, "41")
        stand.tick()
        assert [f"«Nhóm {chat[-1]}»"] == [row.text.split("nhóm ")[1].split(".")[0] for row in stand.heard("hoa")]


async def test_a_correction_is_told_the_same_way(stage: Stage) -> None:
    """Refused first: under way, the question, and posted only when it is."""
    await stage.join("son", "hoa")
    await stage.bind_group("hoa")
    await stage.at("2026-11-18T08:00")
    await stage.say("son", "8")
    await stage.at("2026-11-20T07:30", "2026-11-20T09:00", "2026-11-20T10:00")
    await stage.say("son", "nhầm, 60 chứ không phải 8")
    if "Đúng, lý do khác" in stage.labels("son"):
        await stage.tap("son", "Đúng, lý do khác")
    await stage.say("son", "nhầm, 6 chứ không phải 60")
    await stage.at("2026-11-20T10:15", "2026-11-20T10:30")
    stage.world.faults.add(Fault("400", method="sendPhoto", chat=stage.group, description="Bad Request: TOPIC_CLOSED"))
    await stage.tap("hoa", "Đăng đính chính")
    await stage.tap("hoa", "Ghi nhầm khi nhập")
    await stage.at("2026-11-20T10:31")
    assert 1 == len(texts(stage, "Đang đăng đính chính lần 1"))
    assert [] == texts(stage, "Đã đăng đính chính")
    await stage.tap("hoa", "Chưa thấy, đăng lại")
    await stage.at("2026-11-20T10:32")
    assert ["Đã đăng đính chính lần 1 của tuần 47 vào nhóm «Lãnh đạo xã»."] == texts(stage, "Đã đăng đính chính")


async def test_a_command_in_a_topic_is_answered_there(stage: Stage) -> None:
    """In the topic, in another, in General; and where the topic was closed meanwhile, nowhere else."""
    await stage.join("hoa", "lam")
    await stage.bind_group("hoa", "lam")
    stage.group = groups.upgrade(stage.world, stage.group).id
    groups.set_topics(stage.world, stage.group, [2, 3], [])
    lam = stage.phone("lam")
    for topic in (2, 3, None):
        townsfolk.send(stage.world, stage.group, lam, "/tonghop", topic=topic)
        await stage.settle()
        assert topic == stage.in_group()[-1].topic
        assert words(stage.in_group()[-1]).startswith("TỔNG HỢP")
    before = len(stage.in_group())
    groups.set_topics(stage.world, stage.group, [2, 3], [3])
    townsfolk.send(stage.world, stage.group, lam, "/tonghop", topic=3)
    await stage.settle()
    assert before == len(stage.in_group())


async def test_a_button_under_a_message_that_is_hidden_from_bots_counts(stage: Stage) -> None:
    """Its message is not edited, for it cannot be; the next question comes."""
    await stage.join("son")
    await stage.at("2026-11-18T08:00")
    message, data = stage.button("son", "Vẫn 9 người")
    edits = sum(call["method"].startswith("editMessage") for call in stage.world.calls)
    tapped = {"id": "1", "from": stage.world.user(stage.phone("son")), "chat_instance": "1", "data": data}
    hidden = {"message_id": message.id, "date": 0, "chat": stage.world.chat(message.chat)}
    stage.world.queue("callback_query", tapped | {"message": hidden})
    await stage.settle()
    assert stage.last("son").startswith("9 người chưa có thẻ")
    assert edits == sum(call["method"].startswith("editMessage") for call in stage.world.calls)
