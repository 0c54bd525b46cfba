"""A province's database: the same schema, claims and conversations on a real PostgreSQL server."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import clock, migrate
from models import delivery_queue, message_quota, messages
from models.database import Base, Store, connect
from models.messages import OutboxMessage
from models.summaries import PostedSummary
from models.units import Unit
from services.imports import figures, units
from tests import databases, presses
from tests.commune import FOLDER, TUESDAY, Stand, deployment
from tests.models import test_history
from tests.models.communes import odd_campaign
from tests.patience import LAST_RESORT


def waiting(session: Session, chat: str, now: datetime) -> OutboxMessage:
    """A message that waits, of the only commune."""
    commune = session.scalar(select(Unit)) or Unit(code="X", kind="commune", name="X", aliases=[])
    session.add(commune)
    session.flush()
    queued = {"bot": "memory", "chat_id": chat, "purpose": "reply", "text": "x", "created_at": now}
    return OutboxMessage(**queued, commune_id=commune.id)


@pytest.fixture
def store() -> Iterator[databases.Passing]:
    """An empty database at the newest schema."""
    made = databases.Passing()
    migrate.upgrade(made.engine)
    yield made
    made.close()


def test_migrations_equal_the_models(store: databases.Passing) -> None:
    """One schema for both databases."""
    with store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert [] == differences
    migrate.downgrade(store.engine)
    migrate.upgrade(store.engine)
    assert migrate.newest() == migrate.current(store.engine)


def test_a_message_is_claimed_by_one_process(store: databases.Passing) -> None:
    """Two processes that look at the same moment: the conditional update lets only one have the row."""
    now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    with store.deployment_wide("delivery sends for every commune") as session:
        messages.queue(session, waiting(session, "a", now))
    with store.deployment_wide("delivery sends for every commune") as session:
        assert 1 == len(delivery_queue.claim(session, now, timedelta(minutes=1), 5))
    with store.deployment_wide("delivery sends for every commune") as session:
        assert 0 == len(delivery_queue.claim(session, now, timedelta(minutes=1), 5))


@pytest.mark.parametrize("round_", range(3))
def test_presses_at_the_same_moment_make_one_post(store: Store, tmp_path: Path, round_: int) -> None:
    """Several processes decide about one draft: the commune's lock lets one post, under one number."""
    with store.transaction() as session:
        units.load(session, FOLDER / "units.csv", deployment().campaign.commune_code, TUESDAY)
    stand = Stand(tmp_path, store)
    presses.drafted(stand, "lan")
    stand.require_approval()
    stand.at(presses.POST_TIME)
    stand.tick()
    taps = [presses.press(stand, who, "Duyệt, đăng ngay") for who in ("hoa", "lan")]
    presses.at_once(*taps, *taps)
    assert ["group"] == [row.chat_id for row in presses.queued(stand, "post")]
    with store.transaction() as session:
        assert ["1/2026"] == [one.called for one in session.scalars(select(PostedSummary))]
    assert 1 == presses.decisions(stand, "posted")
    assert [] == presses.faults(stand)
    stand.close()


def test_an_ordinary_week_on_postgresql(store: Store, tmp_path: Path) -> None:
    """The village head notices no difference."""
    with store.transaction() as session:
        units.load(session, FOLDER / "units.csv", deployment().campaign.commune_code, TUESDAY)
        context = deployment().context(session, TUESDAY)
        lines = (FOLDER / "figures.csv").read_text(encoding="utf-8").splitlines()
        short = tmp_path / "figures.csv"
        short.write_text("\n".join([lines[0], *(line for line in lines[1:] if ",T01," in line)]), encoding="utf-8")
        figures.load(session, short, context.campaign, context.commune, TUESDAY)
    stand = Stand(tmp_path, store)
    stand.join("son")
    stand.at("2026-11-18T08:00")
    stand.tick()
    for label in ("Vẫn 9 người", "Không gieo thêm", "Không có gì mới"):
        stand.tap("son", label)
    assert "Đã nhận báo cáo của thôn Bản Còn" in stand.heard("son")[-1].text
    stand.close()


def test_no_statement_waits_for_helpers_of_the_server(store: databases.Passing) -> None:
    """With many communes the planner gave a turn's look-up two more processes: they start more slowly than it runs."""
    with store.engine.connect() as connection:
        settings = ("max_parallel_workers_per_gather", "jit")
        assert ["0", "off"] == [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in settings]


def test_history_on_postgresql(store: Store) -> None:
    """What is read of the history gives the same as everything there too, and no other commune is looked at."""
    land = test_history.settle(store, odd_campaign(), 3)
    assert [] == list(test_history.differing(land))
    lines = test_history.plans(land, "EXPLAIN (COSTS OFF)")
    # By its id a figure is found as the database likes, straight or by a bitmap, as it happens to know the table.
    scans = [
        line
        for line, condition in pairwise(lines)
        if re.search(r"Scan .*on figures", line) and not re.search(r" Cond: \(id = | Filter: \(id = ", condition)
    ]
    assert 0 < len(scans) == len([line for line in lines if "Index Cond: ((subject_id = " in line])


def test_two_processes_lose_no_message_of_the_ledger(store: databases.Passing) -> None:
    """Both begin the month at once and count: the sum is right, and neither stumbles over the other."""
    with ThreadPoolExecutor(4) as pool:

        def count(_number: int) -> None:
            with store.transaction() as session:
                message_quota.count(session, "zalo", "2000", "2026-11", taken=1)
                message_quota.count(session, "zalo", "2000", "2026-11", given=1)

        list(pool.map(count, range(40)))
    with store.transaction() as session:
        row = message_quota.of(session, "zalo", "2000", "2026-11")
        assert (40, 40) == (row.taken, row.given)


def test_two_processes_claim_every_message_once(store: databases.Passing) -> None:
    """Eight threads with connections of their own take sixty messages of sixty chats: none twice, none left."""
    now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    with store.deployment_wide("delivery sends for every commune") as session:
        for number in range(60):
            messages.queue(session, waiting(session, str(number), now))

    def claim(_: int) -> list[int]:
        with store.deployment_wide("delivery sends for every commune") as session:
            return [row.id for row in delivery_queue.claim(session, now, timedelta(minutes=1), 10)]

    with ThreadPoolExecutor(8) as executor:
        taken = [row for rows in executor.map(claim, range(40)) for row in rows]
    assert 60 == len(taken) == len(set(taken))


def test_a_dead_process_s_lease_ends_by_the_server_s_time(store: databases.Passing) -> None:
    """Whatever the clocks of the machines say: what counts is the one clock that they share."""
    with store.deployment_wide("delivery sends for every commune") as session:
        messages.queue(session, waiting(session, "a", clock.shared(session)))
    lease = timedelta(seconds=1)
    claims: list[tuple[datetime, int]] = []
    while sum(count for _, count in claims) < 2:
        with store.deployment_wide("delivery sends for every commune") as session:
            now = clock.shared(session)
            claims.append((now, len(delivery_queue.claim(session, now, lease, 5))))
        time.sleep(0.02)
    (begun, first), *refused, (ended, last) = claims
    assert [1, 1] == [first, last]
    assert refused
    assert max(now for now, _ in refused) < begun + lease <= ended


def test_turns_of_two_processes_run_one_after_the_other(store: databases.Passing) -> None:
    """Reading first and writing later, they would else both find a code unused, or a doubt not asked about."""
    other = Store(connect(store.url))
    done: list[str] = []

    def second() -> None:
        with other.alone(1):
            done.append("second")

    with ThreadPoolExecutor(1) as executor:
        with store.alone(1):
            waiting = executor.submit(second)
            time.sleep(0.2)
            done.append("first")
        waiting.result(LAST_RESORT)
    other.close()
    assert ["first", "second"] == done


def test_processes_that_send_for_one_bot_are_counted(store: databases.Passing) -> None:
    """By their connections, so that a dead one is gone at once; threads of one process are one."""
    with store.transaction() as session, store.transaction():
        assert 1 == store.count_processes(session)
    code = (
        "import sys; from models.database import *; connect(sys.argv[1]).connect(); print(flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen([sys.executable, "-c", code, store.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    with store.transaction() as session:
        assert 2 == store.count_processes(session)
    other.kill()
    other.communicate()
    until = time.monotonic() + LAST_RESORT
    count = 2
    while count == 2 and time.monotonic() < until:
        with store.transaction() as session:
            count = store.count_processes(session)
    assert 1 == count


def test_the_schema_is_brought_up_once_while_others_work() -> None:
    """Four processes start at the same moment, one that is older goes on reading and writing meanwhile."""
    passing = databases.Passing()
    migrate.upgrade(passing.engine)
    migrate.downgrade(passing.engine, "0001")
    stop = threading.Event()
    written: list[int] = []

    def work_on() -> None:
        old = connect(passing.url)
        while not stop.is_set():
            with old.begin() as connection:
                connection.execute(text("INSERT INTO markers VALUES (:key, 'x')"), {"key": str(len(written))})
                connection.execute(text("SELECT count(*) FROM outbox"))
            written.append(1)
        old.dispose()

    def start(_: int) -> None:
        engine = connect(passing.url)
        migrate.upgrade(engine)
        engine.dispose()

    with ThreadPoolExecutor(5) as executor:
        older = executor.submit(work_on)
        list(executor.map(start, range(4)))
        before = len(written)
        time.sleep(0.2)
        stop.set()
        older.result(LAST_RESORT)
    assert migrate.newest() == migrate.current(passing.engine)
    assert len(written) > before > 0
    passing.close()
