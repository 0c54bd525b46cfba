"""Fetches the files of announcements into the database: other messengers, and other bots, take only their bytes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Executor

from bot.channels.contract import LARGEST_PICTURE, Channel
from models import announcements
from models.announcements import AnnouncementFile
from models.database import Store

log = logging.getLogger(__name__)

_ATTEMPTS = 20
_REASON = "files of all are fetched one after the other"


async def fetch_wanted(store: Store, channels: Mapping[str, Channel], executor: Executor) -> None:
    """Try once each file that is still to be fetched."""
    loop = asyncio.get_running_loop()
    for file in await loop.run_in_executor(executor, _wanted, store):
        channel = channels.get(file.bot)
        content = b""
        try:
            content = await channel.fetch(file.file_id) if channel is not None else b""
        except Exception as error:
            log.warning(
                "the file of announcement %s could not be fetched: %s", file.announcement_id, type(error).__name__
            )
        await loop.run_in_executor(executor, _record, store, file.announcement_id, content)


def _wanted(store: Store) -> list[AnnouncementFile]:
    with store.deployment_wide(_REASON) as session:
        return list(announcements.wanted_files(session, 10))


def _record(store: Store, announcement_id: int, content: bytes) -> None:
    """Its draft may have been given up meanwhile; after some attempts the words go out alone."""
    with store.deployment_wide(_REASON) as session:
        row = session.get(AnnouncementFile, announcement_id)
        if row is None:
            return
        row.attempts += 1
        if content and len(content) <= LARGEST_PICTURE:
            row.content, row.state = content, announcements.KEPT
        elif content or row.attempts >= _ATTEMPTS:
            row.state = announcements.REFUSED
