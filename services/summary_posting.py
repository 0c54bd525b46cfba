"""Posting the weekly summary: frozen as it was drafted, queued for its group or for leaders one by one, and told."""

from __future__ import annotations

from models import groups, people, summaries
from models.audit import Action
from models.outbox_states import Purpose
from models.people import Person
from models.summaries import PostedSummary
from services import (
    good_deeds,
    lot_checks,
    weekly_summary,
    wording,
)
from services.context import Address, Context


def post(context: Context, drafted: PostedSummary, decided_by: int | None) -> str:
    """Freeze the period with the draft as it is, queue the post, and return what is said of it; "" where none goes out.

    Once for each group; without one, where the commune has chosen so, to each leader's own chat. The draft was renewed
    and locked by the caller.
    """
    bound = groups.leadership(context.session, context.commune.id)
    leaders = [] if bound else leaders_one_by_one(context)
    if not (bound or leaders) or drafted.state == summaries.POSTED:
        return ""
    summaries.assign_number(context.session, drafted, context.today.year)
    before = drafted.state
    drafted.state, drafted.posted_at, drafted.decided_by = summaries.POSTED, context.now, decided_by
    drafted.period.frozen_at = context.now
    good_deeds.note_posted(context, drafted.period, drafted.text)
    new = {"state": drafted.state, "week": drafted.period.week.label, "number": drafted.called}
    context.record_change(Action.POSTED, f"summary:{drafted.id}", old={"state": before}, new=new, by=decided_by)
    lot_checks.draw_and_tell(context, drafted.period, context.officers())
    for group in bound:
        context.say(
            Address(group.bot, group.chat_id),
            drafted.text,
            weekly_summary.views(drafted.period.week),
            purpose=Purpose.POST,
            group_id=group.id,
            period_id=drafted.period_id,
            key=f"post:{drafted.period_id}:{group.id}",
            picture=weekly_summary.picture(drafted),
            once=True,
        )
    for leader in leaders:
        _post_to(context, leader, drafted)
    said = wording.posting(drafted.period.number, [group.title for group in bound])
    if leaders:
        said = wording.posting_to_leaders(drafted.period.number, [one.address for one in leaders], drafted.called)
    _announce(context, said, decided_by)
    return said


def leaders_one_by_one(context: Context) -> list[Person]:
    """The leaders who get the post themselves; nobody where the commune has not chosen that, or they have no chat."""
    if not context.campaign.rules.leaders_one_by_one:
        return []
    everybody = people.with_role(context.session, context.commune.id, "leader")
    return [one for one in everybody if context.account_of(one) is not None]


def _post_to(context: Context, leader: Person, posted: PostedSummary) -> None:
    """A private message like any other: sent at least once, and the officers hear whom it did not reach."""
    context.tell(
        leader,
        posted.text,
        weekly_summary.views(posted.period.week),
        purpose=Purpose.LEADERS_POST,
        period_id=posted.period_id,
        picture=weekly_summary.picture(posted),
        key=f"post:{posted.period_id}:person:{leader.id}",
    )


def _announce(context: Context, said: str, decided_by: int | None) -> None:
    """Every officer but the one who pressed learns that it is under way; that it arrived is told when it has."""
    for officer in context.officers():
        if officer.id != decided_by:
            context.tell(officer, said, purpose=Purpose.POSTED)
