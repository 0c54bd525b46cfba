"""What a process does beside answering, while another one stands still: jobs, the page, tables, a new bot, a start."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.app import Program
from bot.bootstrap import open_store
from bot.channels.memory import Memory
from bot.clock import FixedClock
from bot.http.officers_page import OfficersPage
from bot.inbox.table_files import TableFetcher
from bot.operator_error import OperatorError
from models.database import NOBODY, Store
from services.inbound import Kind
from tests import databases
from tests.communes.province import BOT, MARKS, Province
from tests.live import live_settings

SOON = 2.5  # seconds; the other process has the lock for as long as the test lets it


def test_a_busy_commune_keeps_the_ticker_for_one_wait(
    province: Province, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for one for each of its jobs, its people and its duties: the other communes' jobs come behind them."""
    waits: list[float | None] = []
    lock = Store.lock

    def counting(self: Store, session: Session, commune_id: int, seconds: float | None = None) -> None:
        waits.extend([seconds] if commune_id == province.ids["a"] and self is province.store else [])
        lock(self, session, commune_id, 0.05 if seconds else seconds)

    province.at("2026-11-18T08:00")
    province.tick()
    province.heard()
    province.at("2026-11-19T19:00")
    monkeypatch.setattr(Store, "lock", counting)
    with other.alone(province.ids["a"]) as session:
        session.execute(text("SELECT 1"))
        province.tick()
    assert [1.0, 1.0] == waits  # the jobs', and the duties' beside them
    assert {"b-son"} == {row.chat_id for row in province.heard()}


async def test_the_officers_page_waits_without_a_thread(province: Province, other: Store) -> None:
    """Eight visitors of a commune that another process has took all threads of this one."""
    with ThreadPoolExecutor(1) as executor:
        page = OfficersPage(province.store, province.communes, FixedClock(province.clock.now()), executor, "")

        def work() -> str:
            with province.store.alone(province.ids["a"], 0):
                return "done"

        with other.alone(province.ids["a"]) as session:
            session.execute(text("SELECT 1"))
            asking = asyncio.create_task(page._in_store(work))
            await asyncio.sleep(0.05)
            assert "free" == await asyncio.get_running_loop().run_in_executor(executor, lambda: "free")
            assert not asking.done()
        assert "done" == await asking


def test_a_migration_that_is_broken_off_asks_for_no_backup(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was changed: that the database were broken would have somebody put an older one back."""
    assert isinstance(province.store, databases.Passing)
    chosen = live_settings(database_url=province.store.url)

    def break_off(engine: Any) -> None:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '20ms'"))
            time.sleep(0.3)
            connection.execute(text("SELECT 1"))

    monkeypatch.setattr("bot.migrate.newest", lambda: "later")
    monkeypatch.setattr("bot.migrate.upgrade", break_off)
    with pytest.raises(OperatorError) as told:
        open_store(chosen)
    assert "khôi phục" not in str(told.value)
    assert "không tới được" in str(told.value)


async def test_a_bot_that_is_opened_holds_up_nobody(province: Province, other: Store) -> None:
    """Its name is written down under the lock of what is nobody's: not in the thread in which all is received."""
    made = Program(live_settings(), province.store, province.communes, channels=[Memory()])
    began = time.monotonic()
    with other.alone(NOBODY) as session:
        session.execute(text("SELECT 1"))
        listening = asyncio.create_task(made.listen(made.channels["memory"]))
        await asyncio.sleep(0.1)
        assert time.monotonic() - began < SOON
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    made.executor.shutdown()


async def test_a_table_waits_for_its_own_commune(province: Province, other: Store) -> None:
    """Two of a commune that another process has are asked for once, and that of another commune is shown."""
    for key in MARKS:
        province.enter(key, "hoa")
    for who, name in (("a-hoa", "1.xlsx"), ("a-hoa", "2.xlsx"), ("b-hoa", "3.xlsx")):
        province.send(who, Kind.FILE, data=name, file_name=name, file_size=9000)
    tried: list[str] = []

    class Counting(Memory):
        async def fetch(self, file_id: str) -> bytes:
            tried.append(file_id)
            return b"nothing"

    with ThreadPoolExecutor(1) as executor, other.alone(province.ids["a"]) as session:
        session.execute(text("SELECT 1"))
        channels = {BOT: Counting()}
        tables = TableFetcher(province.store, province.communes, province.clock, channels, executor, lambda: None)
        await tables.look()
        await asyncio.sleep(0)
        assert not tables._work.is_set()  # nor is it asked for again at once
    assert ["1.xlsx", "3.xlsx"] == tried
