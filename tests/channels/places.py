"""One channel at work in a simulated world: what to say into it, and what arrived on the other side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.channels.contract import Channel, Outcome, Outgoing, Sent
from bot.channels.memory import Memory
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo.channel import Zalo
from bot.http import media
from bot.outbox import rendering
from models.database import Store
from services.capability import Quota
from services.inbound import Inbound
from simulator import app, people, shapes, zalo, zalo_platform
from simulator.faults import Fault
from simulator.shapes import Message
from simulator.world import World
from tests.channels.sms import Sms
from tests.channels.sms_gateway import Gateway
from tests.in_process import InProcess

PUBLIC = "https://thidua.example"
SECRETS = {"telegram": "1000:telegram-secret", "zalo": "2000:zalo-secret", "sms": "3000:sms-secret"}
Break = Callable[[httpx.Request], Awaitable[None]]


class Line(httpx.AsyncBaseTransport):
    """The way to the platform. `before` and `after` may raise, as a network does, once the bot sends something."""

    def __init__(self, application: Starlette) -> None:
        self._inner = httpx.ASGITransport(app=application)
        self.before: Exception | None = None
        self.after: Exception | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        is_send = "send" in request.url.path
        if self.before is not None and is_send:
            raise self.before
        answer = await self._inner.handle_async_request(request)
        if self.after is not None and is_send:
            raise self.after
        return answer


@dataclass
class Place:
    """A channel, the person who writes through it, and the simulated world between them, if it is in that world."""

    channel: Channel
    world: World | None
    chat: int | str
    line: Line | None
    listening: list[Inbound] = field(default_factory=list)
    _task: asyncio.Task[None] | None = None

    @property
    def chat_id(self) -> str:
        number = int(self.chat) if self.world is not None else 0
        return zalo.outside(number) if self.channel.kind == "zalo" else str(self.chat)

    async def send(self, text: str, choices: Sequence[tuple[str, str]] = (), **more: Any) -> list[Outcome]:
        """Send one message in the pieces that the channel can carry, as delivery does."""
        whole = Outgoing(self.chat_id, text, tuple(choices), **more)
        return [await self.channel.send(piece) for piece in rendering.pieces(whole, self.channel.can)]

    def say(self, text: str) -> None:
        """The person writes to the bot."""
        assert self.world is not None
        people.send(self.world, int(self.chat), int(self.chat), text)

    def arrived(self) -> list[dict[str, Any]]:
        """What the person sees, newest last: text, buttons, photo, document."""
        if isinstance(self.channel, Memory):
            return [
                {
                    "text": one.text,
                    "buttons": [label for label, _ in one.choices],
                    "photo": one.picture is not None,
                    "document": one.document.name if one.document else None,
                }
                for one in self.channel.sent
            ]
        assert self.world is not None
        messages = self.world.chats[int(self.chat)].messages.values()
        return [_seen(one) for one in messages if one.sender == self.world.bot_id]

    def order(self, kind: str, **more: Any) -> None:
        """Let the next call that sends something fail."""
        assert self.world is not None
        orders = self.world.zalo.faults if self.channel.kind == "zalo" else self.world.faults
        orders.add(Fault(kind, method="sendMessage", **more))

    def ordered(self) -> int:
        """How many ordered faults nobody has met."""
        return len(self.world.zalo.faults.waiting) + len(self.world.faults.waiting) if self.world else 0

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.channel.close()
        if self.world is not None:
            self.world.close()


@dataclass
class SmsPlace(Place):
    """The same, with a gateway in the world's place."""

    gateway: Gateway = field(kw_only=True)

    def say(self, text: str) -> None:
        self.gateway.say(self.chat_id, text)

    def arrived(self) -> list[dict[str, Any]]:
        written = self.gateway.written[self.chat_id]
        return [{"text": text, "buttons": [], "photo": False, "document": None} for text in written]

    def order(self, kind: str, **_more: Any) -> None:
        self.gateway.faults.append(kind)

    def ordered(self) -> int:
        return len(self.gateway.faults)


def _seen(message: Message) -> dict[str, Any]:
    content = message.content
    return {
        "text": content.get("text", content.get("caption", "")),
        "buttons": [button["text"] for row in message.keyboard or [] for button in row],
        "photo": "photo" in content,
        "document": content["document"]["file_name"] if "document" in content else None,
    }


def _world() -> tuple[World, Line]:
    world = World(SECRETS["telegram"])
    world.zalo.token = SECRETS["zalo"]
    return world, Line(app.build(world))


def _telegram(_store: Store, bot: str = "telegram") -> Place:
    world, line = _world()
    person = people.join(world, shapes.Person(0, "Sơn"))
    people.send(world, person.id, person.id, "/start")
    world.updates.drop()
    return Place(Telegram(SECRETS["telegram"], "http://sim", name=bot, http=InProcess(line)), world, person.id, line)


def _zalo(store: Store, bot: str = "zalo") -> Place:
    world, line = _world()
    person = people.join(world, shapes.Person(0, "Sơn", app="zalo"))
    people.send(world, person.id, person.id, "Xin chào")
    world.zalo.waiting.clear()
    world.zalo.fetch = opener(store)
    put = media.MediaStore(store, PUBLIC).put
    quota = Quota("2000", 3000, 50)
    channel = Zalo(SECRETS["zalo"], "http://sim/zalo", quota, name=bot, publish=put, pace=0.0, http=InProcess(line))
    return Place(channel, world, person.id, line)


def opener(store: Store) -> zalo_platform.Fetch:
    """How the platform opens an address of ours: over HTTP, without a socket."""
    transport = httpx.ASGITransport(app=Starlette(routes=media.routes(store)))

    async def fetch(address: str) -> bytes:
        async with httpx.AsyncClient(transport=transport) as client:
            (await client.head(address)).raise_for_status()
            return (await client.get(address)).raise_for_status().content

    return fetch


def _sms(_store: Store, bot: str = "sms") -> Place:
    gateway = Gateway(SECRETS["sms"])
    line = Line(gateway.application())
    channel = Sms(SECRETS["sms"], "http://sms", name=bot, transport=line)
    return SmsPlace(channel, None, "0900000001", line, gateway=gateway)


def _memory(_store: Store, bot: str = "memory") -> Place:
    return Place(Memory(bot), None, "son", None)


# A place in a world of its own, by its channel; given a key, it is a further bot of that channel.
PLACES: dict[str, Callable[..., Place]] = {"telegram": _telegram, "zalo": _zalo, "sms": _sms, "memory": _memory}


def is_sent(outcomes: Sequence[Outcome]) -> bool:
    return bool(outcomes) and all(isinstance(one, Sent) and one.message_id for one in outcomes)
