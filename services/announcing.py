"""Sending announcements: when, to everybody in one transaction, and what each person reads."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from campaign.text import fold
from models import announcements, conversations, messages
from models.announcements import Announcement, AnnouncementRecipient
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from models.people import Account, Person
from services import date_words, launching, wording
from services.announcement_outlook import Outlook, accounts_of, outlook
from services.context import Choice, Context
from services.retention import Kind, kept_for

FILE = "announced"  # the kind of what the outbox says of an announcement's file
LONGEST = 900  # of UTF-16 units, so that all of it stands below a picture
LARGEST_FILE = 10 * 1024 * 1024  # bytes
SHOWN = kept_for(Kind.ANNOUNCEMENT_FILE)  # how long an announcement, and its file, can be looked at again
DRAFTED = kept_for(Kind.ANNOUNCEMENT_DRAFT)  # how long a draft waits to be confirmed
CHASED = timedelta(days=1)  # after sending, when the officers hear who has not received it
_DAY = range(7, 20)  # hours in which people are written to
_MORNING = time(7)


def is_quiet(context: Context) -> bool:
    """Whether people sleep: what is announced then goes out in the morning."""
    return context.now.astimezone(context.calendar.zone).hour not in _DAY


def next_hour(context: Context) -> datetime:
    """When an announcement that is confirmed now goes out: at once, or at seven."""
    if not is_quiet(context):
        return context.now
    local = context.now.astimezone(context.calendar.zone)
    day = local.date() + timedelta(days=local.hour >= _DAY.stop)
    return datetime.combine(day, _MORNING, context.calendar.zone)


def urgent(announcement: Announcement) -> str:
    """Its words, so that whoever is woken reads first why."""
    text = announcement.text
    return text if fold(text).startswith(("khan", "viec khan")) else f"{wording.URGENT} {text}"[:LONGEST]


def send(context: Context, announcement: Announcement) -> Outlook:
    """Write to everybody it is for, in the caller's transaction: all of them, or none if it is not committed."""
    seen = outlook(context, announcement)
    accounts = accounts_of(context, seen.addressees)
    addresses = {(account.bot, account.chat_id) for account in accounts.values()}
    if addresses:
        context.chats.update(conversations.chats(context.session, addresses))
    for one in seen.addressees:
        person = one.person
        told_at = context.now if person is not None and person.id in accounts else None
        context.session.add(
            AnnouncementRecipient(
                announcement_id=announcement.id,
                unit_id=one.unit.id,
                person_id=person.id if person is not None else None,
                told_at=told_at,
            )
        )
    persons = {one.person.id: one.person for one in seen.addressees if one.person is not None}
    for queue_round, (person_id, account) in enumerate(accounts.items(), 1):
        _tell(context, announcement, persons[person_id], account, queue_round)
    announcement.sent_at = context.now
    announcement.due_at = announcement.due_at or context.now
    return seen


def _tell(context: Context, announcement: Announcement, person: Person, account: Account, queue_round: int) -> None:
    choices = [Choice(wording.RECEIVED, f"received:{announcement.id}")] if announcement.wants_receipt else []
    context.tell(
        person,
        text(context, announcement, account.bot),
        choices,
        purpose=Purpose.ANNOUNCEMENT,
        key=_key(announcement.id, person.id),
        picture=file(announcement),
        reply_to=_corrected_message(context, announcement, person, account),
        queue_round=queue_round,
        beside=True,
    )


def doubtful(context: Context, announcement: Announcement) -> list[AnnouncementRecipient]:
    """Those of whom nobody knows whether it has reached them; a receipt shows that it has."""
    rows = announcements.recipients(context.session, announcement.id)
    keys = {_key(announcement.id, row.person_id): row for row in rows if row.person_id is not None}
    sent = messages.with_keys(context.session, list(keys))
    return [keys[row.key] for row in sent if row.key is not None and row.state is messages.UNKNOWN]


def in_doubt(context: Context, announcement: Announcement) -> list[OutboxMessage]:
    """Their messages."""
    keys = [
        _key(announcement.id, row.person_id) for row in doubtful(context, announcement) if row.person_id is not None
    ]
    return list(messages.with_keys(context.session, keys))


def is_under_way(context: Context, announcement: Announcement) -> bool:
    """Whether any of its messages is still to be sent, or is being sent."""
    rows = announcements.recipients(context.session, announcement.id)
    keys = [_key(announcement.id, row.person_id) for row in rows if row.person_id is not None]
    waiting = (messages.PENDING, messages.SENDING)
    return any(row.state in waiting for row in messages.with_keys(context.session, keys))


def _key(announcement_id: int, person_id: int) -> str:
    """The idempotency key: nobody is told twice."""
    return f"announcement:{announcement_id}:{person_id}"


def _corrected_message(context: Context, announcement: Announcement, person: Person, account: Account) -> str | None:
    """The message that a correction answers in this chat; None where the other one went elsewhere."""
    if announcement.corrects_id is None:
        return None
    row = messages.with_key(context.session, _key(announcement.corrects_id, person.id))
    is_same_chat = row is not None and (row.bot, row.chat_id) == (account.bot, account.chat_id)
    return row.message_id if row is not None and is_same_chat else None


def text(context: Context, announcement: Announcement, bot: str) -> str:
    """What somebody reads: the words as they were typed, from whom, and whom to call."""
    corrected = announcement.corrects_id and context.session.get(Announcement, announcement.corrects_id)
    head = (
        wording.correction_of_announcement(day(context, corrected), excerpt(corrected))
        if corrected
        else launching.head(context, announcement) or wording.announcement_of(context.commune.name)
    )
    lines = [head, announcement.text]
    if announcement.file is not None and not context.can(bot).has_files:
        lines.append(wording.file_not_here())
    lines.append(wording.to_ask_call(context.campaign.officer_name, context.campaign.officer_phone))
    return "\n".join(lines)


def excerpt(announcement: Announcement) -> str:
    """Its first words."""
    words = announcement.text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


def day(context: Context, announcement: Announcement) -> str:
    """«16/11»."""
    at = announcement.sent_at or announcement.drafted_at
    return date_words.short_date(context.day_of(at))


def file(announcement: Announcement) -> dict[str, Any] | None:
    """What the outbox says of its picture or file; the bytes stay where they are."""
    if announcement.file is None:
        return None
    name = announcement.file.name or wording.ANNOUNCED_PICTURE
    return {"kind": FILE, "announcement": announcement.id, "name": name}
