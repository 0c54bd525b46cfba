"""Announcements that were confirmed at night go out in the morning; after a day the officers hear who has none."""

from __future__ import annotations

from models import announcements, outbox_troubles
from models.outbox_states import Purpose
from services import announcement_receipts, wording
from services.announcing import CHASED, SHOWN, doubtful, excerpt, in_doubt, is_quiet, is_under_way
from services.announcing import send as send_one
from services.context import Choice, Context


def send(context: Context) -> int:
    """Whatever is due, each to everybody it is for; returns how many announcements."""
    waiting = announcements.due(context.session, context.commune.id, context.now)
    for one in waiting:
        seen = send_one(context, one)
        to_call, without = announcement_receipts.contacts(context, announcement_receipts.untold(context, one))
        choices = [Choice(wording.CORRECT_ANNOUNCEMENT, f"announce-correct:{one.id}")]
        _tell_officers(context, wording.announced(seen.reached, to_call, without, excerpt(one)), choices)
    return len(waiting)


def list_missing(context: Context) -> int:
    """A day after one was sent that wants receipts: who has not given theirs, with whom to call; told once, by day."""
    if is_quiet(context):
        return 0
    before = context.now - CHASED
    waiting = announcements.unlisted(context.session, context.commune.id, before)
    for one in waiting:
        one.listed_at = context.now
        text, choices = announcement_receipts.list_text(context, one)
        _tell_officers(context, text, choices)
    return len(waiting)


def ask_about_doubts(context: Context) -> int:
    """Whom an announcement may not have reached, once all of its messages have been tried: nobody is told twice."""
    if not outbox_troubles.announcements_in_doubt(context.session):
        return 0
    asked = 0
    for one in announcements.recently_sent(context.session, context.commune.id, context.now - SHOWN):
        rows = [row for row in in_doubt(context, one) if row.asked_at is None]
        if not rows or is_under_way(context, one):
            continue
        for row in rows:
            row.asked_at = context.now
        places = {announcement_receipts.place_of(row): [row] for row in doubtful(context, one)}
        to_call, _ = announcement_receipts.contacts(context, places)
        choices = [
            Choice(wording.send_again(len(places)), f"announce-again:{one.id}:yes"),
            Choice(wording.NO_SENDING_AGAIN, f"announce-again:{one.id}:no"),
        ]
        _tell_officers(context, wording.announcement_in_doubt(excerpt(one), to_call), choices)
        asked += len(rows)
    return asked


def _tell_officers(context: Context, text: str, choices: list[Choice]) -> None:
    for officer in context.officers():
        context.tell(officer, text, choices, purpose=Purpose.RECEIPT, beside=True)
