"""Bodies of requests: no more than so many bytes, within so many seconds; whatever is in them is no fault of ours."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request


class TooLarge(Exception):
    """More than may come; `size` are the bytes that were promised, or had come by then."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class TooSlow(Exception):
    """It did not come within its time, or whoever sent it has gone."""


async def read(request: Request, largest: int, seconds: float) -> bytes:
    """The body: its length is counted while it comes, whatever the header promised. Raises TooLarge, TooSlow."""
    promised = request.headers.get("content-length", "0")
    if not promised.isdigit() or int(promised) > largest:
        raise TooLarge(int(promised) if promised.isdigit() else largest)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise TooLarge(len(body))
    except (TimeoutError, ClientDisconnect):
        raise TooSlow from None
    return bytes(body)


def as_object(body: bytes) -> dict[str, Any] | None:
    """What a JSON object says; None for anything else, brackets too deep for a parser among it."""
    try:
        read_one = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read_one if isinstance(read_one, dict) else None
