"""Integrity check of the SQLite file (`PRAGMA quick_check`), when the bot starts and for a few seconds at most."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from bot import bootstrap
from bot.operator_error import OperatorError
from bot.settings import Settings

SECONDS = 5.0  # a commune's years are looked through in less; a larger file is looked through as far as that goes
_STEPS = 100_000  # of SQLite's machine between two looks at the clock


def require_sound(settings: Settings, seconds: float = SECONDS) -> bool:
    """False when there was no time to look at everything; OperatorError with what to do when the file is damaged."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database or not Path(url.database).exists():
        return True
    until = time.monotonic() + seconds
    try:
        with closing(sqlite3.connect(url.database)) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            return False
        raise OperatorError(bootstrap.advice(url.database, str(error))) from None
    except sqlite3.DatabaseError as error:
        raise OperatorError(f"{url.database} hỏng hoặc không phải kho số liệu ({error}): {bootstrap.RESTORE}") from None
    if said != "ok":
        raise OperatorError(f"{url.database} hỏng ({said.splitlines()[-1][:80]}): {bootstrap.RESTORE}")
    return True
