"""The door for pushed updates: who may knock, how large and of what kind a body may be, and when it is confirmed.

Nothing is read of a request before its secret was compared, so that a flood of bad ones costs next to nothing. Each
channel gives a `Hook`: where it knocks, and what takes one decoded update and returns only after the commit.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

log = logging.getLogger(__name__)

LARGEST = 256 * 1024  # bytes; a message of the longest text with all its marks has a tenth of that
_BODY_SECONDS = 10.0  # a platform sends its few bytes at once

# Reads one update, stores it and answers it; returns after the commit, raises when it could not be stored.
Accept = Callable[[dict[str, Any]], Awaitable[None]]
# Told what became of each request: the channel, and a word of `ANSWERS`.
Observe = Callable[[str, str], None]

ANSWERS = {
    "stored": 200,
    "probe": 200,
    "wrong secret": 403,
    "wrong type": 415,
    "too large": 413,
    "too slow": 408,
    "unreadable": 400,
    "not stored": 503,
}


@dataclass(frozen=True, slots=True)
class Hook:
    """One channel's webhook. `probes` is set where the platform knocks with an empty body to see who is there."""

    channel: str
    path: str
    header: str
    secret: str
    accept: Accept
    probes: bool = False


def _ignore(_channel: str, _answer: str) -> None:
    """Nobody counts."""


def route(hook: Hook, observe: Observe = _ignore) -> Route:
    """POST alone; Starlette answers 405 to everything else."""

    async def serve(request: Request) -> Response:
        said = await _take(hook, request)
        observe(hook.channel, said)
        status = ANSWERS[said]
        if status == 200:
            return JSONResponse({"message": "Success"})
        # The connection is not kept: what is left of a refused body is not worth reading.
        return PlainTextResponse(said, status, {"Connection": "close"})

    return Route(hook.path, serve, methods=["POST"])


async def _take(hook: Hook, request: Request) -> str:
    """What became of a request: a word of `ANSWERS`."""
    if not hmac.compare_digest(request.headers.get(hook.header, "").encode(), hook.secret.encode()):
        return "wrong secret"
    body = await _body(request)
    if isinstance(body, str):
        return body
    if not body.strip() and hook.probes:
        return "probe"
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return "wrong type"
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    if not isinstance(update, dict):
        return "unreadable"
    try:
        await hook.accept(update)
    except Exception as error:
        log.error(
            "an update of %s could not be stored (%s); it will be pushed again", hook.channel, type(error).__name__
        )
        return "not stored"
    return "stored"


async def _body(request: Request) -> bytes | str:
    """The body, or why it is refused: its length is counted while it comes, whatever the header promised."""
    promised = request.headers.get("content-length", "0")
    if not promised.isdigit() or int(promised) > LARGEST:
        return "too large"
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    return "too large"
    except (TimeoutError, ClientDisconnect):
        return "too slow"
    return bytes(body)
