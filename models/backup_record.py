"""What is remembered of backups, in the database itself: when the last good one was made, and what it holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import key_values

FRESH_HOURS = 36  # a night and half a day
_GOOD = "last good backup"
_BEGUN = "backup begun"


class BackupFault(Exception):
    """A backup that could not be made, or proved; the text says why and what to do, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Good:
    """A backup that was restored and compared."""

    made_at: datetime
    file: str
    tables: int
    rows: int
    photos: int

    def hours_old(self, now: datetime) -> float:
        return (now - self.made_at).total_seconds() / 3600

    def is_fresh(self, now: datetime) -> bool:
        return self.hours_old(now) <= FRESH_HOURS


def last_good(session: Session) -> Good | None:
    written = key_values.get(session, _GOOD)
    if written is None:
        return None
    fields = json.loads(written)
    return Good(**fields | {"made_at": datetime.fromisoformat(fields["made_at"])})


def note_good(session: Session, good: Good) -> None:
    key_values.put(session, _GOOD, json.dumps(asdict(good) | {"made_at": good.made_at.isoformat()}))


def begin(session: Session, now: datetime) -> None:
    """Written before the copy is taken, so that each copy knows its own age."""
    key_values.put(session, _BEGUN, now.isoformat())


def begun(session: Session) -> datetime | None:
    written = key_values.get(session, _BEGUN)
    return datetime.fromisoformat(written) if written else None
