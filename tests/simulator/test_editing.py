"""A bot changes only its own messages, and pressed buttons are answered in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from simulator import people, shapes, world
from tests.simulator.conftest import paint

_YES = InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="co")]])


async def test_text_is_edited(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """New words replace the old ones, take the keyboard away, and mark the message as edited."""
    message = await bot.send_message(son.id, "3/3", reply_markup=_YES)
    sim.clock_offset = timedelta(minutes=5)
    edited = await bot.edit_message_text("Xong.", son.id, message.message_id)

    assert not isinstance(edited, bool)
    assert ("Xong.", None) == (edited.text, edited.reply_markup)
    assert message.date + timedelta(minutes=5) == edited.edit_date


async def test_keyboard_alone_is_edited(bot: Bot, son: shapes.Person) -> None:
    """Taking the buttons away leaves the words, and is no edit of them."""
    message = await bot.send_message(son.id, "3/3", reply_markup=_YES)
    edited = await bot.edit_message_reply_markup(son.id, message.message_id)

    assert not isinstance(edited, bool)
    assert ("3/3", None, None) == (edited.text, edited.reply_markup, edited.edit_date)


async def test_caption_is_edited(bot: Bot, son: shapes.Person) -> None:
    """A caption can be replaced under the same picture; a picture has no text to edit."""
    message = await bot.send_photo(son.id, paint(4, 4), caption="Tuần 46")
    edited = await bot.edit_message_caption(son.id, message.message_id, caption="Tuần 47")

    assert not isinstance(edited, bool)
    assert ("Tuần 47", message.photo) == (edited.caption, edited.photo)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", son.id, message.message_id)


async def test_edit_that_changes_nothing_is_refused(bot: Bot, son: shapes.Person) -> None:
    """The same words and the same buttons are «not modified», in all three methods."""
    text = await bot.send_message(son.id, "<b>x</b>", parse_mode="HTML", reply_markup=_YES)
    photo = await bot.send_photo(son.id, paint(4, 4), caption="y")

    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text("<b>x</b>", son.id, text.message_id, parse_mode="HTML", reply_markup=_YES)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(son.id, text.message_id, reply_markup=_YES)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_caption(son.id, photo.message_id, caption="y")


async def test_only_own_messages_can_be_edited(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """A message that never was cannot be edited, nor can a person's, nor a caption that has no picture."""
    theirs = people.send(sim, son.id, son.id, "con 6")
    own = await bot.send_message(son.id, "x")

    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", son.id, 9999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("y", son.id, theirs.id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(son.id, own.message_id, caption="y")


async def test_deleted_message_is_gone(bot: Bot, son: shapes.Person) -> None:
    """A deleted message can be neither deleted again, nor edited, nor answered."""
    message = await bot.send_message(son.id, "x")
    assert await bot.delete_message(son.id, message.message_id)

    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(son.id, message.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", son.id, message.message_id)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(son.id, "y", reply_to_message_id=message.message_id)


async def test_old_or_foreign_messages_stay(
    bot: Bot, sim: world.World, son: shapes.Person, leaders: shapes.Chat
) -> None:
    """After 48 hours nothing can be deleted, and in a group never what people wrote."""
    own = await bot.send_message(son.id, "x")
    theirs = people.send(sim, leaders.id, son.id, "/thidua")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(leaders.id, theirs.id)
    sim.clock_offset = timedelta(hours=49)

    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(son.id, own.message_id)


async def test_tap_is_answered(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """A tap brings its data and message to the bot, and the answer's text to the person."""
    message = await bot.send_message(son.id, "3/3", reply_markup=_YES)
    people.tap(sim, son.id, son.id, message.message_id, "co")
    (update,) = await bot.get_updates()

    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert ("co", message.message_id, son.id) == (query.data, query.message.message_id, query.from_user.id)
    assert await bot.answer_callback_query(query.id, "Đã ghi", show_alert=True)
    assert [("Đã ghi", True)] == [(answer["text"], answer["alert"]) for answer in sim.answers]


async def test_late_answer_is_refused(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """An unknown query, and one that waited too long, cannot be answered; nor can words of over 200 characters."""
    message = await bot.send_message(son.id, "3/3", reply_markup=_YES)
    tap = people.tap(sim, son.id, son.id, message.message_id, "co")
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query("77")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(tap.id, "a" * 201)
    sim.callback_lifetime = timedelta(seconds=-1)

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(tap.id)
