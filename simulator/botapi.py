"""Answers Bot API calls over HTTP: reads the parameters, meets the ordered faults, calls the method, keeps the log.

What a method does stands in `sending`, `editing`, `profile` and `intake`; nothing here knows about people or pages.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulator import editing, intake, parameters, profile, sending
from simulator.faults import Fault
from simulator.shapes import Json, Refusal, Upload, bad_request
from simulator.world import World

METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getme": profile.get_me,
    "getupdates": intake.get_updates,
    "setwebhook": intake.set_webhook,
    "deletewebhook": intake.delete_webhook,
    "getwebhookinfo": intake.get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagereplymarkup": editing.edit_reply_markup,
    "deletemessage": editing.delete,
    "answercallbackquery": editing.answer_callback,
    "getfile": profile.get_file,
    "setmycommands": profile.set_commands,
    "getmycommands": profile.get_commands,
    "leavechat": profile.leave_chat,
    "getchat": profile.get_chat,
    "getchatmember": profile.get_chat_member,
}
_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"

_TOO_LATE = HTMLResponse(_PAGE.format("504 Gateway Time-out"), 504)


async def serve(request: Request) -> Response:
    """One call: /bot<token>/<method>, GET or POST; query, form, multipart or JSON."""
    world: World = request.app.state.world
    if request.path_params["token"] != world.bot_token:
        return _json(Refusal(401, "Unauthorized").telegram(), 401)
    method = request.path_params["method"]
    handler = METHODS.get(method.lower())
    if handler is None:
        return _json(Refusal(404, "Not Found").telegram(), 404)
    raw: Json = {}
    fault: Fault | None = None
    try:
        raw, uploads = await _read(request)
        fault = world.faults.take(method, _chat(raw))
        if fault is not None and (failure := await _fail(fault)) is not None:
            _log(world, method, raw, failure.status_code, "", fault)
            return await _hold(request, fault, failure) if fault.kind == "hang" else failure
        values = parameters.check(method.lower(), raw, uploads)
        result = handler(world, values)
        if inspect.isawaitable(result):
            result = await result
    except Refusal as refusal:
        _log(world, method, raw, refusal.code, refusal.description, fault)
        return _json(refusal.telegram(), refusal.code)
    _log(world, method, raw, 200, "", fault)
    if world.transcript is not None:
        world.transcript.append({"method": method, "params": raw, "files": list(uploads), "answer": result})
    if fault is not None and fault.kind == "drop":
        return await _hold(request, fault, _TOO_LATE)
    answer = _json({"ok": True, "result": result}, 200)
    return await _hold(request, fault, answer) if fault is not None and fault.kind == "late" else answer


async def download(request: Request) -> Response:
    """/file/bot<token>/<path>: the bytes of a file that getFile named."""
    world: World = request.app.state.world
    if request.path_params["token"] != world.bot_token:
        return _json(Refusal(401, "Unauthorized").telegram(), 401)
    stored = world.files.by_path.get(request.path_params["path"])
    data = world.files.read(stored) if stored is not None else None
    if stored is None or data is None:
        return _json(Refusal(404, "Not Found").telegram(), 404)
    return Response(data, media_type="application/octet-stream")


def _json(body: Json, status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/json")


async def _read(request: Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters from the query and the body, and the file parts of a multipart body."""
    raw: Json = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_part_size=1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    data = await value.read()
                    uploads[name] = Upload(value.filename or "", value.content_type or "", data)
                else:
                    raw[name] = value
        return raw, uploads
    body = await request.body()
    if kind == "application/json" and body:
        raw |= _read_json(body)
    elif kind == "application/x-www-form-urlencoded":
        raw |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif body:
        raise bad_request(f"content type {kind!r} is not understood")
    return raw, uploads


def _read_json(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError as fault:
        raise bad_request("can't parse JSON object") from fault
    if not isinstance(found, dict):
        raise bad_request("can't parse JSON object")
    return found


def _chat(raw: Json) -> int | None:
    try:
        return int(raw.get("chat_id", ""))
    except (TypeError, ValueError):
        return None


async def _fail(fault: Fault) -> Response | None:
    """The failure a fault orders, or None if the call goes on (`drop` fails only after it was done)."""
    match fault.kind:
        case "429":
            wait = None if fault.retry_after is None else {"retry_after": fault.retry_after}
            words = "Too Many Requests" + ("" if wait is None else f": retry after {fault.retry_after}")
            return _json(Refusal(429, fault.description or words, wait).telegram(), 429)
        case "400":
            return _json(Refusal(400, fault.description or "Bad Request: chat not found").telegram(), 400)
        case "403":
            words = fault.description or "Forbidden: bot was blocked by the user"
            return _json(Refusal(403, words).telegram(), 403)
        case "500":
            return _json(Refusal(500, fault.description or "Internal Server Error").telegram(), 500)
        case "401":
            return _json(Refusal(401, "Unauthorized").telegram(), 401)
        case "page":
            return HTMLResponse(_PAGE.format(f"{fault.status} Sign in to the network"), fault.status)
        case "502":
            return HTMLResponse(_PAGE.format("502 Bad Gateway"), 502)
        case "hang":
            return _TOO_LATE
        case "slow":
            await asyncio.sleep(fault.seconds)
    return None


async def _hold(request: Request, fault: Fault, answer: Response) -> Response:
    """Let the caller wait until it gives up, or the fault's time or the world is over; then give the answer."""
    world: World = request.app.state.world
    loop = asyncio.get_running_loop()
    deadline = loop.time() + fault.seconds
    while not world.closed and loop.time() < deadline and not await request.is_disconnected():
        await world.bell.wait(min(0.05, max(deadline - loop.time(), 0)))
    return answer


def _log(world: World, method: str, raw: Json, code: int, description: str, fault: Fault | None) -> None:
    entry: Json = {"number": world.count("call"), "method": method, "chat": _chat(raw), "ok": code == 200}
    entry |= {"code": code, "description": description, "time": world.now().isoformat()}
    world.calls.append(entry | {"fault": fault.kind if fault else None})
