"""What the tables tell of trouble: jobs that did not begin, messages that do not leave, codes that are guessed at.

It only looks. Whom to tell, and how often, is decided in `bot.monitoring.watch`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import conversations, delivery_queue, inbox, job_runs, outbox_troubles, roll_ups, scope
from models.messages import OutboxMessage
from scheduler import due
from scheduler.table import JOBS
from services import wording
from services.communes import Communes

LATE = timedelta(minutes=10)
OLD = timedelta(minutes=30)
MANY = 200  # messages; a commune's largest moment, the question to every unit, is some forty
GUESSES = 40  # wrong codes within an hour, over all chats


@dataclass(frozen=True, slots=True)
class Trouble:
    """`key` names it while it lasts; `text` is what an officer reads."""

    key: str
    text: str
    whose: int | None = None  # the commune; None where it is the machine's


def of_communes(session: Session, communes: Communes, now: datetime) -> dict[int, list[Trouble]]:
    """By commune the trouble that stands in its own rows: jobs that are late. The session looks at all communes."""
    found: dict[int, list[Trouble]] = {}
    for commune_id, jobs in late(session, communes, now).items():
        troubles = [
            Trouble(f"job {name}", wording.job_is_late(title_of(name), round(seconds / 60)))
            for name, seconds in jobs.items()
            if seconds >= LATE.total_seconds()
        ]
        if troubles:
            found[commune_id] = troubles
    return found


def of_bots(session: Session, communes: Communes, now: datetime) -> list[Trouble]:
    """Trouble of bots, whichever communes they are of: what waits, and codes that are guessed at."""
    found, label, held = [], communes.label, communes.held(session)
    for bot, (count, age) in waiting(session, now, held).items():
        if count >= MANY or age >= OLD.total_seconds():
            found.append(Trouble(f"outbox {bot}", wording.outbox_grows(label(bot), count, round(age / 60))))
    for bot, (count, age) in unanswered(session, now, held).items():
        if age >= LATE.total_seconds():
            found.append(Trouble(f"inbox {bot}", wording.inbox_grows(label(bot), count, round(age / 60))))
    found += _of_roll_ups(session)
    tries = conversations.wrong_codes(session, now - timedelta(hours=1))
    return [*found, *([Trouble("codes", wording.codes_are_guessed(tries))] if tries >= GUESSES else [])]


def _of_roll_ups(session: Session) -> list[Trouble]:
    """What a roll-up's group may not have got, and groups that a bot is in no more: the operator's affair."""
    found = [
        Trouble(f"roll-up {row.id}", wording.roll_up_in_trouble(_title(session, row), row.id))
        for row in outbox_troubles.roll_ups_in_trouble(session)
    ]
    lost = [one for one in roll_ups.all_groups(session) if one.bound_at is not None and one.left_at is not None]
    return [*found, *(Trouble(f"roll-up group {one.id}", wording.roll_up_group_lost(one.code)) for one in lost)]


def _title(session: Session, row: OutboxMessage) -> str:
    found = roll_ups.at(session, row.bot, row.chat_id)
    return found.code if found is not None else row.chat_id


def title_of(name: str) -> str:
    return next(job.title for job in JOBS if job.name == name)


def waiting(session: Session, now: datetime, held: Collection[int]) -> Mapping[str, tuple[int, float]]:
    """By bot: how many messages are still to be sent, and the age of the oldest in seconds.

    What waits of `held` communes is not to be sent, and is nobody's trouble.
    """
    found = delivery_queue.backlog(session, held)
    return {bot: (count, (now - oldest).total_seconds()) for bot, count, oldest in found}


def unanswered(session: Session, now: datetime, held: Collection[int]) -> Mapping[str, tuple[int, float]]:
    """By bot: how many updates wait for their answer, and the age of the oldest in seconds; likewise."""
    return {bot: (count, (now - oldest).total_seconds()) for bot, count, oldest in inbox.backlog(session, held)}


def late(session: Session, communes: Communes, now: datetime) -> dict[int, dict[str, float]]:
    """By commune the jobs of which nothing has begun, and for how many seconds they have been due.

    A job that waits on purpose has claimed some of its subjects, or waits for one that is not late itself: what was
    never due while this commune took part, or may no longer run, is not counted. The session looks at all communes.
    """
    found: dict[int, dict[str, float]] = {}
    for commune_id, works in due.left(session, communes, now, JOBS).items():
        scope.enter(session, commune_id)
        first = job_runs.first_run(session)
        for job, _, due_at in works if first is not None else ():
            if first is not None and first <= due_at and not job_runs.claimed(session, job.name, due_at):
                found.setdefault(commune_id, {})[job.name] = (now - due_at).total_seconds()
        scope.widen(session, "jobs that are late are looked for in every commune")
    return found
