"""A correction of the post, from the changed figure to the leaders' group: the real client, the simulated platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models.corrections import Correction
from models.messages import OutboxMessage
from models.summaries import PostedSummary
from simulator import groups
from simulator.faults import Fault
from simulator.shapes import Message
from tests.stage import Stage, words

REASON = "Ghi nhầm khi nhập"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The week was posted at nine with 8 people of Bản Còn without a card; it is ten."""
    made = await Stage.after(tmp_path, "posted, 8 people", posted)
    yield made
    await made.close()


async def posted(stage: Stage) -> None:
    await stage.join("son", "hoa")
    await stage.bind_group("hoa")
    await stage.at("2026-11-18T08:00")
    await stage.say("son", "8")
    await stage.tap("son", "Không gieo thêm")
    await stage.tap("son", "Không có gì mới")
    await stage.at("2026-11-20T07:30", "2026-11-20T09:00", "2026-11-20T10:00")


async def mend(stage: Stage, wrong: str = "8", right: str = "60", told_at: str = "2026-11-20T10:15") -> None:
    """The head corrects the figure, and a quarter of an hour later the officer is told."""
    await stage.say("son", f"nhầm, {right} chứ không phải {wrong}")
    if "Đúng, lý do khác" in stage.labels("son"):
        await stage.tap("son", "Đúng, lý do khác")
    await stage.at(told_at)


async def correct(stage: Stage) -> None:
    await stage.tap("hoa", "Đăng đính chính")
    await stage.tap("hoa", REASON)


def picture(stage: Stage, message: Message) -> bytes | None:
    """The bytes that the platform got."""
    return stage.world.files.read(stage.world.files.files[message.content["photo"][-1]["file_id"]])


async def test_a_correction_answers_the_post_after_a_restart(stage: Stage) -> None:
    """It names old and new and the reason, and stands as a reply below the original."""
    await mend(stage, right="6")
    await stage.restart()
    await correct(stage)
    post, correction = stage.posts()
    assert post.id == correction.reply_to
    assert words(correction) == (
        "ĐÍNH CHÍNH tuần 47: Bảo hiểm y tế: cần thêm 166 → 164 người. "
        "Lý do: ghi nhầm khi nhập. Lũy kế và xếp loại đã tính lại."
    )
    assert "Bản Còn" not in words(correction)
    assert stage.last("hoa").startswith("Đang đăng đính chính lần 1 của tuần 47 vào nhóm «Lãnh đạo xã».")
    await stage.at("2026-11-20T10:30")
    assert "Đã đăng đính chính lần 1 của tuần 47 vào nhóm «Lãnh đạo xã»." == stage.last("hoa")


async def test_pictures_are_kept_as_they_were_sent(stage: Stage) -> None:
    """Post and correction are stored byte for byte, and a later change touches neither."""
    await mend(stage, right="6")
    await correct(stage)
    post, correction = stage.posts()
    with stage.store.transaction() as session:
        before = session.scalars(select(PostedSummary)).one()
        assert picture(stage, post) == before.drawing
        assert picture(stage, correction) == session.scalars(select(Correction)).one().drawing
        assert before.drawing != picture(stage, correction)
    await mend(stage, wrong="6", right="5", told_at="2026-11-20T13:00")
    with stage.store.transaction() as session:
        after = session.scalars(select(PostedSummary)).one()
        assert (before.text, before.table, before.drawing) == (after.text, after.table, after.drawing)
        assert words(post) == after.text


async def test_a_second_correction_starts_from_the_first(stage: Stage) -> None:
    """The group reads from what it was told last to what is so now, below the same original."""
    await mend(stage, right="6")
    await correct(stage)
    await mend(stage, wrong="6", right="5", told_at="2026-11-20T13:00")
    await correct(stage)
    post, _, second = stage.posts()
    assert words(second).startswith("ĐÍNH CHÍNH lần 2 tuần 47: Bảo hiểm y tế: cần thêm 164 → 163 người.")
    assert post.id == second.reply_to


@pytest.mark.parametrize("is_told", [True, False], ids=["told", "not told"])
async def test_a_group_that_became_a_supergroup_gets_it_in_the_new_chat(stage: Stage, is_told: bool) -> None:
    """There the original has no id any more: the correction stands by itself, once."""
    new = groups.upgrade(stage.world, stage.group)
    if not is_told:
        stage.world.updates.drop()
    await stage.settle()
    await mend(stage, right="6")
    await correct(stage)
    _, correction = stage.posts()
    assert (new.id, None) == (correction.chat, correction.reply_to)
    with stage.store.transaction() as session:  # nor is an id asked for that means another message there
        assert [None] == list(
            session.scalars(select(OutboxMessage.reply_to).where(OutboxMessage.purpose == "correction"))
        )


async def test_a_deleted_post_does_not_stop_its_correction(stage: Stage) -> None:
    """Somebody took the original away; what is right must be read all the same."""
    (post,) = stage.posts()
    del stage.chat(stage.group).messages[post.id]
    await mend(stage, right="6")
    await correct(stage)
    (correction,) = stage.posts()
    assert words(correction).startswith("ĐÍNH CHÍNH tuần 47")
    assert correction.reply_to is None


async def test_a_correction_in_doubt_is_asked_about_and_holds_the_next(stage: Stage) -> None:
    """The network broke after the platform had it: nothing goes out by itself, and nothing goes out on top."""
    await mend(stage, right="6")
    stage.world.faults.add(Fault("drop", method="sendPhoto", seconds=0.05))
    await correct(stage)
    await stage.at("2026-11-20T10:20")
    assert stage.last("hoa").startswith("Mạng đứt lúc đang đăng đính chính tuần 47 vào nhóm «Lãnh đạo xã».")
    await mend(stage, wrong="6", right="5", told_at="2026-11-20T13:00")
    await correct_is_held(stage)
    await stage.tap("hoa", "Đã thấy trong nhóm")
    assert "Vâng, đã ghi là đính chính tuần 47 đã tới nhóm." == stage.last("hoa")
    await stage.say("hoa", "đính chính")
    await correct(stage)
    assert ["TỔNG HỢP", "ĐÍNH CHÍNH", "ĐÍNH CHÍNH"] == [" ".join(words(one).split()[:2]) for one in stage.posts()]


async def correct_is_held(stage: Stage) -> None:
    sent = len(stage.posts())
    await stage.tap("hoa", "Đăng đính chính")
    assert stage.last("hoa").startswith("Việc này phải rõ trước đã. Mạng đứt lúc")
    assert sent == len(stage.posts())


async def test_a_post_in_doubt_is_not_corrected_before_it_is_settled(tmp_path: Path) -> None:
    """Who may have read nothing is not told what was wrong in it."""
    stage = Stage(tmp_path)
    await stage.open()
    await stage.join("son", "hoa")
    await stage.bind_group("hoa")
    await stage.at("2026-11-18T08:00")
    await stage.say("son", "8")
    await stage.at("2026-11-20T07:30")
    stage.world.faults.add(Fault("drop", method="sendPhoto", seconds=0.05))
    await stage.at("2026-11-20T09:00", "2026-11-20T10:00")
    await mend(stage, right="6")
    await correct_is_held(stage)
    await stage.tap("hoa", "Chưa thấy, đăng lại")
    await stage.say("hoa", "đính chính")
    await correct(stage)
    assert words(stage.posts()[-1]).startswith("ĐÍNH CHÍNH tuần 47")
    await stage.close()


async def test_a_figure_under_check_is_no_news(stage: Stage) -> None:
    """An unusual figure waits for the officer's look; once it is cleared, the officer is told of the change."""
    await mend(stage, right="60")
    assert "Đăng đính chính" not in stage.labels("hoa")
    await stage.say("hoa", "đính chính")
    assert "Bài tuần 47 không có gì phải đính chính. Số chờ đối chiếu thì chưa tính." == stage.last("hoa")


async def test_nobody_is_told_at_night(stage: Stage) -> None:
    """What changes late in the evening is told in the morning."""
    stage.set_clock("2026-11-20T22:00")
    await mend(stage, right="6", told_at="2026-11-20T22:30")
    assert "Đăng đính chính" not in stage.labels("hoa")
    await stage.at("2026-11-21T06:59")
    assert "Đăng đính chính" not in stage.labels("hoa")
    await stage.at("2026-11-21T07:00")
    assert "Đăng đính chính" in stage.labels("hoa")
