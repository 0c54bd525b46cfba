"""SQLite has one writer: whoever waits for it gets it in turn, a backup too, however busy the others are."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.backups import making, nightly
from bot.settings import Settings
from models import backup_record, key_values
from models.database import Store, connect, patience
from models.fair_lock import FairLock
from tests.commune import ZONE, Stand
from tests.live import live_settings

_BUSY = 0.02  # seconds that each of the others' transactions takes
_AGAIN = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
print("begun", flush=True)
while True:
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(0.02)
    connection.execute("COMMIT")
"""


def chosen(stand: Stand, folder: Path) -> Settings:
    return live_settings(
        database_url=f"sqlite:///{stand.store.engine.url.database}",
        backup_folder=folder / "kept",
        evidence_folder=folder / "evidence",
    )


@contextmanager
def writing(stores: list[Store]) -> Iterator[list[int]]:
    """A thread for each store, which begins its next transaction as soon as the last one is over."""
    over, written = threading.Event(), [0] * len(stores)

    def write(number: int) -> None:
        while not over.is_set():
            with stores[number].transaction() as session:
                key_values.put(session, f"busy {number}", str(written[number]))
                time.sleep(_BUSY)
            written[number] += 1

    threads = [threading.Thread(target=write, args=[number]) for number in range(len(stores))]
    for thread in threads:
        thread.start()
    try:
        yield written
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_a_lock_is_handed_on_in_order() -> None:
    """Ten threads ask one after another, and one that has had it asks again at once: it is the last."""
    lock, order, asked = FairLock(), list[int](), threading.Event()

    def ask(number: int) -> None:
        with lock.held(60):
            order.append(number)

    def hold() -> None:
        with lock.held(60):
            asked.wait()
        with lock.held(60):
            order.append(-1)

    holder = threading.Thread(target=hold)
    holder.start()
    while not lock._is_taken:
        time.sleep(0.001)
    threads = []
    for number in range(10):
        threads.append(threading.Thread(target=ask, args=[number]))
        threads[-1].start()
        while len(lock._line) <= number:
            time.sleep(0.001)
    asked.set()
    for thread in [holder, *threads]:
        thread.join()
    assert [*range(10), -1] == order


def test_who_waits_too_long_leaves_the_line() -> None:
    """And the next one gets it all the same."""
    lock = FairLock()
    with lock.held(60):
        with pytest.raises(TimeoutError), lock.held(0.01):
            pass
        assert not lock._line
    with lock.held(0.01):
        pass


def test_a_backup_is_made_while_everybody_writes(stand_on_file: Stand, tmp_path: Path) -> None:
    """Four threads of this process without a pause: in the first hour, and they go on meanwhile."""
    settings = chosen(stand_on_file, tmp_path)
    with writing([stand_on_file.store] * 4) as written:
        assert nightly.attempt(settings, stand_on_file.store, ZONE, datetime.now(UTC))
        before = sum(written)
    assert sum(written) > before > 0
    with stand_on_file.store.transaction() as session:
        assert backup_record.last_good(session) is not None


def test_a_backup_is_made_while_another_process_writes(stand_on_file: Stand, tmp_path: Path) -> None:
    """`thidua backup` beside a busy bot, or the nightly one beside any other program."""
    settings = chosen(stand_on_file, tmp_path)
    file = str(stand_on_file.store.engine.url.database)
    other = subprocess.Popen([sys.executable, "-c", _AGAIN, file], stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        other.stdout.readline()
        assert nightly.attempt(settings, stand_on_file.store, ZONE, datetime.now(UTC))
    finally:
        other.kill()
        other.wait()
        other.stdout.close() if other.stdout else None


def test_a_backup_waits_longer_than_ten_seconds(stand_on_file: Stand, tmp_path: Path) -> None:
    """Another program holds the file for so long: the backup waits, though a turn would not."""
    settings = chosen(stand_on_file, tmp_path)
    with closing(sqlite3.connect(str(stand_on_file.store.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done: list[bool] = []
        thread = threading.Thread(
            target=lambda: done.append(nightly.attempt(settings, stand_on_file.store, ZONE, datetime.now(UTC)))
        )
        thread.start()
        thread.join(11)
        assert thread.is_alive()
        other.execute("ROLLBACK")
        thread.join()
    assert [True] == done


def test_patience_is_for_what_is_begun_within_it(stand_on_file: Stand) -> None:
    """Afterwards everybody waits as long as before."""
    second = Store(connect(f"sqlite:///{stand_on_file.store.engine.url.database}"))
    with second.transaction() as session:
        key_values.put(session, "held", "yes")
        began = time.monotonic()
        with patience(0.3), pytest.raises(OperationalError, match="locked"), stand_on_file.context():
            pass
        assert 0.2 < time.monotonic() - began < 5
    second.close()
    with stand_on_file.context():
        pass


def test_photos_are_copied_while_others_write(
    stand_on_file: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may be many: nobody stands still for them."""
    seen: list[str] = []

    def copy(*_about: object) -> int:
        with stand_on_file.store.transaction() as session:
            key_values.put(session, "meanwhile", "yes")
        seen.append("written")
        return 0

    monkeypatch.setattr(making, "_keep_photos", copy)
    making.make(chosen(stand_on_file, tmp_path), stand_on_file.store)
    assert ["written"] == seen
