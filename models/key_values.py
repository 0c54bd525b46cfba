"""Single values the program must remember across restarts, such as the demo's clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base
from models.ownership import NoCommune

TROUBLES = "troubles"  # what the program's watch has told, as JSON by their keys
CAMPAIGN_KEPT = "campaign file kept at an update"  # its place, where the newer version ships another one
CODES_BY_FOLDER = "codes of communes by folder"  # as JSON, of what the running program has read last
OF_CHANNEL = "channel "  # how the keys of messengers that are silent begin
_INSERT: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class KeyValue(Base):
    """A named value."""

    __tablename__ = "markers"
    owner = NoCommune("what the program itself remembers: its clock, its backups, its watch")

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def get(session: Session, key: str) -> str | None:
    row = session.get(KeyValue, key)
    return row.value if row else None


def put(session: Session, key: str, value: str) -> None:
    """Another process may write the same for the first time in this very moment: then the last one is kept."""
    row = session.get(KeyValue, key)
    if row is None:
        insert = _INSERT[session.get_bind().dialect.name](KeyValue).values(key=key, value=value)
        session.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
    else:
        row.value = value
