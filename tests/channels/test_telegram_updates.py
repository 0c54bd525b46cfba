"""Telegram's updates in the program's own words: what counts is what a message holds, never a list of what is known."""

from __future__ import annotations

from typing import Any

import pytest
import telegram

from bot.channels.telegram import plain_texts, updates
from services.inbound import Inbound, Kind

BOT = {"id": 1000, "is_bot": True, "first_name": "Thi Đua", "username": "thidua_bot"}
SON = {"id": 7, "is_bot": False, "first_name": "Sơn"}
HIDDEN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Sơn"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Lãnh đạo xã"}
FILE = {"file_id": "f", "file_unique_id": "u"}
SIZE = FILE | {"width": 1, "height": 1}
VIDEO = SIZE | {"duration": 1}


def read(kind: str, **body: Any) -> Inbound | None:
    update = telegram.Update.de_json({"update_id": 1, kind: body}, None)
    return updates.read(update, "thidua_bot")


def message(**body: Any) -> Inbound | None:
    return read("message", **({"message_id": 5, "date": 1764000000, "chat": PRIVATE, "from": SON} | body))


def membership(old: dict[str, Any], new: dict[str, Any], chat: dict[str, Any], sender: dict[str, Any]) -> Kind | None:
    standing = {"user": BOT}
    body = {"chat": chat, "from": sender, "date": 1764000000, "old_chat_member": standing | old}
    inbound = read("my_chat_member", **body, new_chat_member=standing | new)
    return inbound.kind if inbound is not None else None


PLAIN: dict[str, Any] = {"message_id": 5, "date": 1764000000, "chat": PRIVATE, "from": SON, "text": "bhyt  con 5"}
NOT_PLAIN: dict[str, dict[str, Any]] = {
    "a command": {"text": "/thon", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
    "for a bot": {"text": "/thon@thidua_bot Bản Còn"},
    "for another bot": {"text": "/thon@other_bot"},
    "in a group": {"chat": GROUP},
    "of a bot": {"from": HIDDEN},
    "in a group's name": {"chat": GROUP, "sender_chat": GROUP},
    "forwarded": {"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1764000000}},
    "a photo": {"text": None, "photo": [SIZE], "caption": "5"},
    "of nobody": {"from": None},
}


@pytest.mark.parametrize("text", ["5", "bhyt  con 5", "Tên\tSố\nBản Còn\t8", " ", "", "x" * 1001, "Còn 5 hộ", "/GIUP"])
def test_a_plain_text_is_read_as_the_library_reads_it(text: str) -> None:
    written = {"update_id": 1, "message": PLAIN | {"text": text}}
    read_plain = plain_texts.read(written, "telegram")
    assert read_plain is not None
    assert updates.read(telegram.Update.de_json(written, None), "thidua_bot") == read_plain


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_anything_else_is_left_to_the_library(name: str) -> None:
    """Also what is written wrongly: numbers as words, and an update of a kind that came later."""
    message = {key: value for key, value in (PLAIN | NOT_PLAIN[name]).items() if value is not None}
    assert plain_texts.read({"update_id": 1, "message": message}, "telegram") is None
    spoiled: list[dict[str, Any]] = [
        {"message_id": "5"},
        {"date": True},
        {"text": 5},
        {"chat": []},
        {"from": {"id": 7}},
    ]
    for wrong in spoiled:
        assert plain_texts.read({"update_id": 1, "message": PLAIN | wrong}, "telegram") is None
    assert plain_texts.read({"update_id": 1, "edited_message": PLAIN}, "telegram") is None


SERVICE: dict[str, Any] = {
    "pinned_message": {"message_id": 4, "date": 1764000000, "chat": PRIVATE, "text": "x"},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    "write_access_allowed": {"from_request": True},
    "forum_topic_created": {"name": "x", "icon_color": 1},
    "forum_topic_edited": {"name": "x"},
    "forum_topic_closed": {},
    "users_shared": {"request_id": 1, "users": []},
    "web_app_data": {"data": "x", "button_text": "x"},
    "boost_added": {"boost_count": 1},
    "proximity_alert_triggered": {"traveler": SON, "watcher": SON, "distance": 1},
    "video_chat_ended": {"duration": 1},
    "successful_payment": {
        "currency": "VND",
        "total_amount": 1,
        "invoice_payload": "",
        "telegram_payment_charge_id": "",
        "provider_payment_charge_id": "",
    },
    "something_of_next_year": {"x": 1},
}


@pytest.mark.filterwarnings("ignore:.*message_auto_delete_time")  # the library warns of itself when it reads one
@pytest.mark.parametrize("name", SERVICE)
def test_the_platforms_own_word_is_nothing_to_answer(name: str) -> None:
    """A pin, a timer, a wallpaper, a topic: nobody has said anything, whatever it is called."""
    assert message(**{name: SERVICE[name]}) is None


CONTENT: dict[str, Any] = {
    "sticker": SIZE | {"type": "regular", "is_animated": False, "is_video": False},
    "voice": FILE | {"duration": 1},
    "video_note": FILE | {"length": 1, "duration": 1},
    "contact": {"phone_number": "0900", "first_name": "x"},
    "location": {"latitude": 1.0, "longitude": 1.0},
    "dice": {"emoji": "🎲", "value": 1},
    "video": VIDEO,
    "animation": VIDEO,
    "audio": FILE | {"duration": 1},
}


@pytest.mark.parametrize("name", CONTENT)
def test_what_somebody_sends_without_words_is_answered(name: str) -> None:
    """It cannot be read, and they are told so; a document may be what was asked for."""
    inbound = message(**{name: CONTENT[name]})
    assert inbound is not None
    assert (Kind.FILE if name == "document" else Kind.OTHER) is inbound.kind


@pytest.mark.parametrize("name", ["video", "animation", "audio", "voice"])
def test_words_below_a_file_are_words(name: str) -> None:
    """«5 sào» under a film is the answer 5 sào."""
    inbound = message(**{name: CONTENT[name]}, caption="5  sào")
    assert inbound is not None
    assert (Kind.TEXT, "5 sào", "5") == (inbound.kind, inbound.text, inbound.message_id)


def test_a_document_is_a_file() -> None:
    """By its id, with its name, its size and the words below it."""
    sheet = FILE | {"file_name": "Danh sách.xlsx", "file_size": 9000, "mime_type": "application/octet-stream"}
    inbound = message(document=sheet, caption="5 sào")
    assert inbound is not None
    assert (Kind.FILE, "f", "5 sào") == (inbound.kind, inbound.data, inbound.text)
    assert ("Danh sách.xlsx", 9000) == (inbound.file_name, inbound.file_size)


def test_a_table_pasted_as_text_keeps_its_cells() -> None:
    """Tabs and line ends stay beside the text that is read like any other."""
    inbound = message(text="Tên thôn\tSố hộ\r\nBản  Còn\t118\n\n")
    assert inbound is not None
    assert "Tên thôn\tSố hộ\nBản Còn\t118" == inbound.pasted
    assert "Tên thôn Số hộ\nBản Còn 118" == inbound.text


def test_a_picture_sent_as_a_file_is_a_picture() -> None:
    """It is kept like one, and its caption read like one's."""
    inbound = message(document=FILE | {"mime_type": "image/jpeg"}, caption="5 sào")
    assert inbound is not None
    assert (Kind.PHOTO, "f", "5 sào") == (inbound.kind, inbound.data, inbound.text)


MEMBER, LEFT, KICKED = {"status": "member"}, {"status": "left"}, {"status": "kicked", "until_date": 0}
_RIGHTS = [name for name in telegram.ChatMemberRestricted.__slots__ if name.startswith("can_")]
_ADMIN = [name for name in telegram.ChatMemberAdministrator.__slots__ if name.startswith("can_")]
RESTRICTED = {"status": "restricted", "until_date": 0, "is_member": True} | dict.fromkeys(_RIGHTS, False)
PUT_OUT = RESTRICTED | {"is_member": False}
ADMIN = {"status": "administrator", "is_anonymous": False} | dict.fromkeys(_ADMIN, True)
STRANGE = {"status": "guest"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (MEMBER, ADMIN, None),
        (ADMIN, MEMBER, None),
        (MEMBER, RESTRICTED, None),
        (RESTRICTED, ADMIN, None),
        (ADMIN, ADMIN, None),
        (MEMBER, STRANGE, None),
        (LEFT, STRANGE, None),
        (LEFT, MEMBER, Kind.ADDED),
        (KICKED, ADMIN, Kind.ADDED),
        (PUT_OUT, RESTRICTED, Kind.ADDED),
        (STRANGE, MEMBER, Kind.ADDED),
        (MEMBER, LEFT, Kind.REMOVED),
        (ADMIN, KICKED, Kind.REMOVED),
        (RESTRICTED, PUT_OUT, Kind.REMOVED),
        (LEFT, KICKED, Kind.REMOVED),
    ],
)
def test_only_coming_and_going_count(old: dict[str, Any], new: dict[str, Any], expected: Kind | None) -> None:
    """Other rights within the group are nothing, and a status that nobody knows yet is no removal."""
    assert expected is membership(old, new, GROUP, SON)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [(MEMBER, KICKED, Kind.BLOCKED), (KICKED, MEMBER, Kind.UNBLOCKED), (MEMBER, STRANGE, None)],
)
def test_a_person_blocks_and_comes_back(old: dict[str, Any], new: dict[str, Any], expected: Kind | None) -> None:
    """In private the same news says whether the person takes messages."""
    assert expected is membership(old, new, PRIVATE, SON)


def test_a_hidden_administrator_is_nobody() -> None:
    """Who speaks in the group's own name, or as a channel, has no account that could be somebody's."""
    channel = {"id": -1009, "type": "channel", "title": "Kênh"}
    for sender in ({"from": HIDDEN, "sender_chat": GROUP}, {"from": HIDDEN, "sender_chat": channel}):
        inbound = message(chat=GROUP, text="/tonghop@thidua_bot", **sender)
        assert inbound is not None
        assert (True, "/tonghop") == (inbound.is_anonymous, inbound.text)
        assert inbound.sender_id.startswith("-100")
    assert Kind.ADDED is membership(LEFT, MEMBER, GROUP, HIDDEN)


def test_other_bots_and_channels_are_not_heard() -> None:
    """Neither a bot's message, nor a channel's post, nor its copy in the group that discusses it."""
    assert message(chat=GROUP, text="/tonghop", **{"from": BOT}) is None
    channel = {"id": -1009, "type": "channel", "title": "Kênh"}
    assert message(chat=channel, text="/tonghop", sender_chat=channel) is None
    copied = {"from": SON | {"id": 777000}, "sender_chat": channel, "is_automatic_forward": True}
    assert message(chat=GROUP, text="/tonghop", **copied) is None


@pytest.mark.parametrize("sender", [SON, HIDDEN])
def test_a_move_is_heard_in_either_chat(sender: dict[str, Any]) -> None:
    """Whoever it is said by, it names the old chat and the new one."""
    old = {"id": -5, "type": "group", "title": "Lãnh đạo xã"}
    there = message(chat=old, migrate_to_chat_id=-1001, **{"from": sender})
    here = message(chat=GROUP, migrate_from_chat_id=-5, sender_chat=GROUP, **{"from": sender})
    for inbound in (there, here):
        assert inbound is not None
        assert (Kind.MOVED, "-5", "-1001") == (inbound.kind, inbound.chat_id, inbound.data)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"message_thread_id": 12, "is_topic_message": True}, "12"),
        ({"message_thread_id": 12}, ""),  # a thread of replies in a group without topics
        ({}, ""),  # General
    ],
)
def test_a_topic_is_known(more: dict[str, Any], expected: str) -> None:
    """Of a message, and of the button under one."""
    said = message(chat=GROUP, text="/tonghop", **more)
    assert said is not None
    under = {"message_id": 5, "date": 1764000000, "chat": GROUP, "from": BOT, "text": "x"} | more
    tapped = read("callback_query", id="1", chat_instance="1", data="x", **{"from": SON, "message": under})
    assert tapped is not None
    assert (expected, expected) == (said.thread_id, tapped.thread_id)


def test_a_tap_under_a_message_that_is_not_shown_any_more() -> None:
    """Telegram leaves its id and a date of 0; what the button means still counts."""
    under = {"message_id": 5, "date": 0, "chat": PRIVATE}
    inbound = read("callback_query", id="1", chat_instance="1", data="answer:1:x:2", **{"from": SON, "message": under})
    assert inbound is not None
    assert ("7", "5", "answer:1:x:2", "") == (inbound.chat_id, inbound.message_id, inbound.data, inbound.tapped)


def test_a_tap_without_any_message_is_nothing() -> None:
    """Under a message that was sent by way of another chat there is nobody to answer."""
    assert read("callback_query", id="1", chat_instance="1", data="x", inline_message_id="9", **{"from": SON}) is None
