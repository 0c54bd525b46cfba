"""The word on a draft: post now, hold back, look again. What was approved is what is posted."""

from __future__ import annotations

from handlers import moments, weekly, wording
from handlers.context import Choice
from handlers.officer import missing
from handlers.turn import Turn
from models import summaries
from models.periods import Period
from models.summaries import Draft, Summary
from reports import changes, summary


def approve(turn: Turn, drafted: Summary, version: str) -> None:
    """«Duyệt, đăng ngay»: posts what the person has seen; where it has changed, it is shown and asked about again."""
    summaries.lock(turn.session, drafted)
    week = drafted.period.number
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(week, drafted.called))
    early = _too_early(turn, drafted.period)
    if early:
        return turn.reply(early)
    seen = _version(turn, drafted, version)
    if seen is None:
        return turn.reply(wording.stale_button())
    weekly.draft(turn, drafted.period)
    if not seen.shows(drafted):
        turn.reply(wording.draft_changed(week, _changes(seen, drafted)))
        return _show(turn, drafted)
    posted = weekly.post(turn, drafted, turn.speaker.id)
    if not posted:
        return turn.reply(wording.no_group(week))
    turn.reply(wording.posted(week, [group.title for group in posted], drafted.called))


def _version(turn: Turn, drafted: Summary, written: str) -> Draft | None:
    """The version that a button stood under; None for a made-up one."""
    found = turn.session.get(Draft, int(written)) if written.isdecimal() and len(written) < 10 else None
    return found if found is not None and found.summary_id == drafted.id else None


def _changes(seen: Draft, drafted: Summary) -> list[str]:
    return changes.lines(summary.Summary.from_json(seen.table), summary.Summary.from_json(drafted.table))


def hold(turn: Turn, drafted: Summary, version: str) -> None:
    """«Giữ lại»: nothing is posted before somebody says so."""
    summaries.lock(turn.session, drafted)
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(drafted.period.number, drafted.called))
    seen = _version(turn, drafted, version)
    if seen is None:
        return turn.reply(wording.stale_button())
    drafted.state, drafted.decided_by = summaries.HELD, turn.speaker.id
    turn.reply(wording.held(drafted.period.number), [Choice(wording.APPROVE, f"approve:{drafted.id}:{seen.id}")])


def show(turn: Turn) -> None:
    """DỰ THẢO: the post as it would look now."""
    review(turn, missing.asked_period(turn))


def review(turn: Turn, period: Period) -> None:
    """The same from a button, «Xem lại dự thảo»."""
    drafted = weekly.draft(turn, period)
    if drafted.state == summaries.POSTED:
        return turn.reply(wording.posted_before(period.number, drafted.called))
    early = _too_early(turn, period)
    if early:
        turn.reply(early)
        return turn.reply(drafted.text, weekly.views(period.week), picture=weekly.picture(drafted))
    return _show(turn, drafted)


def _show(turn: Turn, drafted: Summary) -> None:
    choices = [*weekly.approval_choices(turn, drafted, turn.speaker), *weekly.views(drafted.period.week)]
    turn.reply(drafted.text, choices, picture=weekly.picture(drafted))


def _too_early(turn: Turn, period: Period) -> str:
    """Why a week cannot be posted yet: nobody's time to answer is cut short; "" once the deadline is past."""
    deadline = turn.calendar.schedule(period.week).deadline
    return wording.too_early_to_post(moments.deadline(deadline, turn.today)) if turn.now < deadline else ""
