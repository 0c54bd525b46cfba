"""Fair shares: whoever floods the bot waits for themselves, and nobody else waits for them."""

from __future__ import annotations

import itertools
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from simulator import zalo
from tests import commune, databases, patience
from tests.crash.wire import Wire
from tests.live import Live, free_port, simulated, until
from tests.stage import ZALO_TOKEN

FLOOD = 1000  # messages of one person
_ONE_BY_ONE = 100  # of them where each needs a poll of its own, so that no thousand ever waits in the inbox
_SECONDS = 1.0  # within which another person is answered
SECRET = "webhook-secret-of-shares"


@pytest.fixture
def world() -> Iterator[httpx.Client]:
    """Each test's own: what a bot that was killed in a flood has left with the platform comes to the next bot."""
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


# Each app, way and database once here; the other six in the long form.
_SHORT = {("telegram", "polling", databases.SQLITE), ("zalo", "webhook", databases.POSTGRESQL)}
_WAYS = [
    pytest.param(*way, id="-".join(way), marks=[] if way in _SHORT else [pytest.mark.long])
    for way in itertools.product(("telegram", "zalo"), ("polling", "webhook"), (databases.SQLITE, databases.POSTGRESQL))
]


@pytest.mark.alone
@pytest.mark.parametrize(("app", "way", "kind"), _WAYS)
def test_nobody_waits_for_anothers_flood(world: httpx.Client, tmp_path: Path, app: str, way: str, kind: str) -> None:
    """A thousand messages of one person wait when another speaks, who is answered within a second of being heard."""
    server = databases.filled(commune.sample) if kind == databases.POSTGRESQL else None
    live = Live(tmp_path, world, server=server)
    live.environment |= settings_of(app, live, is_pushed=way == "webhook")
    with ExitStack() as stack:
        if server is not None:
            stack.callback(server.close)
        process = live.start()
        stack.callback(process.kill)
        stack.enter_context(live.ready(process, live.port))
        loud, quiet = joined(live, app, "T01", "Hoàng Văn Sơn"), joined(live, app, "T02", "Nông Thị Hiên")
        process.send_signal(signal.SIGSTOP)
        for number in range(_ONE_BY_ONE if (app, way) == ("zalo", "polling") else FLOOD):
            live.say(loud, f"GIÚP {number}")
        before = heard(live, app, quiet)
        live.say(quiet, "GIÚP")
        process.send_signal(signal.SIGCONT)
        # How long the messages before this one take to come is no promise of ours.
        until(lambda: taken(live, app, quiet) == 3, "the message is taken", patience.LAST_RESORT)
        began = time.monotonic()
        assert patience.comes_true(lambda: heard(live, app, quiet) > before, _SECONDS)
        report(f"{app}, {way}, {kind}", began, waiting(live))


@pytest.mark.alone
def test_two_processes_share_the_work(world: httpx.Client, tmp_path: Path) -> None:
    """On one PostgreSQL database, one killed in the middle of a flood: all of it is answered, once and in order."""
    server = databases.filled(commune.sample)
    live = Live(tmp_path, world, server=server)
    ports = (live.port, free_port())
    wire = Wire(*ports)
    live.environment |= settings_of("telegram", live, is_pushed=True) | {"PUBLIC_URL": wire.address}
    live.environment["LEASE_SECONDS"] = "10"  # what the dead one was sending is in doubt after half of it
    with ExitStack() as stack:
        stack.callback(server.close)
        stack.callback(wire.close)
        twins = [live.start(HTTP_PORT=str(port)) for port in ports]
        for twin, port in zip(twins, ports, strict=True):
            stack.callback(twin.kill)
            stack.enter_context(live.ready(twin, port))
        loud, quiet = (joined(live, "telegram", unit, "Hoàng Văn Sơn") for unit in ("T01", "T02"))
        for number in range(200):
            live.say(loud, f"GIÚP {number}")
        before = heard(live, "telegram", quiet)
        live.say(quiet, "GIÚP")
        until(lambda: taken(live, "telegram", quiet) == 3, "the message is taken")
        began = time.monotonic()
        assert patience.comes_true(lambda: heard(live, "telegram", quiet) > before, _SECONDS)
        report("telegram, webhook, two on postgresql", began, waiting(live))
        twins[0].kill()
        until(
            lambda: taken(live, "telegram", loud) == 202 and not waiting(live),
            "all of it is answered",
            patience.LAST_RESORT,
        )
        texts = [text for (text,) in live.query(f"SELECT text FROM inbox WHERE chat_id = '{loud}' ORDER BY id")]  # noqa: S608  a number
        assert [f"GIÚP {number}" for number in range(200)] == texts[2:]
        queued = live.query(f"SELECT count(*) FROM outbox WHERE chat_id = '{loud}'")  # noqa: S608  a number
        assert [(202,)] == queued


def waiting(live: Live) -> int:
    return int(live.query("SELECT count(*) FROM inbox WHERE queue_round IS NOT NULL")[0][0])


def report(what: str, began: float, left: int) -> None:
    sys.stdout.write(f"{what}: {(time.monotonic() - began) * 1000:.0f} ms, while {left} were waiting\n")


def test_a_stop_leaves_the_rest_to_the_next_start(world: httpx.Client, tmp_path: Path) -> None:
    """SIGTERM in the middle of a flood: it ends soon and by itself; the next one answers what is left, each once."""
    live = Live(tmp_path, world)
    live.environment |= settings_of("telegram", live, is_pushed=False)
    with live.bot():
        loud = joined(live, "telegram", "T01", "Hoàng Văn Sơn")
    for number in range(300):
        live.say(loud, f"GIÚP {number}")
    process = live.start()
    until(lambda: taken(live, "telegram", loud) > 202, "some are taken")
    process.terminate()
    assert 0 == process.wait(10.0)
    left = waiting(live)
    assert 0 < left < 300
    with live.bot():
        until(
            lambda: taken(live, "telegram", loud) == 302 and not waiting(live),
            "the rest is answered",
            patience.LAST_RESORT,
        )
    assert [(302,)] == live.query(f"SELECT count(*) FROM outbox WHERE chat_id = '{loud}'")  # noqa: S608  a number
