"""Posts whose delivery is unknown or was refused: what an officer is asked about them."""

from __future__ import annotations

from models import groups
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from models.periods import PeriodRow
from services import wording
from services.context import Choice, Context


def question(context: Context, row: OutboxMessage) -> tuple[str, list[Choice]]:
    """What an officer is asked about a message in doubt, or about one that was certainly refused."""
    group = groups.find(context.session, row.bot, row.chat_id)
    title = group.title if group else row.chat_id
    again = Choice(wording.POST_AGAIN, f"doubt:{row.id}:again")
    if row.failure is Failure.REFUSED:
        return wording.post_refused(what(context, row), title, again.label), [again]
    arrived = Choice(wording.POST_ARRIVED, f"doubt:{row.id}:arrived")
    return wording.post_in_doubt(what(context, row), title), [arrived, again]


def what(context: Context, row: OutboxMessage) -> str:
    """«bài tuần 47», «đính chính tuần 47»."""
    period = context.session.get(PeriodRow, row.period_id) if row.period_id else None
    name = wording.the_correction if row.purpose is Purpose.CORRECTION else wording.the_post
    return name(period.number if period else 0)
