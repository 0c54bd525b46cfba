"""The channels' HTTP client behind proxies, and through the library that speaks by it."""

from __future__ import annotations

import asyncio
import json
import traceback

import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.channels import http_client
from bot.channels.contract import File, Outgoing, Rejected, Sent, Unknown
from bot.channels.http_client import AiohttpClient, NoAnswer, NotSent, Patience
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.request import Request
from tests.channels import served
from tests.channels.served import FAULTS, PATIENCE, SECRET

pytestmark = pytest.mark.usefixtures("no_proxies")

ACCEPTED = b'{"ok": true, "result": {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}}}'


# Proxies


async def test_a_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable of the scheme or the one for all; with who one is; and not where NO_PROXY names the host."""
    heard: list[tuple[str, bytes]] = []
    for variable in ("HTTP_PROXY", "ALL_PROXY"):
        async with served.serving(served.answering(heard, served.answer())) as address, served.calling() as client:
            monkeypatch.setenv(variable.lower(), f"http://me:word@{address}")
            http_client._proxy_to.cache_clear()
            await client.post("http://api.example/x", PATIENCE)
            monkeypatch.setenv("no_proxy", "api.example")
            http_client._proxy_to.cache_clear()
            with pytest.raises(NotSent):
                await client.post("http://api.example:1/x", Patience(0.5, 0.5, 0.5))
        monkeypatch.delenv(variable.lower())
        monkeypatch.delenv("no_proxy")
    assert 2 == len(heard)
    for head, _ in heard:
        assert head.startswith("POST http://api.example/x HTTP/1.1")
        assert "Proxy-Authorization: Basic bWU6d29yZA==" in head


async def test_a_proxy_that_does_not_let_through_has_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It refuses, is not there, or is of a kind that cannot be used."""
    async with (
        served.serving(served.answering([], served.answer("403 Forbidden"))) as address,
        served.calling() as client,
    ):
        for proxy in (f"http://{address}", address, f"http://{served.closed_port()}", "socks5://127.0.0.1:9"):
            monkeypatch.setenv("https_proxy", proxy)
            http_client._proxy_to.cache_clear()
            with pytest.raises(NotSent):
                await client.post("https://api.example/x", PATIENCE)


# What Telegram's library and its channel make of it


async def test_faults_are_the_library_s_own() -> None:
    """Late is TimedOut, everything else NetworkError; the cause says whether the call has left."""
    for fault, (serve, is_late) in FAULTS.items():
        async with served.serving(serve) as address:
            asking = Request(AiohttpClient(1), 1, 0.1 if is_late else 60.0)
            with pytest.raises(NetworkError) as caught:
                await asking.post(f"http://{address}/bot{SECRET}/x", RequestData([]))
            await asking.shutdown()
        assert is_late == isinstance(caught.value, TimedOut), fault
        assert isinstance(caught.value.__cause__, NoAnswer)
    asking = Request(AiohttpClient(1), 1, 0.1)
    with pytest.raises(NetworkError) as refused:
        await asking.post(f"http://{served.closed_port()}/bot{SECRET}/x")
    await asking.shutdown()
    assert not isinstance(refused.value, TimedOut)
    assert isinstance(refused.value.__cause__, NotSent)
    assert SECRET not in "".join(traceback.format_exception(refused.value))


async def test_a_message_and_a_file_arrive_through_the_library() -> None:
    """Sent, in doubt where nobody answers, tried again where there was no connection."""
    heard: list[tuple[str, bytes]] = []
    message = Outgoing("5", "6 hộ", choices=(("Đúng rồi", "sure:1"),))
    async with served.serving(served.answering(heard, served.answer(body=ACCEPTED))) as address:
        channel = Telegram(SECRET, f"http://{address}")
        assert Sent("7") == await channel.send(message)
        assert Sent("7") == await channel.send(Outgoing("5", "tệp", document=File("tuần 46.xlsx", b"PK")))
        await channel.close()
    assert [f"POST /bot{SECRET}/{name} HTTP/1.1" for name in ("sendmessage", "sendDocument")] == [
        head.splitlines()[0] for head, _ in heard
    ]
    assert "tuần 46.xlsx".encode() in heard[1][1]
    async with served.serving(served.hangs_up) as address:
        channel = Telegram(SECRET, f"http://{address}")
        assert isinstance(await channel.send(message), Unknown)
        await channel.close()
    channel = Telegram(SECRET, f"http://{served.closed_port()}")
    assert isinstance(await channel.send(message), Rejected)
    await channel.close()


async def test_a_file_that_somebody_sent_is_loaded() -> None:
    """By the library's own way, from the address that it makes of what the platform told."""
    file = {"file_id": "f", "file_unique_id": "u", "file_size": 3, "file_path": "photos/1.jpg"}
    told = json.dumps({"ok": True, "result": file}).encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head, _ = await served.request(reader)
            writer.write(served.answer(body=b"jpg" if head.startswith("GET") else told))
            await writer.drain()

    async with served.serving(serve) as address:
        channel = Telegram(SECRET, f"http://{address}")
        assert b"jpg" == await channel.fetch("f")
        await channel.close()
