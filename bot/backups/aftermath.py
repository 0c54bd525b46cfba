"""What a restored database must know before the bot runs on it: what may have gone out goes out no second time."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import announcements, backup_record, inbox, job_runs, key_values, messages, people, roll_ups, units
from models.audit import Action
from models.database import Store
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from models.people import Account, Role
from scheduler.table import JOBS
from services import wording
from services.announcing import excerpt
from services.context import Context, Deployment

_POSTING = ("post",)  # jobs whose work is public: done twice it cannot be taken back
_UNANSWERED = "restored from a backup: it may have been carried out"
_REASON = "restored from a backup: it may have gone out"
_LEFT_OUT = "communes restored while they were not served"


def made_at(session: Session) -> datetime | None:
    return backup_record.begun(session)


def settle(store: Store, served: Sequence[Deployment], since: datetime, now: datetime) -> str:
    """Between `since` and `now` posts may have gone out of which this database knows nothing: returns their weeks."""
    with store.deployment_wide("the posts of every commune are in doubt") as session:
        _doubt_waiting_posts(session)
        _leave_officers_unanswered(session)
        roll_ups.note_lost_time(session, since, now)
        there = units.communes(session)
        _note_left_out(session, there.keys() - {one.commune_code for one in served}, since)
    weeks: list[str] = []
    for deployment in served:
        if deployment.commune_code in there:
            with store.transaction() as session:
                weeks += _settle_one(deployment.context(session, now), since)
    return ", ".join(dict.fromkeys(weeks))


def _note_left_out(session: Session, codes: Collection[str], since: datetime) -> None:
    """Communes of the backup that are not served now: the same is done to each when it is served again."""
    noted = {code: since.isoformat() for code in sorted(codes)}
    if noted or left_out(session):
        key_values.put(session, _LEFT_OUT, json.dumps(left_out(session) | noted))


def left_out(session: Session) -> dict[str, str]:
    """By code the communes that were restored while they were not served, with the moment of the backup."""
    found: dict[str, str] = json.loads(key_values.get(session, _LEFT_OUT) or "{}")
    return found


def settle_left_out(store: Store, deployment: Deployment, now: datetime) -> None:
    """One of them is about to be served."""
    with store.transaction() as session:
        waiting = left_out(session)
        since = datetime.fromisoformat(waiting.pop(deployment.commune_code))
        key_values.put(session, _LEFT_OUT, json.dumps(waiting))
        _settle_one(deployment.context(session, now), since)


def _settle_one(context: Context, since: datetime) -> list[str]:
    """The posts of one commune, held back and told of."""
    weeks = _hold_back(context, since)
    context.record_change(Action.RESTORED, "database", new={"made_at": since.isoformat()})
    local = since.astimezone(context.calendar.zone)
    text = wording.restored(f"{local:%H:%M} ngày {local:%d/%m}", ", ".join(weeks))
    held = announcements.hold_back(context.session, context.commune.id, context.now)
    told = [text, *([wording.announcements_held([excerpt(one) for one in held])] if held else [])]
    for officer in context.officers():
        for said in told:
            context.tell(officer, said, purpose=Purpose.RESTORED, beside=True)
    return weeks


def _doubt_waiting_posts(session: Session) -> None:
    """What waited in the copy may have been sent by the program that went on: an officer is asked (decision 25)."""
    waits = OutboxMessage.once & OutboxMessage.state.in_((messages.PENDING, messages.SENDING))
    for row in session.scalars(select(OutboxMessage).where(waits)):
        row.put_in_doubt(Failure.RESTORED, _REASON)


def _leave_officers_unanswered(session: Session) -> None:
    """A «Duyệt» that waited in the copy was carried out by the program that went on. Everybody else is answered anew:
    their figures are not in this database, and an answer heard twice does no harm.
    """
    accounts = session.scalars(
        select(Account)
        .join(Role, Role.person_id == Account.person_id)
        .where(Role.role.in_(("officer", people.DEPUTY_OFFICER)), Role.until.is_(None))
    )
    inbox.settle_of(session, {(account.bot, account.external_id) for account in accounts.unique()}, _UNANSWERED)


def _hold_back(context: Context, since: datetime) -> list[str]:
    """Claim the posts of the lost time, so that only an officer can send them."""
    weeks: list[str] = []
    week = context.calendar.previous(context.calendar.period_at(since))
    current = context.calendar.period_at(context.now)
    while True:
        schedule = context.calendar.schedule(week)
        for job in JOBS:
            due = job.due(schedule)
            is_lost = job.name in _POSTING and since < due <= context.now
            if is_lost and job_runs.claim(context.session, job.name, due, "*", context.now):
                weeks.append(str(week.number))
        if week == current:
            return weeks
        week = context.calendar.next(week)
