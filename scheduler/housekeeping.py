"""What is done beside the jobs: officers are asked about posts in doubt and corrections, and told of what arrived, of
what was given up, of a group that is lost and of a quota that runs short; old private words are dropped.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from campaign.parsing import numbers
from models import groups, inbox, job_runs, message_quota, messages, people
from models.database import Store
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from scheduler import closing_years, correcting
from services import doubtful_posts, weekly_summary, wording
from services.context import Context, Deployment

log = logging.getLogger(__name__)
Duty = Callable[[Context], int]  # how much was done

_MOVING = timedelta(minutes=2)  # in which the platform says the other half of a move into a supergroup
_LONG_AGO = timedelta(days=7)  # what was lost before needs no word any more


def run(store: Store, deployment: Deployment, now: datetime) -> Counter[str]:
    """All duties in one transaction, for most looks find nothing to do; where one fails, each in one of its own."""
    try:
        return _together(store, deployment, now, _DUTIES)
    except Exception:
        log.exception("the duties beside the jobs are tried one by one")
    counts: Counter[str] = Counter()
    for name, duty in _DUTIES.items():
        try:
            counts += _together(store, deployment, now, {name: duty})
        except Exception:
            log.exception("%s: it is tried again at the next tick", name)
    return counts


def _together(store: Store, deployment: Deployment, now: datetime, duties: Mapping[str, Duty]) -> Counter[str]:
    with store.alone() as session:
        context = deployment.context(session, now)
        done = {name: duty(context) for name, duty in duties.items()}
    return Counter({name: count for name, count in done.items() if count})


def _tell_of_quota(context: Context) -> int:
    """At 80 % of a month's messages the officers hear of it once, and once when the platform takes no more."""
    if not any(can.quota is not None for can in context.bots.values()):
        return 0
    told = 0
    for month in message_quota.counted(context.session):
        quota = context.can(month.bot).quota
        if quota is None or quota.identity != month.identity:
            continue
        if month.stopped_until is not None and month.alerted_at is None:
            month.alerted_at = context.now
            told += _tell_officers(context, wording.quota_stopped(context.label(month.bot)))
        elif month.warned_at is None and month.used * 100 >= quota.messages * message_quota.WARNED_SHARE:
            month.warned_at = context.now
            used, most = (numbers.show(Decimal(one), whole=True) for one in (month.used, quota.messages))
            told += _tell_officers(context, wording.quota_warning(context.label(month.bot), used, most))
    return told


def _tell_officers(context: Context, text: str) -> int:
    officers = people.with_role(context.session, context.commune.id, "officer")
    return sum(context.tell(officer, text, purpose=Purpose.ALERT) for officer in officers)


def _ask_about_doubts(context: Context) -> int:
    """«Tôi không biết bài đã tới chưa», or «chưa đăng được»: asked once for each post."""
    doubtful = messages.in_doubt(context.session)
    for row in doubtful:
        text, choices = doubtful_posts.question(context, row)
        for officer in weekly_summary.officers(context):
            context.tell(officer, text, choices, purpose=Purpose.DOUBT)
        row.asked_at = context.now
    return len(doubtful)


def _tell_of_given_up(context: Context) -> int:
    """Whom messages did not reach, and whom to call instead: told once, each person once however many messages."""
    rows = messages.untold(context.session)
    for row in rows:
        row.told_at = context.now
    # That an officer did not hear of it is not told again.
    lost = [row for row in rows if row.purpose is not Purpose.NOT_REACHED]
    bound = [groups.find(context.session, row.bot, row.chat_id) for row in lost]
    titles = dict.fromkeys(group.title for group in bound if group and group.confirmed_at and not group.left_at)
    names = dict.fromkeys(name for row in lost if (name := _recipient(context, row)) is not None)
    told = [wording.not_reached(list(names))] if names else []
    told += [wording.not_taken_in_group(list(titles))] if titles else []
    for officer in people.with_role(context.session, context.commune.id, "officer"):
        for text in told:
            context.tell(officer, text, purpose=Purpose.NOT_REACHED)
    return len(lost) if told else 0


def _recipient(context: Context, row: OutboxMessage) -> str | None:
    """«Bản Còn (ông Sơn, 0900 …)»; None for a group, and for a stranger, whom nobody could call."""
    for account in people.accounts_of_chat(context.session, row.bot, row.chat_id):
        units = people.units_of(account.person, people.ROLES)
        return wording.contact(units[0].name if units else "", account.person.address, account.person.phone)
    return None


def _tell_of_arrivals(context: Context) -> int:
    """«Đã đăng …, bài số 1»: said when the platform has taken it, and not before."""
    told = doubtful_posts.arrivals(context)
    for officer in weekly_summary.officers(context):
        for text in told:
            context.tell(officer, text, purpose=Purpose.POSTED)
    return len(told)


def _tell_of_lost_groups(context: Context) -> int:
    """A bound group that cannot be written to: told once, but not while the platform may still say that it moved."""
    told = 0
    asked = {row.group_id for row in messages.troubled(context.session) if row.state is messages.UNKNOWN}
    for group in groups.lost(context.session, context.commune.id):
        gone = context.now - group.left_at if group.left_at else timedelta()
        if timedelta() <= gone < _MOVING or gone > _LONG_AGO or group.id in asked:
            continue
        for officer in weekly_summary.officers(context):
            key = f"group-lost:{group.id}:{group.left_at}:{officer.id}"
            told += context.tell(officer, wording.group_lost(group.title), purpose=Purpose.ALERT, key=key)
    return told


def _purge(context: Context) -> int:
    """Once a day: texts that are no figure's words go after the campaign's private days (decision 17)."""
    day = datetime.combine(context.today, datetime.min.time(), UTC)
    if not job_runs.claim(context.session, "purge", day, "*", context.now):
        return 0
    inbox.hide_codes(context.session)
    before = context.now - timedelta(days=context.campaign.rules.private_days)
    return messages.forget_texts(context.session, before) + messages.forget_sent(context.session, before)


_DUTIES: Mapping[str, Duty] = {
    "arrived": _tell_of_arrivals,
    "doubt": _ask_about_doubts,
    "given up": _tell_of_given_up,
    "lost group": _tell_of_lost_groups,
    "correction": correcting.run,
    "purge": _purge,
    "year": closing_years.run,
    "quota": _tell_of_quota,
}
