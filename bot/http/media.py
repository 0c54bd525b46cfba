"""Media store: pictures and files under temporary URLs, for platforms that fetch them instead of taking the bytes."""

from __future__ import annotations

import asyncio
import mimetypes
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.contract import File
from models import temporary_files
from models.database import Store

LIFETIME = timedelta(days=3)  # a leader may open a file at the weekend; the platform fetches a picture at once
_SHOWN_INLINE = ("image/png", "image/jpeg")


class MediaStore:
    """What is put into it can be opened under `public_url` until it expires."""

    def __init__(self, store: Store, public_url: str) -> None:
        self._store, self._public_url = store, public_url

    async def put(self, file: File) -> str:
        """Store a file and return its address."""
        mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"

        def keep() -> str:
            now = datetime.now(UTC)
            with self._store.transaction() as session:
                temporary_files.forget(session, now)
                return temporary_files.keep(session, file.name, mime, file.content, now + LIFETIME)

        key = await asyncio.to_thread(keep)
        return f"{self._public_url}/media/{key}/{quote(file.name)}"


def routes(store: Store) -> list[BaseRoute]:
    """The route under which stored files are opened: GET, to which Starlette adds HEAD."""

    async def serve(request: Request) -> Response:
        found = await asyncio.to_thread(_find, store, request.path_params["key"])
        return _answer(*found) if found is not None else Response(status_code=404)

    return [Route("/media/{key}/{name}", serve, methods=["GET"])]


def _find(store: Store, key: str) -> tuple[str, str, bytes] | None:
    with store.transaction() as session:
        found = temporary_files.find(session, key, datetime.now(UTC))
        return (found.name, found.mime, found.content) if found is not None else None


def _answer(name: str, mime: str, content: bytes) -> Response:
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private", "X-Robots-Tag": "noindex"}
    if mime not in _SHOWN_INLINE:
        headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    return Response(content, media_type=mime, headers=headers)
