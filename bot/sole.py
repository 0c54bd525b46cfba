"""Only one running bot on one SQLite file: a second one would free the first one's leases and send everything twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy.engine import make_url

from bot.house import HouseError
from bot.settings import Settings

_held: set[Path] = set()  # by this process: it does not stand in its own way


@contextmanager
def hold(settings: Settings) -> Iterator[None]:
    """Hold the database's lock file while the bot runs; the system frees it when the process ends, however it ends."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    path = Path(url.database + ".lock").resolve()
    if path in _held:
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
