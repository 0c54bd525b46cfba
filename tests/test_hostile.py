"""Names and codes of ill will: they are shown as they were written, and open nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from bot.channels.contract import LARGEST_PICTURE
from bot.channels.telegram.channel import Telegram
from models import invitation_codes, units
from models.units import Unit
from simulator.shapes import Message
from tests.commune import Stand
from tests.in_process import InProcess
from tests.stage import Stage, words

MARKUP, FORMULA, MARKED = "<b>&", "=cmd()", "*_`[x](tg://user?id=1)"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = Stage(tmp_path)
    await made.open()
    yield made
    await made.close()


async def test_a_hostile_name_is_text_in_every_message(stage: Stage) -> None:
    """Three villages, from the welcome to the post: each name stands there as it is, and nothing is markup."""
    with stage.store.transaction() as session:
        for code, name in (("T01", MARKUP), ("T02", FORMULA), ("T03", MARKED)):
            session.execute(update(Unit).where(Unit.code == code).values(name=name))
    await stage.join("son", "hien", "hoa", "lam")
    await stage.bind_group("hoa", "lam")
    await stage.at("2026-11-18T08:00")
    await stage.say("son", "con 6")
    await stage.say("son", "THÔN TÔI")
    await stage.say("hoa", "CÒN THIẾU")
    await stage.at("2026-11-18T19:00", "2026-11-19T17:00", "2026-11-20T07:30", "2026-11-20T09:00")
    said = [message for chat in stage.world.chats.values() for message in chat.messages.values()]
    ours = [message for message in said if message.sender == stage.world.bot_id]
    assert 1 == len(stage.posts())
    for name, who in ((MARKUP, "son"), (FORMULA, "hien"), (MARKED, "hoa")):
        assert any(name in text for text in stage.texts(who)), name
    assert [] == [words(message) for message in ours if _is_marked_up(message)]
    assert [] == [words(message) for message in ours if "&amp;" in words(message) or "&lt;" in words(message)]


def _is_marked_up(message: Message) -> bool:
    return bool(message.content.get("entities") or message.content.get("caption_entities"))


def test_no_text_is_sent_as_markup() -> None:
    """The platforms' markup is never asked for: what is not asked for cannot be forged."""
    files = [
        path
        for folder in ("bot", "handlers", "scheduler", "services", "reports")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert len(files) > 50
    wanted = ("parse_mode=", '"parse_mode"', "text_styles", "ParseMode")
    found = [path.name for path in files for word in wanted if word in path.read_text(encoding="utf-8")]
    assert [] == found


def test_wrong_codes_are_answered_five_times_then_once_then_not(stand: Stand) -> None:
    """Whoever guesses hears nothing after a while, not even with the right code; an hour later it is taken."""
    right = stand.code("son")
    for _ in range(5):
        stand.say("son", "/start AAAA-BBBB")
    assert 5 == len(stand.heard("son"))
    stand.say("son", f"/start {right}")
    assert ["Mã sai nhiều lần quá. Xin thử lại sau một giờ, hoặc hỏi UBND xã."] == [
        row.text for row in stand.heard("son")
    ]
    for code in ("AAAA-CCCC", right):
        stand.say("son", f"/start {code}")
    assert [] == stand.heard("son")
    stand.clock.instant += timedelta(hours=1, minutes=1)
    stand.say("son", f"/start {right}")
    assert stand.heard("son")[-1].text.startswith("Chào ông Sơn.")


def test_a_strangers_flood_is_not_answered(stand: Stand) -> None:
    """Five times, then silence until they have been still for an hour; a code opens the door all the same."""
    for _ in range(50):
        stand.say("x", "alo")
    assert 5 == len(stand.heard("x"))
    stand.clock.instant += timedelta(minutes=59)
    stand.say("x", "alo")
    assert [] == stand.heard("x")
    stand.clock.instant += timedelta(minutes=61)
    stand.say("x", "alo")
    assert 1 == len(stand.heard("x"))
    for _ in range(9):
        stand.say("x", "alo")
    stand.heard()
    stand.say("x", f"/start {stand.code('son')}")
    assert stand.heard("x")[-1].text.startswith("Chào ông Sơn.")


def test_a_code_expires_and_is_used_once(stand: Stand) -> None:
    """After its fourteen days, and for a second person, it is as good as a wrong one."""
    old, used = stand.code("son"), stand.code("hien")
    stand.say("hien", f"/start {used}")
    stand.heard()
    stand.say("other", f"/start {used}")
    assert "chỉ dành cho" in stand.heard("other")[-1].text
    stand.clock.instant += timedelta(days=14, seconds=1)
    stand.say("son", f"/start {old}")
    assert "chỉ dành cho" in stand.heard("son")[-1].text


def test_codes_are_not_to_be_guessed(stand: Stand) -> None:
    """27 letters in 8 places: with five tries an hour from each of a thousand chats, two centuries for one of 30."""
    codes = set()
    with stand.context() as context:
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None
        for _ in range(200):
            codes.add(
                invitation_codes.invite(
                    context.session, unit, "deputy", name="A", address="A", phone=None, now=context.now, days=1
                )
            )
    assert 200 == len(codes)
    letters = {letter for code in codes for letter in code if letter != "-"}
    assert set(invitation_codes.CODE_LETTERS) == letters
    possible = len(invitation_codes.CODE_LETTERS) ** 8
    hours = possible / (30 * 5 * 1000)
    assert hours / 24 / 365 > 200, hours


async def test_a_large_picture_is_refused_before_it_is_loaded() -> None:
    """By the size that Telegram tells; not a byte of it comes over the line."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        file = {"file_id": "f", "file_unique_id": "u", "file_size": LARGEST_PICTURE + 1, "file_path": "photos/1.jpg"}
        return httpx.Response(200, json={"ok": True, "result": file})

    channel = Telegram("1000:x", "http://nowhere", http=InProcess(httpx.MockTransport(answer)))
    with pytest.raises(ValueError, match="too large"):
        await channel.fetch("f")
    await channel.close()
    assert [True] == [path.endswith("/getFile") for path in asked]
