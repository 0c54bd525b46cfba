"""The draft of an announcement: where it is, what stands of it, and the buttons that are about it."""

from __future__ import annotations

from zlib import crc32

from handlers.dialogue_states import AnnouncementState
from handlers.turn import Turn
from models.announcements import Announcement
from services import (
    wording,
)
from services.context import Choice


def draft_of(turn: Turn, state: AnnouncementState) -> Announcement | None:
    """The draft that a dialogue is about, as long as it is one."""
    draft = turn.session.get(Announcement, state.announcement_id)
    return draft if draft is not None and draft.due_at is None else None


def cancel_choice(draft: Announcement) -> Choice:
    return Choice(wording.CANCEL, f"announce-no:{draft.id}")


def file_said(draft: Announcement) -> str:
    """«tệp «KH 12.pdf»», «ảnh»; "" without one."""
    if draft.file is None:
        return ""
    return wording.announced_file(draft.file.name) if draft.file.name else wording.ANNOUNCED_PICTURE


def mark(draft: Announcement) -> str:
    """What a button carries, so that it sends the very announcement that its message showed."""
    file_id = draft.file.file_id if draft.file is not None else ""
    return f"{crc32(f'{draft.text}|{draft.audience}|{file_id}'.encode()):x}"
