"""Servers of one's own on loopback, for tests of the channels' HTTP client."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.channels.http_client import AiohttpClient, Patience, Upload

SECRET = "1000:a-secret"
PATIENCE = Patience(60.0, 60.0, 60.0)
HASTY = Patience(1.0, 0.2, 0.2)
LARGE = Upload("x.png", bytes(20_000_000), "image/png")  # more than a line takes before somebody reads it
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


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


# Every way in which no answer comes


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
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
    "hangs up": (hangs_up, False),
    "is silent": (_is_silent, True),
    "reads nothing": (_reads_nothing, True),
    "stops half way": (_stops_half_way, False),
    "stalls half way": (_stalls_half_way, True),
    "babbles": (_babbles, False),
}


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


async def knows_no_tls(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
