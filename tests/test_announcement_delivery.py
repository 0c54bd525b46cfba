"""An announcement with a file on its way: by Telegram's own id, as bytes elsewhere, across a restart, once each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.inbox import announced_files
from models.announcements import AnnouncementFile
from simulator import people as townsfolk
from simulator.faults import Fault
from simulator.shapes import Upload
from tests.announcing import TEXT
from tests.simulator.conftest import paint
from tests.stage import Stage, words

MORNING = "2026-11-18T08:30"  # the week's question is open by then


@pytest.fixture
async def mixed(tmp_path: Path) -> AsyncIterator[Stage]:
    """Ông Sơn has Telegram, bà Hiên Zalo; chị Hoa, an officer, Telegram, chị Thu, another, Zalo."""
    stage = Stage(tmp_path, zalo=("hien", "thu"))
    await stage.open()
    await stage.join("son", "hien", "hoa", "thu")
    await stage.at("2026-11-18T08:00", MORNING)
    yield stage
    await stage.close()


async def _begin(stage: Stage, officer: str, *, is_picture: bool = True) -> None:
    """The officer has sent a file with its words, and reads the preview."""
    await stage.say(officer, "THÔNG BÁO")
    upload = Upload("bando.png" if is_picture else "KH 12.pdf", "", paint(8, 6) if is_picture else b"%PDF-1.7 ...")
    send = townsfolk.send_photo if is_picture else townsfolk.send_document
    send(stage.world, stage.phone(officer), stage.phone(officer), upload, TEXT)
    await stage.settle()
    await stage.say(officer, "Bản Còn, Khuổi Mạ")


async def _fetch(stage: Stage) -> None:
    await announced_files.fetch_wanted(stage.store, stage.program.channels, stage.program.executor)


def _told(stage: Stage, who: str) -> Sequence[str]:
    return [text for text in stage.texts(who) if TEXT in text]


async def test_a_picture_goes_to_both_messengers(mixed: Stage) -> None:
    """By its id on Telegram, without another upload; by its address on Zalo, after the words; across restarts."""
    await _begin(mixed, "hoa")
    await _fetch(mixed)
    await mixed.restart()
    await mixed.tap("hoa", "Gửi, cần")
    await mixed.restart()
    await mixed.settle()
    assert [1, 1] == [len(_told(mixed, who)) for who in ("son", "hien")]
    sent = mixed.heard("son")[-1].content["photo"][-1]["file_id"]
    own = [one for one in mixed.chat(mixed.phone("hoa")).messages.values() if one.sender == mixed.phone("hoa")]
    assert sent in [size["file_id"] for one in own for size in one.content.get("photo", [])]
    assert ["text", "photo"] == [next(iter(one.content)) for one in mixed.heard("hien")[-2:]]


async def test_the_weeks_question_keeps_its_answer_on_both(mixed: Stage) -> None:
    """A figure after the announcement is the question's, and «đã nhận» the announcement's, in whichever order."""
    await _begin(mixed, "hoa", is_picture=False)
    await _fetch(mixed)
    await mixed.tap("hoa", "Gửi, cần")
    assert "KH 12.pdf: https://" in mixed.last("hien")
    await mixed.say("son", "6")
    assert "6 người chưa có thẻ BHYT (giảm 3)" in mixed.last("son")
    await mixed.tap("son", "Đã nhận")
    assert "Xã ghi thôn Bản Còn đã nhận." in mixed.last("son")
    await mixed.say("son", "7 sào")
    assert "Gieo thêm 7 sào" in mixed.last("son")
    await mixed.say("hien", "đã nhận")
    assert "Xã ghi thôn Khuổi Mạ đã nhận." in mixed.last("hien")
    await mixed.say("hien", "1: 6, 2: 7 sào, 3: không")
    assert "Đã nhận báo cáo của thôn Khuổi Mạ" in mixed.last("hien")


async def test_an_officer_on_zalo_sends_a_picture(mixed: Stage) -> None:
    """Its address is soon gone: the bytes are fetched, and uploaded to Telegram."""
    mixed.program.channels["zalo"].fetch = _bytes  # type: ignore[assignment,method-assign]  # the platform's own server
    await _begin(mixed, "thu")
    await _fetch(mixed)
    await mixed.say("thu", "Gửi, không cần")
    await mixed.settle()
    assert "photo" in mixed.heard("son")[-1].content
    assert [1, 1] == [len(_told(mixed, who)) for who in ("son", "hien")]


async def _bytes(_address: str) -> bytes:
    return paint(8, 6)


@pytest.mark.parametrize("is_lost", [True, False], ids=["never fetched", "refused by the platform"])
async def test_no_announcement_is_lost_with_its_file(mixed: Stage, is_lost: bool) -> None:
    """The words go out alone."""
    await _begin(mixed, "hoa")
    with mixed.store.deployment_wide("the file cannot be had") as session:
        file = session.query(AnnouncementFile).one()
        file.state, file.content = ("refused", None) if is_lost else ("kept", paint(8, 6))
        file.bot = "zalo" if is_lost else file.bot
    if not is_lost:
        mixed.world.faults.add(Fault("400", method="sendPhoto", chat=mixed.phone("son"), description="wrong file"))
    await mixed.tap("hoa", "Gửi, không cần")
    await mixed.settle()
    assert [1, 1] == [len(_told(mixed, who)) for who in ("son", "hien")]
    assert TEXT in words(mixed.heard("son")[-1])
