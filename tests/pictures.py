"""Pictures and files that were made once in a run: the same description gives the same bytes (`tests.test_drawing`).

Week after week in the tests ends with the same post, and a picture takes as long as eighty answers.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from bot.channels.contract import File
from bot.outbox import attachments, drawing

made_anew, drawn_once = attachments.made_apart, attachments.apart


def keep_in(folder: Path) -> None:
    """From now on what this process has drawn is kept there, for all processes of the run."""
    folder.mkdir(parents=True, exist_ok=True)

    async def apart(what: dict[str, Any]) -> bytes | File:
        place = folder / hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()
        if place.exists():
            return File(what["name"], place.read_bytes()) if what.get("kind") in drawing.FILES else place.read_bytes()
        made = await made_anew(what)
        with suppress(OSError):  # of a process that a test lets write nothing
            _write(place, made.content if isinstance(made, File) else made)
        return made

    attachments.apart = apart


def _write(place: Path, content: bytes) -> None:
    """Whoever sees the file sees the whole of it."""
    with NamedTemporaryFile(dir=place.parent, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(place)
