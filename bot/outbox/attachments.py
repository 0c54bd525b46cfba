"""From what the outbox says is to be drawn or laid out to the picture or the file.

Slow, and the renderer holds the interpreter while it works: the running program has it done by `apart`, in a process
of its own that ends with the picture, so that no telephone waits for a picture and idle memory holds none of it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.contract import File


def draw(what: dict[str, Any]) -> bytes:
    """The PNG behind a stored description."""
    # Drawing needs libraries that a start without pictures should not wait for; so do the files.
    from reports.weekly import chart, summary

    return chart.draw(summary.Summary.from_json(what["table"]))


def _workbook(what: dict[str, Any]) -> bytes:
    from reports.period import dossier, workbook

    return workbook.write(dossier.Dossier.from_json(what["dossier"]))


def _document(what: dict[str, Any]) -> bytes:
    from reports.period import document, dossier

    return document.write(dossier.Dossier.from_json(what["dossier"]))


_FILES: Mapping[str, Callable[[dict[str, Any]], bytes]] = {"workbook": _workbook, "document": _document}


class DrawingError(Exception):
    """A picture or file could not be made: nothing has left the house."""


def render(what: dict[str, Any]) -> bytes:
    """The content of a picture or a file, by the description's kind."""
    return _FILES.get(what.get("kind", ""), draw)(what)


async def apart(what: dict[str, Any]) -> bytes | File:
    """`render` in a process of its own: a picture as its bytes, a file with its name. DrawingError when it fails."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        made, said = await process.communicate(json.dumps(what).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not made:
        raise DrawingError(said.decode(errors="replace").strip().rpartition("\n")[2][:200] or "no picture came")
    return File(what["name"], made) if what.get("kind") in _FILES else made


if __name__ == "__main__":
    sys.stdout.buffer.write(render(json.load(sys.stdin)))
