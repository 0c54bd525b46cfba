"""What is done beside the jobs: officers are asked about posts in doubt and corrections, and told of what arrived, of
what was given up, of a group that is lost and of a quota that runs short; announcements go out in the morning; old
private words are dropped.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from campaign.definition.in_force import Timeline
from models import (
    accounts,
    announcements,
    groups,
    honours,
    inbox,
    job_runs,
    key_values,
    message_quota,
    message_retention,
    messages,
    outbox_troubles,
    people,
    periods,
    roll_ups,
    rounds,
    scoring,
    table_uploads,
    unit_changes,
)
from models.database import NOBODY, Store
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from models.turn_locks import Busy
from scheduler import (
    announcing,
    asking_days_off,
    changing_units,
    closing_years,
    contests,
    correcting,
    reminding_pledges,
    telling_of_quota,
)
from services import doubtful_posts, good_deeds, retention, wording
from services.announcing import CHASED
from services.communes import Communes
from services.context import Context, Deployment
from services.retention import Kind

log = logging.getLogger(__name__)
Duty = Callable[[Context], int]  # how much was done

_MOVING = timedelta(minutes=2)  # in which the platform says the other half of a move into a supergroup
PURGE = "purge"
_NOBODYS = "day on which what is nobody's was purged"
_PATIENCE = 1.0  # seconds for another process that is busy with the commune: then the next tick will do
_LONG_AGO = timedelta(days=7)  # what was lost before needs no word any more


def run(store: Store, communes: Communes, now: datetime) -> Counter[str]:
    """All duties of all communes that have something to do."""
    return sum((step() for step in steps(store, communes, now)), Counter[str]())


def steps(store: Store, communes: Communes, now: datetime) -> Iterator[Callable[[], Counter[str]]]:
    """The same, a commune after the other. One alone is looked through without asking first whether there is reason."""
    with store.deployment_wide("who has anything to be told of is found among all") as session:
        served = communes.served(session)
        busy = served if len(served) == 1 else _with_something_to_do(session, communes, now)
    if communes.single is None:
        yield partial(_purge_what_is_nobodys, store, communes, now)
    for commune_id, deployment in served.items():
        if commune_id in busy:
            yield partial(_run_in_one, store, deployment, commune_id, now)


def _purge_what_is_nobodys(store: Store, communes: Communes, now: datetime) -> Counter[str]:
    """Once a day: what strangers have said to a shared bot, and heard, goes after the shortest of the private days.

    What roll-ups have posted is no commune's either, and has days of its own.
    """
    day = now.date().isoformat()
    with store.deployment_wide("strangers are of no commune") as session:
        if key_values.get(session, _NOBODYS) == day or not store.lock_free(session, [NOBODY]):
            return Counter()  # it was done, or another process is at it
        key_values.put(session, _NOBODYS, day)
        alike = {id(one.calendar): one for one in communes.served(session).values()}  # the same file, the same days
        days = min(Timeline(one.campaign).on(now.date()).rules.private_days for one in alike.values())
        purged = message_retention.forget_what_is_nobodys(session, now - timedelta(days=days))
        purged += roll_ups.purge_posts(session, retention.before(Kind.ROLL_UP_POST, now, days))
    return Counter({PURGE: purged} if purged else {})


def _with_something_to_do(session: Session, communes: Communes, now: datetime) -> set[int]:
    """The communes in which any of the duties below may find something: a few statements for all of them."""
    served, held = communes.served(session), communes.held(session)
    today = {job_runs.of_day(now.astimezone(one.calendar.zone).date()) for one in served.values()}
    found = {*outbox_troubles.with_news(session), *groups.with_lost(session, now - _LONG_AGO)}
    days = [now.astimezone(one.calendar.zone).date() for one in served.values()]
    found |= unit_changes.with_due(session, max(days, default=now.date()))
    found |= periods.with_changes(session, now - correcting.QUIET)
    found |= announcements.communes_with_something_to_do(session, now, now - CHASED)
    found |= closing_years.waiting(session, served, now) | asking_days_off.waiting(session, served, now)
    found |= reminding_pledges.waiting(session, served, now) | table_uploads.with_expired(session, now)
    found |= rounds.with_open(session) | contests.waiting(session, served, now)
    counts = job_runs.counted(session, min(today), served.keys(), held)
    if any(counts.get((PURGE, day), 0) < len(served) for day in today):
        done = {day: job_runs.communes_done(session, PURGE, day) for day in today}
        found |= {
            commune_id
            for commune_id, one in served.items()
            if commune_id not in done[job_runs.of_day(now.astimezone(one.calendar.zone).date())]
        }
    bots = {
        month.bot for month in message_quota.counted(session) if telling_of_quota.is_due(month, communes.can(month.bot))
    }
    return found | {commune_id for commune_id, one in served.items() if bots & one.bots.keys()}


def _run_in_one(store: Store, deployment: Deployment, commune_id: int, now: datetime) -> Counter[str]:
    """All duties in one transaction, for most looks find nothing to do; where one fails, each in one of its own."""
    try:
        return _together(store, deployment, commune_id, now, _DUTIES)
    except Busy:
        return Counter()
    except Exception:
        log.exception("the duties beside the jobs are tried one by one")
    counts: Counter[str] = Counter()
    for name, duty in _DUTIES.items():
        try:
            counts += _together(store, deployment, commune_id, now, {name: duty})
        except Busy:
            break
        except Exception:
            log.exception("%s: it is tried again at the next tick", name)
    return counts


def _together(
    store: Store, deployment: Deployment, commune_id: int, now: datetime, duties: Mapping[str, Duty]
) -> Counter[str]:
    with store.alone(commune_id, _PATIENCE) as session:
        context = deployment.context(session, now)
        done = {name: duty(context) for name, duty in duties.items()}
    return Counter({name: count for name, count in done.items() if count})


def _ask_about_doubts(context: Context) -> int:
    """«Tôi không biết bài đã tới chưa», or «chưa đăng được»: asked once for each post."""
    doubtful = outbox_troubles.in_doubt(context.session)
    for row in doubtful:
        text, choices = doubtful_posts.question(context, row)
        for officer in context.officers():
            context.tell(officer, text, choices, purpose=Purpose.DOUBT)
        row.asked_at = context.now
    return len(doubtful)


def _tell_of_given_up(context: Context) -> int:
    """Whom messages did not reach, and whom to call instead: told once, each person once however many messages."""
    rows = outbox_troubles.untold(context.session)
    for row in rows:
        row.told_at = context.now
    # That an officer did not hear of it is not told again.
    lost = [row for row in rows if row.purpose is not Purpose.NOT_REACHED]
    bound = [groups.find(context.session, row.bot, row.chat_id) for row in lost]
    titles = dict.fromkeys(group.title for group in bound if group and group.confirmed_at and not group.left_at)
    names = dict.fromkeys(name for row in lost if (name := _recipient(context, row)) is not None)
    told = [wording.not_reached(list(names))] if names else []
    told += [wording.not_taken_in_group(list(titles))] if titles else []
    for officer in context.officers():
        for text in told:
            context.tell(officer, text, purpose=Purpose.NOT_REACHED)
    return len(lost) if told else 0


def _recipient(context: Context, row: OutboxMessage) -> str | None:
    """«Bản Còn (ông Sơn, 0900 …)»; None for a group, and for a stranger, whom nobody could call."""
    for account in accounts.accounts_of_chat(context.session, row.bot, row.chat_id):
        units = people.units_of(account.person, people.ROLES)
        return wording.contact(units[0].name if units else "", account.person.address, account.person.phone)
    return None


def _tell_of_arrivals(context: Context) -> int:
    """«Đã đăng …, bài số 1»: said when the platform has taken it, and not before."""
    told = doubtful_posts.arrivals(context)
    for officer in context.officers():
        for text in told:
            context.tell(officer, text, purpose=Purpose.POSTED)
    return len(told)


def _tell_of_lost_groups(context: Context) -> int:
    """A bound group that cannot be written to: told once, but not while the platform may still say that it moved."""
    told = 0
    asked = {row.group_id for row in outbox_troubles.troubled(context.session) if row.state is messages.UNKNOWN}
    for group in groups.lost(context.session, context.commune.id):
        gone = context.now - group.left_at if group.left_at else timedelta()
        if timedelta() <= gone < _MOVING or gone > _LONG_AGO or group.id in asked:
            continue
        for officer in context.officers():
            key = f"group-lost:{group.id}:{group.left_at}:{officer.id}"
            told += context.tell(officer, wording.group_lost(group.title), purpose=Purpose.ALERT, key=key)
    return told


def _purge(context: Context) -> int:
    """Once a day: texts that are no figure's words go after the campaign's private days (decision 17)."""
    if not job_runs.claim(context.session, PURGE, job_runs.of_day(context.today), "*", context.now):
        return 0
    inbox.hide_codes(context.session)
    days = context.campaign.rules.private_days
    before = retention.before(Kind.ANNOUNCEMENT_TEXT, context.now, days)
    table_uploads.purge(context.session, before)
    announced = announcements.purge(
        context.session,
        context.commune.id,
        drafts=retention.before(Kind.ANNOUNCEMENT_DRAFT, context.now, days),
        files=retention.before(Kind.ANNOUNCEMENT_FILE, context.now, days),
        texts=before,
    )
    old = retention.before(Kind.ROUND_DRAFT, context.now, days)
    announced += rounds.purge(context.session, context.commune.id, old)
    announced += good_deeds.purge(context)
    opened, removed, shown = (
        retention.before(kind, context.now, days) for kind in (Kind.NOMINEE, Kind.NOMINEE_REMOVED, Kind.SCORE)
    )
    announced += honours.purge(context.session, context.commune.id, opened, removed)
    announced += scoring.purge(context.session, context.commune.id, shown)
    ended = retention.before(Kind.ROLL_UP_CONSENT_WITHDRAWN, context.now, days)
    announced += roll_ups.purge_consents(context.session, context.commune.id, ended)
    announced += message_retention.forget_texts(context.session, before)
    return announced + message_retention.forget_sent(context.session, before)


def _forget_tables(context: Context) -> int:
    """The cells of tables that nobody has applied within a day."""
    return table_uploads.expire(context.session, context.now)


_DUTIES: Mapping[str, Duty] = {
    "units": changing_units.run,
    "arrived": _tell_of_arrivals,
    "doubt": _ask_about_doubts,
    "given up": _tell_of_given_up,
    "lost group": _tell_of_lost_groups,
    "correction": correcting.run,
    "announcement": announcing.send,
    "receipts": announcing.list_missing,
    "announcement in doubt": announcing.ask_about_doubts,
    "purge": _purge,
    "year": closing_years.run,
    "days off": asking_days_off.run,
    "pledges": reminding_pledges.run,
    "quota": telling_of_quota.run,
    "tables": _forget_tables,
    "rounds": contests.run,
    "occasions": contests.remind_of_occasions,
}
