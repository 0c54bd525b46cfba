"""After a restore nothing goes out a second time unasked; older backups and other databases take part."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import bootstrap, migrate, process_lock
from bot.backups import aftermath, making, opening, restoring, rows
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import backup_record, job_runs, messages, people
from models.backup_record import BackupFault
from models.database import Store, connect
from models.figures import Figure
from models.job_runs import JobRun
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from tests import databases
from tests.commune import Stand, deployment
from tests.test_backups import chosen, in_the_middle_of_a_week, prints


@pytest.fixture
def address() -> Iterator[str]:
    """An empty PostgreSQL database."""
    empty = databases.Passing()
    yield empty.url
    empty.close()


def test_a_post_that_may_have_gone_out_is_not_posted_again(stand: Stand) -> None:
    """A copy from the night before the post, put back after it: the job does not run, and the officer knows why."""
    stand.join("son", "hoa")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30"):
        stand.at(instant)
        stand.tick()
    made_at = stand.clock.now()
    stand.heard()
    stand.at("2026-11-20T12:00")  # the post went out at nine, and then the disk died
    assert "47" == aftermath.settle(stand.store, [deployment()], made_at, stand.clock.now())
    said = stand.heard("hoa")[-1].text
    assert "khôi phục" in said
    assert "tuần 47 có thể đã đăng rồi" in said
    stand.tick()
    assert [] == [row for row in stand.heard() if row.purpose == "post"]
    with stand.store.transaction() as session:
        due = deployment().calendar.schedule(deployment().calendar.of("2026-W47")).post
        assert {"*"} == job_runs.claimed(session, "post", due)


def test_a_post_that_waited_in_the_copy_is_asked_about(stand: Stand) -> None:
    """Perhaps the program that went on sent it; a private message may come twice, a post may not."""
    now = datetime.now(UTC)
    with stand.store.transaction() as session:
        for once in (True, False):
            row = OutboxMessage(bot="m", chat_id="g", purpose="post", text="x", created_at=now, once=once)
            messages.queue(session, row)
    aftermath.settle(stand.store, [deployment()], now - timedelta(hours=1), now)
    with stand.store.transaction() as session:
        states = {row.once: row.state for row in session.query(OutboxMessage).filter_by(bot="m")}
    assert {True: messages.UNKNOWN, False: messages.PENDING} == states


def test_nothing_is_held_back_where_nothing_was_lost(stand: Stand) -> None:
    """A backup put back within the hour: the post is still to come, and comes by itself."""
    now = stand.clock.now()
    assert "" == aftermath.settle(stand.store, [deployment()], now - timedelta(minutes=30), now)
    with stand.store.transaction() as session:
        assert 0 == session.query(JobRun).filter_by(job="post").count()


def test_a_backup_of_an_older_program_is_brought_up_to_date(stand: Stand, tmp_path: Path) -> None:
    """Its rows are there after every migration since."""
    settings = chosen(stand, tmp_path)
    in_the_middle_of_a_week(stand, settings)
    with stand.store.transaction() as session:
        backup_record.begin(session, datetime.now(UTC))
    held = prints(stand.store)["figures"]
    migrate.downgrade(stand.store.engine, "0001")
    stand.close()
    old = tmp_path / "old.db"
    Path(str(stand.store.engine.url.database)).rename(old)
    restoring.restore(settings, old, force=False)
    store = bootstrap.open_store(settings)
    assert migrate.newest() == migrate.current(store.engine)
    with store.transaction() as session:
        assert held.rows == session.query(Figure).count()
        assert 3 == len(session.scalars(select(people.Account)).all())
    store.close()


def test_a_commune_moves_to_postgresql_and_back(stand: Stand, tmp_path: Path, address: str) -> None:
    """The file restores into the server's database, the server's backup into a file, and every row is the same."""
    settings = chosen(stand, tmp_path)
    in_the_middle_of_a_week(stand, settings)
    before = prints(stand.store)
    file = settings.backups / making.make(settings, stand.store).file
    province = chosen(stand, tmp_path, database_url=address, backup_folder=tmp_path / "province")
    restoring.restore(province, file, force=False)
    store = Store(connect(address))
    there = prints(store)
    assert before.keys() == there.keys()
    assert [] == [name for name in before.keys() - {"audit", "outbox"} if before[name] != there[name]]
    with store.transaction() as session:
        fresh = OutboxMessage(bot="m", chat_id="c", purpose=Purpose.REPLY, text="y", created_at=datetime.now(UTC))
        session.add(fresh)
        session.flush()
        highest = session.query(OutboxMessage.id).order_by(OutboxMessage.id.desc()).first()
        assert highest is not None
        assert fresh.id == highest[0]
    _stands_alone(province, file)
    good = making.make(province, store)
    now_there = prints(store)
    store.close()
    assert good.file.endswith(".jsonl.gz")
    back = opening.restore(province.backups / good.file, tmp_path / "back.db")
    with back.engine.begin() as connection:
        found = dict(rows.fingerprint(connection))
    back.close()
    assert [] == [name for name in now_there if now_there[name] != found[name]]


def _stands_alone(settings: Settings, file: Path) -> None:
    """While a bot runs on the server, and over what is there, nothing is put back."""
    with (
        process_lock.hold(settings),
        process_lock.hold(settings),
        pytest.raises(OperatorError, match="đang chạy"),
    ):
        restoring.restore(settings, file, force=True)
    with (
        process_lock.hold(settings, alone=True),
        pytest.raises(OperatorError, match="đang khôi phục"),
        process_lock.hold(settings),
    ):
        pass
    with pytest.raises(BackupFault, match="--force"):
        restoring.restore(settings, file, force=False)
    older = Store(connect(settings.database))
    migrate.downgrade(older.engine, "0009")  # what is there was left by a build of before
    older.close()
    restoring.restore(settings, file, force=True)


def test_a_stale_log_is_not_taken_for_the_new_file(stand: Stand, tmp_path: Path) -> None:
    """The damaged file's write-ahead log goes with it: left behind, it would be played into the restored one."""
    settings = chosen(stand, tmp_path)
    file = settings.backups / making.make(settings, stand.store).file
    live = Path(str(stand.store.engine.url.database))
    stand.join("son")
    log = live.with_name(live.name + "-wal")
    stale = log.read_bytes()
    assert stale
    stand.close()
    live.write_bytes(b"broken" * 2000)
    log.write_bytes(stale)
    restoring.restore(settings, file, force=True)
    with closing(sqlite3.connect(live)) as connection:
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
        assert [(0,)] == connection.execute("SELECT count(*) FROM people").fetchall()
