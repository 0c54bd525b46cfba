"""The control API under /sim: what a page, a demo or a test does to the world, and what it reads of it (JSON)."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from simulator import faults, groups, people, view
from simulator.shapes import Json, Message, Person, Upload
from simulator.world import World

_PERSON_FIELDS = {field.name for field in fields(Person)} - {"started", "blocked", "visible"}
_PUSH_PAUSE = 0.03  # seconds; changes that come together are told together
_SHOWN_INLINE = {"image/png", "image/jpeg", "image/gif"}
_HEARTBEAT = 15.0  # seconds


def _json_route(path: str, act: Callable[[World, Json], Json]) -> Route:
    """A POST route whose body is a JSON object; what cannot be done answers 400 with the reason."""

    async def serve(request: Request) -> Response:
        world: World = request.app.state.world
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"error": "send application/json"}, 415)
        try:
            body = _read(await request.body() or b"{}")
            return JSONResponse(act(world, body | request.path_params))
        except KeyError as fault:
            return JSONResponse({"error": f"missing field {fault}"}, 400)
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as fault:
            return JSONResponse({"error": str(fault)}, 400)

    return Route(path, serve, methods=["POST"])


def _read(body: bytes) -> Json:
    """ValueError for what is no JSON, too deep, or holds half of a character: a world with one cannot be saved."""
    try:
        read: Json = json.loads(body)
    except RecursionError:
        raise ValueError("too many brackets") from None
    json.dumps(read, ensure_ascii=False).encode()
    return read


def _told(message: Message) -> Json:
    return {"chat": message.chat, "message_id": message.id}


def _join(world: World, body: Json) -> Json:
    unknown = set(body) - _PERSON_FIELDS - {"phone"}
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    named = {name: value for name, value in body.items() if name != "phone"}
    return asdict(people.join(world, Person(**({"id": 0} | named), visible=bool(body.get("phone", True)))))


def _group(world: World, body: Json) -> Json:
    chat = groups.create(
        world,
        body["title"],
        body["members"],
        body.get("id", 0),
        body.get("subtitle", ""),
        visible=bool(body.get("phone", True)),
        app=body.get("app", "telegram"),
    )
    return {"id": chat.id}


def _send(world: World, body: Json) -> Json:
    return _told(people.send(world, body["chat"], body["from"], body["text"], body.get("reply_to"), body.get("topic")))


def _edit(world: World, body: Json) -> Json:
    return _told(people.edit(world, body["chat"], body["from"], body["message_id"], body["text"]))


def _tap(world: World, body: Json) -> Json:
    tapped = people.tap(world, body["chat"], body["from"], body["message_id"], body["data"])
    return {"callback_query_id": tapped.id}


def _sticker(world: World, body: Json) -> Json:
    return _told(people.send_sticker(world, body["chat"], body["from"], body.get("emoji", "👍")))


def _voice(world: World, body: Json) -> Json:
    return _told(people.send_voice(world, body["chat"], body["from"], int(body.get("duration", 3))))


def _block(world: World, body: Json) -> Json:
    people.block(world, body["user"], is_blocked=True)
    return {}


def _unblock(world: World, body: Json) -> Json:
    people.block(world, body["user"], is_blocked=False)
    return {}


def _add_bot(world: World, body: Json) -> Json:
    return {"id": groups.add_bot(world, int(body["group"]), body["by"]).id}


def _remove_bot(world: World, body: Json) -> Json:
    return {"id": groups.remove_bot(world, int(body["group"]), body["by"]).id}


def _topics(world: World, body: Json) -> Json:
    """{"open": [2, 7], "closed": [7]}: the topics of a forum, and those into which nobody may write."""
    chat = groups.set_topics(world, int(body["group"]), body["open"], body.get("closed", []))
    return {"id": chat.id}


def _upgrade(world: World, body: Json) -> Json:
    return {"id": groups.upgrade(world, int(body["group"])).id}


def _order_fault(world: World, body: Json) -> Json:
    """{"clear": true} forgets the faults that wait; else one more fault (see `faults.Fault`).

    "app": "zalo" orders it there.
    """
    is_zalo = body.pop("app", "") == "zalo"
    orders, kinds = (world.zalo.faults, faults.ZALO_KINDS) if is_zalo else (world.faults, faults.KINDS)
    if body.get("clear"):
        orders.clear()
    else:
        fault = faults.Fault(**body)
        if fault.kind not in kinds:
            raise ValueError(f"a fault is one of {', '.join(kinds)}")
        orders.add(fault)
    return {"waiting": [asdict(fault) for fault in orders.waiting]}


def _play_zalo(world: World, body: Json) -> Json:
    """{"repeats": true}: from now on a poll hands out the last update again until the next one comes."""
    world.zalo.repeats = bool(body["repeats"])
    return {"repeats": world.zalo.repeats}


def _set_clock(world: World, body: Json) -> Json:
    seconds = float(body["offset_seconds"])
    if not math.isfinite(seconds):
        raise ValueError("offset_seconds is a finite number")
    world.clock_offset = timedelta(seconds=seconds)
    world.touch()
    return _clock(world)


def _clock(world: World) -> Json:
    return {"offset_seconds": world.clock_offset.total_seconds(), "now": world.now().isoformat()}


def _upload_route(path: str, send: Callable[[World, int, int, Upload, str], Message]) -> Route:
    """A multipart POST with chat, from, file and perhaps caption."""

    async def serve(request: Request) -> Response:
        world: World = request.app.state.world
        async with request.form() as form:
            part = form.get("file")
            if not isinstance(part, UploadFile):
                return JSONResponse({"error": "missing part 'file'"}, 400)
            upload = Upload(part.filename or "file", part.content_type or "", await part.read())
            try:
                chat, sender = int(str(form["chat"])), int(str(form["from"]))
                return JSONResponse(_told(send(world, chat, sender, upload, str(form.get("caption", "")))))
            except (ValueError, LookupError) as fault:
                return JSONResponse({"error": str(fault)}, 400)

    return Route(path, serve, methods=["POST"])


async def _get_state(request: Request) -> Response:
    return JSONResponse(view.describe(request.app.state.world, _number(request, "since")))


def _number(request: Request, name: str) -> int:
    word = request.query_params.get(name, "")
    return int(word) if word.isascii() and word.isdigit() else 0


async def _get_clock(request: Request) -> Response:
    return JSONResponse(_clock(request.app.state.world))


async def _get_zalo(request: Request) -> Response:
    """How many updates Zalo's bot has not come back from."""
    return JSONResponse({"pending": request.app.state.world.zalo.pending})


async def _get_calls(request: Request) -> Response:
    """The log of Bot API calls, oldest first; `method` and `after` (a number) narrow it."""
    method = request.query_params.get("method", "").lower()
    after = _number(request, "after")
    calls = [
        call
        for call in request.app.state.world.calls
        if method in ("", call["method"].lower()) and call["number"] > after
    ]
    return JSONResponse({"calls": calls})


async def _get_file(request: Request) -> Response:
    """A picture to show, or a document to download; never anything the browser would run."""
    world: World = request.app.state.world
    stored = world.files.files.get(request.path_params["file"])
    data = world.files.read(stored) if stored is not None else None
    if stored is None or data is None:
        return JSONResponse({"error": "no such file"}, 404)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=31536000, immutable"}
    if stored.kind != "photo":
        headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(stored.name, safe='')}"
        return Response(data, media_type="application/octet-stream", headers=headers)
    mime = {"png": "image/png", "gif": "image/gif"}.get(stored.path.rpartition(".")[2], "image/jpeg")
    return Response(data, media_type=mime, headers=headers)


async def _get_events(request: Request) -> Response:
    """Server-sent events: {"version": n} at once and whenever something changed."""
    return StreamingResponse(
        _tell_changes(request.app.state.world), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _tell_changes(world: World) -> AsyncIterator[str]:
    told = -1
    while not world.closed:
        if world.version != told:
            told = world.version
            yield f"data: {json.dumps({'version': told})}\n\n"
            await asyncio.sleep(_PUSH_PAUSE)
        else:
            await world.bell.wait(_HEARTBEAT)
            yield ": \n\n"


_GET: dict[str, Callable[[Request], Awaitable[Any]]] = {
    "/sim/state": _get_state,
    "/sim/events": _get_events,
    "/sim/clock": _get_clock,
    "/sim/calls": _get_calls,
    "/sim/zalo": _get_zalo,
    "/sim/files/{file}": _get_file,
}
_POST: dict[str, Callable[[World, Json], Json]] = {
    "/sim/users": _join,
    "/sim/groups": _group,
    "/sim/send": _send,
    "/sim/edit": _edit,
    "/sim/tap": _tap,
    "/sim/sticker": _sticker,
    "/sim/voice": _voice,
    "/sim/block": _block,
    "/sim/unblock": _unblock,
    "/sim/groups/{group}/add-bot": _add_bot,
    "/sim/groups/{group}/remove-bot": _remove_bot,
    "/sim/groups/{group}/upgrade": _upgrade,
    "/sim/groups/{group}/topics": _topics,
    "/sim/faults": _order_fault,
    "/sim/clock": _set_clock,
    "/sim/zalo": _play_zalo,
}
ROUTES = [
    *[Route(path, serve, methods=["GET"]) for path, serve in _GET.items()],
    *[_json_route(path, act) for path, act in _POST.items()],
    _upload_route("/sim/photo", people.send_photo),
    _upload_route("/sim/document", people.send_document),
]
