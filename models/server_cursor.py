"""PostgreSQL's cursor: whoever stands still behind a statement for many rows is broken off like behind any other.

The driver sends such a statement as a pipeline, and a flush behind its end. Of that the server takes it that more is to
come, and counts no idle time any more: what was locked stayed locked until the process went on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg


class ServerCursor(psycopg.Cursor[Any]):
    """As the driver's own."""

    def executemany(self, query: Any, params_seq: Iterable[Any], *, returning: bool = False) -> None:
        super().executemany(query, params_seq, returning=returning)
        self.connection.execute("")  # after its answer the server counts again
