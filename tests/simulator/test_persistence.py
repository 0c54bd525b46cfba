"""A world with a state file survives a restart, a power cut, and a broken file."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from simulator import app, groups, people, persistence, shapes, view, world
from tests.simulator.conftest import TOKEN, WEDNESDAY, open_bot, paint


def _open(path: Path) -> world.World:
    return world.World(TOKEN, state_file=path, now=lambda: WEDNESDAY)


async def _live(sim: world.World) -> tuple[shapes.Person, str, str]:
    """A short life: a person, a group that became a supergroup, a keyboard that was pressed, a picture."""
    son = people.join(sim, shapes.Person(0, "Sơn"))
    people.send(sim, son.id, son.id, "/start")
    group = groups.create(sim, "Lãnh đạo xã", [son.id])
    groups.add_bot(sim, group.id, son.id)
    groups.upgrade(sim, group.id)
    async with open_bot(app.build(sim)) as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="co")]])
        message = await bot.send_message(son.id, "<b>3/3</b>", parse_mode="HTML", reply_markup=keyboard)
        photo = (await bot.send_photo(son.id, paint(8, 6))).photo[-1]
    tap = people.tap(sim, son.id, son.id, message.message_id, "co")
    return son, photo.file_id, tap.id


async def test_world_survives_a_restart(tmp_path: Path) -> None:
    """People, chats, messages, files, waiting updates and unanswered taps are there again after a clean end."""
    former = _open(tmp_path / "state.json")
    _, photo, tap = await _live(former)
    former.close()
    sim = _open(tmp_path / "state.json")

    assert view.describe(former)["chats"] == view.describe(sim)["chats"]
    assert former.updates.pending == sim.updates.pending
    async with open_bot(app.build(sim)) as bot:
        assert paint(8, 6) == bytes(await (await bot.get_file(photo)).download_as_bytearray())
        assert await bot.answer_callback_query(tap)
    sim.close()


async def test_ids_never_repeat(tmp_path: Path) -> None:
    """After a restart, clean or after a power cut, message, update and person ids go on rising."""
    path = tmp_path / "state.json"
    seen: list[tuple[int, int, int]] = []
    for is_clean in (True, False, True):
        sim = _open(path)
        person = people.join(sim, shapes.Person(0, "Tài"))
        message = people.send(sim, person.id, person.id, "/start")
        seen.append((message.id, sim.updates.last_id, person.id))
        if is_clean:
            sim.close()

    assert sorted(set(seen)) == seen
    for numbers in zip(*seen, strict=True):
        assert 3 == len(set(numbers))


async def test_changes_are_written_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an orderly end, what happened is in the file a moment later, written once for many changes."""
    monkeypatch.setattr(persistence, "_PAUSE", 0.02)
    path = tmp_path / "state.json"
    sim = _open(path)
    person = people.join(sim, shapes.Person(0, "Sơn"))
    for number in range(50):
        people.send(sim, person.id, person.id, str(number))
    async with asyncio.timeout(10):
        while '"49"' not in await asyncio.to_thread(path.read_text, "utf-8"):
            pass

    assert 50 == len(_open(path).chats[person.id].messages)
    assert not path.with_name("state.json.new").exists()


@pytest.mark.parametrize(
    "content", ["", "{", '{"format": 9}', '{"format": 1, "clean": true, "people": [{"id": 7}]}', "[]"]
)
def test_broken_file_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str) -> None:
    """A file that cannot be read is kept under another name, the log says so, and the world begins anew."""
    path = tmp_path / "state.json"
    path.write_text(content, "utf-8")
    with caplog.at_level(logging.ERROR, logger="simulator.persistence"):
        sim = _open(path)

    (aside,) = tmp_path.glob("state.json.broken-*")
    assert content == aside.read_text("utf-8")
    assert aside.name in caplog.text
    assert ({}, {}) == (sim.people, sim.chats)
    assert 1 == json.loads(path.read_text("utf-8"))["format"]


def test_new_world_does_not_repeat_a_lost_one(tmp_path: Path) -> None:
    """After a broken file messages number on from the time, so that a bot does not take them for old ones."""
    path = tmp_path / "state.json"
    path.write_text("{", "utf-8")
    sim = _open(path)
    person = people.join(sim, shapes.Person(7, "Sơn"))

    assert people.send(sim, person.id, person.id, "x").id > 10_000_000


async def test_webhook_is_kept(tmp_path: Path) -> None:
    """A webhook that was set is set after a restart, too."""
    former = _open(tmp_path / "state.json")
    async with open_bot(app.build(former)) as bot:
        await bot.set_webhook(
            "http://127.0.0.1:9/hook", secret_token="s", max_connections=3, allowed_updates=["message"]
        )
    former.close()
    sim = _open(tmp_path / "state.json")

    hook = sim.webhook.hook
    assert ("http://127.0.0.1:9/hook", "s", 3, ["message"]) == (
        hook.url,
        hook.secret,
        hook.connections,
        sim.updates.allowed,
    )
    sim.close()
