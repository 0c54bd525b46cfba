"""The whole program in one process: the real Telegram client against the simulated world, without sockets.

The clock stands still where a test puts it, for the bot and for the world alike; jobs run when it is moved.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from bot.app import Program
from bot.channels.telegram import Telegram
from bot.clock import FixedClock
from bot.settings import Settings
from models import messages, people, units
from models.database import Store, connect
from models.messages import Outbound
from models.summaries import Summary
from simulator import app as simulated
from simulator import groups, shapes
from simulator import people as townsfolk
from simulator.shapes import Chat, Message
from simulator.world import World
from tests import commune

TOKEN = "1000:demo"
TITLE = "Lãnh đạo xã"
_PATIENCE = 20.0  # seconds of real time; everything settles in a small part of it


class Stage:
    """People with telephones, the bot between them, and a clock."""

    def __init__(self, folder: Path, world_file: Path | None = None) -> None:
        self.clock = FixedClock(commune.TUESDAY)
        self.world = World(TOKEN, state_file=world_file, now=self.clock.now)
        self.store = Store(connect(f"sqlite:///{commune.fresh_file(folder)}"))
        transport = httpx.ASGITransport(app=simulated.build(self.world))
        settings = Settings(_env_file=None)  # type: ignore[call-arg]  # the library's own way to leave .env out
        self.program = Program(
            settings,
            self.store,
            commune.deployment(),
            clock=self.clock,
            channels=[Telegram(TOKEN, "http://sim", transport=transport)],
        )
        self.ids: dict[str, int] = {}
        self.group = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Everything that runs in production, but for the ticker: jobs wait for `at`."""
        self.program.start()
        self._tasks = [asyncio.create_task(self.program.delivery.run())]
        for channel in self.program.channels.values():
            self._tasks.append(asyncio.create_task(self.program.listen(channel)))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.world.close()
        await self.program.close()

    # The clock

    def set_clock(self, instant: str) -> None:
        """Put the clock to a local time, "2026-11-18T08:00", while the bot's jobs do not run."""
        self.clock.instant = datetime.fromisoformat(instant).replace(tzinfo=commune.ZONE)

    async def at(self, *instants: str) -> None:
        """Move the clock from one local time to the next; at each the jobs run and everything is said."""
        for instant in instants:
            self.set_clock(instant)
            await self.program.tick()
            await self.settle()

    async def settle(self) -> None:
        """Wait until the bot has read everything said to it and sent everything it has to say."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        executor = self.program.executor  # one after the other with the bot's own work
        while await loop.run_in_executor(executor, self._is_busy):
            assert loop.time() < until, "the bot did not come to rest"
            await asyncio.sleep(0.01)

    def _is_busy(self) -> bool:
        with self.store.transaction() as session:
            states = (messages.PENDING, messages.SENDING)
            waiting = session.scalar(select(func.count(Outbound.id)).where(Outbound.state.in_(states)))
        return bool(waiting or self.world.updates.pending)

    # People

    def phone(self, who: str) -> int:
        """The Telegram id of one of the cast, who gets a telephone at the first call."""
        if who not in self.ids:
            person = shapes.Person(0, commune.CAST[who][2])
            self.ids[who] = townsfolk.join(self.world, person).id
        return self.ids[who]

    async def join(self, *cast: str) -> None:
        """People come in as they would: the code from the sheet, then «Đồng ý»."""
        for who in cast:
            await self.say(who, f"/start {self._code(who)}")
            await self.tap(who, "Đồng ý")

    def _code(self, who: str) -> str:
        unit_code, role, name, address = commune.CAST[who]
        with self.store.transaction() as session:
            context = commune.deployment().context(session, self.clock.now())
            unit = units.by_code(session, context.commune, unit_code)
            assert unit is not None
            phone = f"0900 000 {len(who)}00"
            return people.invite(session, unit, role, name=name, address=address, phone=phone, now=context.now, days=14)

    async def bind_group(self, officer: str, *others: str) -> None:
        """The officer puts the bot into the leaders' group and confirms it in private."""
        members = [self.phone(who) for who in (officer, *others)]
        self.group = groups.create(self.world, TITLE, members).id
        groups.add_bot(self.world, self.group, members[0])
        await self.settle()
        await self.tap(officer, "Đúng, nhóm lãnh đạo")

    async def say(self, who: str, text: str) -> None:
        townsfolk.send(self.world, self.phone(who), self.phone(who), text)
        await self.settle()

    async def tap(self, who: str, label: str) -> None:
        """Tap the button of this label under the newest message that has one."""
        message, data = self.button(who, label)
        townsfolk.tap(self.world, self.phone(who), self.phone(who), message.id, data)
        await self.settle()

    def button(self, who: str, label: str) -> tuple[Message, str]:
        for message in reversed(self.heard(who)):
            for row in message.keyboard or []:
                for button in row:
                    if button["text"] == label:
                        return message, str(button["callback_data"])
        raise LookupError(f"nobody offered {who} «{label}»")

    async def tap_tampered(self, who: str, message: Message, data: str) -> None:
        """A tap that no button of ours could send."""
        keyboard = [[{"text": "?", "callback_data": data}]]
        self.world.change(message, keyboard=keyboard)
        townsfolk.tap(self.world, self.phone(who), self.phone(who), message.id, data)
        await self.settle()

    # What was said

    def chat(self, where: int) -> Chat:
        return self.world.chats[where]

    def heard(self, who: str) -> list[Message]:
        """The bot's messages to one person, in order."""
        return self._from_bot(self.chat(self.phone(who)))

    def _from_bot(self, chat: Chat) -> list[Message]:
        return [message for message in chat.messages.values() if message.sender == self.world.bot_id]

    def texts(self, who: str) -> list[str]:
        return [words(message) for message in self.heard(who)]

    def last(self, who: str) -> str:
        return self.texts(who)[-1]

    def labels(self, who: str) -> list[str]:
        """The buttons under the newest message."""
        return [button["text"] for row in self.heard(who)[-1].keyboard or [] for button in row]

    def in_group(self) -> list[Message]:
        """The bot's messages in the leaders' group."""
        return self._from_bot(self.chat(self.group))

    def posts(self) -> list[Message]:
        """The pictures in the leaders' group, whatever its id was when they came."""
        chats = [chat for chat in self.world.chats.values() if chat.kind != "private"]
        return [message for chat in chats for message in self._from_bot(chat) if "photo" in message.content]

    def table(self) -> dict[str, Any]:
        """What the picture of the only summary is drawn from."""
        with self.store.transaction() as session:
            return session.scalars(select(Summary)).one().table


def words(message: Message) -> str:
    """The text of a message, or the caption of its picture."""
    return str(message.content.get("text", message.content.get("caption", "")))
