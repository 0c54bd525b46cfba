"""`thidua restore`: put a backup in the place of the database, unless something speaks against it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from bot import bootstrap, private_files, process_lock
from bot.backups import aftermath, dump, making, opening, snapshot
from bot.operator_error import OperatorError
from bot.settings import Settings
from models.backup_record import BackupFault
from models.database import Store, connect
from models.units import Unit
from services.context import Deployment

_ASIDE = "-before-restore"


def restore(settings: Settings, backup: Path, *, force: bool) -> str:
    """What was done, in a few lines. OperatorError or BackupFault, and nothing changed, when it must not be done."""
    served = bootstrap.deployments(settings)
    with process_lock.hold(settings, alone=True), _opened(settings, backup) as restored:
        made_at = _require_ours(restored, served, backup)
        aside = _set_aside(settings, force=force)
        posts = aftermath.settle(restored, served, made_at, datetime.now(UTC))
        _put(settings, restored)
    photos = _return_photos(settings, backup)
    lines = [f"Đã khôi phục từ {backup}, bản lúc {made_at:%d/%m/%Y %H:%M} UTC; {photos} ảnh được đưa lại."]
    lines += [f"Số liệu trước đó còn giữ ở: {aside}"] if aside else []
    lines += [f"Không tự đăng, vì có thể đã đăng rồi: tuần {posts}."] if posts else []
    return "\n".join([*lines, "Những gì gửi sau lúc sao lưu phải gửi lại; cán bộ được báo khi bot chạy lại."])


@contextmanager
def _opened(settings: Settings, backup: Path) -> Iterator[Store]:
    """The backup as a database of its own, beside the one it will replace."""
    url = make_url(settings.database)
    is_file = url.get_backend_name() == "sqlite" and url.database
    beside = _file(settings).parent if is_file else settings.backups
    private_files.make_folder(beside)
    with TemporaryDirectory(dir=beside, prefix="restore-") as place:
        store = opening.restore(backup, Path(place) / "restored.db")
        try:
            yield store
        finally:
            store.close()


def _file(settings: Settings) -> Path:
    """The SQLite file itself, where the setting names a link to it: a link stays, and SQLite's log lies by the file."""
    return Path(make_url(settings.database).database or "").resolve()


def _require_ours(restored: Store, served: Sequence[Deployment], backup: Path) -> datetime:
    """When the backup was made."""
    with restored.deployment_wide("a backup is of the whole database") as session:
        communes = session.scalars(select(Unit.code).where(Unit.commune_id.is_(None))).all()
        codes = [one.campaign.commune_code for one in served]
        if not set(codes) & set(communes):
            other = ", ".join(communes) or "no commune at all"
            raise BackupFault(
                f"{backup} là của xã {other}, tệp phong trào là của {', '.join(codes)}: đặt lại CAMPAIGN_FILE"
            )
        made_at = aftermath.made_at(session)
    if made_at is None:
        raise BackupFault(f"{backup} không ghi lúc sao lưu: đây không phải bản do chương trình này làm")
    return made_at


def _set_aside(settings: Settings, *, force: bool) -> str:
    """Where what is there now is kept; "" when nothing is. Without `force` there must be nothing."""
    state = _state(settings)
    if not state:
        return ""
    if not force:
        raise BackupFault(f"đã có kho số liệu ({state}): --force thay nó, sau khi sao lưu nó")
    try:
        store = bootstrap.open_store(settings, is_alone=True)
    except OperatorError:
        return _move_damaged(settings)
    try:
        return str(settings.backups / making.make(settings, store, mark=_ASIDE).file)
    except BackupFault:
        return _move_damaged(settings)
    finally:
        store.close()


def _state(settings: Settings) -> str:
    """What there is, in a word; "" for nothing."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return ""
    store = Store(connect(settings.database))
    try:
        with store.engine.begin() as connection:
            if not inspect(connection).has_table("units"):
                return ""
            return "đang dùng" if connection.scalar(select(func.count()).select_from(Unit)) else ""
    except DatabaseError:
        if not store.is_sqlite:
            raise
        return "đã hỏng"
    finally:
        store.close()


def _move_damaged(settings: Settings) -> str:
    """What cannot be read cannot be backed up; its files are kept as they are, for whoever can read more of them."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        raise BackupFault("không sao lưu được kho đang có: nếu đúng ý, xin tự xóa nó trước")
    path = _file(settings)
    kept = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    for end in ("-wal", ""):
        if path.with_name(path.name + end).exists():
            private_files.copy(path.with_name(path.name + end), kept.with_name(kept.name + end))
    return str(kept)


def _put(settings: Settings, restored: Store) -> None:
    url = make_url(settings.database)
    source = Path(str(restored.engine.url.database))
    if url.get_backend_name() == "sqlite":
        restored.close()
        return _replace(source, _file(settings))
    lines = source.with_name("restored" + dump.SUFFIX)
    snapshot.lines_of_sqlite(source, lines)
    engine = connect(settings.database)
    try:
        dump.load(engine, lines, replacing=True)
    finally:
        engine.dispose()


def _replace(source: Path, target: Path) -> None:
    """The old log goes first: it would be taken for the new file's own."""
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    source.chmod(0o600)
    with source.open("rb+") as file:  # Windows brings to the disk only what may be written
        os.fsync(file.fileno())
    for end in ("-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    source.replace(target)
    opening.sync_folder(target.parent)


def _return_photos(settings: Settings, backup: Path) -> int:
    """Copy back the pictures that are missing."""
    kept, count = backup.parent / making.PHOTOS, 0
    if kept.is_dir():
        private_files.make_folder(settings.evidence)
        for picture in kept.iterdir():
            if not (settings.evidence / picture.name).exists() and picture.suffix != ".part":
                private_files.copy(picture, settings.evidence / picture.name)
                count += 1
    return count
