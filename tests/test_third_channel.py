"""A channel that is one package and one row, in the real program: `python -m bot run` with nothing but its token."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channels.sms_gateway import NUMBER
from tests.live import Live, free_port, until

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "GEHEIM-sms-token-Aa1"

# Read by Python before anything else: the row that a maintainer would add to the registry.
ADD_THE_ROW = """
from bot.channels import registry
from tests.channels.sms import SMS

registry.CHANNELS = (*registry.CHANNELS, SMS)
"""


@pytest.fixture(scope="module")
def gateway() -> Iterator[httpx.Client]:
    """The gateway as a process; a client that plays the people."""
    port = free_port()
    words = [sys.executable, "-m", "tests.channels.sms_gateway", str(port), TOKEN]
    process = subprocess.Popen(words, cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            until(lambda: _answers(client), "the gateway answers")
            yield client
    finally:
        process.terminate()
        process.wait(20)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/written").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def live(gateway: httpx.Client, tmp_path: Path) -> Live:
    """The program with the further row, and no token but that channel's."""
    row = tmp_path / "row"
    row.mkdir()
    (row / "sitecustomize.py").write_text(ADD_THE_ROW, encoding="utf-8")
    return Live(
        tmp_path,
        gateway,
        PYTHONPATH=os.pathsep.join([str(row), str(ROOT)]),
        TELEGRAM_BOT_TOKEN="",
        TELEGRAM_API_URL="",
        SMS_TOKEN=TOKEN,
        SMS_API_URL=str(gateway.base_url).rstrip("/"),
        LOG_LEVEL="DEBUG",
    )


def _written(gateway: httpx.Client, number: str) -> str:
    texts: dict[str, list[str]] = gateway.get("/written").json()
    return " ".join(texts.get(number, []))


def test_with_its_token_alone_the_program_is_live_on_it(live: Live, gateway: httpx.Client) -> None:
    """No demo; somebody invited comes in by a typed code and is answered; the token is in no log and no answer."""
    with live.bot_anew() as client:
        ready = client.get("/health/ready").json()
        assert {"ok": True, "database": True, "ticker": True, "channel sms": True} == ready
        assert [404, 404] == [client.get(path).status_code for path in ("/demo/status", "/sim/state")]
        status, invited = live.command_anew(
            "invite", "--role", "village-head", "--unit", "T01", "--name", "Hoàng Văn Sơn"
        )
        assert 0 == status, invited
        code = invited.splitlines()[0]
        assert f"SMS: write {code} to {NUMBER}" in invited
        gateway.post("/said", json={"from": "0900000001", "text": code}).raise_for_status()
        until(lambda: "Đồng ý".upper() in _written(gateway, "0900000001"), "the code is answered")
        gateway.post("/said", json={"from": "0900000001", "text": "đồng ý"}).raise_for_status()
        until(lambda: bool(live.query("SELECT 1 FROM people WHERE consented_at IS NOT NULL")), "they have agreed")
    assert [("sms",)] == live.query("SELECT DISTINCT bot FROM inbox")
    assert not (live.folder / "var" / "demo").exists()
    assert "GEHEIM" not in live.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "status", "line"),
    [
        ({}, 1, f"tốt      SMS: {NUMBER}"),  # 1: nobody is an officer yet, and no group is bound
        pytest.param(
            {"SMS_TOKEN": f"{TOKEN}x"},
            1,
            "THIẾU    SMS: cổng SMS không biết mã này: xem SMS_TOKEN trong",
            marks=pytest.mark.long,
        ),
        pytest.param(
            {"SMS_API_URL": "http://127.0.0.1:9"},
            1,
            "THIẾU    SMS: không tới được http://127.0.0.1:9",
            marks=pytest.mark.long,
        ),
    ],
    ids=["well", "a wrong token", "no network"],
)
def test_check_names_the_channel(live: Live, changed: dict[str, Any], status: int, line: str) -> None:
    """What its descriptor looks at stands among the findings, without the token; it is not the demo.

    Of the platforms that are not configured neither their check nor their settings are asked for.
    """
    code, text = live.command_anew("check", **changed)
    assert [] == [word for word in ("Zalo", "Telegram", ": @") if word in text], "nobody configured those"
    assert status == code, text
    assert "tốt      cấu hình: đủ" in text
    assert line in text
    assert "GEHEIM" not in text


def test_without_its_token_it_is_the_demo(live: Live) -> None:
    """The row alone configures nothing, and the demo says which channels there are."""
    _, text = live.command_anew("check", SMS_TOKEN="")
    assert "tốt      cấu hình: xã mẫu chạy thử: chưa có mã của Telegram hay Zalo hay SMS" in text
