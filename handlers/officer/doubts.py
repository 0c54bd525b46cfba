"""The officer's answer about a post of unknown delivery: the group has it, or it is to be sent again."""

from __future__ import annotations

from handlers.turn import Turn
from models import messages
from models.audit import Action
from models.messages import OutboxMessage
from services import doubtful_posts, wording


def settle(turn: Turn, row: OutboxMessage, answer: str) -> None:
    """It arrived, or it is to be sent again."""
    if row.state != messages.UNKNOWN:
        return turn.reply(wording.stale_button())
    before = row.state
    row.state = messages.SENT if answer == "arrived" else messages.PENDING
    turn.record_change(Action.POST_SETTLED, f"message:{row.id}", old={"state": before}, new={"state": row.state})
    if answer == "arrived":
        return turn.reply(wording.doubt_settled(doubtful_posts.what(turn, row)))
    row.wait()
    row.not_before = None
    turn.reply(wording.posting_again())
