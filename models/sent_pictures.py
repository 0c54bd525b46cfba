"""The pictures of posts and corrections, kept with them as they were sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models.corrections import Correction
from models.summaries import PostedSummary


def kept(session: Session, what: Mapping[str, Any]) -> bytes | None:
    """The picture that was kept for what is to be drawn; None when none was yet."""
    row = _row(session, what)
    return None if row is None else row.drawing


def keep(session: Session, what: Mapping[str, Any], drawn: bytes) -> bytes:
    """Keep a picture unless one is kept already; the one to be sent, the same for every group and every retry."""
    row = _row(session, what)
    if row is None:
        return drawn
    if row.drawing is None:
        row.drawing = drawn
    return row.drawing


def _row(session: Session, what: Mapping[str, Any]) -> PostedSummary | Correction | None:
    match what.get("of"):
        case "summary":
            return session.get(PostedSummary, what["id"], with_for_update=True)
        case "correction":
            return session.get(Correction, what["id"], with_for_update=True)
        case _:
            return None
