"""The machine's troubles are told once to whoever looks after it, and so is their end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import Program
from bot.channels.memory import Memory
from bot.monitoring import watch
from bot.monitoring.watch import ToldTrouble, Watch, weigh
from models import job_runs, messages
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from scheduler import watching
from scheduler.watching import Trouble
from services.communes import Communes
from tests import commune
from tests.commune import Stand
from tests.live import live_settings

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
SLOW = Trouble("outbox telegram", "tin chưa gửi được")


@pytest.mark.parametrize(
    ("looks", "said"),
    [
        ("x", []),
        ("xx", ["⚠ Máy báo: tin chưa gửi được"]),
        ("xx" + "x" * 60, ["⚠ Máy báo: tin chưa gửi được"]),
        ("x.x.x", []),
        ("xx.x.x.", ["⚠ Máy báo: tin chưa gửi được"]),
        ("xx..", ["⚠ Máy báo: tin chưa gửi được", "Đã ổn trở lại. Trước đó: tin chưa gửi được"]),
        (
            "xx..xx",
            [
                "⚠ Máy báo: tin chưa gửi được",
                "Đã ổn trở lại. Trước đó: tin chưa gửi được",
                "⚠ Máy báo: tin chưa gửi được",
            ],
        ),
    ],
)
def test_a_trouble_is_told_once_and_its_end(looks: str, said: list[str]) -> None:
    """`x` is a look, a minute apart, at which the trouble stands. A flicker is no trouble, and no end of one."""
    known: dict[str, ToldTrouble] = {}
    heard: list[str] = []
    for minute, look in enumerate(looks):
        heard += weigh(known, [SLOW] if look == "x" else [], NOW + timedelta(minutes=minute))
    assert said == heard


def test_a_trouble_that_stays_is_told_again_after_a_day() -> None:
    """In three days of it: three sentences, not four thousand."""
    known: dict[str, ToldTrouble] = {}
    heard: list[str] = []
    for minute in range(3 * 24 * 60):
        heard += weigh(known, [SLOW], NOW + timedelta(minutes=minute))
    assert ["⚠ Máy báo: tin chưa gửi được", "⚠ Vẫn còn: tin chưa gửi được", "⚠ Vẫn còn: tin chưa gửi được"] == heard


@contextmanager
def program(stand: Stand, **chosen: Any) -> Iterator[Program]:
    """A live program over the stand's database and clock, whose channel has just answered."""
    settings = live_settings(telegram_api_url="http://127.0.0.1:9", **chosen)
    channel = Memory()
    channel.pulse.beat()
    made = Program(settings, stand.store, Communes.only(commune.deployment()), clock=stand.clock, channels=[channel])
    yield made
    made.executor.shutdown()


async def told(stand: Stand, watched: Watch) -> list[str]:
    """What two looks say, and that the officer hears it."""
    stand.heard()
    said: list[str] = [*await watched.look(), *await watched.look(), *await watched.look()]
    assert said == [row.text for row in stand.heard("hoa")]
    return said


async def test_a_sound_program_says_nothing(stand: Stand) -> None:
    """In the middle of a week."""
    stand.join("son", "hoa")
    stand.at("2026-11-18T08:00")
    stand.tick()
    _send_all(stand)
    with program(stand) as made:
        assert [] == await told(stand, made.make_watch())


def _send_all(stand: Stand) -> None:
    with stand.store.transaction() as session:
        for row in session.query(OutboxMessage):
            row.state = messages.SENT


async def test_a_job_that_did_not_begin_is_told(stand: Stand) -> None:
    """The question of Wednesday eight o'clock, at a quarter past."""
    stand.join("son", "hoa")
    stand.tick()  # on Tuesday: since when jobs are run here
    _send_all(stand)
    stand.at("2026-11-18T08:15")
    with program(stand) as made:
        said = await told(stand, made.make_watch())
    assert [True, True] == [
        f"«{title}»" in text for title, text in zip(("mở kỳ báo cáo", "hỏi số liệu"), said, strict=True)
    ]
    assert "15 phút" in said[0]


def test_a_job_of_the_time_before_is_not_late(stand: Stand) -> None:
    """A commune that joins on a Friday has missed nothing."""
    stand.at("2026-11-20T15:00")
    with stand.store.transaction() as session:
        assert {} == watching.late(session, stand.communes, stand.clock.now())
    stand.tick()
    with stand.store.transaction() as session:
        assert job_runs.first_run(session) == stand.clock.now()
        assert {} == watching.late(session, stand.communes, stand.clock.now())


async def test_messages_that_do_not_leave_are_told(stand: Stand) -> None:
    """One that waits for half an hour, or two hundred at once; and the end of it, when they have left."""
    stand.join("hoa")
    _send_all(stand)
    now = stand.clock.now()
    with stand.store.transaction() as session:
        for _ in range(watching.MANY):
            session.add(OutboxMessage(bot="memory", chat_id="c", purpose=Purpose.REPLY, text="y", created_at=now))
    with program(stand) as made:
        watched = made.make_watch()
        assert ["200 tin qua memory"] == [text.removeprefix("⚠ Máy báo: ")[:18] for text in await told(stand, watched)]
        _send_all(stand)
        assert ["Đã ổn trở lại."] == [text[:14] for text in await told(stand, watched)]


async def test_a_restart_repeats_nothing(stand: Stand) -> None:
    """What was told is remembered in the database."""
    stand.join("hoa")
    with program(stand, disk_free_mb=10**9) as made:
        assert 1 == len(await told(stand, made.make_watch()))
    with program(stand, disk_free_mb=10**9) as made:
        assert [] == await told(stand, made.make_watch())


async def test_channel_ticker_and_clock_are_told(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that is silent, jobs that nobody looks at, a clock that jumped, one that is not the world's."""
    stand.join("hoa")
    _send_all(stand)
    with program(stand) as made:
        watched = made.make_watch()
        made.channels["memory"].pulse._at -= 3600
        made._ticked -= 3600
        watched._drift -= 120

        async def off(_url: str) -> float:
            return -240.0

        monkeypatch.setattr(watch, "seconds_off", off)
        said = "\n".join(await told(stand, watched))
    for part in ("memory không trả lời đã 60 phút", "60 phút không xem việc", "nhảy +120 giây", "lệch -240 giây"):
        assert part in said


async def test_the_time_is_read_from_a_web_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its Date header; without one, or without a network, nothing is claimed."""
    wrong = "Wed, 18 Nov 2020 02:00:00 GMT"
    answers = iter([{"date": wrong}, {}, None])

    def answer(_request: httpx.Request) -> httpx.Response:
        headers = next(answers)
        if headers is None:
            raise httpx.ConnectError("no network")
        return httpx.Response(404, headers=headers)

    client = httpx.AsyncClient
    monkeypatch.setattr(httpx, "AsyncClient", lambda **_: client(transport=httpx.MockTransport(answer)))
    first = await watch.seconds_off("http://x")
    assert first is not None
    assert first > 365 * 86400
    assert [None, None] == [await watch.seconds_off("http://x") for _ in range(2)]


async def test_no_backup_for_a_day_and_a_half_is_told(stand: Stand) -> None:
    """Counted from the first day on which jobs were run."""
    stand.join("hoa")
    _send_all(stand)
    with stand.context() as context:
        long_ago = context.now - timedelta(hours=40)
        job_runs.claim(context.session, "purge", long_ago, "*", long_ago)
    with program(stand) as made:
        said = await told(stand, made.make_watch())
    assert ["⚠ Máy báo: chưa có bản sao lưu nào tốt. Xin xem ổ đĩa, rồi chạy: thidua backup"] == said


async def test_another_administrator_hears_instead_of_the_officers(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom the setting names, and of a disk once, whatever lies on it."""
    monkeypatch.chdir(tmp_path)
    stand.join("hoa")
    stand.heard()
    with program(stand, disk_free_mb=10**9, administrator="memory:technician", backup_folder=tmp_path) as made:
        watched = made.make_watch()
        for _ in range(3):
            await watched.look()
    heard = stand.heard()
    assert ["technician"] == [row.chat_id for row in heard]
    assert all("ổ đĩa" in row.text for row in heard)


async def test_guessing_at_codes_is_told(stand: Stand) -> None:
    """Eight strangers with five wrong codes each."""
    stand.join("hoa")
    _send_all(stand)
    for stranger in range(8):
        for _ in range(5):
            stand.say(f"s{stranger}", "/start AAAA-BBBB")
    _send_all(stand)
    with program(stand) as made:
        said = await told(stand, made.make_watch())
    assert ["⚠ Máy báo: 40 lần thử mã mời sai"] == [text[:32] for text in said]
