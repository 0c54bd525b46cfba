"""Answers calls of Zalo's Bot Platform over HTTP: /zalo/bot<token>/<method>, JSON, errors mostly with HTTP 200."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from simulator import zalo
from simulator.faults import Fault
from simulator.shapes import Json, Refusal
from simulator.world import World

METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": zalo.get_me,
    "getUpdates": zalo.get_updates,
    "setWebhook": zalo.set_webhook,
    "deleteWebhook": zalo.delete_webhook,
    "getWebhookInfo": zalo.get_webhook_info,
    "testWebhook": zalo.test_webhook,
    "sendMessage": zalo.send_message,
    "sendPhoto": zalo.send_photo,
    "sendChatAction": zalo.send_chat_action,
}
_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
_WORDS = {"400": "Bad Request", "401": "Unauthorized", "403": "Internal server error", "408": "Request timeout"}


async def serve(request: Request) -> Response:
    """One call; names are case-sensitive."""
    world: World = request.app.state.world
    method = request.path_params["method"]
    handler = METHODS.get(method)
    if request.path_params["token"] != world.zalo.token:
        return _answer(_error(401, "Unauthorized"))
    if handler is None:
        return _answer(_error(404, "Not Found"))
    args = await _read(request)
    fault = world.zalo.faults.take(method, zalo.inside(args["chat_id"]) if "chat_id" in args else None)
    if fault is not None and (failure := await _fail(request, fault)) is not None:
        _log(world, method, args, fault)
        return failure
    try:
        result = handler(world, args)
        if inspect.isawaitable(result):
            result = await result
        body: Json = {"ok": True} if result is None else {"ok": True, "result": result}
    except Refusal as refusal:
        body = _error(refusal.code, refusal.description)
    _log(world, method, args, fault)
    if fault is not None and fault.kind == "drop":
        return await _hold(request, fault)
    if fault is not None and fault.kind == "late":
        await asyncio.sleep(fault.seconds)
    return _answer(body)


async def _read(request: Request) -> Json:
    try:
        found = json.loads(await request.body() or b"{}")
    except ValueError:
        found = {}
    return dict(request.query_params) | (found if isinstance(found, dict) else {})


def _error(code: int, description: str) -> Json:
    return {"ok": False, "error_code": code, "description": description}


def _answer(body: Json, status: int = 200) -> Response:
    return JSONResponse(body, status)


async def _fail(request: Request, fault: Fault) -> Response | None:
    """The failure that is ordered; None when the call goes on (`drop` holds back only its answer)."""
    if fault.kind == "429":  # a status of its own where seconds are given, else an error in an answer of 200
        status = 200 if fault.retry_after is None else 429
        return _answer(_error(429, fault.description or "Quota exceeded"), status)
    if fault.kind in _WORDS:
        return _answer(_error(int(fault.kind), fault.description or _WORDS[fault.kind]))
    if fault.kind in ("500", "502"):
        return HTMLResponse(_PAGE.format(f"{fault.kind} Bad Gateway"), int(fault.kind))
    if fault.kind == "hang":
        return await _hold(request, fault)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    return None


async def _hold(request: Request, fault: Fault) -> Response:
    """Let the caller wait until it gives up, or the fault's time or the world is over."""
    world: World = request.app.state.world
    loop = asyncio.get_running_loop()
    deadline = loop.time() + fault.seconds
    while not world.closed and loop.time() < deadline and not await request.is_disconnected():
        await world.bell.wait(min(0.05, max(deadline - loop.time(), 0)))
    return HTMLResponse(_PAGE.format("504 Gateway Time-out"), 504)


def _log(world: World, method: str, args: Json, fault: Fault | None) -> None:
    entry: Json = {"number": world.count("call"), "method": f"zalo.{method}", "ok": fault is None}
    entry |= {"chat": zalo.inside(args["chat_id"]) if "chat_id" in args else None, "code": 200, "description": ""}
    world.calls.append(entry | {"time": world.now().isoformat(), "fault": fault.kind if fault else None})
