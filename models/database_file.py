"""The SQLite file of a running program: it must stay the file that was opened, or what is written is lost.

A file that is moved away, deleted or replaced goes on taking writes through the connections that hold it open.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError


class DatabaseMoved(SQLAlchemyError):
    """Behind the database's address there is another file by now, or none: nothing is read or written any more."""


class DatabaseFile:
    """Which file was opened first at a path. It costs a look at the folder, not at the file."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._opened: tuple[int, int] | None = None
        self._is_replaced = False

    def note_opened(self) -> None:
        """A connection was opened. The first one counts: it, or one after it, keeps the file's number from reuse."""
        if self._opened is None:
            self._opened = self._identity()

    def require_in_place(self) -> None:
        """Raises DatabaseMoved when a new connection would open something else."""
        if self._is_replaced or (self._opened is not None and self._opened != self._identity()):
            raise DatabaseMoved(f"{self.path} is not the file any more that was opened: it was moved or replaced")

    def note_replaced(self) -> None:
        """What it holds was overwritten. There is no way back: the log of the old content does not fit the new one."""
        self._is_replaced = True

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def watch(engine: Engine, file: DatabaseFile) -> None:
    """Nothing begins and nothing is committed once the file is not in its place."""

    def require_in_place(*_: Any) -> None:
        file.require_in_place()

    event.listen(engine, "do_connect", require_in_place)  # it would make an empty file in the old one's place
    event.listen(engine, "connect", lambda *_: file.note_opened())
    event.listen(engine, "begin", require_in_place)
    event.listen(engine, "commit", require_in_place)
