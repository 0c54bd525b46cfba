"""Announcements that were confirmed at night go out in the morning; after a day the officers hear who has none."""

from __future__ import annotations

from models import announcements, people
from models.outbox_states import Purpose
from services import announcement_receipts, wording
from services.announcing import CHASED, excerpt, is_quiet
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


def _tell_officers(context: Context, text: str, choices: list[Choice]) -> None:
    for officer in people.with_role(context.session, context.commune.id, "officer"):
        context.tell(officer, text, choices, purpose=Purpose.ANNOUNCEMENT, beside=True)
