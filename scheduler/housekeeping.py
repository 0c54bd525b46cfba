"""What is done beside the jobs: officers are asked about posts in doubt and corrections, old private words dropped."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from handlers import weekly
from handlers.context import Context, Deployment
from handlers.officer import doubts
from models import job_runs, messages
from models.database import Store
from scheduler import correcting


def run(store: Store, deployment: Deployment, now: datetime) -> Counter[str]:
    """Every duty in a transaction of its own."""
    counts: Counter[str] = Counter()
    with store.transaction() as session:
        asked = _ask_about_doubts(deployment.context(session, now)) if messages.in_doubt(session) else 0
    with store.transaction() as session:
        told = correcting.run(deployment.context(session, now))
    with store.transaction() as session:
        purged = _purge(deployment.context(session, now))
    counts.update({name: count for name, count in (("doubt", asked), ("correction", told), ("purge", purged)) if count})
    return counts


def _ask_about_doubts(context: Context) -> int:
    """«Tôi không biết bài đã tới chưa», or «chưa đăng được»: asked once for each post."""
    doubtful = messages.in_doubt(context.session)
    for row in doubtful:
        text, choices = doubts.question(context, row)
        for officer in weekly.officers(context):
            context.tell(officer, text, choices, purpose="doubt")
        row.error = messages.ASKED + (row.error or "")
    return len(doubtful)


def _purge(context: Context) -> int:
    """Once a day: texts that are no figure's words go after the campaign's private days (decision 17)."""
    day = datetime.combine(context.today, datetime.min.time(), UTC)
    if not job_runs.claim(context.session, "purge", day, "*", context.now):
        return 0
    days = timedelta(days=context.campaign.rules.private_days)
    return messages.forget_texts(context.session, context.now - days)
