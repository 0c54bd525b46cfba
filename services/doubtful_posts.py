"""What became of posts: what an officer is told of one that arrived, and asked about one in doubt or refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from models import corrections, groups, messages, outbox_troubles, summaries
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from models.periods import PeriodRow
from models.summaries import PostedSummary
from services import wording
from services.context import Choice, Context


def question(context: Context, row: OutboxMessage) -> tuple[str, list[Choice]]:
    """What an officer is asked about a message in doubt, or about one that was certainly refused."""
    group = groups.find(context.session, row.bot, row.chat_id)
    title = group.title if group else row.chat_id
    again = Choice(wording.POST_AGAIN, f"doubt:{row.id}:again")
    if row.failure is Failure.REFUSED:
        return wording.post_refused(what(context, row), title, again.label), [again]
    if row.failure is Failure.OUT_OF_SERVICE:
        return wording.post_was_held(what(context, row), title, again.label), [again]
    arrived = Choice(wording.POST_ARRIVED, f"doubt:{row.id}:arrived")
    return wording.post_in_doubt(what(context, row), title), [arrived, again]


def standing(context: Context, posted: PostedSummary) -> tuple[str, Sequence[Choice]]:
    """What an officer hears who wants to post a week once more: it is under way, in doubt, or in the group."""
    rows = [row for row in messages.of_period(context.session, posted.period_id) if row.purpose is Purpose.POST]
    if doubtful := [row for row in rows if row.state is messages.UNKNOWN]:
        return question(context, doubtful[0])
    if waiting := [row for row in rows if row.state in (messages.PENDING, messages.SENDING)]:
        return wording.posting(posted.period.number, _titles(context, waiting)), ()
    return wording.posted_before(posted.period.number, posted.called), ()


def arrivals(context: Context) -> list[str]:
    """What is to be said of the posts and corrections that platforms have taken since the last look; said once."""
    rows = outbox_troubles.arrived(context.session)
    told = []
    for _, together in groupby(rows, key=lambda row: (row.period_id, row.purpose, row.created_at)):
        same = list(together)
        if (text := _arrival(context, same)) is not None:
            told.append(text)
        for row in same:
            row.told_at = context.now
    return told


def _arrival(context: Context, rows: Sequence[OutboxMessage]) -> str | None:
    """One post or one correction, in the groups that have it."""
    posted = summaries.of_period(context.session, rows[0].period_id) if rows[0].period_id else None
    if posted is None:
        return None
    week, titles = posted.period.number, _titles(context, rows)
    if rows[0].purpose is Purpose.POST:
        return wording.posted(week, titles, posted.called)
    known = corrections.of_summary(context.session, posted.id)
    number = next((one.number for one in known if one.posted_at == rows[0].created_at), None)
    return wording.correction_posted(week, number, titles) if number else None


def _titles(context: Context, rows: Iterable[OutboxMessage]) -> list[str]:
    """The names of the groups, whatever their ids are by now."""
    found = [context.session.get(groups.Group, row.group_id) for row in rows if row.group_id]
    return [group.title for group in found if group is not None]


def what(context: Context, row: OutboxMessage) -> str:
    """«bài tuần 47», «đính chính tuần 47»."""
    period = context.session.get(PeriodRow, row.period_id) if row.period_id else None
    name = wording.the_correction if row.purpose is Purpose.CORRECTION else wording.the_post
    return name(period.number if period else 0)
