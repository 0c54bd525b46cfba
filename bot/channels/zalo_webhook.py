"""Zalo's updates by webhook: the secret is compared, the message stored, and only then is it confirmed."""

from __future__ import annotations

import hmac
import json
import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.contract import Take
from bot.channels.zalo import Zalo

log = logging.getLogger(__name__)

PATH = "/zalo"
_HEADER = "X-Bot-Api-Secret-Token"
_LARGEST = 64 * 1024  # bytes; a real one has some hundreds


def route(channel: Zalo, take: Take) -> Route:
    """Where Zalo knocks. An empty probe is answered, a wrong secret refused, what cannot be stored left to a retry."""
    assert channel.hook is not None
    secret = channel.hook.secret

    async def serve(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(), secret.encode()):
            return JSONResponse({"message": "Forbidden"}, 403)
        body = await request.body()
        if len(body) > _LARGEST:
            return JSONResponse({"message": "Too large"}, 413)
        inbounds = channel.read(_parse(body))
        if inbounds:
            try:
                await take(inbounds)
            except Exception as error:
                log.warning("a message from Zalo could not be stored: %s", type(error).__name__)
                return JSONResponse({"message": "Try again"}, 503)
        return JSONResponse({"message": "Success"})

    return Route(PATH, serve, methods=["POST"])


def _parse(body: bytes) -> object:
    try:
        return json.loads(body) if body.strip() else None
    except ValueError:
        return None
