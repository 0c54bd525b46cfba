"""One statement cache for all engines of a test process: a run opens thousands of databases on the same statements.

The library keeps compiled statements per engine and per dialect, so that a fresh database would compile all of them
again, which takes longer than most tests do otherwise. The program itself has one engine and gains nothing by this.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event

from models import database

_STATEMENTS = 5000  # of a whole run; the library's own 500 are meant for one program
_initialised: dict[str, Engine] = {}


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


def install() -> None:
    vars(database)[create_engine.__name__] = _shared  # the name by which it opens its engines
