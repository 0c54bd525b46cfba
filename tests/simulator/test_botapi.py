"""The HTTP side of the Bot API: addresses, tokens, the ways to pass parameters, and the log of calls."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from telegram.error import InvalidToken

from simulator import botapi, parameters, people, shapes, world
from tests.simulator.conftest import TOKEN, open_bot


async def test_wrong_token_is_unauthorized(application: Starlette, client: httpx.AsyncClient) -> None:
    """Another token is answered 401, for calls and for files."""
    with pytest.raises(InvalidToken):
        await open_bot(application, "1000:other").initialize()
    answers = [await client.get(f"/bot1000:other/{path}") for path in ("getMe", "nothing")]
    answers.append(await client.get("/file/bot1000:other/photos/file_1.png"))

    assert [401, 401, 401] == [answer.status_code for answer in answers]


async def test_unknown_method_is_not_found(client: httpx.AsyncClient) -> None:
    """What is not simulated is a 404 in Telegram's words, and so is a file that is not there."""
    expected = {"ok": False, "error_code": 404, "description": "Not Found"}

    assert expected == (await client.post(f"/bot{TOKEN}/sendPoll", json={})).json()
    assert expected == (await client.get(f"/file/bot{TOKEN}/photos/..%2Fsecret")).json()


_CHAT = "4242"
_TEXT = {"chat_id": _CHAT, "text": "Chào & <ông>"}


@pytest.mark.parametrize(
    "passed",
    [
        {"method": "GET", "params": _TEXT},
        {"method": "POST", "params": _TEXT},
        {"method": "POST", "json": _TEXT},
        {"method": "POST", "data": _TEXT},
        {"method": "POST", "files": {name: (None, value) for name, value in _TEXT.items()}},
    ],
    ids=["query", "query-post", "json", "form", "multipart"],
)
async def test_parameters_come_in_every_way(
    client: httpx.AsyncClient, sim: world.World, passed: dict[str, Any]
) -> None:
    """GET and POST, query, JSON, form and multipart all carry parameters; a method's name may be in any case."""
    people.join(sim, shapes.Person(int(_CHAT), "Tài"))
    people.send(sim, int(_CHAT), int(_CHAT), "/start")
    answer = await client.request(**passed, url=f"/bot{TOKEN}/SENDmessage")
    told = answer.json()

    assert (int(_CHAT), "Chào & <ông>") == (told["result"]["chat"]["id"], told["result"]["text"])


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"content": b"{", "headers": {"content-type": "application/json"}}, "can't parse JSON object"),
        ({"content": b"[1]", "headers": {"content-type": "application/json"}}, "can't parse JSON object"),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, "content type 'text/plain' is not understood"),
        ({"files": {"picture": b"x"}, "data": {"text": "x"}}, 'unknown parameter "picture"'),
    ],
)
async def test_unreadable_bodies_are_refused(client: httpx.AsyncClient, sent: dict[str, Any], reason: str) -> None:
    """A body that cannot be read, or holds a part nobody asked for, is a 400."""
    answer = await client.post(f"/bot{TOKEN}/sendMessage", **sent)

    assert (400, f"Bad Request: {reason}") == (answer.status_code, answer.json()["description"])


async def test_attached_file_must_be_there(client: httpx.AsyncClient, son: shapes.Person) -> None:
    """attach:// takes the part it names, and is refused when there is none."""
    body = {"chat_id": str(son.id), "document": "attach://part"}
    good = await client.post(f"/bot{TOKEN}/sendDocument", data=body, files={"part": ("a.txt", b"abc")})
    bad = await client.post(f"/bot{TOKEN}/sendDocument", data=body)

    assert "a.txt" == good.json()["result"]["document"]["file_name"]
    assert "wrong file attachment" in bad.json()["description"]


async def test_every_method_refuses_what_it_does_not_know(client: httpx.AsyncClient) -> None:
    """No method of the table lets a parameter pass that is not in its row, and each has someone to answer it."""
    told = {
        method: (await client.post(f"/bot{TOKEN}/{method}", json={"colour": "red"})).json()["description"]
        for method in parameters.TABLE
    }

    assert dict.fromkeys(parameters.TABLE, 'Bad Request: unknown parameter "colour"') == told
    assert set(parameters.TABLE) == set(botapi.METHODS)


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        ("sendMessage", "chat_id is empty"),
        ("sendPhoto", "chat_id is empty"),
        ("editMessageText", "chat_id is empty"),
        ("deleteMessage", "chat_id is empty"),
        ("getFile", "file_id not specified"),
        ("setMyCommands", "can't parse commands: expected an Array"),
        ("answerCallbackQuery", "query is too old and response timeout expired or query ID is invalid"),
    ],
)
async def test_missing_parameters_are_named(client: httpx.AsyncClient, method: str, reason: str) -> None:
    """A call without what it cannot do without says what is missing."""
    answer = await client.get(f"/bot{TOKEN}/{method}")

    assert f"Bad Request: {reason}" == answer.json()["description"]


async def test_missing_parts_are_named(client: httpx.AsyncClient, son: shapes.Person) -> None:
    """With a chat given, the photo, the document, the message, the action and the member are missed in turn."""
    expected = {
        "sendPhoto": "there is no photo in the request",
        "sendDocument": "there is no document in the request",
        "editMessageReplyMarkup": "message identifier is not specified",
        "sendChatAction": "wrong parameter action in request",
        "getChatMember": "invalid user_id specified",
    }
    told = {name: await client.get(f"/bot{TOKEN}/{name}", params={"chat_id": son.id}) for name in expected}

    assert {name: f"Bad Request: {reason}" for name, reason in expected.items()} == {
        name: answer.json()["description"] for name, answer in told.items()
    }


async def test_calls_are_logged(client: httpx.AsyncClient, sim: world.World, son: shapes.Person) -> None:
    """Each call is in the log with method, chat, outcome and the world's time; the log can be narrowed."""
    for text in ("x", ""):
        await client.post(f"/bot{TOKEN}/sendMessage", content=json.dumps({"chat_id": son.id, "text": text}), headers={"content-type": "application/json"})  # fmt: skip # noqa: E501 - one call
    await client.get(f"/bot{TOKEN}/getMe")
    told = (await client.get("/sim/calls", params={"method": "sendMessage"})).json()["calls"]

    assert [(son.id, True, 200), (son.id, False, 400)] == [(call["chat"], call["ok"], call["code"]) for call in told]
    assert {"2026-11-18T01:00:00+00:00"} == {call["time"] for call in told}
    after = (await client.get("/sim/calls", params={"after": told[-1]["number"]})).json()["calls"]
    assert ["getMe"] == [call["method"] for call in after]
