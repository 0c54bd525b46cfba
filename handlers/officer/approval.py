"""The officer's word on a draft: post now, hold back, and what to do when nobody knows whether a post arrived."""

from __future__ import annotations

from handlers import moments, weekly, wording
from handlers.officer import missing
from handlers.turn import Turn
from models import messages, summaries
from models.messages import Outbound
from models.periods import Period
from models.summaries import Summary


def approve(turn: Turn, drafted: Summary) -> None:
    """«Duyệt, đăng ngay»."""
    week = drafted.period.number
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(week))
    early = _too_early(turn, drafted.period)
    if early:
        return turn.reply(early)
    posted = weekly.post(turn, drafted, turn.speaker.id)
    if not posted:
        return turn.reply(wording.no_group(week))
    turn.reply(wording.posted(week, [group.title for group in posted]))


def hold(turn: Turn, drafted: Summary) -> None:
    """«Giữ lại»: nothing is posted before somebody says so."""
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(drafted.period.number))
    drafted.state, drafted.decided_by = summaries.HELD, turn.speaker.id
    turn.reply(wording.held(drafted.period.number), weekly.approval_choices(drafted))


def show(turn: Turn) -> None:
    """DỰ THẢO: the post as it would look now."""
    period = missing.asked_period(turn)
    drafted = weekly.draft(turn, period)
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(period.number))
    early = _too_early(turn, period)
    if early:
        turn.reply(early)
    choices = [*([] if early else weekly.approval_choices(drafted)), *weekly.views(period.week)]
    turn.reply(drafted.text, choices, picture=weekly.picture(drafted))


def _too_early(turn: Turn, period: Period) -> str:
    """Why a week cannot be posted yet: nobody's time to answer is cut short; "" once the deadline is past."""
    deadline = turn.calendar.schedule(period.week).deadline
    return wording.too_early_to_post(moments.deadline(deadline, turn.today)) if turn.now < deadline else ""


def settle(turn: Turn, row: Outbound, answer: str) -> None:
    """A post in doubt: it arrived, or it is to be sent again."""
    if row.state != messages.UNKNOWN:
        return turn.reply(wording.stale_button())
    if answer == "arrived":
        row.state = messages.SENT
        return turn.reply(wording.doubt_settled())
    row.state, row.lease_until, row.not_before = messages.PENDING, None, None
    turn.reply(wording.posting_again())
