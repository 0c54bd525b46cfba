"""Fair shares: whoever floods the bot waits for themselves, and nobody else waits for them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from simulator import zalo
from tests import commune, databases, patience
from tests.live import Live, simulated, until
from tests.stage import ZALO_TOKEN

FLOOD = 1000  # messages of one person
_SECONDS = 1.0  # within which another person is answered
SECRET = "webhook-secret-of-shares"


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    with simulated() as client:
        yield client


def joined(live: Live, app: str, unit: str, name: str) -> int:
    """Somebody who has come in: whom a stranger's limit of answers does not protect us from."""
    who = live.person(name, app)
    _, printed = live.command("invite", "--role", "village-head", "--unit", unit, "--name", name)
    code = printed.splitlines()[0]
    live.say(who, f"/start {code}" if app == "telegram" else code)
    until(lambda: heard(live, app, who) == 1, "the welcome")
    live.say(who, "Đồng ý")
    until(lambda: heard(live, app, who) == 2, "the thanks")
    return who


def heard(live: Live, app: str, who: int) -> int:
    return int(live.query(f"SELECT count(*) FROM outbox WHERE chat_id = '{chat(app, who)}' AND state = 'sent'")[0][0])  # noqa: S608  a number


def taken(live: Live, app: str, who: int) -> int:
    return int(live.query(f"SELECT count(*) FROM inbox WHERE chat_id = '{chat(app, who)}'")[0][0])  # noqa: S608  a number


def chat(app: str, who: int) -> str:
    return zalo.outside(who) if app == "zalo" else str(who)


def settings_of(app: str, live: Live, *, is_pushed: bool) -> dict[str, str]:
    chosen = {"TELEGRAM_PACED": "false"}
    if app == "zalo":
        chosen |= {
            "ZALO_BOT_TOKEN": ZALO_TOKEN,
            "ZALO_API_URL": f"{live.environment['TELEGRAM_API_URL']}/zalo",
            "ZALO_PACED": "false",
        }
    if is_pushed:
        chosen |= {"PUBLIC_URL": f"http://127.0.0.1:{live.port}", f"{app.upper()}_WEBHOOK_SECRET": SECRET}
    return chosen


@pytest.mark.alone
@pytest.mark.parametrize("kind", [databases.SQLITE, databases.POSTGRESQL])
@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_nobody_waits_for_anothers_flood(world: httpx.Client, tmp_path: Path, app: str, way: str, kind: str) -> None:
    """With a thousand messages of one person waiting another hears within a second of their message's being taken."""
    server = databases.filled(commune.sample) if kind == databases.POSTGRESQL else None
    live = Live(tmp_path, world, server=server)
    live.environment |= settings_of(app, live, is_pushed=way == "webhook")
    with ExitStack() as stack:
        if server is not None:
            stack.callback(server.close)
        stack.enter_context(live.bot())
        loud, quiet = joined(live, app, "T01", "Hoàng Văn Sơn"), joined(live, app, "T02", "Nông Thị Hiên")
        for number in range(FLOOD):
            live.say(loud, f"GIÚP {number}")
        before = heard(live, app, quiet)
        live.say(quiet, "GIÚP")
        until(lambda: taken(live, app, quiet) == 3, "the message is taken")
        began = time.monotonic()
        assert heard(live, app, loud) < FLOOD, "the flood was over before"
        assert patience.comes_true(lambda: heard(live, app, quiet) > before, _SECONDS)
        print(f"{app} {way} {kind}: {(time.monotonic() - began) * 1000:.0f} ms")  # noqa: T201
