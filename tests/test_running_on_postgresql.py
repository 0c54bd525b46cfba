"""`thidua run` on a PostgreSQL server: it answers, does its jobs, has company, and ends when it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from models.advisory_locks import AdvisoryLock
from tests import commune, databases
from tests.forge import Process
from tests.live import Live, free_port, simulated, until

_PROMPTLY = 10.0  # seconds within which a process ends when it is told to


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    with simulated() as client:
        yield client


@pytest.fixture
def live(world: httpx.Client, tmp_path: Path) -> Iterator[Live]:
    server = databases.filled(commune.sample)
    yield Live(tmp_path, world, server=server)
    server.close()


@contextmanager
def running(live: Live, **more: str) -> Iterator[Process]:
    """A process that is ready; killed at the end if it has not ended by itself."""
    process = live.start(**more)
    try:
        with live.ready(process, int(more.get("HTTP_PORT", live.port))):
            yield process
    finally:
        process.kill()
        process.wait()


def answered(live: Live, who: int) -> int:
    return int(live.query(f"SELECT count(*) FROM outbox WHERE chat_id = '{who}' AND state = 'sent'")[0][0])  # noqa: S608  a number


def test_a_process_answers_does_its_jobs_and_ends_when_told(live: Live) -> None:
    """The process's lock and the lock of turns do not wait for each other."""
    who = live.person("Sơn")
    with running(live) as process:
        live.say(who, "xin chào")
        until(lambda: answered(live, who) == 1, "the message is answered")
        until(lambda: bool(live.query("SELECT 1 FROM job_runs WHERE job <> 'backup'")), "a job is done")
        process.terminate()
        assert 0 == process.wait(_PROMPTLY)


def test_a_second_process_starts_beside_the_first(live: Live) -> None:
    """And takes over when the first one ends."""
    who = live.person("Hiên")
    with running(live) as first, running(live, HTTP_PORT=str(free_port())) as second:
        live.say(who, "một")
        until(lambda: answered(live, who) == 1, "one of the two answers")
        first.terminate()
        assert 0 == first.wait(_PROMPTLY)
        live.say(who, "hai")
        until(lambda: answered(live, who) == 2, "the other one goes on")
        second.terminate()
        assert 0 == second.wait(_PROMPTLY)


def test_a_process_ends_when_told_though_somebody_else_holds_the_lock_of_turns(live: Live) -> None:
    """It does not let go; what was said waits in the inbox."""
    assert live.server is not None
    who = live.person("Thọ")
    with running(live) as process, live.server.engine.connect() as other:
        (commune,) = live.query("SELECT id FROM units WHERE commune_id IS NULL")
        lock = {"key": AdvisoryLock.TURN, "commune": commune[0]}
        other.execute(text("SELECT pg_advisory_xact_lock(:key, :commune)"), lock)
        live.say(who, "xin chào")
        until(lambda: live.query("SELECT 1 FROM inbox WHERE queue_round IS NOT NULL") != [], "a message waits")
        process.terminate()
        assert 0 == process.wait(_PROMPTLY)
    assert [("xin chào", True)] == live.query("SELECT text, queue_round IS NOT NULL FROM inbox")
    with running(live):
        until(lambda: answered(live, who) == 1, "the next process answers it")


def test_a_process_holds_its_lock_against_a_restore(live: Live) -> None:
    """Also after the server has dropped the connection that held it; when a restore was faster, the process ends."""
    assert live.server is not None
    lock = f"locktype = 'advisory' AND objid = {AdvisoryLock.PROCESS} AND granted AND {databases.IN_THIS_ONE}"
    holders = f"SELECT pid FROM pg_locks WHERE {lock}"  # noqa: S608  a number
    with running(live) as process, live.server.engine.connect() as other:
        (before,) = live.query(holders)
        live.query(f"SELECT pg_terminate_backend({before[0]})")
        until(lambda: live.query(holders) not in ([], [before]), "the lock is taken again")
        (after,) = live.query(holders)
        live.query(f"SELECT pg_terminate_backend({after[0]})")
        other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AdvisoryLock.PROCESS})
        assert 2 == process.wait(_PROMPTLY)
    assert "đang khôi phục dữ liệu" in live.log.read_text(encoding="utf-8")
