"""ĐÍNH CHÍNH, the officer's side of a correction: ask for one, give its reason, post it, or leave it."""

from __future__ import annotations

import re

from handlers.turn import Turn
from models import corrections, summaries
from models.audit import Action
from models.corrections import Correction
from services import published_corrections, wording
from services.context import Choice
from services.published_corrections import REASONS, Told

_WEEK = re.compile(r"(\d{1,2})\s*$")


def asked(turn: Turn) -> None:
    """ĐÍNH CHÍNH, or ĐÍNH CHÍNH TUẦN 47: the newest post, or that week's."""
    week = _WEEK.search(turn.inbound.text)
    posted = summaries.newest_posted(turn.session, turn.commune.id, int(week[1]) if week else None)
    if posted is None:
        return turn.reply(wording.not_posted(int(week[1]) if week else None))
    told = published_corrections.compare(turn, posted)
    if not told.changes():
        return turn.reply(wording.nothing_to_correct(posted.period.number))
    proposal = published_corrections.propose(turn, posted, told)
    return turn.reply(published_corrections.offer(told), published_corrections.choices(proposal))


def begin(turn: Turn, proposal: Correction) -> None:
    """«Đăng đính chính»: why?"""
    if _ready(turn, proposal) is not None:
        reasons = [Choice(label, f"because:{proposal.id}:{key}") for key, label in REASONS.items()]
        turn.reply(wording.why_correct(), [*reasons, Choice(wording.NO_CORRECTION, f"needless:{proposal.id}")])


def decline(turn: Turn, proposal: Correction) -> None:
    """«Không cần»: the figures stay as they are, and so does the post."""
    if proposal.state == corrections.POSTED:
        return turn.reply(_posted_before(proposal))
    before = proposal.state
    proposal.state, proposal.decided_by = corrections.DECLINED, turn.speaker.id
    published_corrections.record(turn, proposal, Action.CORRECTION_DECLINED, before)
    return turn.reply(wording.left_uncorrected())


def post(turn: Turn, proposal: Correction, key: str) -> None:
    """A reason was tapped: post to every group that got the original, once."""
    if key not in REASONS:
        return turn.reply(wording.stale_button())
    told = _ready(turn, proposal)
    if told is not None:
        turn.reply(published_corrections.post(turn, proposal, told, key, turn.speaker.id))
    return None


def _ready(turn: Turn, proposal: Correction) -> Told | None:
    """What is to be posted, locked against other officers; None when it cannot be now, and the officer was told why."""
    posted = proposal.summary
    summaries.lock(turn.session, posted)
    turn.session.refresh(proposal)
    told = published_corrections.compare(turn, posted)
    week = posted.period.number
    if proposal.state == corrections.POSTED:
        turn.reply(*(published_corrections.obstacle(turn, posted) or (_posted_before(proposal), ())))
    elif not told.changes():
        turn.reply(wording.nothing_to_correct(week))
    elif told.new.to_json() != proposal.table:
        newer = published_corrections.propose(turn, posted, told)
        turn.reply(wording.changed_again(published_corrections.offer(told)), published_corrections.choices(newer))
    elif (obstacle := published_corrections.obstacle(turn, posted)) is not None:
        turn.reply(*obstacle)
    else:
        return told
    return None


def _posted_before(proposal: Correction) -> str:
    return wording.corrected_before(proposal.summary.period.number, proposal.number or 0)
