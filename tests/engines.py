"""What makes opening thousands of databases in one run cheap; the program itself has one, and gains nothing by this.

One statement cache for all engines of a test process: the library keeps compiled statements per engine and per dialect,
so that a fresh database would compile all of them again, which takes longer than most tests do otherwise. And nothing
waits for the disk: processes are killed in tests, but no machine loses its power.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event

from models import database, sqlite_connection

_STATEMENTS = 5000  # of a whole run; the library's own 500 are meant for one program
_initialised: dict[str, Engine] = {}
prepare_for_power_loss = sqlite_connection.prepare


def _shared(url: str, **options: Any) -> Engine:
    """An engine as the program asks for it, with the dialect and the cache of the first one of its kind."""
    engine = create_engine(url, query_cache_size=_STATEMENTS, **options)
    kind = f"{engine.dialect.name}+{engine.dialect.driver}"
    first = _initialised.get(kind)
    if first is not None:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    def remember(_connection: Any, _record: Any) -> None:
        _initialised.setdefault(kind, engine)  # only a connection tells a dialect what its database can do

    event.listen(engine, "connect", remember)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    prepare_for_power_loss(connection, record)
    connection.execute("PRAGMA synchronous=OFF")


def install() -> None:
    # the names by which the program opens its engines
    vars(database)[create_engine.__name__] = _shared
    vars(sqlite_connection)[prepare_for_power_loss.__name__] = _prepare_sqlite
