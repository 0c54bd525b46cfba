"""Leaders on Telegram: buttons under the post, files, commands in the group, the menu; with the real client."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import clock
from bot.channels.contract import Outcome, Outgoing, Sent
from bot.channels.memory import Memory
from bot.outbox import delivery
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from services import wording
from services.capability import Capability
from simulator import people as townsfolk
from tests.stage import Stage, words

ASK, DRAFT, POST = "2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = await Stage.after(tmp_path, "posted before a leader", posted)
    yield made
    await made.close()


async def posted(stage: Stage) -> None:
    await stage.join("son", "hoa", "lam")
    await stage.bind_group("hoa", "lam", "son")
    await stage.at(ASK)
    await stage.say("son", "con 6")
    await stage.at(DRAFT, POST)


async def tap_post(stage: Stage, who: str, label: str) -> None:
    post = stage.posts()[0]
    data = next(str(one["callback_data"]) for row in post.keyboard or [] for one in row if one["text"] == label)
    townsfolk.tap(stage.world, stage.group, stage.phone(who), post.id, data)
    await stage.settle()


async def say_in_group(stage: Stage, who: str, text: str) -> None:
    townsfolk.send(stage.world, stage.group, stage.phone(who), text)
    await stage.settle()


async def test_a_tap_under_the_post_is_answered_in_private(stage: Stage) -> None:
    """The buttons stay for the others, the group hears one word, the villages are told to the leader alone."""
    before = list(stage.posts()[0].keyboard or [])
    await tap_post(stage, "lam", "Theo thôn")
    assert "1/28 thôn đã gửi đủ" not in stage.last("lam")
    assert "Mới gửi một phần: Bản Còn." in stage.last("lam")
    assert "Đã gửi riêng cho đồng chí Lâm." == words(stage.in_group()[-1])
    assert before == stage.posts()[0].keyboard
    await tap_post(stage, "son", "Theo thôn")
    assert "Phần này tôi chỉ gửi riêng" in words(stage.in_group()[-1])
    assert "Gửi một phần" not in stage.last("son")


@pytest.mark.parametrize(
    ("label", "ending", "inside"), [("Excel", "xlsx", "xl/workbook.xml"), ("Word", "docx", "word/document.xml")]
)
async def test_a_file_comes_as_a_document(stage: Stage, label: str, ending: str, inside: str) -> None:
    """What arrives on the telephone is a file of that name which opens."""
    await tap_post(stage, "lam", label)
    described = stage.heard("lam")[-1].content["document"]
    assert f"tong-hop-2026-W47.{ending}" == described["file_name"]
    stored = stage.world.files.read(stage.world.files.files[described["file_id"]])
    assert stored is not None
    assert inside in zipfile.ZipFile(io.BytesIO(stored)).namelist()


async def test_a_command_may_name_the_bot(stage: Stage) -> None:
    """«/chitieu@our_bot» is obeyed below the message that asked, another bot's command is not."""
    name = stage.world.bot_username
    await say_in_group(stage, "lam", f"/chitieu@{name} XH1")
    assert words(stage.in_group()[-1]).startswith("XH1. Bảo hiểm y tế")
    assert stage.in_group()[-1].reply_to is not None
    count = len(stage.in_group())
    await say_in_group(stage, "lam", "/chitieu@other_bot XH1")
    await say_in_group(stage, "lam", "chỉ tiêu XH1")
    assert count == len(stage.in_group())


async def test_views_stay_under_a_private_post(stage: Stage) -> None:
    """A leader looks at one thing after another under the same message."""
    await stage.say("lam", "/tonghop")
    await stage.tap("lam", "Theo chỉ tiêu")
    message, _ = stage.button("lam", "Excel")
    assert ["Theo chỉ tiêu", "Theo thôn", "Excel", "Word"] == [
        one["text"] for row in message.keyboard or [] for one in row
    ]


async def test_the_menu_lists_commands_that_work(stage: Stage) -> None:
    """Every command behind the menu button is answered to an officer."""
    menus = [[one["command"] for one in menu] for menu in stage.world.commands.values()]
    assert [list(wording.MENU), list(wording.GROUP_MENU)] == menus
    for command in dict.fromkeys([*wording.MENU, *wording.GROUP_MENU]):
        heard = len(stage.heard("hoa"))
        await stage.say("hoa", f"/{command}")
        assert heard < len(stage.heard("hoa")), command


class Plain(Memory):
    """A channel without buttons."""

    async def send(self, message: Outgoing) -> Outcome:
        self.sent.append(message)
        return Sent("1")


async def test_a_group_without_buttons_is_offered_no_words(stage: Stage) -> None:
    """In a group words are not obeyed, so none are printed."""
    channel = Plain(name="plain", can=Capability(has_buttons=False))
    sender = delivery.Delivery(stage.store, {"plain": channel}, stage.program.executor)
    for purpose in (Purpose.POST, Purpose.GROUP, Purpose.REPLY):
        row = OutboxMessage(
            bot="plain",
            chat_id="g",
            purpose=purpose,
            text="Bài",
            choices=[["Excel", "x"]],
            picture=None,
            pieces_sent=0,
        )
        await sender._send(row, clock.running())
    assert ["Bài", "Bài", "Bài\nGõ: EXCEL."] == [one.text for one in channel.sent]
