"""Only one running bot on one SQLite file: a second one would free the first one's leases and send everything twice.

On PostgreSQL several may run; but a restore runs alone on either.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.house import HouseError
from bot.settings import Settings
from models.database import connect

_LOCK = 7401187  # one number for all of them; the migrations have another

_held: set[Path] = set()  # by this process: it does not stand in its own way


@contextmanager
def hold(settings: Settings, *, alone: bool = False) -> Iterator[None]:
    """Hold the database's lock while the bot runs; the system frees it when the process ends, however it ends.

    `alone` suffers no other process on PostgreSQL either.
    """
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        with _on_server(settings, alone=alone):
            yield
        return
    path = Path((url.database or "memory") + ".lock").resolve()
    if path in _held and not alone:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            lock(file)
        except OSError:
            raise HouseError(f"the bot is running on {url.database} already; stop it first") from None
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)


def lock(file: IO[str]) -> None:
    """Take the lock; OSError when another open file has it, even one of this process."""
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def _on_server(settings: Settings, *, alone: bool) -> Iterator[None]:
    """An advisory lock of a connection that is kept for it: many share it, or one has it alone."""
    lock = func.pg_try_advisory_lock(_LOCK) if alone else func.pg_try_advisory_lock_shared(_LOCK)
    engine = connect(settings.database)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.scalar(select(lock)):
                others = "a bot is running on this database; stop it first" if alone else "a restore is under way"
                raise HouseError(others)
            yield
    except OperationalError as error:
        if not isinstance(error.orig, Exception):
            raise
        raise HouseError(f"the database cannot be reached: {str(error.orig).strip().splitlines()[0]}") from None
    finally:
        engine.dispose()
