"""Announcements on the side of those they are for: [Đã nhận], and what was announced in the last 30 days.

What is said here is said beside a conversation: a question of the week that is open still waits for its answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers import permissions
from handlers.officer import announce_sending
from handlers.reporter import router
from handlers.turn import Turn
from models import announcements, messages
from models.announcements import Announcement
from models.audit import Action
from models.outbox_states import Purpose
from services import announcement_audience, announcement_receipts, announcing, date_words, wording
from services.context import Choice
from services.inbound import Kind
from services.permissions import Thing

_MOST = 5  # buttons


def _say(turn: Turn, text: str, choices: Sequence[Choice] = ()) -> None:
    turn.reply(text, choices, purpose=Purpose.RECEIPT, beside=True)


def receive(turn: Turn, announcement: Announcement) -> None:
    """[Đã nhận] under an announcement: one receipt a unit, by whom it was sent to, or who reports for it now."""
    if turn.inbound.kind is Kind.TEXT:
        return receive_all(turn)  # typed, it does not say which
    mine = [
        row
        for row in announcements.recipients(turn.session, announcement.id)
        if announcement_receipts.may_receive(turn.speaker, row)
    ]
    if announcement.sent_at is None or not mine:
        return _say(turn, wording.stale_button())
    places = announcement_receipts.receive(turn, turn.speaker, mine)
    return _thank(turn, places) if places else _say(turn, wording.received_before(turn.title))


def _thank(turn: Turn, places: Sequence[str]) -> None:
    _say(turn, wording.received_thanks(turn.title, [place for place in places if place]))


def receive_all(turn: Turn) -> None:
    """ĐÃ NHẬN, typed: whatever waits, for typed words do not say which."""
    waiting = announcement_receipts.waiting_for(turn, turn.speaker)
    if waiting:
        return _thank(turn, announcement_receipts.receive(turn, turn.speaker, waiting))
    text = wording.nothing_to_receive(turn.title)
    return _say(turn, f"{text} {wording.questions_are_waiting()}" if router.awaited(turn) else text)


def show(turn: Turn) -> None:
    """XEM THÔNG BÁO: what was sent to the speaker or to their unit; an officer sees all, with who has received it."""
    if permissions.has(turn, Thing.ANNOUNCEMENTS):
        return _show_sent(turn)
    rows = announcement_receipts.of_person(turn, turn.speaker)
    seen = list({row.announcement_id: row.announcement for row in rows}.values())
    lines = [wording.notice_line(announcing.day(turn, one), announcing.excerpt(one)) for one in seen]
    return _say(turn, wording.notices(lines) if lines else wording.no_notices(), _buttons(turn, seen))


def _show_sent(turn: Turn) -> None:
    sent = announcements.sent_since(turn.session, turn.commune.id, turn.now - announcing.SHOWN)
    lines = [_sent_line(turn, one) for one in sent if one.text]
    turn.reply(wording.notices(lines) if lines else wording.no_notices(), _buttons(turn, sent))


def _sent_line(turn: Turn, one: Announcement) -> str:
    audience = announcement_audience.said(turn, one.audience)
    if one.sent_at is None:
        at = one.due_at or turn.now
        moment = date_words.deadline(at.astimezone(turn.calendar.zone), turn.today)
        return wording.waiting_line(moment, announcing.excerpt(one), audience)
    places = announcement_receipts.places(turn, one)
    received = len(places) - len(announcement_receipts.unreceived(turn, one))
    return wording.sent_line(
        announcing.day(turn, one),
        announcing.excerpt(one),
        audience,
        received,
        len(places),
        wants_receipt=one.wants_receipt,
    )


def _buttons(turn: Turn, seen: Sequence[Announcement]) -> list[Choice]:
    sent = [one for one in seen if one.sent_at is not None and one.text][:_MOST]
    return [
        Choice(wording.notice_button(announcing.day(turn, one), announcing.excerpt(one)), f"announced:{one.id}")
        for one in sent
    ]


def look(turn: Turn, announcement: Announcement) -> None:
    """One of them in full, with its file; an officer also reads who has not received it."""
    is_officer = permissions.has(turn, Thing.ANNOUNCEMENTS)
    mine = [row for row in announcement_receipts.of_person(turn, turn.speaker) if row.announcement is announcement]
    if announcement.sent_at is None or not announcement.text or not (is_officer or mine):
        return _say(turn, wording.stale_button())
    text, choices = announcing.text(turn, announcement, turn.inbound.bot), list[Choice]()
    if is_officer and announcement.wants_receipt:
        told, choices = announcement_receipts.list_text(turn, announcement)
        text = f"{text}\n{told}"
    if is_officer:
        choices.append(announce_sending.correcting(announcement))
    elif any(row in announcement_receipts.waiting_for(turn, turn.speaker) for row in mine):
        choices.append(Choice(wording.RECEIVED, f"received:{announcement.id}"))
    picture = announcing.file(announcement) if turn.can(turn.inbound.bot).has_files else None
    turn.reply(text, choices, picture=picture, purpose=Purpose.RECEIPT, beside=True)


def send_again(turn: Turn, announcement: Announcement, answer: str) -> None:
    """An officer has asked those whom it may not have reached: send it once more, or leave it."""
    rows = announcing.in_doubt(turn, announcement)
    if not rows or answer not in ("yes", "no"):
        return turn.reply(wording.stale_button())
    for row in rows:
        is_again = answer == "yes"
        turn.record_change(Action.MESSAGE_RETRIED if is_again else Action.MESSAGE_DROPPED, f"message:{row.id}")
        if is_again:
            row.wait()
        else:
            row.state = messages.DROPPED
    return turn.reply(wording.sending_again(len(rows)) if answer == "yes" else wording.not_sending_again())


def remind(turn: Turn, announcement: Announcement) -> None:
    """[Nhắc 3 nơi]: whoever has not received it, once a day each; never at night."""
    if announcing.is_quiet(turn):
        return turn.reply(wording.people_sleep())
    if announcement.sent_at is None or not announcement.text:
        return turn.reply(wording.stale_button())
    missing = announcement_receipts.unreceived(turn, announcement)
    if not missing:
        return turn.reply(wording.everybody_received())
    reachable = announcement_receipts.reachable(turn, announcement)
    sent = announcement_receipts.remind(turn, announcement)
    if not sent and reachable:
        return turn.reply(wording.reminded_already())
    beyond = {place: rows for place, rows in missing.items() if place not in reachable}
    to_call, _ = announcement_receipts.contacts(turn, beyond)  # who has nobody was said
    return turn.reply(wording.reminded(sent, to_call))
