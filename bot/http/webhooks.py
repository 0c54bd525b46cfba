"""Webhook routes: a request's secret, length and type are checked, and it is answered 200 after the commit.

Nothing is read of a request before its secret was compared, so that a flood of bad ones costs next to nothing. Where a
platform calls, and what takes one decoded update, each bot says by a `Webhook`.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.contract import Webhook

log = logging.getLogger(__name__)

LARGEST = 256 * 1024  # bytes; a message of the longest text with all its marks has a tenth of that
_BODY_SECONDS = 10.0  # a platform sends its few bytes at once

# Told what became of each request: the bot, and a word of `ANSWERS`.
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


def _ignore(_channel: str, _answer: str) -> None:
    """Nobody counts."""


def route(webhook: Webhook, observe: Observe = _ignore) -> Route:
    """POST alone; Starlette answers 405 to everything else."""

    async def serve(request: Request) -> Response:
        said = await _take(webhook, request)
        observe(webhook.bot, said)
        status = ANSWERS[said]
        if status == 200:
            return JSONResponse({"message": "Success"})
        # The connection is not kept: what is left of a refused body is not worth reading.
        return PlainTextResponse(said, status, {"Connection": "close"})

    return Route(webhook.path, serve, methods=["POST"])


async def _take(webhook: Webhook, request: Request) -> str:
    """What became of a request: a word of `ANSWERS`."""
    if not hmac.compare_digest(request.headers.get(webhook.header, "").encode(), webhook.secret.encode()):
        return "wrong secret"
    body = await _body(request)
    if isinstance(body, str):
        return body
    if not body.strip() and webhook.probes:
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
        await webhook.accept(update)
    except Exception as error:
        log.error(
            "an update of %s could not be stored (%s); it will be pushed again", webhook.bot, type(error).__name__
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
