"""Pictures and files for messages, made from what the outbox says of them.

That is slow, and the renderer holds the interpreter while it works: the running program has it done in a process of its
own that ends with the picture, so that no telephone waits for a picture and idle memory holds none of the renderer. The
newest pictures are kept: several officers see one draft, and it is posted in the morning as they saw it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from asyncio.subprocess import PIPE
from typing import Any
from weakref import WeakValueDictionary

from bot.channels.contract import File
from bot.outbox import drawing


class DrawingError(Exception):
    """A picture or file could not be made: nothing was sent."""


_KEPT = 4  # pictures of about 0.3 MB: of as many communes as post at about the same time on a small machine
_kept: dict[str, bytes] = {}  # the newest last
_drawing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # what is being drawn just now


async def apart(what: dict[str, Any]) -> bytes | File:
    """A picture as its bytes, a file with its name, made by a process of its own. DrawingError when it fails.

    A picture that was drawn lately is not drawn again, nor one that is being drawn. Files hold codes and names.
    """
    if what.get("kind") in drawing.FILES:
        return await made_apart(what)
    drawn = {name: part for name, part in what.items() if name not in ("of", "id")}  # where it is kept once it is sent
    key = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()
    async with _drawing.setdefault(key, asyncio.Lock()):
        made = _kept.pop(key, None) or await made_apart(what)
        if isinstance(made, File):
            return made
        _kept[key] = made
        while len(_kept) > _KEPT:
            del _kept[next(iter(_kept))]
        return made


async def made_apart(what: dict[str, Any]) -> bytes | File:
    """The same, made anew."""
    command = (sys.executable, "-P", "-m", drawing.__name__)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        made, said = await process.communicate(json.dumps(what).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not made:
        raise DrawingError(said.decode(errors="replace").strip().rpartition("\n")[2][:200] or "no picture came")
    return File(what["name"], made) if what.get("kind") in drawing.FILES else made
