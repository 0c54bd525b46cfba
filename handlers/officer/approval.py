"""The officer's word on a draft: post now, hold back, and what to do when nobody knows whether a post arrived."""

from __future__ import annotations

from handlers import weekly, wording
from handlers.officer import access, missing
from handlers.turn import Turn
from models import messages, summaries
from models.messages import Outbound
from models.summaries import Summary


def approve(turn: Turn, summary_id: str) -> None:
    """«Duyệt, đăng ngay»."""
    drafted = turn.session.get(Summary, int(summary_id))
    if access.refuses(turn) or drafted is None:
        return None
    week = drafted.period.number
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(week))
    posted = weekly.post(turn, drafted, turn.speaker.id)
    if not posted:
        return turn.reply(wording.no_group(week))
    turn.reply(wording.posted(week, [group.title for group in posted]))


def hold(turn: Turn, summary_id: str) -> None:
    """«Giữ lại»: nothing is posted before somebody says so."""
    drafted = turn.session.get(Summary, int(summary_id))
    if access.refuses(turn) or drafted is None:
        return None
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(drafted.period.number))
    drafted.state, drafted.decided_by = summaries.HELD, turn.speaker.id
    turn.reply(wording.held(drafted.period.number), weekly.approval_choices(drafted))


def show(turn: Turn) -> None:
    """DỰ THẢO: the post as it would look now."""
    if access.refuses(turn):
        return None
    period = missing.asked_period(turn)
    drafted = weekly.draft(turn, period)
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(period.number))
    turn.reply(drafted.text, weekly.approval_choices(drafted), picture=weekly.picture(drafted))


def settle(turn: Turn, message_id: str, answer: str) -> None:
    """A post in doubt: it arrived, or it is to be sent again."""
    row = turn.session.get(Outbound, int(message_id))
    if access.refuses(turn) or row is None or row.state != messages.UNKNOWN:
        return None
    if answer == "arrived":
        row.state = messages.SENT
        return turn.reply(wording.doubt_settled())
    row.state, row.lease_until, row.not_before = messages.PENDING, None, None
    turn.reply(wording.posting_again())
