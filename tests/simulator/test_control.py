"""The control API: people and groups are made, act and are seen, and changes are pushed to whoever listens."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from simulator import app, people, shapes, world
from tests.simulator.conftest import Serve, paint


async def _post(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"/sim/{path}", json=body)
    assert 200 == answer.status_code, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _state(client: httpx.AsyncClient, since: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = (await client.get("/sim/state", params={"since": since})).json()
    return told


async def test_cast_is_made_and_listed_in_order(client: httpx.AsyncClient) -> None:
    """People and groups appear in the order of their making, with what a phone shows of them."""
    son = await _post(client, "users", first_name="Sơn", title="Ông Sơn", subtitle="Trưởng thôn <b>&", start="K7QM")
    await _post(client, "users", id=77, first_name="Bình", phone=False)
    group = await _post(client, "groups", title="Lãnh đạo xã", members=[77, son["id"]])
    state = await _state(client)

    assert [(son["id"], "Ông Sơn", True), (77, "Bình", False), (group["id"], "Lãnh đạo xã", True)] == [
        (chat["id"], chat["title"], chat["visible"]) for chat in state["chats"]
    ]
    assert ("Trưởng thôn <b>&", False, "K7QM") == tuple(
        state["chats"][0][key] for key in ("subtitle", "started", "start")
    )
    assert [son["id"], 77] == [user["id"] for user in state["users"]]
    assert group["id"] < 0


async def test_making_somebody_again_keeps_the_chat(client: httpx.AsyncClient, son: shapes.Person) -> None:
    """A demo may lay out its cast at every start: who is there keeps messages and takes over the new title."""
    await _post(client, "users", id=son.id, first_name="Sơn", title="Bác Sơn")
    group = await _post(client, "groups", title="A", members=[son.id])
    again = await _post(client, "groups", id=group["id"], title="B", members=[son.id])
    state = await _state(client)

    assert group == again
    assert [("Bác Sơn", ["/start"]), ("B", [])] == [
        (chat["title"], [message["text"] for message in chat["messages"]]) for chat in state["chats"]
    ]


async def test_everything_of_a_message_is_seen(bot: Bot, client: httpx.AsyncClient, son: shapes.Person) -> None:
    """A page gets text, entities, buttons, quotes, pictures, files, edits and times of each message, in order."""
    who = {"chat": son.id, "from": son.id}
    asked = await bot.send_message(son.id, "<b>1/3</b>", parse_mode="HTML", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Vẫn 9", callback_data="v")]]))  # fmt: skip # noqa: E501 - one call
    written = await _post(client, "send", **who, text="con 7", reply_to=asked.message_id)
    await _post(client, "edit", **who, message_id=written["message_id"], text="con 6")
    await _post(client, "sticker", **who)
    await _post(client, "voice", **who, duration=12)
    form = {"chat": str(son.id), "from": str(son.id), "caption": "sổ"}
    await client.post("/sim/photo", data=form, files={"file": ("so.png", paint(9, 6))})
    await client.post("/sim/document", data=form, files={"file": ("Tuần 47.xlsx", b"PK")})
    messages = (await _state(client))["chats"][0]["messages"]
    _, question, answer, sticker, voice, photo, document = messages

    assert [[{"text": "Vẫn 9", "data": "v", "url": None}]] == question["keyboard"]
    assert ("1/3", "bold", True) == (question["text"], question["entities"][0]["type"], question["from"]["is_bot"])
    assert ("con 6", True, "1/3") == (answer["text"], answer["edited"], answer["reply_to"]["text"])
    assert ("👍", 12) == (sticker["sticker"], voice["voice"])
    assert ("sổ", 9, 6) == (photo["text"], photo["photo"]["width"], photo["photo"]["height"])
    assert ("Tuần 47.xlsx", 2) == (document["document"]["name"], document["document"]["size"])
    assert {"2026-11-18T01:00:00+00:00"} == {message["date"] for message in messages}
    picture, file = [await client.get(f"/{message[kind]['url']}") for message, kind in ((photo, "photo"), (document, "document"))]  # fmt: skip # noqa: E501 - one line
    assert (paint(9, 6), "image/png") == (picture.content, picture.headers["content-type"])
    assert b"PK" == file.content
    assert file.headers["content-disposition"].startswith("attachment; filename*=utf-8''Tu%E1%BA%A7n%2047.xlsx")


async def test_page_can_ask_for_what_is_new(bot: Bot, client: httpx.AsyncClient, son: shapes.Person) -> None:
    """With `since` only messages that came, changed or were deleted after it are told."""
    kept = await bot.send_message(son.id, "1")
    gone = await bot.send_message(son.id, "2")
    version = (await _state(client))["version"]
    await bot.edit_message_text("một", son.id, kept.message_id)
    await bot.delete_message(son.id, gone.message_id)
    news = (await _state(client, version))["chats"][0]["messages"]

    assert [(kept.message_id, "một", False), (gone.message_id, "", True)] == [
        (message["id"], message["text"], message["deleted"]) for message in news
    ]


async def test_tap_and_answer_are_seen(bot: Bot, client: httpx.AsyncClient, son: shapes.Person) -> None:
    """A tap by the page reaches the bot, and the bot's answer comes back under the same id."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="co")]])
    message = await bot.send_message(son.id, "3/3", reply_markup=keyboard)
    tap = await _post(client, "tap", **{"chat": son.id, "from": son.id, "message_id": message.message_id, "data": "co"})
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    await bot.answer_callback_query(update.callback_query.id, "Đã ghi")

    assert [(tap["callback_query_id"], "Đã ghi")] == [
        (answer["id"], answer["text"]) for answer in (await _state(client))["answers"]
    ]


async def test_group_is_led_through_its_life(bot: Bot, client: httpx.AsyncClient, son: shapes.Person) -> None:
    """Adding, upgrading and removing the bot work by group id, and the page keeps the talk of before."""
    group = (await _post(client, "groups", title="Lãnh đạo xã", members=[son.id]))["id"]
    await _post(client, f"groups/{group}/add-bot", by=son.id)
    await bot.send_message(group, "trước")
    upgraded = (await _post(client, f"groups/{group}/upgrade"))["id"]
    await _post(client, f"groups/{upgraded}/remove-bot", by=son.id)
    chat = (await _state(client))["chats"][1]

    assert (upgraded, "supergroup", "kicked") == (chat["id"], chat["type"], chat["bot"])
    services = ["new_chat_members", None, "migrate_to_chat_id", "migrate_from_chat_id", "left_chat_member"]
    assert services == [message["service"] for message in chat["messages"]]


async def test_clock_moves_what_is_dated(bot: Bot, client: httpx.AsyncClient, son: shapes.Person) -> None:
    """The clock is set by an offset, and messages bear its time."""
    told = await _post(client, "clock", offset_seconds=3600)
    message = await bot.send_message(son.id, "x")

    assert "2026-11-18T02:00:00+00:00" == told["now"] == message.date.isoformat()
    assert told == (await client.get("/sim/clock")).json()
    assert 400 == (await client.post("/sim/clock", json={"offset_seconds": "soon"})).status_code


async def test_block_and_unblock(client: httpx.AsyncClient, son: shapes.Person) -> None:
    """Who blocked the bot cannot write to it, until the block is lifted."""
    await _post(client, "block", user=son.id)
    refused = await client.post("/sim/send", json={"chat": son.id, "from": son.id, "text": "x"})
    await _post(client, "unblock", user=son.id)

    assert 400 == refused.status_code
    await _post(client, "send", **{"chat": son.id, "from": son.id, "text": "x"})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("send", {"chat": 1, "from": 1, "text": "x"}),
        ("send", {"chat": 1}),
        ("users", {"first_name": "A", "colour": "red"}),
        ("users", {"id": 1000, "first_name": "the bot"}),
        ("groups", {"title": "A", "members": [42]}),
        ("groups", {"title": "A", "members": []}),
        ("groups/x/upgrade", {}),
        ("groups/-5/add-bot", {"by": 1}),
        ("tap", {"chat": 1, "from": 1, "message_id": 1, "data": "x"}),
        ("edit", {"chat": 1, "from": 1, "message_id": 1, "text": "x"}),
        ("block", {"user": 42}),
    ],
)
async def test_impossible_orders_are_refused(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> None:
    """What cannot be done is a 400 with the reason, and changes nothing."""
    answer = await client.post(f"/sim/{path}", json=body)

    assert 400 == answer.status_code
    assert answer.json()["error"]
    assert [] == (await _state(client))["chats"]


async def test_other_sites_cannot_give_orders(client: httpx.AsyncClient) -> None:
    """A form of another site, which cannot send application/json, is turned away."""
    answer = await client.post("/sim/users", content=b'{"first_name": "A"}', headers={"content-type": "text/plain"})

    assert 415 == answer.status_code


async def test_own_words_only_can_be_edited(client: httpx.AsyncClient, sim: world.World, son: shapes.Person) -> None:
    """A person edits no sticker, and taps no button that is not there."""
    sticker = people.send_sticker(sim, son.id, son.id, "👍")
    who = {"chat": son.id, "from": son.id, "message_id": sticker.id}

    assert 400 == (await client.post("/sim/edit", json=who | {"text": "x"})).status_code
    assert 400 == (await client.post("/sim/tap", json=who | {"data": "x"})).status_code


async def test_changes_are_pushed(sim: world.World, son: shapes.Person, serve: Serve) -> None:
    """A listener gets the version at once and after each change; closing the world ends the stream."""
    async with (
        serve(app.build(sim)) as address,
        httpx.AsyncClient() as client,
        client.stream("GET", f"{address}/sim/events") as answer,
    ):
        lines = (line async for line in answer.aiter_lines() if line.startswith("data:"))
        first = json.loads((await anext(lines))[5:])["version"]
        people.send(sim, son.id, son.id, "x")
        second = json.loads((await anext(lines))[5:])["version"]
        sim.close()
        rest = [line async for line in lines]

    assert first < second == sim.version
    assert [] == rest


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("users", "[" * 100_000),
        ("users", '{"first_name": "\\ud83d"}'),
        ("send", '{"chat": 1, "from": "x", "text": null}'),
        ("clock", '{"offset_seconds": 1e308}'),
        ("clock", "[]"),
    ],
)
async def test_what_no_page_sends_changes_nothing(client: httpx.AsyncClient, path: str, body: str) -> None:
    """Half of a character would keep the world from ever being saved again."""
    before = await _state(client)
    answer = await client.post(f"/sim/{path}", content=body, headers={"Content-Type": "application/json"})
    assert 400 == answer.status_code
    assert before["chats"] == (await _state(client))["chats"]
