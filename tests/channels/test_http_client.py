"""The channels' HTTP client over real sockets: what arrives, every way in which no answer comes, proxies, secrets."""

from __future__ import annotations

import asyncio
import json
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.channels import http_client
from bot.channels.contract import File, Outgoing, Rejected, Sent, Unknown
from bot.channels.http_client import AiohttpClient, Answer, NoAnswer, NotSent, Patience, TooLarge, Upload
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.request import Request

SECRET = "1000:a-secret"
PATIENCE = Patience(60.0, 60.0, 60.0)
HASTY = Patience(1.0, 0.2, 0.2)
LARGE = Upload("x.png", bytes(20_000_000), "image/png")  # more than a line takes before somebody reads it
ACCEPTED = b'{"ok": true, "result": {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}}}'

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    http_client._proxy_to.cache_clear()


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    """A server of one's own on loopback; its address without a scheme."""
    handlers: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers.add(task)
        try:
            await serve(reader, writer)
        except (asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in handlers:
            task.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)


@asynccontextmanager
async def calling() -> AsyncIterator[AiohttpClient]:
    client = AiohttpClient(4)
    try:
        yield client
    finally:
        await client.close()


async def request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """Head and body of one request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    lengths = [line.split(":")[1] for line in head.lower().splitlines() if line.startswith("content-length:")]
    if lengths:
        return head, await reader.readexactly(int(lengths[0]))
    if "transfer-encoding: chunked" not in head.lower():
        return head, b""
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    return head, body


def answer(status: str = "200 OK", body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def answering(heard: list[tuple[str, bytes]], written: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heard.append(await request(reader))
            writer.write(written)
            await writer.drain()

    return serve


async def test_a_form_arrives_as_written() -> None:
    """Letters of Vietnamese, signs of forms, and a refusal's body and status come through."""
    heard: list[tuple[str, bytes]] = []
    async with serving(answering(heard, answer("403 Forbidden", b"no"))) as address, calling() as client:
        assert Answer(403, b"no") == await client.post(f"http://{address}/a", PATIENCE, form={"text": "6 hộ & 7%+"})
    assert b"text=6+h%E1%BB%99+%26+7%25%2B" == heard[0][1]
    assert "application/x-www-form-urlencoded" in heard[0][0]


async def test_files_arrive_under_their_names() -> None:
    """A person reads the name as it was given, and not its letters by their numbers."""
    heard: list[tuple[str, bytes]] = []
    files = {"document": Upload("tuần 46.xlsx", b"\x00\xff\r\n--x", "application/zip")}
    async with serving(answering(heard, answer())) as address, calling() as client:
        await client.post(f"http://{address}/", PATIENCE, form={"chat_id": "5"}, files=files)
    head, body = heard[0]
    assert "multipart/form-data" in head
    assert 'name="document"; filename="tuần 46.xlsx"'.encode() in body
    assert b"Content-Type: application/zip\r\n" in body
    assert b"\r\n\r\n\x00\xff\r\n--x\r\n" in body
    assert b'name="chat_id"\r\n\r\n5\r\n' in body


async def test_json_arrives() -> None:
    """As Zalo wants it."""
    heard: list[tuple[str, bytes]] = []
    async with serving(answering(heard, answer())) as address, calling() as client:
        await client.post(f"http://{address}/", PATIENCE, json={"timeout": "30"})
    assert b'{"timeout": "30"}' == heard[0][1]
    assert "application/json" in heard[0][0]


async def test_connections_are_used_again() -> None:
    """Ten calls one after the other need one connection; one that the server has closed meanwhile is not used."""
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(0)
        while connections[-1] < 5:
            await request(reader)
            connections[-1] += 1
            writer.write(answer())
            await writer.drain()

    async with serving(serve) as address, calling() as client:
        for number in range(10):
            await client.post(f"http://{address}/", PATIENCE)
            if number == 4:
                await asyncio.sleep(0.05)  # until the end of the connection has come over the line
    assert [5, 5] == connections


async def test_redirections_are_not_followed() -> None:
    """A form that was sent on as another call would be said twice, or nowhere."""
    heard: list[tuple[str, bytes]] = []
    redirection = answer("302 Found", b"", "location: /elsewhere")
    async with serving(answering(heard, redirection)) as address, calling() as client:
        assert 302 == (await client.get(f"http://{address}/", PATIENCE)).status
    assert 1 == len(heard)


async def test_no_more_is_read_than_is_wanted() -> None:
    """A picture that is too large does not fill the memory."""
    async with serving(answering([], answer(body=b"x" * 300_000))) as address, calling() as client:
        assert 300_000 == len((await client.get(f"http://{address}/", PATIENCE, most=300_000)).body)
        with pytest.raises(TooLarge):
            await client.get(f"http://{address}/", PATIENCE, most=299_999)


# Every way in which no answer comes


async def _hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)


async def _is_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    await asyncio.Event().wait()


async def _reads_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def _stops_half_way(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    writer.write(answer(body=b"{}" * 50)[:-50])
    await writer.drain()


async def _stalls_half_way(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _stops_half_way(reader, writer)
    await asyncio.Event().wait()


async def _babbles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request(reader)
    writer.write(b"220 mail.example ESMTP\r\n\r\n")
    await writer.drain()


# Whether the message may still be on its way, or its answer.
FAULTS: dict[str, tuple[Serve, bool]] = {
    "hangs up": (_hangs_up, False),
    "is silent": (_is_silent, True),
    "reads nothing": (_reads_nothing, True),
    "stops half way": (_stops_half_way, False),
    "stalls half way": (_stalls_half_way, True),
    "babbles": (_babbles, False),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_answer_is_no_proof(fault: str) -> None:
    """The call has left, or has begun to: it may have arrived. What is raised holds no secret."""
    serve, is_late = FAULTS[fault]
    patience = HASTY if is_late else PATIENCE
    async with serving(serve) as address, calling() as client:
        with pytest.raises(NoAnswer) as caught:
            await client.post(f"http://{address}/bot{SECRET}/x", patience, files={"photo": LARGE})
    assert is_late == caught.value.is_late
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def _closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


async def _knows_no_tls(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read(1)


async def test_without_a_connection_nothing_was_sent() -> None:
    """Refused, no TLS where it is wanted, no host, no scheme: not a byte of the call has left."""
    async with serving(_knows_no_tls) as address, calling() as client:
        for url in (f"http://{_closed_port()}", f"https://{address}", "http://", "ftp://example.invalid"):
            with pytest.raises(NotSent) as caught:
                await client.post(f"{url}/bot{SECRET}/x", PATIENCE)
            assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_no_connection_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has said a word of the call to anybody."""

    async def never(*_args: object, **_how: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", never)
    async with calling() as client:
        with pytest.raises(NotSent):
            await client.post("http://127.0.0.1:9/", Patience(0.05, 5.0, 5.0))


# Proxies


async def test_a_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable of the scheme or the one for all; with who one is; and not where NO_PROXY names the host."""
    heard: list[tuple[str, bytes]] = []
    for variable in ("HTTP_PROXY", "ALL_PROXY"):
        async with serving(answering(heard, answer())) as address, calling() as client:
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
    async with serving(answering([], answer("403 Forbidden"))) as address, calling() as client:
        for proxy in (f"http://{address}", address, f"http://{_closed_port()}", "socks5://127.0.0.1:9"):
            monkeypatch.setenv("https_proxy", proxy)
            http_client._proxy_to.cache_clear()
            with pytest.raises(NotSent):
                await client.post("https://api.example/x", PATIENCE)


# What Telegram's library and its channel make of it


async def test_faults_are_the_library_s_own() -> None:
    """Late is TimedOut, everything else NetworkError; the cause says whether the call has left."""
    for fault, (serve, is_late) in FAULTS.items():
        async with serving(serve) as address:
            asking = Request(AiohttpClient(1), 1, 0.1 if is_late else 60.0)
            with pytest.raises(NetworkError) as caught:
                await asking.post(f"http://{address}/bot{SECRET}/x", RequestData([]))
            await asking.shutdown()
        assert is_late == isinstance(caught.value, TimedOut), fault
        assert isinstance(caught.value.__cause__, NoAnswer)
    asking = Request(AiohttpClient(1), 1, 0.1)
    with pytest.raises(NetworkError) as refused:
        await asking.post(f"http://{_closed_port()}/bot{SECRET}/x")
    await asking.shutdown()
    assert not isinstance(refused.value, TimedOut)
    assert isinstance(refused.value.__cause__, NotSent)
    assert SECRET not in "".join(traceback.format_exception(refused.value))


async def test_a_message_and_a_file_arrive_through_the_library() -> None:
    """Sent, in doubt where nobody answers, tried again where there was no connection."""
    heard: list[tuple[str, bytes]] = []
    message = Outgoing("5", "6 hộ", choices=(("Đúng rồi", "sure:1"),))
    async with serving(answering(heard, answer(body=ACCEPTED))) as address:
        channel = Telegram(SECRET, f"http://{address}")
        assert Sent("7") == await channel.send(message)
        assert Sent("7") == await channel.send(Outgoing("5", "tệp", document=File("tuần 46.xlsx", b"PK")))
        await channel.close()
    assert [f"POST /bot{SECRET}/{name} HTTP/1.1" for name in ("sendMessage", "sendDocument")] == [
        head.splitlines()[0] for head, _ in heard
    ]
    assert "tuần 46.xlsx".encode() in heard[1][1]
    async with serving(_hangs_up) as address:
        channel = Telegram(SECRET, f"http://{address}")
        assert isinstance(await channel.send(message), Unknown)
        await channel.close()
    channel = Telegram(SECRET, f"http://{_closed_port()}")
    assert isinstance(await channel.send(message), Rejected)
    await channel.close()


async def test_a_file_that_somebody_sent_is_loaded() -> None:
    """By the library's own way, from the address that it makes of what the platform told."""
    file = {"file_id": "f", "file_unique_id": "u", "file_size": 3, "file_path": "photos/1.jpg"}
    told = json.dumps({"ok": True, "result": file}).encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head, _ = await request(reader)
            writer.write(answer(body=b"jpg" if head.startswith("GET") else told))
            await writer.drain()

    async with serving(serve) as address:
        channel = Telegram(SECRET, f"http://{address}")
        assert b"jpg" == await channel.fetch("f")
        await channel.close()
