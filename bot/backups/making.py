"""Make a backup: copy, prove by a restore, give it its name, copy the photos beside it, drop what is too old."""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.backups import dump, opening, record, rotation, rows, snapshot
from bot.backups.record import BackupFault, Good
from bot.backups.snapshot import Prints
from bot.settings import Settings
from models import photos
from models.database import Store
from models.photos import Photo

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
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with store.transaction() as session:
            record.begin(session, now)
        part.touch(mode=0o600)
        prints = _copy(settings, store, part, as_lines=as_lines)
        _prove(part, prints, folder)
        _publish(part, final)
        with store.deployment_wide("a backup keeps the photos of all") as session:
            pictures = _keep_photos(session, settings.evidence, folder / PHOTOS)
            good = Good(now, final.name, len(prints), sum(one.rows for one in prints.values()), pictures)
            record.note_good(session, good)
        rotation.rotate(folder)
    except OSError as error:
        raise BackupFault(f"{folder} cannot be written: {error.strerror}") from None
    except SQLAlchemyError as error:
        raise BackupFault(f"the database cannot be read ({type(error).__name__}): thidua check") from None
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
        raise BackupFault(f"the backup does not restore to what was copied ({', '.join(wrong)}): it is not kept")


def _publish(part: Path, final: Path) -> None:
    """On the disk before it has its name: a power cut leaves the whole of it, or nothing that looks like one."""
    descriptor = os.open(part, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(final)
    opening.sync_folder(final.parent)


def _keep_photos(session: Session, source: Path, target: Path) -> int:
    """Copy the pictures that are not there yet; returns how many are there now."""
    names = session.scalars(select(Photo.file_name).where(Photo.state == photos.KEPT).distinct()).all()
    there = 0
    for name in names:
        if name is None:
            continue
        kept = target / name
        if not kept.exists() and (source / name).is_file():
            target.mkdir(exist_ok=True, mode=0o700)
            half_copied = kept.with_name(kept.name + ".part")
            shutil.copyfile(source / name, half_copied)
            half_copied.replace(kept)
        there += kept.exists()
    return there
