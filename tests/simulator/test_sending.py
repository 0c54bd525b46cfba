"""What a bot sends arrives as it would at Telegram, and what Telegram refuses is refused in its words."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden

from simulator import groups, people, shapes, world
from tests.simulator.conftest import TOKEN, WEDNESDAY, paint


async def test_text_arrives(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """A plain text arrives in the chat, dated by the world's clock."""
    message = await bot.send_message(son.id, "Chào ông Sơn.")

    assert ("Chào ông Sơn.", WEDNESDAY) == (message.text, message.date)
    stored = sim.find_message(son.id, message.message_id)
    assert stored is not None
    assert {"text": "Chào ông Sơn."} == stored.content


async def test_html_becomes_entities(bot: Bot, son: shapes.Person) -> None:
    """HTML tags become entities with UTF-16 offsets, character references become characters, ends are trimmed."""
    message = await bot.send_message(son.id, "  👍 <b>Bản &lt;Còn&gt;</b> &amp; <a href='https://xa.example/?a=1&amp;b'>đây</a>\n", parse_mode=ParseMode.HTML)  # fmt: skip # noqa: E501 - one text

    assert "👍 Bản <Còn> & đây" == message.text
    assert [("bold", 3, 9), ("text_link", 15, 3)] == [(e.type, e.offset, e.length) for e in message.entities]
    assert "https://xa.example/?a=1&b" == message.entities[1].url


async def test_commands_and_mentions_are_found(bot: Bot, son: shapes.Person) -> None:
    """A command, a mention and a link in plain text are marked without being asked for."""
    message = await bot.send_message(son.id, "Gõ /giup hoặc hỏi @chi_hoa, https://xa.example/a.")

    assert {"/giup": "bot_command", "@chi_hoa": "mention", "https://xa.example/a": "url"} == {
        text: str(entity.type) for entity, text in message.parse_entities().items()
    }


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>mở", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("a < b", "can't parse entities: Unsupported start tag at byte offset 2"),
        ("é<div>x</div>", 'can\'t parse entities: Unsupported start tag "div" at byte offset 2'),
        ("<b>x</i>", "can't parse entities: Unmatched end tag at byte offset 4"),
        ("<b> </b>", "message text is empty"),
    ],
)
async def test_broken_html_is_refused(bot: Bot, son: shapes.Person, html: str, reason: str) -> None:
    """HTML that Telegram cannot read is refused with the place of the fault."""
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(son.id, html, parse_mode=ParseMode.HTML)

    assert reason.lower() == caught.value.message.lower()


async def test_length_is_counted_in_utf16_units(bot: Bot, son: shapes.Person) -> None:
    """4096 units pass, one more does not; a thumb counts two; tags count nothing."""
    assert 4096 == len((await bot.send_message(son.id, "<b>" + "ạ" * 4096 + "</b>", parse_mode="HTML")).text or "")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(son.id, "👍" * 2048 + "a")


async def test_keyboard_and_quote_arrive(bot: Bot, son: shapes.Person) -> None:
    """Buttons with data and with a link, and the message that is answered, come back with the message."""
    first = await bot.send_message(son.id, "1/3")
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Vẫn 9", callback_data="ạ" * 21), InlineKeyboardButton("Xem", url="https://xa.example")]]
    )
    second = await bot.send_message(
        son.id, "2/3", reply_markup=keyboard, reply_parameters=ReplyParameters(first.message_id)
    )

    assert keyboard == second.reply_markup
    assert second.reply_to_message is not None
    assert "1/3" == second.reply_to_message.text


async def test_photo_arrives_with_its_size(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """An uploaded picture comes back with its size and caption, and getFile finds its bytes."""
    picture = paint(40, 30)
    message = await bot.send_photo(son.id, picture, caption="<i>Tuần 47</i>", parse_mode="HTML")

    size = message.photo[-1]
    assert (40, 30, len(picture), "Tuần 47") == (size.width, size.height, size.file_size, message.caption)
    assert "italic" == message.caption_entities[0].type
    assert picture == bytes(await (await bot.get_file(size.file_id)).download_as_bytearray())


async def test_document_can_be_sent_again_by_its_id(bot: Bot, son: shapes.Person) -> None:
    """A document keeps its Vietnamese name, and its file_id sends it again without an upload."""
    first = (await bot.send_document(son.id, b"PK", filename="Tuần 47.xlsx")).document
    assert first is not None
    again = (await bot.send_document(son.id, first.file_id, caption="lần nữa")).document

    assert again is not None
    assert ("Tuần 47.xlsx", first.file_id) == (again.file_name, again.file_id)
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(son.id, first.file_id)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no picture", "image_process_failed"),
        (paint(1, 21), "photo_invalid_dimensions"),
        (b"", "file must be non-empty"),
    ],
)
async def test_bad_pictures_are_refused(bot: Bot, son: shapes.Person, data: bytes, reason: str) -> None:
    """What is no picture, too narrow a picture, and nothing at all are refused as photos."""
    with pytest.raises(BadRequest) as caught:
        await bot.send_photo(son.id, data)

    assert reason == caught.value.message.lower()


async def test_caption_is_limited(bot: Bot, son: shapes.Person) -> None:
    """A caption of 1024 characters passes, one more does not."""
    assert 1024 == len((await bot.send_document(son.id, b"x", caption="a" * 1024)).caption or "")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(son.id, b"x", caption="a" * 1025)


def _keyboard(**button: Any) -> dict[str, Any]:
    return {"text": "x", "reply_markup": {"inline_keyboard": [[button]]}}


_DEFAULT = "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "message text is empty"),
        ({"text": "  "}, "message text is empty"),
        ({"text": 7}, 'parameter "text" must be a String'),
        ({"text": "x", "texts": "y"}, 'unknown parameter "texts"'),
        ({"text": "x", "message_thread_id": 3}, "message thread not found"),
        ({"text": "x", "disable_notification": "perhaps"}, 'parameter "disable_notification" must be a Boolean'),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ({"text": "x", "entities": "[{"}, 'parameter "entities" is not a JSON-serialized object'),
        ({"text": "x", "entities": [{}]}, "can't parse entities: fields type, offset and length are needed"),
        ({"text": "x", "reply_parameters": [1]}, 'parameter "reply_parameters" must be an Object'),
        ({"text": "x", "reply_parameters": {"message": 1}}, 'unknown parameter "message"'),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        (
            {"text": "x", "reply_markup": {"keyboard": []}},
            "only an object with inline_keyboard is taken as reply markup here",
        ),
        (_keyboard(text="A"), _DEFAULT),
        (_keyboard(text="A", callback_data="a", url="https://xa.example"), _DEFAULT),
        (_keyboard(text="A", callback_data=""), "BUTTON_DATA_INVALID"),
        (_keyboard(text="A", callback_data="ạ" * 22), "BUTTON_DATA_INVALID"),
        (_keyboard(text=" ", callback_data="a"), 'can\'t parse inline keyboard button: field "text" must be non-empty'),
        (_keyboard(text="A", callback_data="a", colour="red"), 'unknown parameter "colour"'),
        (
            _keyboard(text="A", url="javascript:1"),
            "inline keyboard button URL 'javascript:1' is invalid: wrong HTTP URL",
        ),
    ],
)
async def test_wrong_parameters_are_refused(
    client: httpx.AsyncClient, son: shapes.Person, body: dict[str, Any], reason: str
) -> None:
    """Every fault in the parameters of sendMessage is a 400 that names it, and nothing is sent."""
    answer = await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": son.id} | body)

    assert {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"} == answer.json()
    state = (await client.get("/sim/state")).json()
    assert ["/start"] == [message["text"] for message in state["chats"][0]["messages"]]


async def test_reply_may_do_without_its_target(bot: Bot, son: shapes.Person) -> None:
    """With allow_sending_without_reply a message goes out although the one it answers is gone."""
    message = await bot.send_message(
        son.id, "x", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True)
    )

    assert message.reply_to_message is None


async def test_strangers_cannot_be_written_to(bot: Bot, hoa: shapes.Person) -> None:
    """An unknown chat is not found; a person who never pressed start cannot be written to first."""
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(42, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message("@kenh_xa", "x")
    with pytest.raises(Forbidden, match="Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(hoa.id, "x")


async def test_who_blocked_the_bot_gets_nothing(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """After a block every sending answers 403; after the block is lifted it works again."""
    people.block(sim, son.id, is_blocked=True)
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(son.id, "x")
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_document(son.id, b"x")
    people.block(sim, son.id, is_blocked=False)

    assert "x" == (await bot.send_message(son.id, "x")).text


async def test_chat_action_is_checked(bot: Bot, son: shapes.Person) -> None:
    """A known action passes, another one does not."""
    assert await bot.send_chat_action(son.id, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(son.id, "dancing")


async def test_flags_are_kept(bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """Silence and protection are kept with the message, and a protected one says so."""
    message = await bot.send_message(son.id, "x", disable_notification=True, protect_content=True)

    stored = sim.find_message(son.id, message.message_id)
    assert stored is not None
    assert (True, True, True) == (stored.silent, stored.protected, message.has_protected_content)


async def test_a_file_shows_the_telephone_of_whom_one_sees_in_a_group(bot: Bot, sim: world.World) -> None:
    """A member of a group on the page gets a telephone there with a first file; somebody else's stays away."""
    lam, far = (people.join(sim, shapes.Person(0, name, visible=False)) for name in ("Lâm", "Xa"))
    groups.create(sim, "Lãnh đạo", [lam.id])
    for person in (lam, far):
        people.send(sim, person.id, person.id, "/start")
        await bot.send_document(person.id, b"PK", filename="Tuần 47.xlsx")
    assert (True, False) == (sim.chats[lam.id].visible, sim.chats[far.id].visible)
