"""Zalo's own ways: every shape of an update, polls that forget, a webhook with a secret, addresses that expire."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.contract import ChannelStopped, File, Outgoing, Rejected, Take, WebhookAddress
from bot.channels.zalo.channel import Zalo
from bot.http import media, webhooks
from bot.monitoring import logs
from models import temporary_files
from models.messages import InboxMessage as Stored
from services.inbound import Inbound
from simulator import app, people, shapes
from simulator.faults import Fault
from simulator.world import World
from tests.channels.places import PUBLIC, Line
from tests.channels.zalo_updates import update
from tests.commune import Stand
from tests.in_process import InProcess

SECRET = "long-enough-secret"


def routes_of(bot: Zalo, take: Take) -> list[BaseRoute]:
    pushed = bot.webhook(take)
    assert pushed is not None
    return [webhooks.route(pushed)]


def visit(routes: list[BaseRoute]) -> httpx.AsyncClient:
    """A client of our own web pages, without a socket."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=Starlette(routes=routes)), base_url=PUBLIC)


@pytest.fixture
def world() -> World:
    made = World()
    made.zalo.token = "2000:secret"
    return made


def channel(world: World, **how: Any) -> Zalo:
    return Zalo("2000:secret", "http://sim/zalo", pace=0.0, http=InProcess(Line(app.build(world))), **how)


async def test_a_wrong_token_says_what_to_do_and_no_secret(world: World) -> None:
    """The operator reads one sentence."""
    wrong = Zalo("2000:other-secret", "http://sim/zalo", http=InProcess(Line(app.build(world))))
    with pytest.raises(ChannelStopped, match="ZALO_BOT_TOKEN") as caught:
        await wrong.start()
    assert "other-secret" not in str(caught.value)
    await wrong.close()


async def test_a_poll_without_its_wrapper_loses_nothing() -> None:
    """The platform has forgotten it by then, so any shape will do."""
    answers = [
        httpx.Response(200, json=update()),
        httpx.Response(200, json={"ok": True, "result": [update(text="7", message_id="m2")]}),
    ]

    async def answer(request: httpx.Request) -> httpx.Response:
        return answers.pop(0) if answers else httpx.Response(200, json={"ok": False, "error_code": 408})

    heard: list[str] = []
    is_all = asyncio.Event()

    async def take(inbounds: Sequence[Inbound]) -> None:
        heard.extend(inbound.text for inbound in inbounds)
        if len(heard) == 2:
            is_all.set()

    polling = Zalo("2000:secret", "http://z", http=InProcess(httpx.MockTransport(answer)))
    task = asyncio.create_task(polling.receive(take))
    async with asyncio.timeout(30):
        await is_all.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert ["con 6", "7"] == heard
    await polling.close()


async def test_a_picture_that_cannot_be_stored_is_left_behind() -> None:
    """The words have gone already; a full disk is no reason to doubt that they arrived."""

    async def fail(_file: File) -> str:
        raise OSError("the disk is full")

    outcome = await Zalo("1:x", "https://z", publish=fail).send(Outgoing("x", "", picture=b"p"))
    assert isinstance(outcome, Rejected)
    assert outcome.is_final


async def test_polling_goes_on_after_every_fault(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An idle poll is silent; a page of HTML, an error in 200 and a quota are waited out, and the message comes."""
    caplog.set_level(logging.DEBUG)
    logs.hush()
    person = people.join(world, shapes.Person(0, "Sơn", app="zalo"))
    for kind in ("408", "502", "403", "429"):
        world.zalo.faults.add(Fault(kind, method="getUpdates"))
    monkeypatch.setattr("bot.channels.zalo.channel._LONGEST_PAUSE", 0.01)
    polling = channel(world)
    await polling.start()
    heard: list[str] = []

    async def take(inbounds: Sequence[Inbound]) -> None:
        heard.extend(inbound.text for inbound in inbounds)

    people.send(world, person.id, person.id, "con 6")
    task = asyncio.create_task(polling.receive(take))
    for _ in range(300):
        if heard:
            break
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert ["con 6"] == heard
    assert [] == world.zalo.faults.waiting
    assert 3 == len([line for line in caplog.messages if "receiving from Zalo stopped" in line])
    assert "2000:secret" not in caplog.text
    await polling.close()
    world.close()


def test_a_new_shape_is_named_without_what_it_holds(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The operator learns which variant a real bot gets, once, and reads nobody's words."""
    caplog.set_level(logging.INFO)
    heard = channel(world)
    for body in (
        update(),
        update(text="con 7"),
        {"ok": True, "result": update()},
    ):
        heard.read(body)
    said = [line for line in caplog.messages if line.startswith("Zalo sends:")]
    assert ["bare", "wrapped"] == [line.removeprefix("Zalo sends: ").split(",")[0] for line in said]
    assert "message.text.received, PRIVATE, fields chat, date, from, message_id, text" in said[0]
    assert "con" not in said[0].replace("received", "")


@pytest.mark.parametrize("is_bare", [True, False], ids=["bare", "wrapped"])
@pytest.mark.parametrize("has_ids", [True, False], ids=["with id", "without id"])
async def test_a_webhook_brings_each_message_once(world: World, stand: Stand, is_bare: bool, has_ids: bool) -> None:
    """Bare or wrapped, with or without an id: a second delivery of the same message changes nothing."""
    world.zalo.is_bare, world.zalo.has_ids = is_bare, has_ids
    hooked = channel(world, address=WebhookAddress(f"{PUBLIC}/zalo", SECRET))
    await hooked.start()
    assert (f"{PUBLIC}/zalo", SECRET) == (world.zalo.url, world.zalo.secret)
    transport = httpx.ASGITransport(app=Starlette(routes=routes_of(hooked, stand.intake.take)))
    answers: list[int] = []

    async def push(body: shapes.Json) -> None:
        async with httpx.AsyncClient(transport=transport) as client:
            for _ in range(2):
                sent = await client.post(f"{PUBLIC}/zalo", json=body, headers={"X-Bot-Api-Secret-Token": SECRET})
                answers.append(sent.status_code)

    world.zalo.push = push
    person = people.join(world, shapes.Person(0, "Sơn", app="zalo"))
    people.send(world, person.id, person.id, "Xin chào")
    await asyncio.gather(*world.zalo.pushing)
    assert [200, 200] == answers
    with stand.store.transaction() as session:
        assert ["Xin chào"] == [row.text for row in session.query(Stored)]
    await hooked.close()
    world.close()


async def test_the_webhook_lets_nobody_else_in(world: World) -> None:
    """A wrong secret is refused unread; an empty probe is answered; what cannot be stored is left for a retry."""
    taken: list[Inbound] = []

    async def take(inbounds: Sequence[Inbound]) -> None:
        if taken:
            raise RuntimeError("database is locked")
        taken.extend(inbounds)

    hooked = channel(world, address=WebhookAddress(f"{PUBLIC}/zalo", SECRET))
    async with visit(routes_of(hooked, take)) as client:
        right = {"X-Bot-Api-Secret-Token": SECRET}
        assert 403 == (await client.post("/zalo", json=update())).status_code
        assert 403 == (await client.post("/zalo", json=update(), headers={"X-Bot-Api-Secret-Token": "x"})).status_code
        assert 200 == (await client.post("/zalo", content=b"", headers=right)).status_code
        assert 415 == (await client.post("/zalo", content=b"no json", headers=right)).status_code
        assert 413 == (await client.post("/zalo", content=b"x" * 300_000, headers=right)).status_code
        assert [] == taken
        answer = await client.post("/zalo", json=update(), headers=right)
        assert (200, {"message": "Success"}) == (answer.status_code, answer.json())
        assert 503 == (await client.post("/zalo", json=update(), headers=right)).status_code
    assert ["con 6"] == [inbound.text for inbound in taken]


async def test_an_address_answers_head_and_get_and_expires(stand: Stand) -> None:
    """Whoever has it can open it for three days; then it is gone from the database too."""
    address = await media.MediaStore(stand.store, PUBLIC).put(File("thi-dua.png", b"\x89PNG picture"))
    path = address.removeprefix(PUBLIC)
    async with visit(media.routes(stand.store)) as client:
        assert (200, b"") == ((await client.head(path)).status_code, (await client.head(path)).content)
        assert (200, b"\x89PNG picture") == ((await client.get(path)).status_code, (await client.get(path)).content)
        assert 404 == (await client.get(path.replace("/media/", "/media/x"))).status_code
        with stand.store.transaction() as session:
            session.query(temporary_files.Media).one().expires_at = datetime.now(UTC) - timedelta(seconds=1)
        assert 404 == (await client.get(path)).status_code
    await media.MediaStore(stand.store, PUBLIC).put(File("b.png", b"other"))
    with stand.store.transaction() as session:
        assert ["b.png"] == [row.name for row in session.query(temporary_files.Media)]


async def test_a_picture_nobody_can_open_is_left_behind(world: World) -> None:
    """Without PUBLIC_URL the words go alone, and the reason is on record."""
    outcome = await channel(world).send(Outgoing("x", "", picture=b"\x89PNG"))
    assert isinstance(outcome, Rejected)
    assert outcome.is_final
    assert "PUBLIC_URL" in outcome.reason


async def test_a_picture_is_fetched_from_its_address() -> None:
    """What somebody sent, as long as it is not too large."""

    async def answer(request: Request) -> Response:
        return Response(b"x" * int(request.path_params["size"]))

    transport = httpx.ASGITransport(app=Starlette(routes=[Route("/{size}", answer)]))
    fetching = Zalo("1:x", "https://z", http=InProcess(transport))
    assert b"xxx" == await fetching.fetch("https://photos.example/3")
    with pytest.raises(ValueError, match="too large"):
        await fetching.fetch(f"https://photos.example/{11 * 1024 * 1024}")
    with pytest.raises(ValueError, match="404"):
        await fetching.fetch("https://photos.example/not/there")
    await fetching.close()


async def test_only_web_addresses_are_fetched() -> None:
    """What somebody sends as a picture's address opens no file of this machine."""
    with pytest.raises(ValueError, match="https"):
        await Zalo("1:x", "https://z").fetch("file:///etc/passwd")
    with pytest.raises(ValueError, match="https"):
        await Zalo("1:x", "https://z").fetch("http://127.0.0.1/secret")
