"""THÔNG BÁO, sent or given up: each once, whoever taps."""

from __future__ import annotations

from handlers.dialogue_states import AnnouncementState
from handlers.officer import announce_to_whom, announcement_draft
from handlers.officer.announce_to_whom import NOW, PLAIN, RECEIPT, URGENT
from handlers.turn import Turn
from handlers.typed_states import ANNOUNCEMENT, AddressingAnnouncement
from models import announcements, launches
from models.announcements import Announcement
from models.audit import Action
from services import (
    announcement_outlook,
    announcement_receipts,
    announcing,
    date_words,
    wording,
)
from services.context import Choice


def send(turn: Turn, draft: Announcement, how: str, mark: str) -> None:
    """«Gửi, cần», «Gửi, không cần»: in this transaction to all of them, or in the morning."""
    if draft.due_at is not None:
        return was_confirmed(turn, draft)
    is_launch = launches.of(turn.session, draft.id) is not None
    if how not in (RECEIPT, PLAIN, URGENT, NOW) or is_launch or not draft.text or not draft.audience:
        return turn.reply(wording.stale_button())
    seen = announcement_outlook.outlook(turn, draft)
    if not seen.reached or mark != announcement_draft.mark(draft):
        return announce_to_whom.preview(turn, draft)
    is_night = announcing.is_quiet(turn)
    if how == URGENT and is_night:
        now = Choice(wording.SEND_URGENT_NOW, f"announce-send:{draft.id}:{NOW}:{mark}")
        later = Choice(wording.SEND_IN_THE_MORNING, f"announce-send:{draft.id}:{RECEIPT}:{mark}")
        turn.reply(
            wording.urgent_means(seen.reached, announcing.urgent(draft)),
            [now, later, announcement_draft.cancel_choice(draft)],
        )
        return turn.dialogues.show(AddressingAnnouncement(draft.id))
    draft.wants_receipt = how != PLAIN
    told = confirm(turn, draft, is_urgent=is_night and how == NOW)
    under = [announcement_draft.cancel_choice(draft)] if draft.sent_at is None else [correcting(draft)]
    return turn.reply(told, under)


def confirm(turn: Turn, draft: Announcement, *, is_urgent: bool = False) -> str:
    """Send it in this transaction to all of them, or in the morning; what is said of that. A launch wants receipts."""
    if is_urgent:
        draft.text = announcing.urgent(draft)
    seen = announcement_outlook.outlook(turn, draft)
    draft.wants_receipt = draft.wants_receipt or launches.of(turn.session, draft.id) is not None
    draft.due_at = turn.now if is_urgent else announcing.next_hour(turn)
    new = {"places": seen.reached, "receipt": draft.wants_receipt, "corrects": draft.corrects_id}
    turn.record_change(Action.ANNOUNCED, f"announcement:{draft.id}", new=new)
    open_one = turn.dialogues.state(ANNOUNCEMENT)
    if isinstance(open_one, AnnouncementState) and open_one.announcement_id == draft.id:
        turn.dialogues.end(open_one)
    if draft.due_at > turn.now:
        return wording.announced_later(_moment(turn, draft))
    announcing.send(turn, draft)
    to_call, without = announcement_receipts.contacts(turn, announcement_receipts.untold(turn, draft))
    return wording.announced(seen.reached, to_call, without, "")


def correcting(announcement: Announcement) -> Choice:
    return Choice(wording.CORRECT_ANNOUNCEMENT, f"announce-correct:{announcement.id}")


def _moment(turn: Turn, draft: Announcement) -> str:
    assert draft.due_at is not None
    return date_words.deadline(draft.due_at.astimezone(turn.calendar.zone), turn.today)


def was_confirmed(turn: Turn, draft: Announcement) -> None:
    """A second tap, or another officer's: nothing is sent twice."""
    if draft.sent_at is None:
        return turn.reply(wording.announced_later(_moment(turn, draft)), [announcement_draft.cancel_choice(draft)])
    return turn.reply(wording.announced_before(announcing.day(turn, draft)), [correcting(draft)])


def cancel(turn: Turn, draft: Announcement) -> None:
    """«Thôi»: as long as nothing was sent, nothing of it stays."""
    if draft.sent_at is not None:
        return was_confirmed(turn, draft)
    if draft.due_at is not None:
        turn.record_change(Action.ANNOUNCEMENT_CANCELLED, f"announcement:{draft.id}")
    open_one = turn.dialogues.state(ANNOUNCEMENT)
    if isinstance(open_one, AnnouncementState) and open_one.announcement_id == draft.id:
        turn.dialogues.end(open_one)
    announcements.drop(turn.session, draft)
    return turn.reply(wording.announcement_dropped())
