"""Keeps a world over a restart: one JSON file, written aside and renamed, debounced while much happens.

It decides when and how to write; what a world is made of stands in `shapes` and `state`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from simulator.shapes import Chat, Json, Message, Person, StoredFile, Tap
from simulator.state import WorldState

_LOG = logging.getLogger(__name__)
_FORMAT = 1
_PAUSE = 0.4  # seconds from a change to its writing
# After a power cut up to a pause of changes is missing from the file: jump far enough ahead to repeat no id.
_JUMP = 10_000
_EPOCH = 1_700_000_000


class Saver(Protocol):
    """What a world asks of its keeper."""

    def touch(self) -> None: ...
    def save(self, *, is_clean: bool) -> None: ...
    def close(self) -> None: ...


class Forgetful:
    """Keeps nothing: a world without a state file."""

    def touch(self) -> None: ...
    def save(self, *, is_clean: bool) -> None: ...
    def close(self) -> None: ...


class FileSaver:
    """Writes the world to `path`: soon after a change when a loop runs, and at the end in any case."""

    def __init__(self, path: Path, capture: Callable[[bool], Callable[[], Json]]) -> None:
        self.path = path
        self._capture = capture
        self._timer: asyncio.TimerHandle | None = None
        self._writing = threading.Lock()
        self._captured = 0
        self._written = 0

    def touch(self) -> None:
        if self._timer is None or self._timer.cancelled():
            try:
                self._timer = asyncio.get_running_loop().call_later(_PAUSE, self._begin)
            except RuntimeError:  # outside a loop (a script that fills a world): close() writes
                self._timer = None

    def _begin(self) -> None:
        self._timer = None
        self._captured += 1
        asyncio.get_running_loop().run_in_executor(None, self._write, self._captured, self._capture(False))

    def _write(self, number: int, render: Callable[[], Json]) -> None:
        """Write the capture of this number, unless a later one has been written meanwhile by another thread."""
        with self._writing:
            if number < self._written:
                return
            self._written = number
            text = json.dumps(render(), ensure_ascii=False, separators=(",", ":"))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_name(self.path.name + ".new")
            with draft.open("w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(self.path)

    def save(self, *, is_clean: bool) -> None:
        self._captured += 1
        self._write(self._captured, self._capture(is_clean))

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.save(is_clean=True)


def folder_beside(state_file: Path | None) -> Path | None:
    """Where the uploaded files of a state file lie."""
    return None if state_file is None else state_file.with_name(state_file.name + ".files")


def open_saver(world: WorldState, state_file: Path | None) -> Saver:
    """Fill the world from its file, if there is one, and return what will keep it."""
    if state_file is None:
        return Forgetful()
    saver = FileSaver(state_file, lambda is_clean: capture(world, is_clean))
    if state_file.exists():
        try:
            restore(world, json.loads(state_file.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as fault:
            _set_aside(world, state_file, fault)
    saver.save(is_clean=False)
    return saver


def _set_aside(world: WorldState, state_file: Path, fault: Exception) -> None:
    aside = state_file.with_name(f"{state_file.name}.broken-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    state_file.replace(aside)
    _LOG.error("the simulator's state file %s cannot be read (%r): set aside as %s, starting anew", state_file, fault, aside.name)  # fmt: skip # noqa: E501 - one line to search for
    for part in (world.people, world.chats, world.taps, world.commands, world.files.files, world.updates.pending):
        part.clear()
    world.webhook.set("")
    # Whoever remembers the lost world must not take a new message for an old one: number on from the time.
    world.counters = dict.fromkeys(world.counters, int(time.time()) - _EPOCH)


def capture(world: WorldState, is_clean: bool) -> Callable[[], Json]:
    """Note what the world is now, quickly; the returned function writes it out and may run in a thread.

    Messages, updates and files are never changed in place, so that holding on to them is enough.
    """
    people = [asdict(person) for person in world.people.values()]
    chats = [(_head(chat), list(chat.messages.values())) for chat in world.chats.values()]
    files, taps = list(world.files.files.values()), list(world.taps.values())
    hook = world.webhook.hook
    plain: Json = {
        "format": _FORMAT,
        "clean": is_clean,
        "version": world.version,
        "counters": dict(world.counters),
        "commands": dict(world.commands),
        "last_update": world.updates.last_id,
        "pending": list(world.updates.pending.values()),
        "allowed": list(world.updates.allowed),
        "hook": {"url": hook.url, "secret": hook.secret, "connections": hook.connections},
        "offset_seconds": world.clock_offset.total_seconds(),
    }

    def render() -> Json:
        return plain | {
            "people": people,
            "chats": [head | {"messages": [vars(message) for message in messages]} for head, messages in chats],
            "files": [vars(stored) for stored in files],
            "taps": [vars(tap) for tap in taps],
        }

    return render


def _head(chat: Chat) -> Json:
    head = {key: value for key, value in vars(chat).items() if key != "messages"}
    return head | {name: list(head[name]) for name in ("members", "topics", "closed_topics")}


def restore(world: WorldState, state: Json) -> None:
    """Fill a new world with what `capture` wrote; raises KeyError, TypeError or ValueError when it cannot."""
    if state["format"] != _FORMAT:
        raise ValueError(f"format {state['format']} is unknown")
    jump = 0 if state["clean"] else _JUMP
    world.people |= {entry["id"]: Person(**entry) for entry in state["people"]}
    for entry in state["chats"]:
        messages = [Message(**message) for message in entry.pop("messages")]
        chat = Chat(**entry, messages={message.id: message for message in messages})
        chat.last_message += jump
        world.chats[chat.id] = chat
    for entry in state["files"]:
        world.files.restore(StoredFile(**entry))
    world.taps |= {entry["id"]: Tap(**entry) for entry in state["taps"]}
    world.commands |= state["commands"]
    world.counters |= {name: number + jump for name, number in state["counters"].items()}
    world.version = state["version"] + jump
    world.updates.last_id = state["last_update"] + jump
    world.updates.pending |= {update["update_id"]: update for update in state["pending"]}
    world.updates.allowed = state["allowed"]
    world.webhook.set(**state["hook"])
    world.clock_offset = timedelta(seconds=state["offset_seconds"])
