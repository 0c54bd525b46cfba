"""The web application's connections: who asks for nothing loses the place, and whoever asks is answered meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.http import app, connections
from tests.live import free_port
from tests.patience import LAST_RESORT

_SECONDS = 0.2


async def _answer(request: Request) -> PlainTextResponse:
    await asyncio.sleep(float(request.query_params.get("seconds", "0")))
    return PlainTextResponse("well")


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SECONDS", _SECONDS)
    monkeypatch.setattr(connections, "MOST", 4)


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    port = free_port()
    server = app.server(Starlette(routes=[Route("/", _answer)]), "127.0.0.1", port)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  the library tells it by nothing else
        await asyncio.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        await task


async def _open(port: int, said: bytes) -> asyncio.StreamReader:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    _kept.append(writer)
    writer.write(said)
    await writer.drain()
    return reader


_kept: list[asyncio.StreamWriter] = []  # a writer that nobody holds is closed


async def _end(reader: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.read(), LAST_RESORT)
    except ConnectionError:
        return b""


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nX-a: "])
async def test_a_request_that_does_not_come_is_not_waited_for(said: bytes) -> None:
    """Nothing, or half of the headers; a request that is under way takes as long as it takes."""
    async with served() as port:
        slow = await _open(port, b"GET /?seconds=0.5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        waiting = await _open(port, said)
        assert b"" == await _end(waiting)
        assert (await _end(slow)).endswith(b"well")


async def test_too_many_connections_make_room() -> None:
    """Those that have asked for nothing for longest are closed first, so that somebody new is answered."""
    async with served() as port:
        first = await _open(port, b"GET / HT")
        others = [await _open(port, b"GET / HT") for _ in range(3)]
        new = await _open(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await _end(new)).endswith(b"well")
        assert b"" == await _end(first)
        assert not others[-1].at_eof()
