"""The program's own web application: health, addresses of pictures, a webhook, and in the demo the simulator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route


async def health(_request: Request) -> JSONResponse:
    return JSONResponse({"ok": True})


def application(extra: list[BaseRoute]) -> Starlette:
    return Starlette(routes=[Route("/health", health), *extra])


class Server(uvicorn.Server):
    """A server inside the program's own event loop: signals are the program's business, not the server's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server(app: Starlette, host: str, port: int) -> Server:
    """A server for one event loop; `run` it as a task and set `should_exit` to end it."""
    return Server(uvicorn.Config(app, host=host, port=port, log_level="warning", lifespan="off", access_log=False))
