"""Reading ahead: what the turns of a batch will look up is read for all of them in one statement, and kept until then.

A look-up takes what was kept for it, once: asked again, it asks the database, as where nothing was kept. So no turn
sees what it has changed itself as it was before. Whoever keeps rows for several turns answers for it that none of
them changes another one's (`bot/inbox/batches.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")

_KEPT = "read ahead"  # in the session's own place for such things


class ReadAhead(Generic[Key, Found]):
    """What was read for one look-up, in whatever session. What `is_shared` stays for every turn of the batch."""

    def __init__(self, *, is_shared: bool = False) -> None:
        self._is_shared = is_shared

    def keep(self, session: Session, key: Key, found: Found) -> None:
        session.info.setdefault(_KEPT, {}).setdefault(self, {})[key] = found

    def has(self, session: Session, key: Key) -> bool:
        """Whether anything is kept under a key."""
        return key in session.info.get(_KEPT, {}).get(self, {})

    def take(self, session: Session, key: Key, look_up: Callable[[], Found]) -> Found:
        """What was kept under a key, else what a statement finds."""
        kept: dict[Key, Found] = session.info.get(_KEPT, {}).get(self, {})
        if key not in kept:
            return look_up()
        return kept[key] if self._is_shared else kept.pop(key)


def forget(session: Session) -> None:
    """Nothing is kept any more."""
    session.info.pop(_KEPT, None)
