"""Corrections of a posted week («đính chính»): what it would say by now, proposed to the officers, and posted once.

A correction compares with what the group was told last: the post, or the correction before. Figures under check wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models import corrections, groups, messages
from models.audit import Action
from models.corrections import Correction
from models.groups import Group
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from models.people import Person
from models.summaries import PostedSummary
from reports.weekly import changes, summary
from services import doubtful_posts, frozen_results, summary_posting, weekly_summary, wording
from services.context import Address, Choice, Context
from services.weekly_summary import Compiled

# No free text goes into the leaders' group: a reason is one of these.
REASONS: Mapping[str, str] = {
    "slip": "Ghi nhầm khi nhập",
    "late": "Đơn vị gửi bổ sung",
    "checked": "Đã đối chiếu",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the group was told last, and what it would be told now, with the standings that `new` was made from."""

    old: summary.Summary
    new: summary.Summary
    compiled: Compiled

    def changes(self) -> tuple[changes.Change, ...]:
        """What reads otherwise; none where nothing does."""
        return changes.between(self.old, self.new)


def compare(context: Context, posted: PostedSummary) -> Told:
    """What the group was told last about a posted week, and what it would be told now."""
    known = corrections.of_summary(context.session, posted.id)
    done = [correction for correction in known if correction.state == corrections.POSTED]
    old = summary.Summary.from_json((done[-1] if done else posted).table)
    compiled = weekly_summary.compile_period(context, posted.period.week)
    return Told(old, replace(changes.settled(old, compiled.table), correction=len(done) + 1), compiled)


def tell(context: Context, posted: PostedSummary) -> bool:
    """Put to every officer what has changed since the post; False when nothing has that they were not told of."""
    told = compare(context, posted)
    if not told.changes() or _current(context, posted, told) is not None:
        return False
    proposal = propose(context, posted, told)
    for officer in context.officers():
        context.tell(officer, offer(told), choices(proposal), purpose=Purpose.CORRECTION_OFFER)
    return True


def _current(context: Context, posted: PostedSummary, told: Told) -> Correction | None:
    """The newest proposal, if it says just this."""
    known = corrections.of_summary(context.session, posted.id)
    return known[-1] if known and known[-1].table == told.new.to_json() else None


def propose(context: Context, posted: PostedSummary, told: Told) -> Correction:
    """The proposal that says just this: the newest one, or a new one."""
    proposal = _current(context, posted, told)
    if proposal is None:
        proposal = Correction(summary=posted, table=told.new.to_json(), proposed_at=context.now)
        context.session.add(proposal)
        context.session.flush()
    return proposal


def offer(told: Told) -> str:
    """The proposal in words: old and new, line by line."""
    return wording.correction_offered(told.new.period.number, changes.lines(told.old, told.new))


def choices(proposal: Correction) -> list[Choice]:
    """The buttons under a proposal."""
    return [
        Choice(wording.POST_CORRECTION, f"correct:{proposal.id}"),
        Choice(wording.NO_CORRECTION, f"needless:{proposal.id}"),
    ]


def post(context: Context, proposal: Correction, told: Told, key: str, decided_by: int) -> str:
    """Queue the correction for every group that got the original, tell the other officers; returns what was said.

    `key` is one of REASONS. The summary was locked by the caller, who has seen that nothing stands in the way.
    """
    posted, reason, before = proposal.summary, REASONS[key], proposal.state
    proposal.number, proposal.state, proposal.reason = told.new.correction, corrections.POSTED, reason
    proposal.text = changes.text(told.old, told.new, reason[:1].lower() + reason[1:])
    proposal.posted_at, proposal.decided_by = context.now, decided_by
    proposal.results = _results(context, posted, told.compiled)
    week = posted.period
    record(context, proposal, Action.CORRECTED, before)
    reached = originals(context, posted)
    for original, group in reached:
        _queue(context, proposal, original, group)
    said = wording.correcting(week.number, proposal.number, [group.title for _, group in reached])
    if not reached:
        leaders = summary_posting.leaders_one_by_one(context)
        for leader in leaders:
            _tell_leader(context, proposal, leader)
        said = wording.correcting_to_leaders(week.number, proposal.number, [one.address for one in leaders])
    for officer in context.officers():
        if officer.id != decided_by:
            context.tell(officer, said, purpose=Purpose.POSTED)
    return said


def _results(context: Context, posted: PostedSummary, compiled: Compiled) -> dict[str, Any] | None:
    """What the roll-ups that had the week get now; lines under check stay for them too as they were told before."""
    if posted.results is None:
        return None
    campaign = context.campaign_on(posted.period.last)
    now = frozen_results.of_week(context, campaign, compiled.standings)
    waiting = {row.indicator for row in compiled.table.rows if row.waiting}
    under_check = {one.id for one in campaign.measures if one.indicator in waiting}
    known = [one for one in corrections.of_summary(context.session, posted.id) if one.results is not None]
    return frozen_results.settled(known[-1].results if known else posted.results, now, under_check)


def record(context: Context, proposal: Correction, action: Action, before: str) -> None:
    """Write down what became of a proposal, and who decided it."""
    new = {"state": proposal.state, "week": proposal.summary.period.week.label, "number": proposal.number}
    context.record_change(action, f"correction:{proposal.id}", old={"state": before}, new=new, why=proposal.reason)


def _queue(context: Context, proposal: Correction, original: OutboxMessage, group: Group) -> None:
    """Message ids do not survive the move into a supergroup: there the correction stands by itself."""
    context.say(
        Address(group.bot, group.chat_id),
        proposal.text,
        purpose=Purpose.CORRECTION,
        group_id=group.id,
        period_id=proposal.summary.period_id,
        key=f"correction:{proposal.summary_id}:{proposal.number}:{group.id}",
        picture=weekly_summary.picture(proposal),
        reply_to=original.message_id if original.chat_id == group.chat_id else None,
        once=True,
    )


def _tell_leader(context: Context, proposal: Correction, leader: Person) -> None:
    """The same to one leader's own chat, where the week was sent to them and not to a group."""
    context.tell(
        leader,
        proposal.text,
        purpose=Purpose.LEADERS_CORRECTION,
        period_id=proposal.summary.period_id,
        picture=weekly_summary.picture(proposal),
        key=f"correction:{proposal.summary_id}:{proposal.number}:person:{leader.id}",
    )


def obstacle(context: Context, posted: PostedSummary) -> tuple[str, Sequence[Choice]] | None:
    """An earlier message about the week that is on its way or in doubt: that comes first. None: the way is free."""
    week = posted.period.number
    for row in messages.of_period(context.session, posted.period_id):
        if row.state in (messages.PENDING, messages.SENDING):
            return wording.still_sending(week), ()
        # A group that has not got the post has nothing to be corrected.
        is_given_up = row.failure is not None and row.failure.is_known_not_sent and row.purpose is Purpose.POST
        if row.state == messages.UNKNOWN and not is_given_up and _group(context, row) is not None:
            text, offered = doubtful_posts.question(context, row)
            return wording.settle_first(text), offered
    if originals(context, posted) or (
        _went_to_leaders(context, posted) and summary_posting.leaders_one_by_one(context)
    ):
        return None
    return wording.nobody_got_it(week), ()


def _went_to_leaders(context: Context, posted: PostedSummary) -> bool:
    """Whether a week was sent to leaders themselves: what one of them did not get is told, and holds up nothing."""
    rows = messages.of_period(context.session, posted.period_id)
    return any(row.purpose is Purpose.LEADERS_POST and row.state is messages.SENT for row in rows)


def originals(context: Context, posted: PostedSummary) -> Sequence[tuple[OutboxMessage, Group]]:
    """The posts that arrived, each with the group it went to, under whatever id that group goes by now."""
    rows = [row for row in messages.of_period(context.session, posted.period_id) if row.purpose is Purpose.POST]
    pairs = [(row, _group(context, row)) for row in rows if row.state == messages.SENT]
    return [(row, group) for row, group in pairs if group is not None]


def _group(context: Context, row: OutboxMessage) -> Group | None:
    return groups.successor(context.session, row.group_id) if row.group_id else None
