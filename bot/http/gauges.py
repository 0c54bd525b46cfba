"""The metrics' gauges, looked up at each scrape of `/metrics`: the tables, the channels, and the ticker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.channels.contract import Channel
from bot.clock import Clock
from bot.http.metrics import Gauges
from bot.outbox import quota
from models import backup_record
from models.database import Store
from scheduler import watching
from services.communes import Communes


def of(
    store: Store,
    communes: Communes,
    clock: Clock,
    channels: Mapping[str, Channel],
    ticker_silent: Callable[[], float],
) -> Gauges:
    """Every gauge by name, each with its values by label; the tables are read in one transaction."""

    def look() -> Mapping[str, Mapping[str, float]]:
        running: dict[str, Mapping[str, float]] = {
            "thidua_channel_silent_seconds": {name: channel.pulse.silent_for() for name, channel in channels.items()},
            "thidua_ticker_silent_seconds": {"": ticker_silent()},
        }
        now = clock.now()
        with store.deployment_wide("a bot's queue is one, whosever the messages are") as session:
            return running | _stored(session, communes, channels, now)

    return look


def _stored(
    session: Session, communes: Communes, channels: Mapping[str, Channel], now: datetime
) -> dict[str, Mapping[str, float]]:
    held = communes.held(session)
    waiting, unanswered = watching.waiting(session, now, held), watching.unanswered(session, now, held)
    good = backup_record.last_good(session)
    left = quota_left(session, channels)
    late: dict[str, float] = {}  # of each job the latest, in whichever commune
    for jobs in watching.late(session, communes, now).values():
        late |= {name: max(seconds, late.get(name, 0.0)) for name, seconds in jobs.items()}
    gauges: dict[str, Mapping[str, float]] = {
        "thidua_inbox_waiting": {name: count for name, (count, _) in unanswered.items()},
        "thidua_inbox_oldest_seconds": {name: age for name, (_, age) in unanswered.items()},
        "thidua_outbox_waiting": {name: count for name, (count, _) in waiting.items()},
        "thidua_outbox_oldest_seconds": {name: age for name, (_, age) in waiting.items()},
        "thidua_job_late_seconds": late,
        "thidua_quota_left": left,
    }
    if good is not None:
        gauges["thidua_backup_age_seconds"] = {"": (datetime.now(UTC) - good.made_at).total_seconds()}
    return gauges


def quota_left(session: Session, channels: Mapping[str, Channel]) -> dict[str, float]:
    """By channel: how many messages a platform that counts them still takes this month (real time)."""
    left: dict[str, float] = {}
    for name, channel in channels.items():
        month = quota.row(session, name, channel.can, datetime.now(UTC))
        if month is not None and channel.can.quota is not None:
            left[name] = max(0, channel.can.quota.messages - month.used)
    return left
