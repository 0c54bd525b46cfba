"""Where a process is to stand still: at a statement, or at the commit of what said it, that a file names.

The file holds a line of JSON: `moment` is "said" (after the statement), "commit" (before it) or "committed", `match` a
pattern for the statement with its parameters. The process stops itself (SIGSTOP) once, until somebody lets it go on.
"""

from __future__ import annotations

import json
import re
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

SAID, COMMIT, COMMITTED = "said", "commit", "committed"


def order(place: Path, moment: str, match: str) -> None:
    """Have the process stop whose hooks look at `place`."""
    draft = place.with_suffix(".new")
    draft.write_text(json.dumps({"moment": moment, "match": match}), encoding="utf-8")
    draft.replace(place)


def install(place: Path) -> None:
    """Watch what this process says to PostgreSQL."""
    matched: set[int] = set()  # connections whose transaction has said it

    def wanted() -> dict[str, str] | None:
        try:
            found: dict[str, str] = json.loads(place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return found

    def stop() -> None:
        place.unlink(missing_ok=True)
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)  # this thread first: it must not say any more

    def saying(real: Callable[..., Any]) -> Callable[..., Any]:
        def say(self: Any, query: Any, params: Any = None, *more: Any, **how: Any) -> Any:
            done = real(self, query, params, *more, **how)
            found = wanted()
            if found is not None and re.search(found["match"], f"{query} {params}", re.DOTALL):
                if found["moment"] == SAID:
                    stop()
                else:
                    matched.add(id(self.connection))
            return done

        return say

    def commit(self: Any) -> None:
        found = wanted() if id(self) in matched else None
        if found is not None and found["moment"] == COMMIT:
            stop()
        real_commit(self)
        if found is not None and found["moment"] == COMMITTED:
            stop()
        matched.discard(id(self))

    def rollback(self: Any) -> None:
        matched.discard(id(self))
        real_rollback(self)

    cursor, connection = psycopg.Cursor, psycopg.Connection
    real_commit, real_rollback = connection.commit, connection.rollback
    cursor.execute = saying(cursor.execute)  # type: ignore[method-assign]  # it is hooked from outside
    cursor.executemany = saying(cursor.executemany)  # type: ignore[method-assign]
    connection.commit, connection.rollback = commit, rollback  # type: ignore[method-assign]
