#!/usr/bin/env bash
# httpx 0.28.1 with httpcore 1.0.9 and anyio 4.16.0 (as python-telegram-bot 22.8 installs them), aiohttp 3.14.5.
#
# What is done: one asynchronous client makes 400 calls to a server of this script on loopback, over connections that stay
# open. A finder in sys.meta_path counts how often somebody looks for the module sniffio. Then the same with sniffio 1.3.1.
# Expected: a client that has made one call knows which event loop it runs under; nothing is imported any more. So the
# processor time of a call is what building, sending and parsing it takes.
# Seen: httpcore asks `current_async_library()` for the locks and events of a call, which imports sniffio. Since anyio 4.12
# nothing installs it, and an import that failed is tried anew each time, through every finder of sys.meta_path: four look-ups
# a call. Guessed to be a good part of what httpx costs, it is not: with sniffio a call takes as long (1.98 ms with the
# server's part, before 1.96; aiohttp 0.32). Under a profile of a program with a long sys.path and an editable install it
# was 3 % of all. What makes aiohttp six times as fast here is its compiled parser and the layers it does not have.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check httpx==0.28.1 httpcore==1.0.9 anyio==4.16.0 aiohttp==3.14.5
cat >"$here/try.py" <<'PYTHON'
import asyncio
import importlib.util
import sys
import time

import aiohttp
import httpx

CALLS, ROUNDS = 400, 3
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
FORM = {"chat_id": "5", "text": "6 hộ"}


class Looks:
    """Counts look-ups of one module, and finds nothing."""

    count = 0

    def find_spec(self, name, path=None, target=None):
        self.count += name == "sniffio"


async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(length)
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass


async def through_httpx(url):
    async with httpx.AsyncClient() as client:
        for _ in range(CALLS):
            await client.post(url, data=FORM)


async def through_aiohttp(url):
    async with aiohttp.ClientSession() as session:
        for _ in range(CALLS):
            async with session.post(url, data=FORM) as answer:
                await answer.read()


async def main():
    looks = Looks()
    sys.meta_path.insert(0, looks)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    spent = {through_httpx: [], through_aiohttp: []}
    for _ in range(ROUNDS):
        for way, times in spent.items():
            began = time.process_time()
            await way(url)
            times.append((time.process_time() - began) / CALLS * 1000)
    per_call = looks.count / CALLS / ROUNDS
    has = importlib.util.find_spec("sniffio") is not None
    best = ", ".join(f"{way.__name__[8:]} {min(times):.2f} ms" for way, times in spent.items())
    print(f"sniffio {'is' if has else 'is not'} installed: {per_call:.1f} look-ups a call; client and server: {best}")
    server.close()
    is_cheaper = min(spent[through_aiohttp]) < min(spent[through_httpx]) / 2
    return 0 if (per_call < 0.1) == has and is_cheaper else 1


sys.exit(asyncio.run(main()))
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check sniffio==1.3.1
"$here/venv/bin/python" -W ignore "$here/try.py"
