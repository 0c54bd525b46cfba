"""What a killed bot leaves untouched: the simulated world in this process, the people in it, and the bot's own file.

It starts the bot, orders its death, waits, and writes down what happened.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import httpx
import uvicorn

from bot.clock import FixedClock
from simulator import app as simulated
from simulator import zalo
from simulator.shapes import Message
from simulator.world import World
from tests import commune, forge
from tests.crash import harness_setting
from tests.crash.harness_setting import BOTS_FILE, Death, Kill
from tests.crash.wire import Wire
from tests.forge import Process
from tests.live import free_port
from tests.patience import LAST_RESORT
from tests.stage import TOKEN, words


class CrashHarness:
    """One database and one world, through any number of processes. Use it in a `with`."""

    def __init__(self, prepared: Path, folder: Path, ids: dict[str, int], fault: str = "") -> None:
        shutil.copy(prepared / "thidua.db", folder / "thidua.db")
        shutil.copy(prepared / "world.json", folder / "world.json")
        shutil.copy(prepared / BOTS_FILE, folder / BOTS_FILE)
        self.folder, self.ids = folder, ids
        bots = json.loads((folder / BOTS_FILE).read_text(encoding="utf-8"))
        self._begin(bots["zalo"])
        self._messengers, self._port = bots["messengers"], free_port()
        self._hooks = [str(folder), *([fault] if fault else [])]
        self._process: Process | None = None
        self.clock = FixedClock(commune.TUESDAY)
        self.world = World(TOKEN, state_file=folder / "world.json", now=self.clock.now)
        config = uvicorn.Config(simulated.build(self.world), port=0, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def _begin(self, on_zalo: Collection[int] = ()) -> None:
        self._on_zalo = frozenset(on_zalo)
        self.heads = [who for who in self.ids if who not in ("hoa", "thu", "group")]
        self.spare = Counter[str]()  # messages that the world took and did not own up to: they may come once more
        self.deaths: list[Death] = []
        self.week = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait(lambda: self._server.started, "the simulator did not start")
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.wire = Wire(port)
        self._forge = forge.shared()
        self._client = httpx.Client(base_url=self.address, timeout=LAST_RESORT)
        self._open_database("thidua.db")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._client.close()
        self._database.close()
        self.wire.close()
        self.world.close()
        self._server.should_exit = True
        self._thread.join()

    # The process

    def start(self) -> None:
        """A new bot, once the one before has ended."""
        (self.folder / "ticks").unlink(missing_ok=True)
        self._process = self._forge.start(self.folder, self._environment(), self.folder, hooks=self._hooks)

    def _environment(self) -> dict[str, str]:
        """The settings, of which each has its line in .env.example."""
        database = f"sqlite:///{self.folder / 'thidua.db'}"
        return harness_setting.harness_environment(self._messengers, self.wire.address, database, self._port)

    def arm(self, kill: Kill | None) -> None:
        """Order the next death, or none."""
        order = self.folder / "kill"
        if kill is None:
            order.unlink(missing_ok=True)
            return
        draft = self.folder / "kill.new"
        draft.write_text(kill.order(), encoding="utf-8")
        draft.replace(order)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """Kill the bot now, whatever it does."""
        assert self._process is not None
        self._process.kill()
        assert -signal.SIGKILL == self._process.wait(), "the bot ended by itself"
        self._note_death(Kill("any", "anything"))

    def dies(self, kill: Kill) -> bool:
        """Wait for an armed kill; False when everything came to rest without it."""
        self.wait(lambda: self.is_dead() or self._is_at_rest(), "the bot neither died nor came to rest")
        if not self.is_dead():
            self.arm(None)
            return False
        assert self._process is not None
        assert -signal.SIGKILL == self._process.poll(), "the bot ended by itself"
        self._note_death(kill)
        return True

    def _note_death(self, kill: Kill) -> None:
        self._let_arrive()
        in_flight = self.rows("SELECT id, chat_id, text FROM outbox WHERE state = 'sending'")
        accepted = tuple(row for row, chat, text in in_flight if self._has_arrived(chat, text))
        self.deaths.append(Death(kill, self.week, self._unanswered(), len(in_flight), accepted))

    def _unanswered(self) -> int:
        """How many messages are stored and wait for their answer."""
        return int(self.rows("SELECT count(*) FROM inbox WHERE queue_round IS NOT NULL")[0][0])

    def _let_arrive(self) -> None:
        """What the dead bot had handed to the network arrives all the same, some moments later."""
        self._let_its_connections_end()
        for _ in range(3):
            self._client.post(f"/bot{TOKEN}/getMe").raise_for_status()
            time.sleep(0.01)

    def _let_its_connections_end(self) -> None:
        self.wait(lambda: self.wire.is_still, "what the dead bot has sent is still under way")

    def _has_arrived(self, chat: str, text: str) -> bool:
        """Whether a chat holds a text more often than the bot has recorded."""
        who = next(name for name, number in self.ids.items() if self.chat_id(number) == chat)
        return self.texts(who).count(text) > self._recorded(chat, text)

    def _recorded(self, chat: str, text: str) -> int:
        known = "SELECT count(*) FROM outbox WHERE state = 'sent' AND chat_id = ? AND text = ?"
        count: int = self._database.execute(known, (chat, text)).fetchone()[0]
        return count

    def is_on_zalo(self, who: str) -> bool:
        return self.ids[who] in self._on_zalo

    def chat_id(self, number: int) -> str:
        """How the bot knows a chat."""
        return zalo.outside(number) if number in self._on_zalo else str(number)

    def is_dead(self) -> bool:
        return not self._forge.is_alive or (self._process is not None and self._process.poll() is not None)

    def rest(self, patience: float = LAST_RESORT) -> None:
        """Wait until all is read and sent."""
        self.wait(lambda: self.is_dead() or self._is_at_rest(), "the bot did not come to rest", patience)
        assert not self.is_dead(), f"the bot ended unasked: {self._last_words()}"

    def _last_words(self) -> str:
        """What a process has logged last, or each of several."""
        logs = sorted(self.folder.glob("**/log"))
        return " | ".join(" ".join(log.read_text(encoding="utf-8").splitlines()[-2:]) for log in logs)

    def _is_at_rest(self) -> bool:
        """Nothing to read or to send, and still so after all jobs have been tried twice more."""
        ticks = self._ticks()
        while self._ticks() < ticks + 2:
            # In the order of its way: what was confirmed is in the inbox by now, what was answered in the outbox.
            is_told = bool(self.world.updates.pending or self.world.zalo.pending)
            unanswered = self._unanswered()
            waiting = self.rows("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')")
            if is_told or unanswered or waiting[0][0] or self.is_dead():
                return False
            time.sleep(0.02)
        return True

    def _ticks(self) -> int:
        """How often the process that runs now has tried all jobs."""
        ticks = self.folder / "ticks"
        return ticks.stat().st_size if ticks.exists() else 0

    def set_database_aside(self) -> None:
        """Keep the database of a bot that is dead, with what its journal holds."""
        self._database.close()
        with contextlib.closing(sqlite3.connect(self.folder / "thidua.db")) as whole:
            whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.folder / "thidua.db", self.folder / "aside.db")
        self._open_database("aside.db")

    def put_database_back(self) -> None:
        self._database.close()
        for name in ("thidua.db-wal", "thidua.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / "aside.db").replace(self.folder / "thidua.db")
        self._open_database("thidua.db")

    def _open_database(self, name: str) -> None:
        self._database = sqlite3.connect(f"file:{self.folder / name}?mode=ro", uri=True)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the bot's database holds."""
        return self._database.execute(query).fetchall()

    def wait(self, is_so: Callable[[], bool], otherwise: str, patience: float = LAST_RESORT) -> None:
        until = time.monotonic() + patience
        while not is_so():
            assert time.monotonic() < until, otherwise
            time.sleep(0.01)

    # The world

    def at(self, instant: str) -> None:
        """Move the clock, the bot's and the world's, to a local time."""
        self.clock.instant = datetime.fromisoformat(instant).replace(tzinfo=commune.ZONE)
        draft = self.folder / "clock.new"
        draft.write_text(self.clock.instant.isoformat(), encoding="utf-8")
        draft.replace(self.folder / "clock")

    def say(self, who: str, text: str) -> None:
        self._act("send", who, text=text)

    def tap(self, who: str, label: str) -> None:
        """Tap the newest button of this label in the chat."""
        for message in reversed(self.heard(who)):
            for row in message.keyboard or []:
                for button in row:
                    if button["text"] == label:
                        return self._act("tap", who, message_id=message.id, data=button["callback_data"])
        raise LookupError(f"nobody offered {who} «{label}»")

    def labels(self, who: str) -> list[str]:
        """The buttons in a chat, newest message first."""
        rows = [row for message in reversed(self.heard(who)) for row in message.keyboard or []]
        return [button["text"] for row in rows for button in row]

    def _act(self, act: str, who: str, **more: object) -> None:
        chat = self.ids[who]
        self._client.post(f"/sim/{act}", json={"chat": chat, "from": chat} | more).raise_for_status()

    def heard(self, who: str) -> list[Message]:
        """The bot's messages in a person's chat, or in the group."""
        messages = list(self.world.chats[self.ids[who]].messages.values())
        return [message for message in messages if message.sender == self.world.bot_id]

    def texts(self, who: str) -> list[str]:
        """What the bot wrote there, without the mark that it leaves under a tapped button."""
        return [words(message).split("\n\n✓ ")[0] for message in self.heard(who)]

    @staticmethod
    def first_day(week: int) -> date:
        """The Friday on which a reporting week of 2026 begins."""
        return date.fromisocalendar(2026, week - 1, 5)
