"""Webhook routes: a request's secret, length and type are checked, and it is answered 200 after the commit.

Nothing is read of a request before its secret was compared, so that a flood of bad ones costs next to nothing. Where a
platform calls, and what takes one decoded update, each bot says by a `Webhook`.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.contract import Webhook
from bot.http import bodies

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
    update = bodies.as_object(body)
    if update is None:
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
    """The body, or why it is refused."""
    try:
        return await bodies.read(request, LARGEST, _BODY_SECONDS)
    except bodies.TooLarge:
        return "too large"
    except bodies.TooSlow:
        return "too slow"
