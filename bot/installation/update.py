"""`thidua update`: a newer version built beside the one that is used, tried on a copy of the data, then used.

Whatever fails, and whenever the power does, the version that was used is used: the last step alone changes that.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot import bootstrap, process_lock
from bot.backups import making
from bot.installation import campaign_files, environment, places, service, sources
from bot.operator_error import OperatorError
from bot.settings import Settings, environment_with
from models import key_values
from models.units import Unit

MARK = "-before-update"
Say = Callable[[str], None]


def update(settings: Settings, home: Path, archive: Path | None, say: Say) -> None:
    """Use what the archive holds, or the newest of the clone. OperatorError or BackupFault, and nothing has changed."""
    before = places.read(home)
    version = sources.take(home, archive)
    root = places.root(home, version)
    if version == before.current:
        say("Đang dùng đúng bản này rồi.")
        _renew(home, root, say)  # what a kill may have left
        return
    say(f"Bản mới: {version or 'bản đầu'}. Bản đang dùng vẫn chạy trong lúc cài.")
    try:
        environment.make(root, say)
    except environment.EnvironmentFault as fault:
        raise OperatorError(str(fault)) from None
    with service.paused(home, say), process_lock.hold(settings, alone=True):
        backup, has_data = _back_up(settings)
        say(f"Đã sao lưu: {settings.backups / backup}")
        if has_data:
            _try(root, settings.backups / backup, _file_to_be_used(settings, home, root))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        places.write(home, places.State(version, before.current, backup, now))
        _renew(home, root, say)
        _note_own_file(settings, home, root, places.root(home, before.current), say)
    _drop_others(home)
    say("Đã đổi sang bản mới. Muốn về bản cũ: thidua rollback")


def _back_up(settings: Settings) -> tuple[str, bool]:
    """The backup's name, and whether there is a commune in it: a program that never ran has none."""
    store = bootstrap.open_store(settings, is_alone=True)
    try:
        made = making.make(settings, store, mark=MARK).file
        with store.deployment_wide("an update is of the whole database") as session:
            return made, bool(session.scalar(select(func.count()).select_from(Unit)))
    finally:
        store.close()


def _file_to_be_used(settings: Settings, home: Path, root: Path) -> Path:
    """The campaign file that the new version will run with."""
    for one in campaign_files.renewed(home, root):
        if one.is_untouched and settings.campaign_file.resolve() == (home / one.file).resolve():
            return root / one.file
    return settings.campaign_file


def _renew(home: Path, root: Path, say: Say) -> None:
    """Take over the shipped files that nobody has changed, and say which ones stay."""
    for one in campaign_files.renewed(home, root):
        if one.is_untouched:
            campaign_files.take(home, root, one.file)
            say(f"Tệp {one.file}: xã chưa sửa nên đã lấy theo bản mới.")
        else:
            say(f"Tệp {one.file}: xã đã sửa riêng nên giữ nguyên. Xem bản mới khác gì: thidua campaign compare")


def _note_own_file(settings: Settings, home: Path, root: Path, before: Path, say: Say) -> None:
    """Let officers know where the file in use is the commune's own, and the shipped one has changed."""
    kept = [home / one.file for one in campaign_files.renewed(home, root)]
    own = settings.campaign_file.resolve()
    if own not in [path.resolve() for path in kept]:
        if own == (home / campaign_files.SAMPLE).resolve() or not campaign_files.is_another_sample(before, root):
            return
        say(f"Tệp {settings.campaign_file} là của xã nên giữ nguyên. Xem bản mới khác gì: thidua campaign compare")
    store = bootstrap.open_store(settings, is_alone=True)
    try:
        with store.transaction() as session:
            key_values.put(session, key_values.CAMPAIGN_KEPT, str(settings.campaign_file))
    finally:
        store.close()


def _try(root: Path, backup: Path, campaign_file: Path) -> None:
    """The new version restores the backup into a place of its own: it can read the data and the campaign file."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environment = environment_with(
            DATABASE_URL=f"sqlite:///{folder / 'trial.db'}",
            EVIDENCE_FOLDER=str(folder / "evidence"),
            CAMPAIGN_FILE=str(campaign_file.resolve()),
        )
        command = places.command(root, "restore", str(backup.resolve()))
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=environment)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise OperatorError(f"Bản mới không mở được số liệu của xã, nên vẫn dùng bản cũ: {said[:300]}")


def _drop_others(home: Path) -> None:
    """Two versions stay: the one that is used, and the one before it."""
    state = places.read(home)
    for folder in (home / places.FOLDER).iterdir():
        is_unused = folder.name not in (state.current, state.previous)
        if folder.is_dir() and is_unused and not campaign_files.is_kept_beside_versions(folder):
            shutil.rmtree(folder, ignore_errors=True)
