"""Backups: taken while the bot writes, proved by a restore, kept by the rule, and put back only where they belong."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import bootstrap, process_lock
from bot.backups import making, nightly, opening, restoring, rotation, rows
from bot.monitoring import integrity
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import backup_record, key_values, messages, photos
from models.backup_record import BackupFault
from models.database import Store, connect
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from models.photos import Photo
from services.inbound import Kind
from tests import announcing, rolled_up
from tests.commune import ZONE, Stand
from tests.live import live_settings
from tests.short_form import diagonal


def chosen(stand: Stand, folder: Path, **more: Any) -> Settings:
    """Settings of a live program on the stand's database, or on another file."""
    fields: dict[str, Any] = {
        "database_url": f"sqlite:///{stand.store.engine.url.database}",
        "backup_folder": folder / "kept",
        "evidence_folder": folder / "evidence",
    }
    return live_settings(**fields | more)


def prints(store: Store) -> dict[str, rows.Print]:
    """What every table holds, without the note that a backup leaves of itself."""
    with store.engine.begin() as connection:
        found = dict(rows.fingerprint(connection))
    found.pop("markers")
    return found


def in_the_middle_of_a_week(stand: Stand, settings: Settings) -> None:
    """Figures, doubts, a photo and unsent messages."""
    stand.ask("son", "hien", "hoa")
    stand.tap("son", "Vẫn 9 người")
    stand.say("hien", "con 6")
    stand.send("son", Kind.PHOTO, data="file-1")
    settings.evidence.mkdir()
    (settings.evidence / "abc.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with stand.store.transaction() as session:
        photo = session.query(Photo).one()
        photo.state, photo.file_name = photos.KEPT, "abc.png"
    announcing.send_to_two(stand)
    with stand.context() as context:
        rolled_up.leave_rows(context)


@pytest.mark.parametrize("as_lines", [False, True], ids=["file", "lines"])
def test_a_backup_restores_to_what_was_there(stand: Stand, tmp_path: Path, as_lines: bool) -> None:
    """Every row of every table, and the photo, on an empty machine."""
    settings = chosen(stand, tmp_path)
    in_the_middle_of_a_week(stand, settings)
    good = making.make(settings, stand.store, as_lines=as_lines)
    before = prints(stand.store)
    other = chosen(
        stand, tmp_path, database_url=f"sqlite:///{tmp_path}/new/thidua.db", evidence_folder=tmp_path / "new" / "photos"
    )
    said = restoring.restore(other, settings.backups / good.file, force=False)
    assert "1 ảnh được đưa lại" in said
    assert (tmp_path / "new" / "photos" / "abc.png").exists()
    store = bootstrap.open_store(other)
    after = prints(store)
    store.close()
    changed = {name for name in before if before[name] != after[name]}
    assert {"audit", "outbox"} >= changed  # the restore is written down, and the officers are told of it
    assert before["figures"].rows > 100
    assert 1 == after["audit"].rows - before["audit"].rows


def test_a_backup_is_of_one_instant_while_the_bot_writes(stand: Stand, tmp_path: Path) -> None:
    """Pairs written in one transaction are never half in a copy, and turns go on while it is taken."""
    settings = chosen(stand, tmp_path)
    writer = Store(connect(settings.database))
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            with writer.transaction() as session:
                key_values.put(session, "left", str(written))
                for _ in range(20):
                    row = OutboxMessage(
                        bot="m", chat_id="c", purpose=Purpose.REPLY, text="y" * 2000, created_at=datetime.now(UTC)
                    )
                    messages.queue(session, row)
                key_values.put(session, "right", str(written))
            written += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        copies: list[backup_record.Good] = []
        for lines in (False, True, False):
            before = written
            copies.append(making.make(settings, stand.store, as_lines=lines, mark=f"-{len(copies)}"))
            assert written > before
    finally:
        stop.set()
        thread.join()
        writer.close()
    for good in copies:
        target = tmp_path / f"{good.file}.restored"
        store = opening.restore(settings.backups / good.file, target)
        with store.transaction() as session:
            left, right = key_values.get(session, "left"), key_values.get(session, "right")
            assert left == right
            assert 0 == session.query(OutboxMessage).filter_by(bot="m").count() % 20
        store.close()


def test_what_does_not_restore_to_the_same_is_not_kept(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that lost a row is refused, and the last good backup stays the last good one."""
    settings = chosen(stand, tmp_path)
    copy = making._copy

    def lossy(settings: Settings, store: Store, part: Path, *, as_lines: bool) -> Any:
        found = copy(settings, store, part, as_lines=as_lines)
        with closing(sqlite3.connect(part)) as connection, connection:
            connection.execute("UPDATE units SET name = 'x' WHERE id = 5")
        return found

    monkeypatch.setattr(making, "_copy", lossy)
    with pytest.raises(BackupFault, match=r"khôi phục thử không giống \(units\)"):
        making.make(settings, stand.store)
    assert [] == list(settings.backups.iterdir())
    with stand.store.transaction() as session:
        assert backup_record.last_good(session) is None


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _scratch(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 3] = b"\x5a" * 8192
    file.write_bytes(bytes(content))


def _replace(file: Path) -> None:
    file.write_bytes(b"<html>not found</html>")


def _drop_a_row(file: Path) -> None:
    if file.suffix == ".gz":
        lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
        del lines[len(lines) // 2]
        file.write_bytes(gzip.compress(b"".join(lines)))
    else:
        _scratch(file)


@pytest.mark.parametrize(("harm", "as_lines"), diagonal([_cut, _scratch, _replace, _drop_a_row], [False, True]))
def test_a_damaged_backup_is_refused(
    stand: Stand, tmp_path: Path, harm: Callable[[Path], None], as_lines: bool
) -> None:
    """And what is there stays as it is, even with --force."""
    settings = chosen(stand, tmp_path)
    file = settings.backups / making.make(settings, stand.store, as_lines=as_lines).file
    harm(file)
    before = prints(stand.store)
    with pytest.raises(BackupFault):
        restoring.restore(settings, file, force=True)
    assert before == prints(stand.store)
    assert not list(tmp_path.glob("restore-*"))


def test_a_restore_refuses_what_it_should(stand: Stand, tmp_path: Path) -> None:
    """A running bot, a database that is there, another commune, a newer program."""
    settings = chosen(stand, tmp_path)
    file = settings.backups / making.make(settings, stand.store).file
    with process_lock.hold(settings), pytest.raises(OperatorError, match="đang chạy"):
        restoring.restore(settings, file, force=True)
    with pytest.raises(BackupFault, match="--force"):
        restoring.restore(settings, file, force=False)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE units SET code = 'ANOTHER' WHERE commune_id IS NULL")
    with pytest.raises(BackupFault, match="là của xã ANOTHER"):
        restoring.restore(settings, file, force=True)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupFault, match="chương trình mới hơn"):
        restoring.restore(settings, file, force=True)


@pytest.mark.parametrize("is_damaged", [False, True], ids=["sound", "damaged"])
def test_force_keeps_what_was_there(stand: Stand, tmp_path: Path, is_damaged: bool) -> None:
    """A backup of it where it can be read, its bare files where it cannot."""
    settings = chosen(stand, tmp_path)
    file = settings.backups / making.make(settings, stand.store).file
    stand.join("son")
    stand.close()
    live = Path(str(stand.store.engine.url.database))
    if is_damaged:
        live.write_bytes(b"nothing" * 1000)
    said = restoring.restore(settings, file, force=True)
    aside = Path(next(line for line in said.splitlines() if line.startswith("Số liệu trước đó")).rpartition(": ")[2])
    assert aside.exists()
    assert is_damaged == (aside.read_bytes() == b"nothing" * 1000)
    with closing(sqlite3.connect(live)) as connection:
        assert [(0,)] == connection.execute("SELECT count(*) FROM people").fetchall()
    if not is_damaged:
        with closing(sqlite3.connect(aside)) as connection:
            assert [(1,)] == connection.execute("SELECT count(*) FROM people").fetchall()


def test_a_damaged_database_is_noticed_at_the_start(stand: Stand, tmp_path: Path) -> None:
    """In bounded time, with what to do; a sound one passes."""
    settings = chosen(stand, tmp_path)
    assert integrity.require_sound(settings)
    assert not integrity.require_sound(settings, seconds=-1.0), "there was time to look at everything"
    stand.close()
    _scratch(Path(str(stand.store.engine.url.database)))
    with pytest.raises(OperatorError, match=r"hỏng.*thidua restore"):
        integrity.require_sound(settings)


def test_the_night_makes_one_backup_and_tries_again_after_a_failure(stand: Stand, tmp_path: Path) -> None:
    """Once a night; where the folder cannot be written, once an hour until it can."""
    night = nightly.due(datetime.now(UTC), ZONE)
    settings = chosen(stand, tmp_path, backup_folder=tmp_path / "blocked" / "kept")
    (tmp_path / "blocked").write_text("a file where the folder should be")
    with pytest.raises(BackupFault):
        nightly.attempt(settings, stand.store, ZONE, night)
    assert not nightly.attempt(settings, stand.store, ZONE, night), "tried again within the hour"
    (tmp_path / "blocked").unlink()
    assert nightly.attempt(settings, stand.store, ZONE, night + timedelta(hours=1))
    assert not nightly.attempt(settings, stand.store, ZONE, night + timedelta(hours=2))
    assert 1 == len(list(settings.backups.glob("thidua-*.db")))


@given(st.integers(0, 1500), st.integers(0, 23))
def test_the_rotation_keeps_days_weeks_and_months(days: int, hour: int) -> None:
    """After any number of nights: the last seven, four weeks, twelve months, each by its newest; never more than 23."""
    start = datetime(2026, 1, 1, hour, tzinfo=UTC)
    there: set[datetime] = set()
    for day in range(min(days, 420)):
        there = rotation.kept({*there, start + timedelta(days=day)})
    newest = sorted(there, reverse=True)
    count = min(days, 420)
    assert len(newest) <= rotation.DAYS + rotation.WEEKS + rotation.MONTHS
    assert [start + timedelta(days=count - 1 - back) for back in range(min(7, count))] == newest[:7]
    months = {(at.year, at.month) for at in newest}
    reached = {((start + timedelta(days=day)).year, (start + timedelta(days=day)).month) for day in range(count)}
    assert set(sorted(reached)[-12:]) <= months
