"""Fetches the photos people send and keeps them in a folder, each under the hash of its content; and what goes with
announcements (`bot.inbox.announced_files`).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

from bot import private_files
from bot.channels.contract import LARGEST_PICTURE, Channel
from bot.inbox import announced_files
from bot.polling_loop import PollingLoop
from models import photos, turn_locks
from models.database import Store
from models.photos import Photo

log = logging.getLogger(__name__)

_ATTEMPTS = 20

# A file is what its first bytes say, not what its name says.
_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


class PhotoFetcher(PollingLoop):
    """`wake` after a photo came in; `run` fetches until cancelled."""

    what = "the photos to fetch"

    def __init__(self, store: Store, channels: Mapping[str, Channel], executor: Executor, folder: Path) -> None:
        super().__init__()
        self._store, self._channels, self._executor, self._folder = store, channels, executor, folder

    async def look(self) -> None:
        """Fetch what waits."""
        loop = asyncio.get_running_loop()
        for photo in await loop.run_in_executor(self._executor, self._wanted):
            await self._fetch(photo)
        await announced_files.fetch_wanted(self._store, self._channels, self._executor)

    def _wanted(self) -> list[Photo]:
        with self._store.deployment_wide("photos of all are fetched one after the other") as session:
            return list(photos.wanted(session, 10, self._channels.keys()))

    async def _fetch(self, photo: Photo) -> None:
        """Whatever goes wrong is tried again some other time; the figures do not wait for a picture."""
        loop = asyncio.get_running_loop()
        try:
            content = await self._channels[photo.bot].fetch(photo.file_id)
            kept = await asyncio.to_thread(keep, self._folder, content)
            await loop.run_in_executor(self._executor, self._record, photo.id, kept, len(content))
        except Exception as error:
            log.warning("photo %s could not be fetched: %s", photo.id, type(error).__name__)
            await loop.run_in_executor(self._executor, self._failed, photo.id)

    def _record(self, photo_id: int, name: str | None, size: int) -> None:
        with self._store.deployment_wide("photos of all are fetched one after the other") as session:
            turn_locks.end_soon(session)
            row = session.get_one(Photo, photo_id)
            row.state = photos.KEPT if name else photos.REFUSED
            row.file_name, row.sha256, row.size = name, name.split(".")[0] if name else None, size

    def _failed(self, photo_id: int) -> None:
        with self._store.deployment_wide("photos of all are fetched one after the other") as session:
            turn_locks.end_soon(session)
            row = session.get_one(Photo, photo_id)
            row.attempts += 1
            if row.attempts >= _ATTEMPTS:
                row.state = photos.REFUSED


def keep(folder: Path, content: bytes) -> str | None:
    """Write a picture under its hash and return its name; None for what is too large or no JPEG or PNG."""
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
    if kind is None or len(content) > LARGEST_PICTURE:
        return None
    name = f"{hashlib.sha256(content).hexdigest()}.{kind}"
    private_files.make_folder(folder)
    half_written = folder / f"{name}.part"
    private_files.write(half_written, content)
    half_written.replace(folder / name)
    return name
