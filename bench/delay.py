"""A proxy before a PostgreSQL server that delays what goes through it, as a network to another building would."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit


class Proxy:
    """In a thread of its own, on loopback. Every answer comes `seconds` later; what is under way is not held up."""

    def __init__(self, uri: str, seconds: float) -> None:
        (folder,) = parse_qs(urlsplit(uri).query)["host"]
        self._socket, self._seconds = f"{folder}/.s.PGSQL.5432", seconds
        self._loop = asyncio.new_event_loop()
        self._is_open = threading.Event()
        self.port = 0

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._is_open.set()
        self._loop.run_forever()
        server.close()

    def wait(self) -> None:
        self._is_open.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._socket)
        ways = [self._carry(reader, back, 0.0), self._carry(there, writer, self._seconds)]
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(*ways)

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, seconds: float) -> None:
        """In order: what came later leaves later."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        leaving = asyncio.create_task(self._leave(waiting, target))
        while data := await source.read(65536):
            waiting.put_nowait((self._loop.time() + seconds, data))
        waiting.put_nowait((0.0, b""))
        await leaving

    async def _leave(self, waiting: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
        while True:
            at, data = await waiting.get()
            if not data:
                target.close()
                return
            await asyncio.sleep(max(at - self._loop.time(), 0.0))
            with contextlib.suppress(ConnectionError):
                target.write(data)
                await target.drain()


@contextmanager
def delayed(uri: str, name: str, seconds: float) -> Iterator[str]:
    """The address of a database behind the proxy."""
    proxy = Proxy(uri, seconds)
    thread = threading.Thread(target=proxy.run, daemon=True)
    thread.start()
    proxy.wait()
    try:
        yield f"postgresql://postgres:@127.0.0.1:{proxy.port}/{name}"
    finally:
        proxy.stop()
        thread.join()
