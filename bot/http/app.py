"""The program's own web application: health and metrics, and beside them the routes that the caller gives.

Whatever else is served proves itself by an unguessable token: a webhook's secret, a picture's address.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from bot.http import connections
from bot.http.health import Health
from bot.http.metrics import Metrics
from bot.settings import Settings

_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def application(settings: Settings, health: Health, metrics: Metrics, extra: Sequence[BaseRoute]) -> Starlette:
    """`/health/live`, `/health/ready`, `/health` for both, `/metrics`, and `extra`."""

    async def live(_request: Request) -> JSONResponse:
        return JSONResponse({"ok": True})

    async def ready(_request: Request) -> JSONResponse:
        found = await health.ready()
        is_ready = all(found.values())
        return JSONResponse({"ok": is_ready, **found}, 200 if is_ready else 503)

    async def counted(request: Request) -> Response:
        if not _may_count(settings, request):
            return PlainTextResponse("Not Found", 404)
        return Response(await asyncio.to_thread(metrics.page), media_type=_TYPE)

    own = [
        Route("/health", ready, methods=["GET"]),
        Route("/health/live", live, methods=["GET"]),
        Route("/health/ready", ready, methods=["GET"]),
        Route("/metrics", counted, methods=["GET"]),
    ]
    return Starlette(routes=[*own, *extra])


def _may_count(settings: Settings, request: Request) -> bool:
    """With METRICS_TOKEN whoever shows it. Without one this machine alone, and only while nobody outside is let in:

    behind a proxy every visitor comes from this machine.
    """
    if settings.metrics_token is not None:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), settings.metrics_token.get_secret_value().encode())
    return settings.public_url is None and request.client is not None and _is_loopback(request.client.host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Server(uvicorn.Server):
    """A server inside the program's own event loop: signals are the program's business, not the server's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server(app: ASGIApp, host: str, port: int) -> Server:
    """A server for one event loop; `run` it as a task and set `should_exit` to end it.

    It logs through the program's own log, which keeps secrets and people's words out.
    """
    return Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=connections.Connection,
            ws="none",
            backlog=connections.AT_ONCE,
            log_config=None,
            log_level="warning",
            lifespan="off",
            access_log=False,
            server_header=False,
            timeout_keep_alive=5,
        )
    )
