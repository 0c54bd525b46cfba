"""A lock that is handed on in the order in which it was asked for; the standard library's may be taken again at once.

SQLite has one writer. Whoever waits for it asks again and again, and one that always asks first would get it always.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class FairLock:
    """For threads of one process; nobody may ask for it twice at once."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._line: deque[threading.Lock] = deque()  # one locked gate for each thread that waits

    @contextmanager
    def held(self, seconds: float) -> Iterator[None]:
        """TimeoutError when it is not one's turn within so many seconds."""
        self._take(seconds)
        try:
            yield
        finally:
            self._hand_on()

    def _take(self, seconds: float) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            gate = threading.Lock()
            gate.acquire()
            self._line.append(gate)
        if gate.acquire(timeout=seconds):
            return
        with self._guard:
            if gate in self._line:  # otherwise it was handed on just now
                self._line.remove(gate)
                raise TimeoutError("others write to the database and do not come to an end")

    def _hand_on(self) -> None:
        with self._guard:
            if self._line:
                self._line.popleft().release()
            else:
                self._is_taken = False
