"""The program as it runs in production: webhook, health, metrics, and nothing that gives a secret or a name away."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from models import invitation_codes
from tests.live import TOKEN, Live, simulated, until

SECRET = "GEHEIM-webhook-secret_1"
METRICS = "GEHEIM-metrics-token_22"
NAME, WORDS, PHONE = "Lò Thị Bí-mật", "chuyện riêng của nhà tôi", "0912345678"


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    with simulated() as client:
        yield client


def pushed(live: Live) -> dict[str, str]:
    """The settings of a webhook that the simulator reaches."""
    return {"TELEGRAM_WEBHOOK_SECRET": SECRET, "PUBLIC_URL": f"http://127.0.0.1:{live.port}", "METRICS_TOKEN": METRICS}


def test_updates_come_by_webhook_and_by_polling_as_the_setting_says(world: httpx.Client, tmp_path: Path) -> None:
    """The same database, the same person: pushed, then polled after a restart, and nothing is lost between."""
    live = Live(tmp_path, world)
    who = live.person("Sơn")
    with live.bot(**pushed(live)):
        hook = world.get(f"/bot{TOKEN}/getWebhookInfo").json()["result"]
        assert f"http://127.0.0.1:{live.port}/telegram" == hook["url"]
        live.say(who, "một")
        until(lambda: not live.pending(), "the update is pushed")
    live.say(who, "hai")  # while nobody listens
    with live.bot_anew():
        assert "" == world.get(f"/bot{TOKEN}/getWebhookInfo").json()["result"]["url"]
        live.say(who, "ba")
        until(lambda: not live.pending(), "the updates are polled")
    assert [("một",), ("hai",), ("ba",)] == live.query("SELECT text FROM inbox ORDER BY id")


def test_the_program_starts_on_nothing_and_lets_the_first_officer_in(world: httpx.Client, tmp_path: Path) -> None:
    """With a token and no database, as README starts it; the code is printed by a command, and typed in the chat."""
    live = Live(tmp_path, world)
    live.file.unlink()
    officer = live.person("Hoa")
    with live.bot():
        status, printed = live.command("officer-code")
        assert 0 == status, printed
        (code,) = re.findall(rf"[{invitation_codes.CODE_LETTERS}]{{4}}-[{invitation_codes.CODE_LETTERS}]{{4}}", printed)
        live.say(officer, code)
        sent = f"SELECT text FROM outbox WHERE chat_id = '{officer}' AND state = 'sent'"  # noqa: S608  ours
        until(lambda: live.query(sent) != [], "the officer is welcomed")
        assert live.query(sent)[0][0].startswith("Chào anh/chị. Mã đúng.")
    log = live.log.read_text(encoding="utf-8")
    assert "officer-code" in log
    assert code not in log


@pytest.mark.first
@pytest.mark.parametrize("lease", ["90", "10"])
def test_a_slow_platform_is_sent_each_message_once(world: httpx.Client, tmp_path: Path, lease: str) -> None:
    """It takes every message and says so seconds later, for longer than any of them waits."""
    live = Live(tmp_path, world, LEASE_SECONDS=lease)
    who = live.person("Sơn")
    with live.bot():
        world.post("/sim/faults", json={"kind": "late", "method": "sendMessage", "seconds": 6.0, "times": 20})
        for words in ("một", "hai"):
            live.say(who, words)
        sent = f"SELECT count(*) FROM outbox WHERE chat_id = '{who}' AND state = 'sent'"  # noqa: S608  ours
        until(lambda: live.query(sent) == [(2,)], "both answers are sent")
        world.post("/sim/faults", json={"clear": True})
    calls = world.get("/sim/calls?method=sendMessage").json()["calls"]
    assert 2 == len([call for call in calls if call["chat"] == who])


def test_health_and_metrics_tell_how_it_goes(world: httpx.Client, tmp_path: Path) -> None:
    """Ready while the database takes writes; counted by kind and outcome; the metrics for who shows the token."""
    live = Live(tmp_path, world)
    who = live.person("Sơn")
    with live.bot(**pushed(live)) as client:
        assert {"ok": True} == client.get("/health/live").json()
        ready = client.get("/health/ready")
        assert {"ok": True, "database": True, "ticker": True, "channel telegram": True} == ready.json()
        live.say(who, "xin chào")
        until(lambda: not live.pending(), "the update is pushed")
        assert 404 == client.get("/metrics").status_code
        assert 404 == client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code
        shown = {"Authorization": f"Bearer {METRICS}"}
        until(lambda: "thidua_messages_total{" in client.get("/metrics", headers=shown).text, "the answer is sent")
        page = client.get("/metrics", headers=shown).text
        assert 'thidua_turns_total{kind="text",outcome="answered"} 1.0' in page
        assert 'thidua_messages_total{channel="telegram",outcome="sent"} 1.0' in page
        assert 'thidua_webhook_requests_total{answer="stored",channel="telegram"} 1.0' in page
        for name in ("turn_seconds_bucket", "delivery_seconds_bucket", "ticker_silent", "channel_silent_seconds"):
            assert f"thidua_{name}" in page
        live.query("ALTER TABLE markers RENAME TO elsewhere")
        until(lambda: client.get("/health/ready").status_code == 503, "the database is seen not to take writes")
        assert client.get("/health/ready").json()["database"] is False
        assert 200 == client.get("/health/live").status_code
        live.query("ALTER TABLE elsewhere RENAME TO markers")


def test_nothing_is_served_without_a_token(world: httpx.Client, tmp_path: Path) -> None:
    """Every route there is, tried without what proves that one may: only the health answers."""
    live = Live(tmp_path, world)
    with live.bot(**pushed(live)) as client:
        assert {"/health": 200, "/health/live": 200, "/health/ready": 200} == {
            path: client.get(path).status_code for path in ("/health", "/health/live", "/health/ready")
        }
        closed = ["/metrics", "/telegram", "/zalo", "/media/x/y.png", "/", "/docs", "/demo/status", "/sim/state"]
        assert {404, 405} >= {client.get(path).status_code for path in closed}
        assert 403 == client.post("/telegram", json={"update_id": 1}).status_code
        assert 404 == client.post("/demo/advance").status_code


def test_no_secret_and_no_name_comes_out(world: httpx.Client, tmp_path: Path) -> None:
    """With a token, a secret and people that can be recognised, through every fault that can be provoked."""
    live = Live(tmp_path, world, LOG_LEVEL="DEBUG", LOG_FORMAT="json")
    who = live.person(NAME)
    seen: list[str] = []
    _, invited = live.command("invite", "--role", "village-head", "--unit", "T01", "--name", NAME, "--phone", PHONE)
    code = invited.splitlines()[0]
    with live.bot(**pushed(live)) as client:
        live.say(who, f"/start {code}")
        until(lambda: bool(live.query("SELECT 1 FROM people")), "the person has joined")
        for kind in ("500", "502", "403", "429", "400"):
            world.post("/sim/faults", json={"kind": kind, "method": "sendMessage"}).raise_for_status()
            live.say(who, WORDS)
        until(lambda: not live.pending(), "all is taken")
        live.query("ALTER TABLE chats RENAME TO elsewhere")  # whatever is said now cannot be answered
        live.say(who, f"{WORDS} {PHONE}")
        until(lambda: "OperationalError" in live.log.read_text(encoding="utf-8"), "the fault is logged")
        live.query("ALTER TABLE elsewhere RENAME TO chats")
        until(lambda: not live.pending(), "it is pushed again and stored")
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        seen += [client.post("/telegram", content=body, headers=headers).text for body in (b"{", b'{"update_id": {}}')]
        seen += [client.get("/metrics", headers={"Authorization": f"Bearer {METRICS}"}).text]
        seen += [client.get(path).text for path in ("/health", "/nowhere", f"/bot{TOKEN}/getMe")]
        status, text = live.command("backup")
        assert 0 == status, text
        seen += [text, live.command("backup", "--lines")[1], live.command("check", **pushed(live))[1]]
    world.post("/sim/faults", json={"clear": True})
    seen += [live.command("check", TELEGRAM_BOT_TOKEN=f"{TOKEN}x")[1]]
    refused = live.command("run", TELEGRAM_BOT_TOKEN=f"{TOKEN}x")
    assert 2 == refused[0]
    log = live.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert any("OperationalError" in json.dumps(line) for line in lines), "no fault was provoked"
    assert {"time", "level", "logger", "message"} <= set(lines[0])
    text = "\n".join([*seen, refused[1], log])
    assert [] == [word for word in (NAME, WORDS, PHONE, code) if word in log]
    assert [] == [word for word in (TOKEN, "GEHEIM") if word in text]
    assert [] == secrets_in(live)


def secrets_in(live: Live) -> list[str]:
    """Files that hold a secret: the database, and every backup unpacked."""
    files = [live.file, *(live.folder / "backups").glob("thidua-*")]
    assert {".db", ".gz"} == {path.suffix for path in files}
    contents = {
        path.name: gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files
    }
    return [name for name, content in contents.items() if b"GEHEIM" in content]


@pytest.mark.parametrize(
    "words", [("migrate",), ("check",), ("run",), ("backup",), ("restore", "x.db")], ids=lambda words: words[0]
)
def test_a_password_is_in_no_error(world: httpx.Client, tmp_path: Path, words: tuple[str, ...]) -> None:
    """A database server that is not there is named without the password."""
    live = Live(tmp_path, world, DATABASE_URL="postgresql://thidua:GEHEIM-passwort@127.0.0.1:9/thidua")
    code, text = live.command(*words)
    assert (1 if words == ("check",) else 2) == code, text
    assert "GEHEIM" not in text
    assert "Traceback" not in text
