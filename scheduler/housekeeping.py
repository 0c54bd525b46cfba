"""What is done beside the jobs: officers are asked about posts in doubt and corrections, and told of what was given up
and of a quota that runs short; old private words are dropped.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from campaign.parsing import numbers
from models import groups, job_runs, message_quota, messages, people
from models.database import Store
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from scheduler import correcting
from services import doubtful_posts, weekly_summary, wording
from services.context import Context, Deployment


def run(store: Store, deployment: Deployment, now: datetime) -> Counter[str]:
    """Every duty in a transaction of its own."""
    counts: Counter[str] = Counter()
    with store.alone() as session:
        asked = _ask_about_doubts(deployment.context(session, now))
    with store.alone() as session:
        given_up = _tell_of_given_up(deployment.context(session, now))
    with store.alone() as session:
        told = correcting.run(deployment.context(session, now))
    with store.alone() as session:
        purged = _purge(deployment.context(session, now))
    with store.alone() as session:
        quota = _tell_of_quota(deployment.context(session, now)) if _is_counted(deployment) else 0
    done = (("doubt", asked), ("given up", given_up), ("correction", told), ("purge", purged), ("quota", quota))
    counts.update({name: count for name, count in done if count})
    return counts


def _is_counted(deployment: Deployment) -> bool:
    return any(can.quota is not None for can in deployment.bots.values())


def _tell_of_quota(context: Context) -> int:
    """At 80 % of a month's messages the officers hear of it once, and once when the platform takes no more."""
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
    names = list(dict.fromkeys(_recipient(context, row) for row in lost))
    if not names:
        return 0
    for officer in people.with_role(context.session, context.commune.id, "officer"):
        context.tell(officer, wording.not_reached(names), purpose=Purpose.NOT_REACHED)
    return len(lost)


def _recipient(context: Context, row: OutboxMessage) -> str:
    """«Bản Còn (ông Sơn, 0900 …)», or the group's name, or what is left of somebody who is not known any more."""
    group = groups.find(context.session, row.bot, row.chat_id)
    if group is not None:
        return wording.the_group(group.title)
    for account in people.accounts_of_chat(context.session, row.bot, row.chat_id):
        units = people.units_of(account.person, people.ROLES)
        return wording.contact(units[0].name if units else "", account.person.address, account.person.phone)
    return wording.somebody_unknown()


def _purge(context: Context) -> int:
    """Once a day: texts that are no figure's words go after the campaign's private days (decision 17)."""
    day = datetime.combine(context.today, datetime.min.time(), UTC)
    if not job_runs.claim(context.session, "purge", day, "*", context.now):
        return 0
    before = context.now - timedelta(days=context.campaign.rules.private_days)
    return messages.forget_texts(context.session, before) + messages.forget_sent(context.session, before)
