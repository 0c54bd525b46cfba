"""`thidua check` for Zalo: each finding says what to do, and the month's messages are foretold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.zalo import check
from bot.channels.zalo.descriptor import ZALO
from bot.outbox import quota
from bot.settings import Settings
from models import message_quota
from models.database import Store, connect
from services.finding import Finding
from simulator import app, world
from tests import commune
from tests.simulator.conftest import Serve, serve  # noqa: F401  a fixture

TOKEN = "2000:demo"


def settings(folder: Path, address: str, **more: object) -> Settings:
    known: dict[str, object] = {
        "_env_file": None,
        "zalo_bot_token": TOKEN,
        "zalo_api_url": f"{address}/zalo",
        "database_url": f"sqlite:///{commune.fresh_file(folder)}",
        "campaign_file": commune.FOLDER / "campaign.toml",
    }
    return Settings(**(known | more))  # type: ignore[arg-type]  # fields of many types, by name


async def examine(chosen: Settings) -> Sequence[Finding]:
    """What `thidua check` says of the bot."""
    store = Store(connect(chosen.database))
    (bot,) = ZALO.bots(chosen)  # type: ignore[arg-type]  # the settings hold every channel's
    try:
        return await ZALO.check(chosen, bot, store)  # type: ignore[arg-type]  # likewise
    finally:
        store.close()


async def test_a_bot_that_lacks_everything(tmp_path: Path, serve: Serve) -> None:  # noqa: F811  the fixture
    """No groups, no address for pictures, nearly all messages spent: each is named with what to do."""
    made = world.World()
    made.zalo.can_join_groups = False
    async with serve(app.build(made)) as address:
        chosen = settings(tmp_path, address, zalo_webhook_secret="long-enough", zalo_messages=100, zalo_people=1)
        store = Store(connect(chosen.database))
        with store.transaction() as session:
            month = message_quota.month_of(datetime.now(UTC).astimezone(quota.ZONE))
            message_quota.count(session, "zalo", "2000", month, taken=60, given=41)
        store.close()
        found = {one.subject: one for one in await examine(chosen)}
    assert ["Zalo", "Zalo, số người"] == [name for name, one in found.items() if one.is_good]
    assert "xin dùng nhóm Telegram" in found["Zalo, nhóm"].text
    assert "số liệu gửi bằng chữ" in found["Zalo, ảnh"].text
    assert "máy tự hỏi tin thay" in found["Zalo, webhook"].text
    assert found["Zalo, số tin"].text.startswith("tháng này đã dùng 101/100 tin, đến cuối tháng khoảng ")
    made.close()


async def test_a_bot_that_is_ready(tmp_path: Path, serve: Serve) -> None:  # noqa: F811  the fixture
    """Everything is well, and polling or webhook stay as they were."""
    made = world.World()
    made.zalo.url = "https://thidua.example/zalo"
    async with serve(app.build(made)) as address:
        chosen = settings(tmp_path, address, zalo_webhook_secret="long-enough", public_url="https://thidua.example")
        found = await examine(chosen)
    assert [] == [str(one) for one in found if not one.is_good]
    assert "Zalo, webhook" in [one.subject for one in found]
    assert "https://thidua.example/zalo" == made.zalo.url
    made.close()


async def test_a_wrong_token(tmp_path: Path, serve: Serve) -> None:  # noqa: F811  the fixture
    """One sentence, without the token; what the ledger knows is told all the same."""
    made = world.World()
    made.zalo.token = "2000:another"
    async with serve(app.build(made)) as address:
        found = await examine(settings(tmp_path, address))
    assert "xem ZALO_BOT_TOKEN" in found[0].text
    assert not any(TOKEN in str(one) for one in found)
    made.close()


@pytest.mark.parametrize(("day", "hour", "expected"), [(1, 0, 3000), (1, 12, 3000), (16, 0, 200), (30, 12, 102)])
def test_the_month_is_foretold(day: int, hour: int, expected: int) -> None:
    """A hundred messages so far, in a month of thirty days; the first day counts as a whole one."""
    now = datetime(2026, 11, day, hour, tzinfo=quota.ZONE)
    assert expected == check.projected(100, now)
