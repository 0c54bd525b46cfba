"""The officer's answer about a post of unknown delivery: the group has it, or it is to be sent again."""

from __future__ import annotations

from handlers.turn import Turn
from models import groups, messages
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
    row.not_before, row.attempts, row.doubts = None, 0, 0
    _readdress(turn, row)
    turn.reply(wording.posting_again())


def _readdress(turn: Turn, row: OutboxMessage) -> None:
    """The group may have become a supergroup since; an old message cannot be answered under the new id."""
    group = groups.successor(turn.session, row.group_id) if row.group_id else None
    if group is not None and group.chat_id != row.chat_id:
        row.chat_id, row.reply_to = group.chat_id, None
