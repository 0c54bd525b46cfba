"""Rounds (đợt thi đua) by the clock: notices, frozen tables, and the officers' reminders before an occasion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.definition.in_force import Timeline
from models import campaign_overrides, job_runs
from models.outbox_states import Purpose
from services import date_words, occasions, round_notices, wording
from services.context import Choice, Context, Deployment

_LOOKED = "look for occasions"
_HOURS = range(10, 13)  # after the post of a Friday, before the deadline of a Thursday


def run(context: Context) -> int:
    """What is due of every open round; returns how many notices went out."""
    return sum(round_notices.run(context, one) for one in round_notices.open_rounds(context))


def waiting(session: Session, served: Mapping[int, Deployment], now: datetime) -> set[int]:
    """The communes whose officers may have to be reminded of an occasion today; most days no statement is needed.

    Where overrides may have added an occasion it is looked for once in the day.
    """
    days = {key: now.astimezone(one.calendar.zone) for key, one in served.items()}
    awake = {key for key, at in days.items() if at.hour in _HOURS and served[key].calendar.is_working_day(at.date())}
    found = {
        key
        for key in awake
        if occasions.due_on(Timeline(served[key].campaign).on(days[key].date()), served[key].calendar, days[key].date())
    }
    found |= awake & campaign_overrides.communes(session) if awake else set()
    looked = {days[key].date() for key in found}
    return found - set().union(*(job_runs.communes_done(session, _LOOKED, job_runs.of_day(day)) for day in looked))


def remind_of_occasions(context: Context) -> int:
    """Each officer, once for each occasion and day."""
    hour = context.now.astimezone(context.calendar.zone).hour
    if hour not in _HOURS:
        return 0
    due = occasions.due(context)
    if not due and not context.timeline.overrides:
        return 0
    if not job_runs.claim(context.session, _LOOKED, job_runs.of_day(context.today), "*", context.now):
        return 0
    return sum(_remind(context, one, left) for one, left in due)


def _remind(context: Context, one: occasions.Ahead, left: int) -> int:
    key = one.occasion.key
    officers = context.officers()
    if not officers or _is_left_out(context, one):
        return 0
    choices = [
        Choice(wording.OPEN_ROUND, f"occasion:{key}:open"),
        Choice(wording.NOT_THIS_OCCASION, f"occasion:{key}:no"),
    ]
    day = date_words.plain_date(one.day)
    return sum(
        context.tell(
            officer,
            wording.occasion_ahead(officer.address, one.occasion.name, day, left),
            choices,
            purpose=Purpose.RECEIPT,
            beside=True,
        )
        for officer in officers
    )


def _is_left_out(context: Context, one: occasions.Ahead) -> bool:
    """Whether an officer has said that this time there is no round."""
    return occasions.LEFT_OUT in job_runs.claimed(context.session, *occasions.claim_of(one))
