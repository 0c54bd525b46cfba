"""The process lock: only one running bot on one SQLite file, and a restore alone on either kind of database.

A second bot would free the first one's leases and send everything twice; on PostgreSQL, where they share, several run.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from bot import private_files
from bot.operator_error import OperatorError
from bot.settings import Settings
from models.advisory_locks import AdvisoryLock
from models.database import connect

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # each system has one of the two
    import msvcrt

log = logging.getLogger(__name__)

_LOOK_SECONDS = 2.0  # between two looks at the connection that holds the lock on a server

_BOT_RUNS = "một bot đang chạy trên kho số liệu này; xin dừng nó trước"
_IS_RESTORED = "đang khôi phục dữ liệu"
_held: set[Path] = set()  # by this process: it does not stand in its own way


@contextmanager
def hold(settings: Settings, *, alone: bool = False) -> Iterator[None]:
    """Hold the database's lock while the bot runs; the system frees it when the process ends, however it ends.

    `alone` suffers no other process on PostgreSQL either.
    """
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        with _on_server(settings, alone=alone):
            yield
        return
    file = Path(url.database or "memory").resolve()  # a link to it is the same database
    path = file.with_name(f"{file.name}.lock")
    if path in _held and not alone:
        yield
        return
    private_files.make_folder(path.parent)
    if not path.exists():
        private_files.create(path)
    with path.open("w") as held:
        try:
            lock(held)
        except OSError:
            raise OperatorError(f"bot đang chạy trên {url.database} rồi; xin dừng nó trước") from None
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)


def lock(file: IO[str]) -> None:
    """Take the lock; OSError when another open file has it, even one of this process."""
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)


@contextmanager
def _on_server(settings: Settings, *, alone: bool) -> Iterator[None]:
    """An advisory lock of a connection that is kept for it: many share it, or one has it alone."""
    engine = connect(settings.database)
    try:
        held = _ServerLock(engine, alone=alone)
        over = threading.Event()
        keeper = threading.Thread(target=held.keep, args=[over], name="process lock", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()
            held.release()
        if held.fault is not None:
            raise held.fault
    except OperationalError as error:
        if not isinstance(error.orig, Exception):
            raise
        raise OperatorError(f"không tới được kho số liệu: {str(error.orig).strip().splitlines()[0]}") from None
    finally:
        engine.dispose()


class _ServerLock:
    """An advisory lock on the server. It goes with its connection; when the server drops that, it is taken anew."""

    def __init__(self, engine: Engine, *, alone: bool) -> None:
        self._engine, self._alone = engine, alone
        self._connection = self._take()
        self.fault: OperatorError | None = None

    def _take(self) -> Connection:
        if self._alone:
            take = func.pg_try_advisory_lock(AdvisoryLock.PROCESS.value)
        else:
            take = func.pg_try_advisory_lock_shared(AdvisoryLock.PROCESS.value)
        # Without a transaction: one that is open would be ended by idle_in_transaction_session_timeout.
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            if not connection.scalar(select(take)):
                raise OperatorError(_BOT_RUNS if self._alone else _IS_RESTORED)
        except Exception:
            connection.close()
            raise
        return connection

    def keep(self, over: threading.Event) -> None:
        """Look after the connection until it is over, or until others have what it held: then the process must end."""
        while not over.wait(_LOOK_SECONDS):
            try:
                if self._connection.closed:
                    self._connection = self._take()
                self._connection.execute(select(1))
            except DBAPIError as error:
                log.warning("the process's lock is lost with its connection (%s)", type(error.orig).__name__)
                self.release()
            except OperatorError as fault:
                log.error("the process's lock was lost, and now %s: ending", fault)
                self.fault = fault
                os.kill(os.getpid(), signal.SIGTERM)
                return

    def release(self) -> None:
        """Given back before its connection goes: the server sees only a little later that one was closed."""
        if self._alone:
            give_back = func.pg_advisory_unlock(AdvisoryLock.PROCESS.value)
        else:
            give_back = func.pg_advisory_unlock_shared(AdvisoryLock.PROCESS.value)
        with contextlib.suppress(DBAPIError):
            if not (self._connection.closed or self._connection.invalidated):
                self._connection.execute(select(give_back))
        with contextlib.suppress(DBAPIError):
            self._connection.close()
