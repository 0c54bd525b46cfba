"""Keeps uploaded pictures and documents: in memory, or in a folder when the world is to survive a restart."""

from __future__ import annotations

import mimetypes
import secrets
from pathlib import Path

from simulator import pictures
from simulator.shapes import Json, StoredFile, Upload, bad_request

_LARGEST_PHOTO = 10 * 1024 * 1024  # bytes; Bot API, "Sending files"
_FOLDERS = {"photo": "photos", "document": "documents", "sticker": "stickers", "voice": "voice"}


class FileStore:
    """Names on disk are ours alone, so a name chosen by a sender can never lead out of the folder."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.files: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self._contents: dict[str, bytes] = {}

    def add(self, kind: str, upload: Upload) -> StoredFile:
        """Store an upload; a photo that Telegram could not process is refused."""
        extension, width, height = _check_photo(upload.data) if kind == "photo" else ("", 0, 0)
        number = len(self.files) + 1
        mime = upload.mime
        if mime in ("", "application/octet-stream"):
            mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        path = f"{_FOLDERS[kind]}/file_{number}.{extension or _extension(upload.name)}"
        file_id = f"{kind[0].upper()}{number}-{secrets.token_urlsafe(24)}"
        stored = StoredFile(
            file_id, f"u{number}{kind[0]}", kind, upload.name or "file", mime, len(upload.data), path, width, height
        )
        self._keep(path, upload.data)
        self.restore(stored)
        return stored

    def restore(self, stored: StoredFile) -> None:
        self.files[stored.id] = stored
        self.by_path[stored.path] = stored

    def _keep(self, path: str, data: bytes) -> None:
        if self.folder is None:
            self._contents[path] = data
            return
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def read(self, stored: StoredFile) -> bytes | None:
        """The bytes, or None when the file has gone from the folder."""
        if self.folder is None:
            return self._contents.get(stored.path)
        place = self.folder / stored.path
        return place.read_bytes() if place.is_file() else None


def _check_photo(data: bytes) -> tuple[str, int, int]:
    """Limits of sendPhoto: 10 MB, width and height together at most 10000, ratio at most 20."""
    if len(data) > _LARGEST_PHOTO:
        raise bad_request("file is too big")
    size = pictures.measure(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    _, width, height = size
    if width < 1 or height < 1 or width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _extension(name: str) -> str:
    suffix = Path(name).suffix[1:].lower()
    return suffix if suffix.isascii() and suffix.isalnum() and len(suffix) <= 8 else "bin"


def describe_photo(stored: StoredFile) -> list[Json]:
    """Telegram's array of sizes; ours holds the one that was sent."""
    return [
        {
            "file_id": stored.id,
            "file_unique_id": stored.unique_id,
            "width": stored.width,
            "height": stored.height,
            "file_size": stored.size,
        }
    ]


def describe_document(stored: StoredFile) -> Json:
    """Telegram's Document."""
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "mime_type": stored.mime,
        "file_size": stored.size,
    }
