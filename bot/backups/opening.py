"""Open a backup, of whichever form, as a database of its own at the newest schema; and say what is wrong with it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot import migrate, private_files
from bot.backups import dump
from models.backup_record import BackupFault
from models.database import Store, connect

_SQLITE = b"SQLite format 3\x00"
_GZIP = b"\x1f\x8b"


def restore(backup: Path, target: Path) -> Store:
    """A new SQLite file at `target`. BackupFault for a damaged file, a stranger's, or one of a newer program."""
    try:
        with backup.open("rb") as file:
            start = file.read(len(_SQLITE))
        if start == _SQLITE:
            private_files.copy(backup, target)
            _require_sound(target, backup)
        elif not start.startswith(_GZIP):
            raise BackupFault(f"{backup} không phải bản sao lưu của chương trình này")
    except OSError as error:
        raise BackupFault(f"không đọc được {backup}: {error.strerror}") from None
    store = Store(connect(f"sqlite:///{target}"))
    try:
        if start != _SQLITE:
            dump.load(store.engine, backup)
        elif migrate.current(store.engine) != migrate.newest():
            migrate.upgrade(store.engine)
    except SQLAlchemyError as error:
        store.close()
        raise BackupFault(f"không mở được {backup} ({type(error).__name__}): xin lấy bản cũ hơn") from None
    except BackupFault:
        store.close()
        raise
    return store


def _require_sound(copy: Path, backup: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        raise BackupFault(
            f"{backup} hỏng hoặc không phải bản sao lưu của chương trình này: xin lấy bản cũ hơn"
        ) from None
    if said != "ok":
        raise BackupFault(f"{backup} hỏng: xin lấy bản cũ hơn")
    if found is None or not migrate.is_known(found[0]):
        raise BackupFault(f"{backup} do bản chương trình mới hơn làm: xin cập nhật chương trình trước")


def sync_folder(folder: Path) -> None:
    """A name in a folder outlives a power cut once the folder itself is on the disk; Windows cannot be told so."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
