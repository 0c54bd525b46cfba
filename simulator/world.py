"""The simulated world: people, chats, messages, files, ids and the clock, and who hears of a change.

It holds state and keeps it consistent; what a person or a bot may do is decided in `people` and the methods.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from simulator import persistence
from simulator.bell import Bell
from simulator.faults import Faults
from simulator.shapes import Chat, Json, Message, Tap
from simulator.state import WorldState
from simulator.zalo_platform import Platform

_CALLS_KEPT = 20_000
_ANSWERS_KEPT = 50


def _real_time() -> datetime:
    return datetime.now(UTC)


class World(WorldState):
    """One bot and everyone around it.

    `now` is the base clock (aware), to which `clock_offset` is added. With `state_file` the world is read from it
    and written back, debounced and at `close()`; uploaded files lie beside it. `callback_lifetime` is how long, in
    real time, a pressed button may wait for its answer. `privacy_mode` is BotFather's: in groups the bot hears only
    commands, mentions and replies to it.
    """

    def __init__(
        self,
        bot_token: str = "1000:demo",  # noqa: S107 - a made-up token of a made-up world
        bot_username: str = "thidua_khanhkhe_bot",
        state_file: Path | None = None,
        now: Callable[[], datetime] | None = None,
        bot_name: str = "Thi Đua",
    ) -> None:
        super().__init__(persistence.folder_beside(state_file), lambda: self._saver.touch())
        self.bot_token = bot_token
        self.bot_id = int(bot_token.partition(":")[0])
        self.bot_username = bot_username
        self.bot_name = bot_name
        self.callback_lifetime = timedelta(minutes=15)
        self.privacy_mode = True
        self.answers: deque[Json] = deque(maxlen=_ANSWERS_KEPT)
        self.calls: deque[Json] = deque(maxlen=_CALLS_KEPT)
        self.transcript: list[Json] | None = None  # where set, every call that went well, word for word
        self.bell = Bell()
        self.closed = False
        self.faults = Faults()
        self.zalo = Platform()
        self._base_now = now or _real_time
        self._saver = persistence.open_saver(self, state_file)

    def now(self) -> datetime:
        """The world's time: the base clock and its offset."""
        return self._base_now() + self.clock_offset

    def stamp(self) -> int:
        """The world's time as Telegram dates messages: whole seconds since 1970."""
        return int(self.now().timestamp())

    def count(self, name: str) -> int:
        """The next number of a counter; numbers never repeat, also over a restart."""
        self.counters[name] += 1
        return self.counters[name]

    def touch(self) -> int:
        """Note a change: page and file learn of it. Returns the change's number."""
        self.version += 1
        self.bell.ring()
        self._saver.touch()
        return self.version

    def bot(self) -> Json:
        """The bot as a Telegram user."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.bot_name, "username": self.bot_username}

    def user(self, user_id: int) -> Json:
        """A person or the bot as a Telegram user."""
        return self.bot() if user_id == self.bot_id else self.people[user_id].telegram()

    def chat(self, chat_id: int) -> Json:
        """A chat as Telegram's short Chat object."""
        chat = self.chats[chat_id]
        if chat.kind != "private":
            return {"id": chat.id, "type": chat.kind, "title": chat.title} | ({"is_forum": True} if chat.topics else {})
        person = self.people[chat_id].telegram()
        kept = {key: person[key] for key in ("id", "first_name", "last_name", "username") if key in person}
        return kept | {"type": "private"}

    def find_message(self, chat_id: int, message_id: int) -> Message | None:
        """The message, unless it never was or is deleted."""
        message = self.chats[chat_id].messages.get(message_id)
        return None if message is None or message.deleted else message

    def post(self, chat: Chat, sender: int, content: Json, **more: Any) -> Message:
        """Put a message into a chat. Supergroups number their own messages, all other chats share a counter."""
        number = chat.last_message + 1 if chat.kind == "supergroup" else self.count("message")
        chat.last_message = number
        message = Message(number, chat.id, sender, self.stamp(), content, self.touch(), **more)
        chat.messages[number] = message
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        """Replace a message by a changed copy."""
        changed = replace(message, version=self.touch(), **changes)
        self.chats[message.chat].messages[message.id] = changed
        return changed

    def telegram(self, message: Message, *, quoted: bool = False) -> Json:
        """A message in Telegram's JSON; the message it replies to stands in it once, not again in depth."""
        shape: Json = {"message_id": message.id, "from": self.user(message.sender), "chat": self.chat(message.chat)}
        shape |= {"date": message.date} | message.content
        if message.edit_date is not None:
            shape["edit_date"] = message.edit_date
        if message.protected:
            shape["has_protected_content"] = True
        if message.keyboard:
            shape["reply_markup"] = {"inline_keyboard": message.keyboard}
        if message.topic is not None:
            shape |= {"message_thread_id": message.topic, "is_topic_message": True}
        if message.reply_to is not None and not quoted:
            target = self.find_message(message.chat, message.reply_to)
            if target is not None:
                shape["reply_to_message"] = self.telegram(target, quoted=True)
        return shape

    def queue(self, kind: str, body: Json) -> int | None:
        """Tell the bot of something."""
        update_id = self.updates.add(kind, body)
        self.webhook.poke()
        return update_id

    def is_waiting(self, tap: Tap) -> bool:
        return time.time() - tap.at <= self.callback_lifetime.total_seconds()

    def save(self) -> None:
        """Write the state file now."""
        self._saver.save(is_clean=False)

    def close(self) -> None:
        """End every waiting call and write the state; call it before the server stops."""
        if not self.closed:
            self.closed = True
            self.updates.close()
            self.webhook.stop()
            self.bell.ring()
            self.zalo.bell.ring()
            self._saver.close()
