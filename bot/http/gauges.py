"""What `/metrics` looks up when it is asked: the tables, the channels, and the ticker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bot.backups import record
from bot.channels.contract import Channel
from bot.http.metrics import Gauges
from bot.outbox import quota
from scheduler import watching

if TYPE_CHECKING:
    from bot.app import Program


def of(program: Program) -> Gauges:
    """Reads in one transaction; a database that does not answer leaves out what stands in it."""

    def look() -> Mapping[str, Mapping[str, float]]:
        found: dict[str, Mapping[str, float]] = {
            "thidua_channel_silent_seconds": {
                name: channel.pulse.silent_for() for name, channel in program.channels.items()
            },
            "thidua_ticker_silent_seconds": {"": program.ticker_silent()},
        }
        return found | _stored(program)

    return look


def _stored(program: Program) -> dict[str, Mapping[str, float]]:
    now = program.clock.now()
    with program.store.transaction() as session:
        waiting = watching.waiting(session, now)
        good = record.last_good(session)
        late = watching.late(session, program.deployment, now)
        left = quota_left(session, program.channels)
    found: dict[str, Mapping[str, float]] = {
        "thidua_outbox_waiting": {name: count for name, (count, _) in waiting.items()},
        "thidua_outbox_oldest_seconds": {name: age for name, (_, age) in waiting.items()},
        "thidua_job_late_seconds": late,
        "thidua_quota_left": left,
    }
    if good is not None:
        found["thidua_backup_age_seconds"] = {"": (datetime.now(UTC) - good.made_at).total_seconds()}
    return found


def quota_left(session: Session, channels: Mapping[str, Channel]) -> dict[str, float]:
    """By channel: how many messages a platform that counts them still takes this month (real time)."""
    found: dict[str, float] = {}
    for name, channel in channels.items():
        month = quota.row(session, name, channel.can, datetime.now(UTC))
        if month is not None and channel.can.quota is not None:
            found[name] = max(0, channel.can.quota.messages - month.used)
    return found
