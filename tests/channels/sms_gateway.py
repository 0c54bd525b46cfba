"""An SMS gateway for tests: numbers and groups write to the bot's number, and see what it writes to them.

`python -m tests.channels.sms_gateway PORT TOKEN` serves one, with `/said` and `/written` for whoever plays the people.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

NUMBER = "8099"
LONGEST = 160


class Gateway:
    """`written` is what the bot wrote, by number or group; `faults` are the next answers to a message of it.

    A fault is an HTTP status, "drop" for one that is delivered and not answered, "hang" for neither.
    """

    def __init__(self, token: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._token, self._now = token, now
        self.written: dict[str, list[str]] = defaultdict(list)
        self.faults: deque[str] = deque()
        self._waiting: list[dict[str, Any]] = []
        self._count = 0
        self._bell = asyncio.Event()

    def say(self, number: str, text: str, group: str = "") -> None:
        """Somebody writes to the bot, alone or in a group."""
        self._count += 1
        message = {"id": self._count, "from": number, "group": group, "text": text, "at": self._now().isoformat()}
        self._waiting.append(message)
        self._bell.set()

    @property
    def pending(self) -> int:
        """How many messages the bot has not confirmed."""
        return len(self._waiting)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/me", self._me),
                Route("/messages", self._messages),
                Route("/send", self._send, methods=["POST"]),
                Route("/said", self._said, methods=["POST"]),
                Route("/written", self._seen),
            ]
        )

    def _knows(self, request: Request) -> bool:
        return request.headers.get("authorization") == f"Bearer {self._token}"

    async def _me(self, request: Request) -> Response:
        return JSONResponse({"number": NUMBER}) if self._knows(request) else Response(status_code=401)

    async def _messages(self, request: Request) -> Response:
        if not self._knows(request):
            return Response(status_code=401)
        after = int(request.query_params["after"])
        self._waiting = [message for message in self._waiting if message["id"] > after]
        if not self._waiting:
            self._bell.clear()
            try:
                await asyncio.wait_for(self._bell.wait(), float(request.query_params["wait"]))
            except TimeoutError:
                return JSONResponse([])
        return JSONResponse(self._waiting)

    async def _send(self, request: Request) -> Response:
        if not self._knows(request):
            return Response(status_code=401)
        body = await request.json()
        fault = self.faults.popleft() if self.faults else ""
        if fault.isdigit() or len(body["text"].encode("utf-16-le")) // 2 > LONGEST:
            return Response(status_code=int(fault or 400))
        if fault != "hang":
            self.written[body["to"]].append(body["text"])
        if fault:
            raise httpx.ReadError(fault)  # in this process the way to say that no answer came
        self._count += 1
        return JSONResponse({"id": self._count})

    async def _said(self, request: Request) -> Response:
        body = await request.json()
        self.say(body["from"], body["text"])
        return JSONResponse({})

    async def _seen(self, _request: Request) -> Response:
        return JSONResponse(self.written)


if __name__ == "__main__":
    served = Gateway(sys.argv[2]).application()
    uvicorn.run(served, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
