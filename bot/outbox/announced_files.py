"""The picture or file of an announcement on its way out: by the platform's own id, or as bytes that were fetched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.contract import File, KnownFile, Outcome, Outgoing, Rejected
from models.announcements import REFUSED, AnnouncementFile
from models.good_deeds import GoodDeed
from services.capability import Capability

RETRY_SECONDS = 5.0


class NotFetched(Exception):
    """Its bytes are needed, and are still being fetched."""


def attachment(session: Session, what: dict[str, Any], bot: str, can: Capability) -> KnownFile | bytes | File | None:
    """What goes with the words; None where the file is gone, or cannot be had."""
    kept = session.get(AnnouncementFile, what["announcement"])
    if kept is None:
        return None
    if can.resends_files and bot == kept.bot:
        return KnownFile(kept.file_id, kept.is_picture and not kept.name)
    if kept.content is None:
        if kept.state == REFUSED:
            return None
        raise NotFetched
    return kept.content if kept.is_picture else File(kept.name or what["name"], kept.content)


def deed_photo(session: Session, what: dict[str, Any], bot: str, can: Capability) -> KnownFile | None:
    """The photo of a good deed, by the id of the bot that has it; None where it is gone, or another bot's."""
    deed = session.get(GoodDeed, what["deed"])
    if deed is None or deed.photo_id is None or deed.photo_bot != bot or not can.resends_files:
        return None
    return KnownFile(deed.photo_id, True)


def is_refused(piece: Outgoing, outcome: Outcome) -> bool:
    """Whether a platform has refused a message that has a file: perhaps only because of the file."""
    has_file = piece.picture is not None or piece.document is not None or piece.known_file is not None
    is_final = isinstance(outcome, Rejected) and outcome.is_final and not outcome.is_blocked
    return bool(has_file and piece.text and is_final)


def words_alone(piece: Outgoing) -> Outgoing:
    """The same message without its file: no announcement is lost because of a picture."""
    return replace(piece, picture=None, document=None, known_file=None)
