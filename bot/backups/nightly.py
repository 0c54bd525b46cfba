"""A backup every night, and again every hour until one is good."""

from __future__ import annotations

import asyncio
import gc
import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.backups import making
from bot.settings import Settings
from models import backup_record, job_runs
from models.backup_record import BackupFault
from models.database import Store, patience

log = logging.getLogger(__name__)

AT = time(1, 30)  # in the commune, where everybody sleeps
JOB = "backup"
_LOOK_SECONDS = 60.0


def due(now: datetime, zone: ZoneInfo) -> datetime:
    """The newest instant at which there should have been a backup."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), AT, zone)
    return today if today <= local else today - timedelta(days=1)


def attempt(settings: Settings, store: Store, zone: ZoneInfo, now: datetime) -> bool:
    """Make a backup if one is due and no other process makes it; False when there was nothing to do."""
    wanted = due(now, zone)
    with patience(making.PATIENCE), store.deployment_wide("a backup is of the whole database") as session:
        good = backup_record.last_good(session)
        if good is not None and good.made_at >= wanted:
            return False
        hour = int((now - wanted).total_seconds() // 3600)
        if not job_runs.claim(session, JOB, wanted, f"hour {hour}", now):
            return False
    made = making.make(settings, store)
    gc.collect()  # databases that were opened for it leave cycles: in a quiet night nothing else would find them
    log.info("backup %s: %d tables, %d rows, %d photos", made.file, made.tables, made.rows, made.photos)
    return True


async def run(settings: Settings, store: Store, zone: ZoneInfo) -> None:
    """Until cancelled. What is begun is finished in its thread; it is not the store's, so that turns do not wait."""
    while True:
        try:
            await asyncio.to_thread(attempt, settings, store, zone, datetime.now(UTC))
        except BackupFault as error:
            log.error("no backup: %s", error)
        except Exception:
            log.exception("no backup; trying again within the hour")
        await asyncio.sleep(_LOOK_SECONDS)
