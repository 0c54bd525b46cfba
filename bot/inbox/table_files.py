"""Fetches the tables that officers send, has them read, and shows what they would change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple, TypeVar

from bot.channels.contract import Channel
from bot.clock import Clock
from bot.inbox import table_reading
from bot.polling_loop import PollingLoop
from models import table_uploads
from models.database import Store
from models.table_uploads import TableUpload, UploadState
from models.turn_locks import Busy
from services import table_uploads as uploads
from services import wording
from services.communes import Communes
from services.context import Context
from services.imports.tables import FileFault, Sheet

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_ATTEMPTS = 6
_PATIENCE = 1.0  # seconds for another process that is answering the commune


class _Wanted(NamedTuple):
    id: int
    commune_id: int
    bot: str
    file_id: str
    name: str


class TableFetcher(PollingLoop):
    """`wake` after a file came in; `run` fetches until cancelled. `answered` tells delivery of previews."""

    what = "the tables to fetch"

    def __init__(
        self,
        store: Store,
        communes: Communes,
        clock: Clock,
        channels: Mapping[str, Channel],
        executor: Executor,
        answered: Callable[[], None],
    ) -> None:
        super().__init__()
        self._store, self._communes, self._clock = store, communes, clock
        self._channels, self._executor, self._answered = channels, executor, answered

    async def look(self) -> None:
        """Fetch and show what waits."""
        busy: set[int] = set()  # communes that another process has: their tables wait for the next look
        for wanted in await self._in_store(self._wanted):
            if wanted.commune_id in busy:
                continue
            try:
                await self._fetch(wanted)
            except Busy:
                busy.add(wanted.commune_id)
            self._answered()

    async def _in_store(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _wanted(self) -> list[_Wanted]:
        with self._store.deployment_wide("tables of all are fetched one after the other") as session:
            expected = table_uploads.expected(session, 10, self._communes.unanswered(session))
            return [_Wanted(one.id, one.commune_id, one.bot, one.file_id, one.name) for one in expected]

    async def _fetch(self, wanted: _Wanted) -> None:
        """What cannot be had is tried again some other time, and given up in the end; what cannot be read is told."""
        try:
            content = await self._channels[wanted.bot].fetch(wanted.file_id)
        except Exception as error:
            log.warning("table %s could not be fetched: %s", wanted.id, type(error).__name__)
            return await self._in_store(partial(self._settle, wanted, self._failed))
        if len(content) > uploads.LARGEST:
            fault: FileFault | None = FileFault(wording.table_too_large(len(content) // 1_000_000))
            sheets: Sequence[Sheet] = ()
        else:
            sheets, fault = await _read(content)
        try:
            await self._in_store(partial(self._settle, wanted, partial(take, sheets=sheets, fault=fault)))
        except Busy:
            raise
        except Exception:
            # A poison file: it must not keep those behind it from being read.
            log.exception("table %s could not be shown", wanted.id)
            await self._in_store(partial(self._settle, wanted, self._failed))

    def _settle(self, wanted: _Wanted, work: Callable[[Context, TableUpload], None]) -> None:
        """In one transaction, as a turn of the commune: somebody may have given the table up meanwhile. Or `Busy`."""
        with self._store.alone(wanted.commune_id, _PATIENCE) as session:
            context = self._communes.enter(session, wanted.commune_id, self._clock.now())
            upload = session.get(TableUpload, wanted.id)
            if upload is not None and upload.state is UploadState.WANTED:
                work(context, upload)

    @staticmethod
    def _failed(context: Context, upload: TableUpload) -> None:
        upload.attempts += 1
        if upload.attempts >= _ATTEMPTS:
            uploads.refuse(context, upload, wording.table_cannot_be_had(upload.name))


async def _read(content: bytes) -> tuple[Sequence[Sheet], FileFault | None]:
    try:
        return await table_reading.apart(content), None
    except FileFault as fault:
        return (), fault


def take(context: Context, upload: TableUpload, sheets: Sequence[Sheet], fault: FileFault | None) -> None:
    """The preview goes to whoever sent the file, or the sentence why there is none."""
    try:
        if fault is not None:
            raise fault
        made = uploads.take(context, upload, sheets)
    except FileFault as reason:
        return uploads.refuse(context, upload, wording.table_cannot_be_read(upload.name, str(reason)))
    return uploads.show(context, upload, made)
