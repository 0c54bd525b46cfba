"""A Bot API server for measuring: as little work as can be, so that the time measured is the bot's.

It serves updates by long polling and takes messages; for each message to one of its users the user answers at once, so
that every user always has one message under way. It is checked by no one but the bots: the simulator is the strict one.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

_BATCH = 100
_BOT = {"id": 1000, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


@dataclass
class User:
    """One telephone: what it says, in order, and when each of its messages was said and answered."""

    chat: int
    words: list[str]
    said: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)


class Exchange:
    """Users, their messages, and the HTTP server between them and one bot. `latency` delays every call, in seconds."""

    def __init__(self, users: list[User], latency: float = 0.0) -> None:
        self.users = {user.chat: user for user in users}
        self.latency = latency
        self.done = asyncio.Event()
        self.polls = 0
        self.confirmed = 0  # the offset that the bot asked for last: what it will never be given again
        self._waiting: deque[dict[str, Any]] = deque()
        self._arrived = asyncio.Event()
        self._number = 0
        self._open = len(users)
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen on loopback; the address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    def begin(self) -> None:
        """Every user says the first thing."""
        for user in self.users.values():
            self._say(user)

    def _say(self, user: User) -> None:
        self._number += 1
        user.said.append(time.perf_counter())
        person = {"id": user.chat, "is_bot": False, "first_name": "A"}
        words = user.words[len(user.said) - 1]
        message: dict[str, Any] = {
            "message_id": self._number,
            "date": int(time.time()),
            "chat": {"id": user.chat, "type": "private", "first_name": "A"},
            "from": person,
            "text": words,
        }
        if words.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words)}]
        self._waiting.append({"update_id": self._number, "message": message})
        self._arrived.set()

    def _hear(self, chat: int, text: str) -> None:
        user = self.users.get(chat)
        if user is None or len(user.answered) >= len(user.said):
            return
        user.answered.append(time.perf_counter())
        user.heard.append(text)
        if len(user.said) < len(user.words):
            return self._say(user)
        self._open -= 1
        if not self._open:
            self.done.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (head := await _head(reader)) is not None:
                path, length = head
                body = await reader.readexactly(length) if length else b""
                if self.latency:
                    await asyncio.sleep(self.latency)
                found = json.dumps({"ok": True, "result": await self._answer(path, body)}).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(found)
                )
                writer.write(found)
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass  # the bot is gone, or the race is over
        finally:
            writer.close()

    async def _answer(self, path: str, body: bytes) -> Any:
        method = path.partition("?")[0].rpartition("/")[2].lower()
        fields = {key: found[0] for key, found in parse_qs(body.decode()).items()}
        if method == "getupdates":
            return await self._updates(int(fields.get("offset", 0)), float(fields.get("timeout", 0)))
        if method == "getme":
            return _BOT | {
                "can_join_groups": True,
                "can_read_all_group_messages": False,
                "supports_inline_queries": False,
            }
        if method == "sendmessage":
            chat = int(fields["chat_id"])
            self._hear(chat, unquote(fields["text"]))
            self._number += 1
            sender = {"id": chat, "type": "private", "first_name": "A"}
            return {"message_id": self._number, "date": int(time.time()), "chat": sender, "from": _BOT, "text": "x"}
        return True

    async def _updates(self, offset: int, timeout: float) -> list[dict[str, Any]]:
        self.polls += 1
        self.confirmed = max(self.confirmed, offset)
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()
        if not self._waiting:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout)
            except TimeoutError:
                return []
        return [self._waiting[place] for place in range(min(_BATCH, len(self._waiting)))]


async def _head(reader: asyncio.StreamReader) -> tuple[str, int] | None:
    """Path and body length of the next request; None when the connection ends."""
    raw = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    if not raw:
        return None
    lines = raw.decode("latin-1").split("\r\n")
    headers = {name.lower(): found.strip() for name, _, found in (line.partition(":") for line in lines[1:])}
    return lines[0].split(" ")[1], int(headers.get("content-length", 0))
