"""The whole program in one process: the real Telegram client against the simulated world, without sockets.

The clock stands still where a test puts it, for the bot and for the world alike; jobs run when it is moved.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from bot.app import Program
from bot.channels.contract import Channel
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo.channel import Zalo
from bot.clock import FixedClock
from bot.http.media import MediaStore
from bot.settings import Settings
from models import inbox, invitation_codes, messages, table_uploads, units
from models.database import Store, connect
from models.messages import OutboxMessage
from models.summaries import PostedSummary
from services.capability import UNHURRIED, Quota
from services.communes import Communes
from simulator import app as simulated
from simulator import groups, shapes
from simulator import people as townsfolk
from simulator.shapes import Chat, Message, Upload
from simulator.world import World
from tests import commune, databases, run_folder
from tests.channels.places import PUBLIC, opener
from tests.in_process import InProcess
from tests.patience import LAST_RESORT

TOKEN = "1000:demo"
ZALO_TOKEN = "2000:demo"
TITLE = "Lãnh đạo xã"


class Stage:
    """People with telephones, the bot between them, and a clock.

    Who is named in `zalo` has that messenger and no other; the leaders' group lives on `group_on`.
    """

    def __init__(
        self,
        folder: Path,
        world_file: Path | None = None,
        store: Store | None = None,
        *,
        zalo: Sequence[str] = (),
        group_on: str = "telegram",
        has_telegram: bool = True,
    ) -> None:
        self.zalo, self.group_on, self._has_telegram = frozenset(zalo), group_on, has_telegram
        self.clock = FixedClock(commune.TUESDAY)
        self.world = World(TOKEN, state_file=world_file, now=self.clock.now)
        self.store = store or commune.fresh_store(folder)
        self.world.zalo.token = ZALO_TOKEN
        self.world.zalo.fetch = opener(self.store)
        self._transport = httpx.ASGITransport(app=simulated.build(self.world))
        self.program = self._program()
        self.ids: dict[str, int] = {}
        self.group = 0
        self._tasks: list[asyncio.Task[None]] = []

    def _program(self) -> Program:
        settings = Settings(_env_file=None)  # type: ignore[call-arg]  # the library's own way to leave .env out
        return Program(
            settings, self.store, Communes.only(commune.deployment()), clock=self.clock, channels=self._channels()
        )

    def _channels(self) -> list[Channel]:
        channels: list[Channel] = []
        if self._has_telegram:
            channels.append(Telegram(TOKEN, "http://sim", pace=UNHURRIED, http=InProcess(self._transport)))
        if self.zalo:
            put = MediaStore(self.store, PUBLIC).put
            quota = Quota("2000", 3000, 50)
            made = Zalo(ZALO_TOKEN, "http://sim/zalo", quota, publish=put, pace=0.0, http=InProcess(self._transport))
            channels.append(made)
        return channels

    @classmethod
    async def after(cls, folder: Path, name: str, prepare: Callable[[Stage], Awaitable[None]]) -> Stage:
        """An open stage as `prepare` leaves it. On SQLite it is done once in a run, under this name."""
        if databases.chosen() == databases.POSTGRESQL:
            made = cls(folder)
            await made.open()
            await prepare(made)
            return made
        with run_folder.alone(f"stage {name}") as place:
            if not place.exists():
                draft = place.with_suffix(".new")
                shutil.rmtree(draft, ignore_errors=True)  # of an attempt that failed
                draft.mkdir()
                await cls._prepare(draft, prepare)
                draft.replace(place)
        shutil.copytree(place, folder, dirs_exist_ok=True)
        made = cls(folder, folder / "world.json", Store(connect(f"sqlite:///{folder / 'thidua.db'}")))
        rest = json.loads((folder / "rest.json").read_text(encoding="utf-8"))
        made.ids, made.group, made.clock.instant = rest["ids"], rest["group"], datetime.fromisoformat(rest["instant"])
        await made.open()
        return made

    @classmethod
    async def _prepare(cls, folder: Path, prepare: Callable[[Stage], Awaitable[None]]) -> None:
        made = cls(folder, folder / "world.json", commune.fresh_store(folder, databases.SQLITE))
        await made.open()
        await prepare(made)
        await made.close()
        rest = {"ids": made.ids, "group": made.group, "instant": made.clock.instant.isoformat()}
        (folder / "rest.json").write_text(json.dumps(rest), encoding="utf-8")

    async def open(self) -> None:
        """Everything that runs in production, but for the ticker: jobs wait for `at`."""
        self.program.start()
        runs = (self.program.intake.run(), self.program.delivery.run(), self.program.tables.run())
        self._tasks = [asyncio.create_task(run) for run in runs]
        for channel in self.program.channels.values():
            self._tasks.append(asyncio.create_task(self.program.listen(channel)))

    async def close(self) -> None:
        await self._stop()
        self.world.close()
        await self.program.close()

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def restart(self) -> None:
        """The bot is stopped in the middle of whatever it does, and another one starts on its database."""
        await self._stop()
        self.program.executor.shutdown(wait=True)
        self.program = self._program()
        await self.open()

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
        until = loop.time() + LAST_RESORT
        executor = self.program.executor  # one after the other with the bot's own work
        while await loop.run_in_executor(executor, self._is_busy):
            assert loop.time() < until, "the bot did not come to rest"
            await asyncio.sleep(0.01)

    def _is_busy(self) -> bool:
        # First what is still to be read: what was confirmed is in the inbox or the outbox by now.
        is_told = bool(self.world.updates.pending or self.world.zalo.pending)
        with self.store.deployment_wide("nothing may be under way") as session:
            unanswered = bool(inbox.backlog(session))
            states = (messages.PENDING, messages.SENDING)
            waiting = session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.state.in_(states)))
            unread = bool(table_uploads.expected(session, 1))
        return bool(waiting or unanswered or is_told or unread)

    # People

    def phone(self, who: str) -> int:
        """The number of one of the cast in the world, who gets a telephone at the first call."""
        if who not in self.ids:
            person = shapes.Person(0, commune.CAST[who][2], app="zalo" if who in self.zalo else "telegram")
            self.ids[who] = townsfolk.join(self.world, person).id
        return self.ids[who]

    async def join(self, *cast: str) -> None:
        """People come in as they would: the code from the sheet, then «Đồng ý»."""
        for who in cast:
            code = self._code(who)
            await self.say(who, code if who in self.zalo else f"/start {code}")
            await self.tap(who, "Đồng ý")

    def _code(self, who: str) -> str:
        unit_code, role, name, address = commune.CAST[who]
        with self.store.transaction() as session:
            context = commune.deployment().context(session, self.clock.now())
            unit = units.by_code(session, context.commune, unit_code)
            assert unit is not None
            phone = f"0900 000 {len(who)}00"
            return invitation_codes.invite(
                session, unit, role, name=name, address=address, phone=phone, now=context.now, days=14
            )

    async def bind_group(self, officer: str, *others: str) -> None:
        """The officer puts the bot into the leaders' group and confirms it in private.

        On Zalo: a code in a mention, by whoever is in the group, and the confirmation of a second officer, chị Thu.
        """
        if self.group_on == "zalo":
            return await self._bind_zalo_group(officer)
        members = [self.phone(who) for who in (officer, *others)]
        self.group = groups.create(self.world, TITLE, members).id
        groups.add_bot(self.world, self.group, members[0])
        await self.settle()
        await self.tap(officer, "Đúng, nhóm lãnh đạo")

    async def _bind_zalo_group(self, officer: str) -> None:
        clerk = townsfolk.join(self.world, shapes.Person(0, "Văn thư", app="zalo"))
        self.group = groups.create(self.world, TITLE, [clerk.id], app="zalo").id
        groups.add_bot(self.world, self.group, clerk.id)
        await self.say(officer, "mã nhóm")
        code = self.last(officer).split("Mã nhóm: ")[1][:9]
        townsfolk.send(self.world, self.group, clerk.id, f"@{self.world.zalo.display_name} {code}")
        await self.settle()
        await self.tap("thu", "Đúng, nhóm lãnh đạo")

    async def say(self, who: str, text: str) -> None:
        townsfolk.send(self.world, self.phone(who), self.phone(who), text)
        await self.settle()

    async def send_file(self, who: str, name: str, content: bytes) -> None:
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        townsfolk.send_document(self.world, self.phone(who), self.phone(who), Upload(name, mime, content))
        await self.settle()

    async def tap(self, who: str, label: str) -> None:
        """Tap the button of this label under the newest message that has one; on Zalo its words are typed."""
        if who in self.zalo:
            return await self.say(who, label)
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
        with self.store.deployment_wide("a stage shows the only summary there is") as session:
            return session.scalars(select(PostedSummary)).one().table


def words(message: Message) -> str:
    """The text of a message, or the caption of its picture."""
    return str(message.content.get("text", message.content.get("caption", "")))
