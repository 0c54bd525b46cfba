"""The officers' page of the running program: opened by a one-time code from the chat, kept open by a cookie.

The code comes in the body of a POST, never in an address. The cookie is HttpOnly and SameSite=Strict, and nothing is
changed by a request whose Origin is not the page's own. Files and previews are made by `services.officers_desk`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

from bot.clock import Clock
from bot.http import wrong_codes
from bot.http.page_requests import Json, Refused, file_response, read_body, read_json
from bot.http.wrong_codes import WrongCodes
from bot.inbox import table_reading
from models import one_time_codes
from models.database import Store
from models.table_uploads import TableUpload, UploadState
from models.turn_locks import Busy
from services import officers_desk, officers_page, wording
from services import table_uploads as uploads
from services.communes import Communes
from services.context import OfficersContext
from services.imports.tables import FileFault
from services.officers_page import PATH
from services.table_uploads import Outcome

_STATIC = Path(__file__).parent / "static"
_COOKIE = "thidua_page"
_OPEN_FOR = 4 * 3600  # seconds, as the session's key
_PATIENCE = 5.0  # seconds for whoever is answering the commune now
_AGAIN = 0.1  # seconds until it is tried again
_LONGEST_ID = 18  # digits
_POLICY = "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}

Result = TypeVar("Result")


@dataclass
class OfficersPage:
    """The page of all communes that a program serves; whoever asks is an officer of one of them."""

    store: Store
    communes: Communes
    clock: Clock
    executor: Executor
    address: str  # where the page is reached, perhaps through a proxy
    _wrong: WrongCodes = field(default_factory=WrongCodes)

    def routes(self) -> list[BaseRoute]:
        answers: Mapping[tuple[str, str], Callable[[Request], Awaitable[Response]]] = {
            ("GET", "/state"): self._state,
            ("POST", "/session"): self._begin,
            ("POST", "/end"): self._end,
            ("GET", "/templates/{kind}"): self._template,
            ("GET", "/papers/{label}/{kind}"): self._paper,
            ("POST", "/invitations"): self._invitations,
            ("POST", "/tables"): self._upload,
            ("GET", "/tables/{id}/faults"): self._faults,
            ("POST", "/tables/{id}/apply"): self._apply,
            ("POST", "/tables/{id}/drop"): self._drop,
        }
        asked = [Route(PATH + path, self._guarded(act), methods=[method]) for (method, path), act in answers.items()]
        return [Route(PATH, _page, methods=["GET"]), *asked, Route(f"{PATH}/static/{{name}}", _static, methods=["GET"])]

    @property
    def _is_secure(self) -> bool:
        """Reached over https: then the cookie goes over nothing else."""
        return self.address.startswith("https://")

    def _guarded(self, act: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """Nothing is done for another page, perhaps at another port of the same name; faults are sentences."""

        async def answer(request: Request) -> Response:
            if not self._is_own(request):
                return JSONResponse({"text": "Trang khác không dùng được chỗ này."}, 403, _HEADERS)
            try:
                said = await act(request)
            except Refused as refused:
                return JSONResponse({"text": refused.text}, refused.status, _HEADERS)
            except Busy:
                return JSONResponse({"text": "Máy đang bận, xin thử lại."}, 503, _HEADERS)
            said.headers.update(_HEADERS)
            return said

        return answer

    def _is_own(self, request: Request) -> bool:
        """A proxy may have put its own name into the Host header: the page's is known."""
        origin = request.headers.get("origin")
        own = {request.headers.get("host", "").lower(), urlsplit(self.address).netloc.lower()}
        is_same = origin is None or urlsplit(origin).netloc.lower() in own
        return is_same and request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")

    # Who asks

    async def _begin(self, request: Request) -> Response:
        address = wrong_codes.address_of(request)
        if self._wrong.are_too_many(address):
            raise Refused(429, "Nhiều mã sai quá. Xin đợi một phút.")
        code = str((await read_json(request)).get("code", ""))[:40]
        key = await self._in_store(partial(self._open, code))
        if key is None:
            self._wrong.note(address)
            raise Refused(
                403, "Mã này không mở được trang: đã dùng hoặc quá hạn. Trong khung chat gõ TỆP, chọn Mở trang."
            )
        answer = JSONResponse({"ok": True})
        answer.set_cookie(
            _COOKIE, key, max_age=_OPEN_FOR, path=PATH, httponly=True, samesite="strict", secure=self._is_secure
        )
        return answer

    def _open(self, code: str) -> str | None:
        commune_id = self._commune_of(code)
        if commune_id is None:
            return None
        with self.store.alone(commune_id, 0) as session:
            context = self.communes.enter(session, commune_id, self.clock.now())
            begun = officers_page.begin(session, code, context.now)
            return begun[1] if begun is not None else None

    async def _end(self, request: Request) -> Response:
        await self._as_officer(request, lambda context: officers_page.end(context.session, _key(request), context.now))
        answer = JSONResponse({"ok": True})
        answer.delete_cookie(_COOKIE, path=PATH)
        return answer

    def _commune_of(self, code: str) -> int | None:
        with self.store.deployment_wide("a code says which commune it is of") as session:
            found = one_time_codes.commune_of(session, code, self.clock.now())
            return found if found in self.communes.served(session) else None

    async def _as_officer(self, request: Request, work: Callable[[OfficersContext], Result]) -> Result:
        """Do something in one transaction, as a turn of the officer's; Refused for whoever is none, or not any more."""
        return await self._in_store(partial(self._work, _key(request), work))

    def _work(self, key: str, work: Callable[[OfficersContext], Result]) -> Result:
        commune_id = self._commune_of(key) if key else None
        if commune_id is None:
            raise Refused(401, "Trang đã đóng. Trong khung chat gõ TỆP, chọn Mở trang.")
        with self.store.alone(commune_id, 0) as session:
            context = self.communes.enter(session, commune_id, self.clock.now())
            person = officers_page.whose(session, key, context.now)
            if person is None:
                raise Refused(401, "Trang đã đóng. Trong khung chat gõ TỆP, chọn Mở trang.")
            return work(OfficersContext.of(context, person.id))

    async def _in_store(self, work: Callable[[], Result]) -> Result:
        """Waits without a thread while another process has the commune: threads are there for all communes."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        while True:
            try:
                return await loop.run_in_executor(self.executor, work)
            except Busy:
                if loop.time() >= until:
                    raise
            await asyncio.sleep(_AGAIN)

    # What is there

    async def _state(self, request: Request) -> Response:
        return JSONResponse(await self._as_officer(request, officers_desk.overview))

    async def _template(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        return await file_response(
            await self._as_officer(request, lambda context: officers_desk.template(context, kind))
        )

    async def _paper(self, request: Request) -> Response:
        label, kind = request.path_params["label"], request.path_params["kind"]
        found = await self._as_officer(request, lambda context: officers_desk.paper(context, label, kind))
        return await file_response(found, f"bai-{label}.png")

    async def _invitations(self, request: Request) -> Response:
        return await file_response(await self._as_officer(request, officers_desk.invitations))

    # Tables

    async def _upload(self, request: Request) -> Response:
        content = await read_body(request, uploads.LARGEST)
        name = request.query_params.get("name", "")
        try:
            sheets = await table_reading.apart(content)
            return JSONResponse(await self._as_officer(request, partial(_receive, name=name, sheets=sheets)))
        except FileFault as fault:
            raise Refused(422, wording.table_cannot_be_read(name[:80] or "tệp", str(fault))) from None

    async def _faults(self, request: Request) -> Response:
        def look(context: OfficersContext) -> Json | None:
            upload = context.session.get(TableUpload, _table_id(request))
            return officers_desk.faulty_rows(context, upload) if upload is not None and upload.faults else None

        return await file_response(await self._as_officer(request, look))

    async def _apply(self, request: Request) -> Response:
        fingerprint = str((await read_json(request)).get("fingerprint", ""))
        wanted = _table_id(request)
        return JSONResponse(await self._as_officer(request, partial(_apply, upload_id=wanted, fingerprint=fingerprint)))

    async def _drop(self, request: Request) -> Response:
        def drop(context: OfficersContext) -> Json:
            upload = context.session.get(TableUpload, _table_id(request))
            if upload is None or not uploads.is_waiting(context, upload):
                raise Refused(410, wording.table_is_gone())
            upload.settle(UploadState.DROPPED)
            return {"text": wording.table_given_up(upload.name)}

        return JSONResponse(await self._as_officer(request, drop))


def _receive(context: OfficersContext, name: str, sheets: Any) -> Json:
    upload, made = uploads.receive(context, context.officer_id, name, sheets)
    return officers_desk.as_json(upload, made.preview)


def _apply(context: OfficersContext, upload_id: int, fingerprint: str) -> Json:
    upload = context.session.get(TableUpload, upload_id)
    if upload is None:
        raise Refused(410, wording.table_is_gone())
    outcome, made = uploads.apply(context, upload, fingerprint)
    if made is None:
        raise Refused(410, wording.table_was_applied() if outcome is Outcome.DONE_BEFORE else wording.table_is_gone())
    if outcome is Outcome.CHANGED:
        return {"text": wording.table_has_changed(), "table": officers_desk.as_json(upload, made.preview)}
    return {"text": uploads.applied_text(upload, made.preview), "hasFaults": bool(upload.faults), "id": upload.id}


# Requests and answers


def _key(request: Request) -> str:
    return request.cookies.get(_COOKIE, "")[:100]


def _table_id(request: Request) -> int:
    """Starlette's own reading of a number fails over one of thousands of digits, and a database over one of thirty."""
    written = request.path_params["id"]
    if not (written.isascii() and written.isdigit() and len(written) <= _LONGEST_ID):
        raise Refused(404, wording.table_is_gone())
    return int(written)


async def _page(_request: Request) -> Response:
    return FileResponse(_STATIC / "officers.html", media_type="text/html; charset=utf-8", headers=_HEADERS)


async def _static(request: Request) -> Response:
    answer = await StaticFiles(directory=_STATIC).get_response(request.path_params["name"], request.scope)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
