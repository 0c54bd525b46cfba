"""Notices an SQLite file whose content was overwritten in place, under the bot's feet: its name and number stay.

At the start the file is signed with a word of this process. The word is looked for in the file itself, past SQLite's
log and caches, in which the old content lives on; a file that was signed and has the word no more is another one.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from models import key_values
from models.database import Store

_KEY = "signature of the running process"
_TRIES, _PAUSE = 5, 0.05  # seconds: SQLite may be writing its log back just now
_WORD = "SELECT value FROM markers WHERE key = ?"


class FileSignature:
    """Of one running process. On a database server there is no file to look at."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._word = ""
        self._has_arrived = False  # in the file: until then it is in the log alone

    def sign(self) -> None:
        if self._store.file is not None:
            self._word = secrets.token_hex(8)
            with self._store.transaction() as session:
                key_values.put(session, _KEY, self._word)

    def look(self) -> None:
        """Raises DatabaseMoved once the file is not the one that was signed, and so does every transaction then."""
        file = self._store.file
        if file is None or not self._word:
            return
        file.require_in_place()
        if not self._has_arrived:
            self._write_log_back(file.path)
        for _ in range(_TRIES):
            if self._read(file.path) == self._word:
                self._has_arrived = True
                return
            if not self._has_arrived:
                return  # somebody reads the database: at another look
            time.sleep(_PAUSE)
        file.note_replaced()
        file.require_in_place()

    def _write_log_back(self, path: Path) -> None:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _read(self, path: Path) -> str | None:
        """The word in the file as it lies on the disk; None where there is none, or no database."""
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as connection:
                found = connection.execute(_WORD, (_KEY,)).fetchone()
        except sqlite3.DatabaseError:
            return None
        return str(found[0]) if found is not None else None
