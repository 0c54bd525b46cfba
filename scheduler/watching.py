"""What the tables tell of trouble: jobs that did not begin, messages that do not leave, codes that are guessed at.

It only looks. Whom to tell, and how often, is decided in `bot.monitoring.watch`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import conversations, inbox, job_runs, messages
from scheduler.due import claimed_under
from scheduler.table import JOBS
from services import wording
from services.context import Deployment

LATE = timedelta(minutes=10)
OLD = timedelta(minutes=30)
MANY = 200  # messages; a commune's largest moment, the question to every unit, is some forty
GUESSES = 40  # wrong codes within an hour, over all chats


@dataclass(frozen=True, slots=True)
class Trouble:
    """`key` names it while it lasts; `text` is what an officer reads."""

    key: str
    text: str


def look(session: Session, deployment: Deployment, now: datetime) -> list[Trouble]:
    """Every trouble that stands in the tables at `now`."""
    found = [
        Trouble(f"job {name}", wording.job_is_late(title_of(name), round(seconds / 60)))
        for name, seconds in late(session, deployment, now).items()
        if seconds >= LATE.total_seconds()
    ]
    for bot, (count, age) in waiting(session, now).items():
        if count >= MANY or age >= OLD.total_seconds():
            found.append(Trouble(f"outbox {bot}", wording.outbox_grows(deployment.label(bot), count, round(age / 60))))
    for bot, (count, age) in unanswered(session, now).items():
        if age >= LATE.total_seconds():
            found.append(Trouble(f"inbox {bot}", wording.inbox_grows(deployment.label(bot), count, round(age / 60))))
    tries = conversations.wrong_codes(session, now - timedelta(hours=1))
    return [*found, *([Trouble("codes", wording.codes_are_guessed(tries))] if tries >= GUESSES else [])]


def title_of(name: str) -> str:
    return next(job.title for job in JOBS if job.name == name)


def waiting(session: Session, now: datetime) -> Mapping[str, tuple[int, float]]:
    """By bot: how many messages are still to be sent, and the age of the oldest in seconds."""
    return {bot: (count, (now - oldest).total_seconds()) for bot, count, oldest in messages.backlog(session)}


def unanswered(session: Session, now: datetime) -> Mapping[str, tuple[int, float]]:
    """By bot: how many updates wait for their answer, and the age of the oldest in seconds."""
    return {bot: (count, (now - oldest).total_seconds()) for bot, count, oldest in inbox.backlog(session)}


def late(session: Session, deployment: Deployment, now: datetime) -> Mapping[str, float]:
    """Jobs of which nothing has begun, and for how many seconds they have been due.

    A job that waits on purpose has claimed some of its subjects, or waits for one that is not late itself: what was
    never due while this commune took part, or may no longer run, is not counted.
    """
    first = job_runs.first_run(session)
    if first is None:
        return {}
    context = deployment.context(session, now)
    current = context.calendar.period_at(now)
    found: dict[str, float] = {}
    for week in (context.calendar.previous(current), current):
        schedule, campaign = context.calendar.schedule(week), context.campaign_on(week.last)
        for job in (one for one in JOBS if one.applies(campaign)):
            due = job.due(schedule)
            may_run = first <= due <= now < job.until(schedule)
            if may_run and not job_runs.claimed(session, job.name, claimed_under(context, job, week)):
                found[job.name] = (now - due).total_seconds()
    return found
