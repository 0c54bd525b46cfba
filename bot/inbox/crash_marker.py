"""Crash-loop protection: an update whose turn kills the process again and again is set aside like any poison one.

Which turn is under way is noted in a file that is never synchronised. The kernel keeps it when the process dies; a
power cut may lose it, and is no update's fault. It costs microseconds a turn; a mark in the database, a commit.
"""

from __future__ import annotations

import logging
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot import private_files

log = logging.getLogger(__name__)

# Any process may be killed once, and once more when it starts again under the same load, by no fault of the update.
DEATHS = 3
_WARY_TURNS = 200  # what was under way is among the first in line
NOT_STORED_YET = -1  # in the place of an update's number: its turn stores it, and after a death it comes again
_LAYOUT = struct.Struct("<qqq")  # the update under way, the one during whose turn the process died last, and how often


class CrashMarker:
    """One file a process; only one process has it at a time."""

    def __init__(self, path: Path) -> None:
        private_files.make_folder(path.parent)
        private_files.create(path)
        self._file, self._writing = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)), threading.Lock()
        under_way, self._suspect, self._deaths = self._read()
        self._wary_turns = _WARY_TURNS if under_way else 0
        if under_way:
            # One that was not stored comes first when it comes again, and has its number from then on.
            is_same = self._suspect in (under_way, NOT_STORED_YET)
            self._deaths = self._deaths + 1 if is_same and under_way != NOT_STORED_YET else 1
            self._suspect = under_way
            log.warning("the process died while it answered; so it was %d times for that message", self._deaths)
        self._note(0)

    def _read(self) -> tuple[int, int, int]:
        content = os.read(self._file, _LAYOUT.size)
        return _LAYOUT.unpack(content) if len(content) == _LAYOUT.size else (0, 0, 0)

    def _note(self, under_way: int) -> None:
        # No turn fails because nobody would know that it killed the process.
        with suppress(OSError), self._writing:
            os.lseek(self._file, 0, os.SEEK_SET)  # Windows has no pwrite
            os.write(self._file, _LAYOUT.pack(under_way, self._suspect, self._deaths))

    @property
    def deadly(self) -> int | None:
        """The update that is to be answered no more."""
        return self._suspect if self._deaths >= DEATHS else None

    def forget(self) -> None:
        """It was set aside."""
        self._suspect = self._deaths = 0
        self._note(0)

    @property
    def is_wary(self) -> bool:
        """True for the first turns after a death in one: until then each must be known by itself."""
        return self._wary_turns > 0

    @contextmanager
    def turn(self, message_id: int) -> Iterator[None]:
        """While it lasts, a death of the process is this update's."""
        self._note(message_id)
        self._wary_turns -= self._wary_turns > 0
        try:
            yield
        finally:
            self._note(0)
