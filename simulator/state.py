"""What a simulated world is made of: the state that is kept over a restart, without a word about what may be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from simulator.files import FileStore
from simulator.shapes import Chat, Json, Person, Tap
from simulator.updates import Queue
from simulator.webhook import Pusher


class WorldState:
    """People, chats, files, counters and the queue of updates. `folder` holds the uploaded files; None: in memory.

    `changed` is called when the bot has confirmed updates.
    """

    def __init__(self, folder: Path | None, changed: Callable[[], None]) -> None:
        self.clock_offset = timedelta()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.commands: dict[str, list[Json]] = {}
        self.counters = {"message": 0, "person": 0, "group": 0, "tap": 0, "call": 0}
        self.version = 0
        self.files = FileStore(folder)
        self.updates = Queue(changed)
        self.webhook = Pusher(self.updates)
