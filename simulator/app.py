"""Puts the world behind HTTP: the Bot API, the control API, the page and its files, in one Starlette application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from simulator import botapi, control, zalo_api
from simulator.shapes import Json
from simulator.world import World

_STATIC = Path(__file__).parent / "static"
_DEMO = "/demo"


async def _page(request: Request) -> Response:
    """The page; it may load nothing but its own files and talk to nobody but us and the bot's demo endpoint."""
    demo = urlsplit(request.app.state.page_config["demo"])
    other = f" {demo.scheme}://{demo.netloc}" if demo.netloc else ""
    policy = f"default-src 'self'; connect-src 'self'{other}; img-src 'self' data:; frame-ancestors 'none'"
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return FileResponse(_STATIC / "page.html", media_type="text/html; charset=utf-8", headers=headers)


async def _page_config(request: Request) -> Response:
    return JSONResponse(request.app.state.page_config)


@asynccontextmanager
async def _live(app: Starlette) -> AsyncIterator[None]:
    app.state.world.webhook.poke()
    yield
    app.state.world.close()


def build(world: World, page_config: Json | None = None) -> Starlette:
    """The application. `page_config["demo"]` is the base address of the bot's demo endpoint (default "/demo").

    Mounted in another application its life cycle is not run: then call `world.close()` at the end, and in any case
    before the server waits for open connections, which a page and a poll keep open.
    """
    routes = [
        Route("/bot{token}/{method}", botapi.serve, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", botapi.download, methods=["GET"]),
        Route("/zalo/bot{token}/{method}", zalo_api.serve, methods=["GET", "POST"]),
        *control.ROUTES,
        Route("/sim/page", _page_config, methods=["GET"]),
        Route("/", _page, methods=["GET"]),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    app = Starlette(routes=routes, lifespan=_live)
    app.state.world = world
    app.state.page_config = {"demo": _DEMO} | (page_config or {})
    return app
