"""The morning after: the draft to the officers, and the post to the leadership group when nobody held it back."""

from __future__ import annotations

from handlers import weekly, wording
from handlers.context import Context
from models import people, summaries
from models.periods import Period
from scheduler.job import Outcome


def draft(context: Context, period: Period, _subject: str) -> Outcome:
    drafted = weekly.draft(context, period)
    if drafted.state == summaries.POSTED:
        return Outcome.SKIPPED
    weekly.show_draft(context, drafted)
    return Outcome.DONE


def post(context: Context, period: Period, _subject: str) -> Outcome:
    """Post unless it was held, posted by hand, or waits for an officer's approval (a setting)."""
    drafted = summaries.of_period(context.session, period.id)
    if drafted is None:
        return Outcome.DEFERRED
    if drafted.state != summaries.DRAFT:
        return Outcome.SKIPPED
    if context.now < weekly.post_due(context, drafted):
        return Outcome.DEFERRED  # after a power cut the officers still get their time to look
    if context.campaign.rules.approval_required:
        return _ask_again(context, drafted)
    if weekly.post(context, drafted, None):
        return Outcome.DONE
    for officer in people.with_role(context.session, context.commune.id, "officer"):
        context.tell(officer, wording.no_group(period.number), weekly.approval_choices(drafted), purpose="draft")
    return Outcome.SKIPPED


def _ask_again(context: Context, drafted: summaries.Summary) -> Outcome:
    text = wording.waits_for_approval(drafted.period.number)
    for officer in people.with_role(context.session, context.commune.id, "officer"):
        context.tell(officer, text, weekly.approval_choices(drafted), purpose="draft")
    return Outcome.DONE
