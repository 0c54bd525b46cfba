"""«Đính chính»: what a posted week would say by now is put to the officers, and posted once when one of them says so.

A correction compares with what the group was told last: the post, or the correction before. Figures under check wait.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.officer import doubts
from handlers.turn import Turn
from models import audit, corrections, groups, messages, summaries
from models.corrections import Correction
from models.groups import Group
from models.messages import OutboxMessage
from models.summaries import PostedSummary
from reports.weekly import changes, summary
from services import weekly_summary, wording
from services.context import Address, Choice, Context

# No free text goes into the leaders' group: a reason is one of these.
REASONS: Mapping[str, str] = {
    "slip": "Ghi nhầm khi nhập",
    "late": "Đơn vị gửi bổ sung",
    "checked": "Đã đối chiếu",
}
_WEEK = re.compile(r"(\d{1,2})\s*$")

Told = tuple[summary.Summary, summary.Summary]  # what the group was told last, and what it would be told now


def compare(context: Context, posted: PostedSummary) -> Told:
    """What the group was told last about a posted week, and what it would be told now."""
    done = [one for one in corrections.of_summary(context.session, posted.id) if one.state == corrections.POSTED]
    old = summary.Summary.from_json((done[-1] if done else posted).table)
    compiled = weekly_summary.compile_period(context, posted.period.week).table
    return old, replace(changes.settled(old, compiled), correction=len(done) + 1)


def tell(context: Context, posted: PostedSummary) -> bool:
    """Put to every officer what has changed since the post; False when nothing has that they were not told of."""
    told = compare(context, posted)
    if not changes.between(*told) or _current(context, posted, told) is not None:
        return False
    proposal = _propose(context, posted, told)
    for officer in weekly_summary.officers(context):
        context.tell(officer, _offer(told), _choices(proposal), purpose="correction offer")
    return True


def _current(context: Context, posted: PostedSummary, told: Told) -> Correction | None:
    """The newest proposal, if it says just this."""
    known = corrections.of_summary(context.session, posted.id)
    return known[-1] if known and known[-1].table == told[1].to_json() else None


def _propose(context: Context, posted: PostedSummary, told: Told) -> Correction:
    proposal = _current(context, posted, told)
    if proposal is None:
        proposal = Correction(summary=posted, table=told[1].to_json(), proposed_at=context.now)
        context.session.add(proposal)
        context.session.flush()
    return proposal


def _offer(told: Told) -> str:
    return wording.correction_offered(told[1].period.number, changes.lines(*told))


def _choices(proposal: Correction) -> list[Choice]:
    return [
        Choice(wording.POST_CORRECTION, f"correct:{proposal.id}"),
        Choice(wording.NO_CORRECTION, f"needless:{proposal.id}"),
    ]


def asked(turn: Turn) -> None:
    """ĐÍNH CHÍNH, or ĐÍNH CHÍNH TUẦN 47: the newest post, or that week's."""
    week = _WEEK.search(turn.inbound.text)
    posted = summaries.newest_posted(turn.session, turn.commune.id, int(week[1]) if week else None)
    if posted is None:
        return turn.reply(wording.not_posted(int(week[1]) if week else None))
    told = compare(turn, posted)
    if not changes.between(*told):
        return turn.reply(wording.nothing_to_correct(posted.period.number))
    return turn.reply(_offer(told), _choices(_propose(turn, posted, told)))


def begin(turn: Turn, proposal: Correction) -> None:
    """«Đăng đính chính»: why?"""
    if _ready(turn, proposal) is not None:
        reasons = [Choice(label, f"because:{proposal.id}:{key}") for key, label in REASONS.items()]
        turn.reply(wording.why_correct(), [*reasons, Choice(wording.NO_CORRECTION, f"needless:{proposal.id}")])


def decline(turn: Turn, proposal: Correction) -> None:
    """«Không cần»: the figures stay as they are, and so does the post."""
    if proposal.state == corrections.POSTED:
        return turn.reply(wording.corrected_before(proposal.summary.period.number, proposal.number or 0))
    proposal.state, proposal.decided_by = corrections.DECLINED, turn.speaker.id
    return turn.reply(wording.left_uncorrected())


def post(turn: Turn, proposal: Correction, key: str) -> None:
    """A reason was tapped: post to every group that got the original, once."""
    if key not in REASONS:
        return turn.reply(wording.stale_button())
    told = _ready(turn, proposal)
    if told is None:
        return None
    posted = proposal.summary
    reason = REASONS[key]
    proposal.number, proposal.state, proposal.reason = told[1].correction, corrections.POSTED, reason
    proposal.text = changes.text(*told, reason[:1].lower() + reason[1:])
    proposal.posted_at, proposal.decided_by = turn.now, turn.speaker.id
    week = posted.period
    audit.note(turn.session, turn.now, turn.speaker.id, "corrected", week=week.week.label, number=proposal.number)
    reached = _originals(turn, posted)
    for original, group in reached:
        _queue(turn, proposal, original, group)
    said = wording.correction_posted(week.number, proposal.number, [group.title for _, group in reached])
    for officer in weekly_summary.officers(turn):
        if officer.id != turn.speaker.id:
            turn.tell(officer, said, purpose="posted")
    return turn.reply(said)


def _queue(turn: Turn, proposal: Correction, original: OutboxMessage, group: Group) -> None:
    """Message ids do not survive the move into a supergroup: there the correction stands by itself."""
    turn.say(
        Address(group.channel, group.chat_id),
        proposal.text,
        purpose="correction",
        key=f"correction:{proposal.summary_id}:{proposal.number}:{group.id}",
        picture=weekly_summary.picture(proposal),
        reply_to=original.message_id if original.chat_id == group.chat_id else None,
        once=True,
    )


def _ready(turn: Turn, proposal: Correction) -> Told | None:
    """What is to be posted, locked against other officers; None when it cannot be now, and the officer was told why."""
    posted = proposal.summary
    summaries.lock(turn.session, posted)
    turn.session.refresh(proposal)
    told = compare(turn, posted)
    week = posted.period.number
    if proposal.state == corrections.POSTED:
        turn.reply(wording.corrected_before(week, proposal.number or 0))
    elif not changes.between(*told):
        turn.reply(wording.nothing_to_correct(week))
    elif told[1].to_json() != proposal.table:
        turn.reply(wording.changed_again(_offer(told)), _choices(_propose(turn, posted, told)))
    elif (obstacle := _obstacle(turn, posted)) is not None:
        turn.reply(*obstacle)
    else:
        return told
    return None


def _obstacle(turn: Turn, posted: PostedSummary) -> tuple[str, Sequence[Choice]] | None:
    """An earlier message about the week that is on its way or in doubt: that comes first. None: the way is free."""
    week = posted.period.number
    beginnings = (f"post:{posted.period_id}:", f"correction:{posted.id}:")
    for row in (row for beginning in beginnings for row in messages.with_key(turn.session, beginning)):
        if row.state in (messages.PENDING, messages.SENDING):
            return wording.still_sending(week), ()
        is_given_up = messages.was_refused(row) and row.purpose == "post"  # that group has nothing to be corrected
        if row.state == messages.UNKNOWN and not is_given_up and _group(turn, row) is not None:
            text, choices = doubts.question(turn, row)
            return wording.settle_first(text), choices
    return None if _originals(turn, posted) else (wording.nobody_got_it(week), ())


def _originals(context: Context, posted: PostedSummary) -> Sequence[tuple[OutboxMessage, Group]]:
    """The posts that arrived, each with the group it went to, under whatever id that group goes by now."""
    rows = messages.with_key(context.session, f"post:{posted.period_id}:")
    pairs = [(row, _group(context, row)) for row in rows if row.state == messages.SENT]
    return [(row, group) for row, group in pairs if group is not None]


def _group(context: Context, row: OutboxMessage) -> Group | None:
    return groups.successor(context.session, int((row.key or "").rsplit(":", 1)[1]))
