"""What people do reaches the bot by getUpdates, once it is asked for, until it is confirmed."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest
from starlette.applications import Starlette
from telegram import Bot
from telegram.error import BadRequest, Conflict

from simulator import people, shapes, world
from tests.simulator.conftest import open_bot, paint


async def test_updates_stay_until_confirmed(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """An update comes again and again, until an offset beyond it confirms it; ids rise by one."""
    for text in ("1", "2", "3"):
        people.send(sim, son.id, son.id, text)
    first = await bot.get_updates(limit=2)
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=first[-1].update_id + 1)

    assert [["1", "2"], ["1", "2", "3"], ["3"]] == [
        [update.message.text for update in batch if update.message] for batch in (first, again, rest)
    ]
    assert [1, 1] == [b.update_id - a.update_id for a, b in itertools.pairwise(again)]


async def test_negative_offset_keeps_the_last(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """An offset of -1 gives the last update and forgets those before it."""
    for text in ("1", "2", "3"):
        people.send(sim, son.id, son.id, text)
    await bot.get_updates(offset=-1)

    assert ["3"] == [update.message.text for update in await bot.get_updates() if update.message]


async def test_poll_waits_for_the_first_update(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """A long poll answers as soon as something happens, and with nothing when its time is over."""
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    begun = time.monotonic()
    people.send(sim, son.id, son.id, "con 6")
    (update,) = await waiting

    assert update.message is not None
    assert "con 6" == update.message.text
    assert time.monotonic() - begun < 5
    assert () == await bot.get_updates(offset=update.update_id + 1, timeout=0)


async def test_second_poller_takes_over(application: Starlette, bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """A poll that waits is ended with 409 by a newer one, which then gets the updates."""
    former = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    async with open_bot(application) as second:
        newer = asyncio.create_task(second.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await former
        people.send(sim, son.id, son.id, "x")

        assert 1 == len(await newer)


async def test_polling_and_webhook_exclude_each_other(bot: Bot) -> None:
    """Setting a webhook ends a poll that waits, and while it is set every poll answers 409."""
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await waiting
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook()

    assert () == await bot.get_updates()


async def test_only_wanted_kinds_are_queued(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """allowed_updates holds from the call on, is kept when left out, and an empty list means the usual ones."""
    await bot.get_updates(allowed_updates=["edited_message"])
    message = people.send(sim, son.id, son.id, "1")
    people.edit(sim, son.id, son.id, message.id, "2")
    (update,) = await bot.get_updates()
    assert update.edited_message is not None
    await bot.get_updates(offset=update.update_id + 1, allowed_updates=[])
    people.send(sim, son.id, son.id, "3")

    assert ["3"] == [update.message.text for update in await bot.get_updates() if update.message]


async def test_every_kind_of_message_arrives(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """Text with a command, picture, document, sticker and voice all arrive as the client's own types."""
    people.send(sim, son.id, son.id, "/start K7QM-4TXP")
    people.send_photo(sim, son.id, son.id, shapes.Upload("so.png", "image/png", paint(30, 20)), "sổ")
    people.send_document(sim, son.id, son.id, shapes.Upload("danh sách.docx", "", b"PK"))
    people.send_sticker(sim, son.id, son.id, "👍")
    people.send_voice(sim, son.id, son.id, 12)
    messages = [update.message for update in await bot.get_updates() if update.message]
    text, photo, document, sticker, voice = messages

    assert {"/start": "bot_command"} == {part: str(entity.type) for entity, part in text.parse_entities().items()}
    assert (30, "sổ") == (photo.photo[-1].width, photo.caption)
    assert document.document is not None
    assert "danh sách.docx" == document.document.file_name
    assert sticker.sticker is not None
    assert "👍" == sticker.sticker.emoji
    assert voice.voice is not None
    assert b"OggS" == bytes(await (await bot.get_file(voice.voice.file_id)).download_as_bytearray())


async def test_edit_and_reply_are_told(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """An edited message says so with its date, and a reply carries what it answers."""
    asked = await bot.send_message(son.id, "1/3")
    people.edit(sim, son.id, son.id, people.send(sim, son.id, son.id, "5", asked.message_id).id, "6")
    sent, edited = await bot.get_updates()

    assert sent.message is not None
    assert sent.message.reply_to_message is not None
    assert "1/3" == sent.message.reply_to_message.text
    assert edited.edited_message is not None
    assert ("6", sent.message.message_id) == (edited.edited_message.text, edited.edited_message.message_id)
    assert edited.edited_message.edit_date is not None


async def test_block_is_told(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """Blocking and unblocking reach the bot as changes of its membership; doing it twice is told once."""
    for is_blocked in (True, True, False):
        people.block(sim, son.id, is_blocked=is_blocked)
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]

    assert [("member", "kicked"), ("kicked", "member")] == [
        (change.old_chat_member.status, change.new_chat_member.status) for change in changes
    ]


async def test_bad_webhook_is_refused(bot: Bot) -> None:
    """A webhook needs an address and a secret of allowed characters; an empty address deletes it."""
    with pytest.raises(BadRequest, match="Bad webhook: an https url must be provided for webhook"):
        await bot.set_webhook("ftp://xa.example")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:9/", secret_token="có dấu")
    with pytest.raises(BadRequest, match="Max_connections must be between 1 and 100"):
        await bot.set_webhook("http://127.0.0.1:9/", max_connections=101)
    assert await bot.set_webhook("")

    assert "" == (await bot.get_webhook_info()).url
