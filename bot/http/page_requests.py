"""What a page of the program is asked and answers: a body of a bounded length, a file, or a sentence why not."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.contract import File
from bot.http import bodies
from bot.outbox import attachments
from services import wording

_BODY_SECONDS = 30.0
_LONGEST_JSON = 4096  # bytes

Json = dict[str, Any]


class Refused(Exception):
    """A request that is answered by a sentence and a status."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


async def read_json(request: Request) -> Json:
    read = bodies.as_object(await read_body(request, _LONGEST_JSON))
    if read is None:
        raise Refused(400, "Không đọc được yêu cầu.")
    return read


async def read_body(request: Request, largest: int) -> bytes:
    """The body; Refused where it is too large or too slow."""
    try:
        return await bodies.read(request, largest, _BODY_SECONDS)
    except bodies.TooLarge as fault:
        raise Refused(413, wording.table_too_large(round(fault.size / 1_000_000))) from None
    except bodies.TooSlow:
        raise Refused(408, "Tệp tới chậm quá. Xin gửi lại.") from None


async def file_response(what: Json | None, picture_name: str = "") -> Response:
    """The file behind a description, under its name."""
    if what is None:
        raise Refused(404, "Không có tệp này.")
    try:
        made = await attachments.apart(what)
    except attachments.DrawingError:
        raise Refused(500, "Không làm được tệp này. Xin thử lại.") from None
    name, content = (made.name, made.content) if isinstance(made, File) else (picture_name, made)
    disposition = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers={"Content-Disposition": disposition})


_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
}
