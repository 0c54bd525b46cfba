"""Posts whose delivery is unknown or was refused: what an officer is asked about them."""

from __future__ import annotations

from models import groups, messages
from models.messages import OutboxMessage
from models.periods import PeriodRow
from models.summaries import PostedSummary
from services import wording
from services.context import Choice, Context


def question(context: Context, row: OutboxMessage) -> tuple[str, list[Choice]]:
    """What an officer is asked about a message in doubt, or about one that was certainly refused."""
    group = groups.find(context.session, row.channel, row.chat_id)
    title = group.title if group else row.chat_id
    again = Choice(wording.POST_AGAIN, f"doubt:{row.id}:again")
    if messages.was_refused(row):
        return wording.post_refused(what(context, row), title, again.label), [again]
    arrived = Choice(wording.POST_ARRIVED, f"doubt:{row.id}:arrived")
    return wording.post_in_doubt(what(context, row), title), [arrived, again]


def what(context: Context, row: OutboxMessage) -> str:
    """«bài tuần 47», «đính chính tuần 47», from the message's key: post:PERIOD:GROUP, correction:SUMMARY:N:GROUP."""
    kind, key, *_ = (row.key or "post:0").split(":")
    if kind == "correction":
        posted = context.session.get(PostedSummary, int(key))
        return wording.the_correction(posted.period.number if posted else 0)
    period = context.session.get(PeriodRow, int(key))
    return wording.the_post(period.number if period else 0)
