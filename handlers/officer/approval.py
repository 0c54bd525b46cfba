"""The word on a draft: post now, hold back, look again. What was approved is what is posted."""

from __future__ import annotations

from handlers.turn import Turn
from models import summaries
from models.audit import Action
from models.periods import PeriodRow
from models.summaries import Draft, PostedSummary
from reports.weekly import changes, summary
from services import date_words, deadlines, doubtful_posts, missing, summary_posting, weekly_summary, wording
from services.context import Choice


def approve(turn: Turn, drafted: PostedSummary, version: str) -> None:
    """«Duyệt, đăng ngay»: posts what the person has seen; where it has changed, it is shown and asked about again."""
    summaries.lock(turn.session, drafted)
    week = drafted.period.number
    if drafted.state == summaries.POSTED:
        return turn.reply(*doubtful_posts.standing(turn, drafted))
    early = _too_early(turn, drafted.period)
    if early:
        return turn.reply(early)
    seen = _version(turn, drafted, version)
    if seen is None:
        return turn.reply(wording.stale_button())
    weekly_summary.draft(turn, drafted.period)
    if not seen.shows(drafted):
        turn.reply(wording.draft_changed(week, _changes(seen, drafted)))
        return _show(turn, drafted)
    posted = summary_posting.post(turn, drafted, turn.speaker.id)
    if not posted:
        return turn.reply(wording.no_group(week))
    turn.reply(posted)


def _version(turn: Turn, drafted: PostedSummary, written: str) -> Draft | None:
    """The version that a button stood under; None for a made-up one."""
    found = turn.session.get(Draft, int(written)) if written.isdecimal() and len(written) < 10 else None
    return found if found is not None and found.summary_id == drafted.id else None


def _changes(seen: Draft, drafted: PostedSummary) -> list[str]:
    return changes.lines(summary.Summary.from_json(seen.table), summary.Summary.from_json(drafted.table))


def hold(turn: Turn, drafted: PostedSummary, version: str) -> None:
    """«Giữ lại»: nothing is posted before somebody says so."""
    summaries.lock(turn.session, drafted)
    if drafted.state == summaries.POSTED:
        return turn.reply(*doubtful_posts.standing(turn, drafted))
    seen = _version(turn, drafted, version)
    if seen is None:
        return turn.reply(wording.stale_button())
    before = drafted.state
    drafted.state, drafted.decided_by = summaries.HELD, turn.speaker.id
    new = {"state": drafted.state, "week": drafted.period.week.label}
    turn.record_change(Action.HELD, f"summary:{drafted.id}", old={"state": before}, new=new)
    turn.reply(wording.held(drafted.period.number), [Choice(wording.APPROVE, f"approve:{drafted.id}:{seen.id}")])


def show(turn: Turn) -> None:
    """DỰ THẢO: the post as it would look now."""
    review(turn, missing.asked_period(turn))


def review(turn: Turn, period: PeriodRow) -> None:
    """The same from a button, «Xem lại dự thảo»."""
    drafted = weekly_summary.draft(turn, period)
    if drafted.state == summaries.POSTED:
        return turn.reply(*doubtful_posts.standing(turn, drafted))
    early = _too_early(turn, period)
    if early:
        turn.reply(early)
        return turn.reply(drafted.text, weekly_summary.views(period.week), picture=weekly_summary.picture(drafted))
    return _show(turn, drafted)


def _show(turn: Turn, drafted: PostedSummary) -> None:
    choices = [
        *weekly_summary.approval_choices(turn, drafted, turn.speaker),
        *weekly_summary.views(drafted.period.week),
    ]
    turn.reply(drafted.text, choices, picture=weekly_summary.picture(drafted))


def _too_early(turn: Turn, period: PeriodRow) -> str:
    """Why a week cannot be posted yet: nobody's time to answer is cut short; "" once the deadline is past."""
    deadline = deadlines.latest(turn, period)
    return wording.too_early_to_post(date_words.deadline(deadline, turn.today)) if turn.now < deadline else ""
