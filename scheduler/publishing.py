"""The morning after: the draft to the officers, and the post to the leadership group when nobody held it back."""

from __future__ import annotations

from datetime import timedelta

from models import people, summaries
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from models.summaries import PostedSummary
from scheduler.job import Outcome
from services import summary_posting, weekly_summary, wording
from services.context import Choice, Context

AGAIN = timedelta(minutes=90)  # after the time of the post, officer and deputy are both asked again


def draft(context: Context, period: PeriodRow, _subject: str) -> Outcome:
    drafted = weekly_summary.draft(context, period)
    if drafted.state == summaries.POSTED:
        return Outcome.SKIPPED
    weekly_summary.show_draft(context, drafted)
    return Outcome.DONE


def post(context: Context, period: PeriodRow, _subject: str) -> Outcome:
    """Post the newest state unless it was held, posted by hand, or waits for an officer's approval (a setting)."""
    drafted = _waiting(context, period)
    if drafted is None or drafted.state != summaries.DRAFT:
        return Outcome.DEFERRED if drafted is None else Outcome.SKIPPED
    if context.now < weekly_summary.post_due(context, drafted):
        return Outcome.DEFERRED  # after a power cut the officers still get their time to look
    if weekly_summary.needs_approval(context, drafted):
        return _ask_deputies(context, drafted)
    if summary_posting.post(context, weekly_summary.draft(context, period), None):
        return Outcome.DONE
    for officer in context.officers():
        see = Choice(wording.SEE_DRAFT, f"draft:{period.id}")
        context.tell(officer, wording.no_group(period.number), [see], purpose=Purpose.DRAFT)
    return Outcome.SKIPPED


def _waiting(context: Context, period: PeriodRow) -> PostedSummary | None:
    """The draft of a period, locked against whoever is about to decide on it."""
    drafted = summaries.of_period(context.session, period.id)
    if drafted is not None:
        summaries.lock(context.session, drafted)
    return drafted


def _ask_deputies(context: Context, drafted: PostedSummary) -> Outcome:
    """The deputy is asked in the officer's stead; without one the officers once more."""
    week = weekly_summary.draft(context, drafted.period).period.number
    if weekly_summary.show_to(context, drafted, _deputies(context), wording.deputy_asked(week)):
        return Outcome.DONE
    weekly_summary.show_to(context, drafted, context.officers(), wording.waits_for_approval(week))
    return Outcome.DONE


def ask_again(context: Context, period: PeriodRow, _subject: str) -> Outcome:
    """Still nobody has said anything: officers and deputies alike."""
    drafted = _waiting(context, period)
    if drafted is None:
        return Outcome.DEFERRED
    if drafted.state != summaries.DRAFT or not weekly_summary.needs_approval(context, drafted):
        return Outcome.SKIPPED
    if context.now < weekly_summary.post_due(context, drafted) + AGAIN:
        return Outcome.DEFERRED
    everybody = {person.id: person for person in (*context.officers(), *_deputies(context))}
    said = wording.waits_for_approval(weekly_summary.draft(context, period).period.number)
    weekly_summary.show_to(context, drafted, list(everybody.values()), said)
    return Outcome.DONE


def _deputies(context: Context) -> list[Person]:
    return people.with_role(context.session, context.commune.id, people.DEPUTY_OFFICER)
