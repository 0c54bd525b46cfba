"""`thidua rollback`: back to the version before the last update, after saying what would be lost.

Where the older version can read the database as it is, nothing is. Otherwise the backup of the update goes in its
place, put there by the older version itself, which makes sure that it can read it.
"""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from bot import bootstrap, migrate, process_lock
from bot.backups import making
from bot.installation import campaign_files, places, service
from bot.installation.update import Say
from bot.operator_error import OperatorError
from bot.settings import Settings
from models.database import Store
from models.figures import Revision
from models.messages import InboxMessage
from models.summaries import PostedSummary

_MARK = "-before-rollback"


@dataclass(frozen=True)
class Outlook:
    """What going back would mean: `since` is None where the data stays as it is."""

    state: places.State
    since: datetime | None = None
    messages: int = 0
    figures: int = 0
    posts: int = 0

    @property
    def text(self) -> str:
        if self.since is None:
            return "Bản cũ đọc được số liệu đang có: không mất gì."
        return (
            f"Bản cũ không đọc được số liệu của bản mới, nên phải trả lại bản sao lưu trước khi cập nhật "
            f"({self.since.astimezone():%H:%M %d/%m/%Y}). Sẽ mất những gì sau đó: {self.messages} tin nhắn, "
            f"{self.figures} lần ghi số, {self.posts} bài tổng hợp. Máy sao lưu số liệu đang có trước, nhưng chỉ bản "
            "mới đọc được bản sao đó."
        )


def look(settings: Settings, home: Path) -> Outlook:
    """What would be lost. OperatorError where there is nothing to go back to."""
    state = places.read(home)
    if state.previous is None:
        raise OperatorError("Chưa cập nhật lần nào, hoặc đã về bản cũ rồi: không có bản trước để về.")
    if not places.python(places.root(home, state.previous)).exists():
        raise OperatorError(f"Bản trước ({state.previous or 'bản đầu'}) không còn trên máy.")
    store = bootstrap.open_store(settings, migrating=False)
    try:
        migrations = places.root(home, state.previous) / "migrations"
        current = migrate.current(store.engine)
        if current is None or migrate.is_known(current, migrations):
            return Outlook(state)
        if not store.is_sqlite:
            raise OperatorError(_by_hand(settings, home, state))
        return _losses(store, state)
    finally:
        store.close()


def _by_hand(settings: Settings, home: Path, state: places.State) -> str:
    """PostgreSQL: the data of now stays, the older version puts the backup into a database beside it."""
    url = make_url(settings.database)
    older = f"{url.database}_cu"
    command = places.command(places.root(home, state.previous or ""), "restore")
    command.append(str((settings.backups / state.backup).resolve()))
    beside = url.set(database=older).render_as_string(hide_password=True)
    return (
        "Bản cũ không đọc được số liệu của bản mới. Kho nằm trên máy chủ PostgreSQL nên chưa đổi gì; làm bốn bước:\n"
        f"1. Tạo kho trống: createdb {older}\n"
        f"2. Trong .env sửa DATABASE_URL thành {beside} (mật khẩu như cũ)\n"
        f"3. Trả bản sao lưu trước khi cập nhật vào đó: {shlex.join(command)}\n"
        "4. Chạy lại: thidua rollback\n"
        "Những gì gửi sau lúc cập nhật vẫn nằm trong kho bây giờ; muốn dùng lại bản mới thì trả DATABASE_URL về như cũ."
    )


def _losses(store: Store, state: places.State) -> Outlook:
    since = datetime.fromisoformat(state.updated_at)
    with store.deployment_wide("the whole database goes back") as session:
        counts = [
            session.scalar(select(func.count()).select_from(table).where(moment > since)) or 0
            for table, moment in (
                (InboxMessage, InboxMessage.received_at),
                (Revision, Revision.recorded_at),
                (PostedSummary, PostedSummary.posted_at),
            )
        ]
    return Outlook(state, since, *counts)


def go_back(settings: Settings, home: Path, outlook: Outlook, say: Say) -> None:
    """Do it. A kill before the last line leaves the newer version, with the data of before or of after."""
    state = outlook.state
    if state.previous is None:
        raise OperatorError("không có bản trước để về")
    with service.paused(home, say):
        with process_lock.hold(settings, alone=True):
            store = bootstrap.open_store(settings, migrating=False, is_alone=True)
            try:
                say(f"Đã sao lưu: {settings.backups / making.make(settings, store, mark=_MARK).file}")
            finally:
                store.close()
        if outlook.since is not None:
            _restore(settings, home, state)
        campaign_files.give_back(home, places.root(home, state.current))
        places.write(home, replace(state, current=state.previous, previous=None, backup=""))
    say("Đã về bản cũ.")


def _restore(settings: Settings, home: Path, state: places.State) -> None:
    """By the older version: what the newer one restores it brings to its own schema."""
    command = places.command(places.root(home, state.previous or ""), "restore", "--force")
    command.append(str((settings.backups / state.backup).resolve()))
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        raise OperatorError(f"Chưa trả được bản sao lưu, vẫn dùng bản mới: {said[:300]}")
