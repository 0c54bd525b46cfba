"""Make a backup: copy, prove by a restore, give it its name, copy the photos beside it, drop what is too old."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot import private_files
from bot.backups import dump, opening, rotation, rows, snapshot
from bot.backups.snapshot import Prints
from bot.settings import Settings
from models import backup_record, photos
from models.backup_record import BackupFault, Good
from models.database import Store, patience
from models.photos import Photo

_PHOTOS = select(Photo.file_name).where(Photo.state == photos.KEPT).distinct()
PATIENCE = 120.0  # seconds for which a backup waits until it may write its few lines: others may be busy
PHOTOS = "photos"  # beside the backups, each once, under the hash of its content


def make(settings: Settings, store: Store, *, as_lines: bool = False, mark: str = "") -> Good:
    """A new backup in the folder of the settings. BackupFault when it cannot be made or does not restore.

    `as_lines` writes the form that every kind of database takes, also for SQLite. `mark` goes into the file's name
    and keeps it out of the rotation.
    """
    now = datetime.now(UTC)
    folder = settings.backups
    suffix = ".db" if store.is_sqlite and not as_lines else dump.SUFFIX
    final = folder / rotation.name(now, f"{mark}{suffix}")
    part = final.with_name(final.name + ".part")
    try:
        private_files.make_folder(folder)
        with patience(PATIENCE), store.transaction() as session:
            backup_record.begin(session, now)
        private_files.create(part)
        prints = _copy(settings, store, part, as_lines=as_lines)
        _prove(part, prints, folder)
        _publish(part, final)
        with patience(PATIENCE), store.deployment_wide("a backup keeps the photos of all") as session:
            kept = [name for name in session.scalars(_PHOTOS) if name is not None]
        pictures = _keep_photos(kept, settings.evidence, folder / PHOTOS)  # while others may write
        good = Good(now, final.name, len(prints), sum(one.rows for one in prints.values()), pictures)
        with patience(PATIENCE), store.transaction() as session:
            backup_record.note_good(session, good)
        rotation.rotate(folder)
    except OSError as error:
        raise BackupFault(f"không ghi được {folder}: {error.strerror}") from None
    except SQLAlchemyError as error:
        raise BackupFault(f"không đọc được kho số liệu ({type(error).__name__}): thidua check") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return good


def _copy(settings: Settings, store: Store, part: Path, *, as_lines: bool) -> Prints:
    if not store.is_sqlite:
        return snapshot.of_server(store.engine, part)
    source = Path(make_url(settings.database).database or "")
    return (snapshot.lines_of_sqlite if as_lines else snapshot.of_sqlite)(source, part)


def _prove(part: Path, prints: Prints, folder: Path) -> None:
    """Restore the copy into a database of its own, and compare every table with what was copied."""
    with TemporaryDirectory(dir=folder, prefix="proof-") as place:
        restored = opening.restore(part, Path(place) / "restored.db")
        try:
            with restored.engine.begin() as connection:
                found = rows.fingerprint(connection)
        finally:
            restored.close()
    wrong = sorted(name for name in prints if prints[name] != found.get(name))
    if wrong:
        raise BackupFault(f"bản sao lưu khôi phục thử không giống ({', '.join(wrong)}): không giữ bản này")


def _publish(part: Path, final: Path) -> None:
    """On the disk before it has its name: a power cut leaves the whole of it, or nothing that looks like one."""
    descriptor = os.open(part, os.O_RDWR)  # Windows brings to the disk only what may be written
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(final)
    opening.sync_folder(final.parent)


def _keep_photos(names: Iterable[str], source: Path, target: Path) -> int:
    """Copy the pictures that are not there yet; returns how many are there now."""
    there = 0
    for name in names:
        kept = target / name
        if not kept.exists() and (source / name).is_file():
            private_files.make_folder(target)
            half_copied = kept.with_name(kept.name + ".part")
            private_files.copy(source / name, half_copied)
            half_copied.replace(kept)
        there += kept.exists()
    return there
