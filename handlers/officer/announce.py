"""THÔNG BÁO: an officer writes an announcement, says whom it is for, sees what sending would do, and sends it.

What was sent is never changed: a correction is another announcement, to the same people, that names the one before.
"""

from __future__ import annotations

from handlers.dialogue_states import AnnouncementState
from handlers.officer import announce_sending, announce_to_whom, announcement_draft
from handlers.turn import Turn
from handlers.typed_states import ANNOUNCEMENT, WritingAnnouncement
from models import announcements
from models.announcements import Announcement, AnnouncementFile
from services import (
    announcing,
    wording,
)
from services.inbound import Kind

_COMMAND_WORDS = 2  # «THÔNG BÁO»


def begin(turn: Turn, words: str) -> None:
    """THÔNG BÁO, with its text behind it or without."""
    draft = new_draft(turn)
    if not words:
        return _ask_text(turn, draft)
    typed = turn.inbound.text.split(maxsplit=_COMMAND_WORDS)[-1].lstrip(" :.-\n")
    return take_text(turn, WritingAnnouncement(draft.id), typed)


def correct(turn: Turn, original: Announcement) -> None:
    """[Đính chính] under what was sent."""
    if original.sent_at is None or not original.text:
        return turn.reply(wording.stale_button())
    return _ask_text(turn, new_draft(turn, original))


def new_draft(turn: Turn, corrected: Announcement | None = None) -> Announcement:
    """A draft; one that was begun before and not confirmed is given up for it."""
    before = turn.dialogues.state(ANNOUNCEMENT)
    left = announcement_draft.draft_of(turn, before) if isinstance(before, AnnouncementState) else None
    if left is not None:
        turn.dialogues.leave(ANNOUNCEMENT)
        announcements.drop(turn.session, left)
    draft = Announcement(
        commune_id=turn.commune.id,
        author_id=turn.speaker.id,
        text="",
        audience=corrected.audience if corrected else [],
        corrects_id=corrected.id if corrected else None,
        drafted_at=turn.now,
        file=None,
    )
    turn.session.add(draft)
    turn.session.flush()
    return draft


# The words and the file


def _ask_text(turn: Turn, draft: Announcement, problem: str = "") -> None:
    original = turn.session.get(Announcement, draft.corrects_id) if draft.corrects_id else None
    if problem:
        said = problem
    elif original is not None:
        said = wording.correct_what(turn.title, announcing.day(turn, original), announcing.excerpt(original))
    else:
        said = wording.announce_what(turn.title)
    turn.reply(said, [announcement_draft.cancel_choice(draft)])
    turn.dialogues.show(WritingAnnouncement(draft.id))


def take_text(turn: Turn, state: WritingAnnouncement, text: str) -> None:
    """The words were typed."""
    draft = announcement_draft.draft_of(turn, state)
    if draft is None:
        return turn.reply(wording.stale_button())
    if _is_too_long(text):
        return _ask_text(turn, draft, wording.announce_too_long(announcing.LONGEST))
    draft.text, draft.message_id = text.strip(), turn.inbound.message_id or None
    return announce_to_whom.go_on(turn, draft)


def edited(turn: Turn) -> bool:
    """The officer has edited the message with the words: a draft follows it, what was sent never does."""
    if turn.inbound.is_group or not turn.is_officer() or not turn.inbound.message_id:
        return False
    known = announcements.by_message(turn.session, turn.speaker.id, turn.inbound.message_id)
    if known is None or not known.text:
        return False
    if known.due_at is not None:
        announce_sending.was_confirmed(turn, known)
    elif turn.inbound.is_too_long or not turn.inbound.text:
        _ask_text(turn, known, wording.announce_too_long(announcing.LONGEST))
    else:
        take_text(turn, WritingAnnouncement(known.id), turn.inbound.text)
    return True


def _is_too_long(text: str) -> bool:
    """Measured as platforms do: what stands below a picture has its limit."""
    return len(text.encode("utf-16-le")) // 2 > announcing.LONGEST


def open_step(turn: Turn) -> AnnouncementState | None:
    """The step of an announcement that was asked for last in this chat; None where something else was."""
    latest = turn.dialogues.shown()[-1:] if turn.is_officer() else []
    return next((one.state for one in latest if isinstance(one.state, AnnouncementState)), None)


def too_long(turn: Turn, state: AnnouncementState) -> None:
    """A text of which nothing is kept, for it is longer than any message may be."""
    draft = announcement_draft.draft_of(turn, state)
    if draft is None:
        return turn.reply(wording.too_long())
    return _ask_text(turn, draft, wording.announce_too_long(announcing.LONGEST))


def attach(turn: Turn, state: AnnouncementState) -> None:
    """A picture or file, with its caption as the words."""
    draft, inbound = announcement_draft.draft_of(turn, state), turn.inbound
    if draft is None:
        return turn.reply(wording.stale_button())
    if inbound.file_size > announcing.LARGEST_FILE:
        return _ask_text(turn, draft, wording.announce_file_too_large())
    if inbound.is_too_long or _is_too_long(inbound.text):
        return _ask_text(turn, draft, wording.announce_too_long(announcing.LONGEST))
    is_picture = inbound.kind is Kind.PHOTO
    if draft.file is not None:
        turn.session.delete(draft.file)
        turn.session.flush()
    draft.file = AnnouncementFile(
        bot=inbound.bot, file_id=inbound.data, is_picture=is_picture, name=inbound.file_name or ""
    )
    if inbound.text:
        draft.text, draft.message_id = inbound.text, inbound.message_id or None
    turn.session.flush()
    if not draft.text:
        return _ask_text(turn, draft, wording.announce_needs_words(announcement_draft.file_said(draft)))
    return announce_to_whom.go_on(turn, draft)


def ask_again(turn: Turn, state: AnnouncementState) -> bool:
    """After something else has ended; False where nothing is left to be asked."""
    draft = announcement_draft.draft_of(turn, state)
    if draft is None or not turn.is_officer():
        return False
    if draft.text:
        announce_to_whom.go_on(turn, draft)
    else:
        _ask_text(turn, draft)
    return True
