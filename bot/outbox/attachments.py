"""Pictures and files for messages, made from what the outbox says of them.

That is slow, and the renderer holds the interpreter while it works: the running program has it done in a process of its
own that ends with the picture, so that no telephone waits for a picture and idle memory holds none of it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from typing import Any

from bot.channels.contract import File
from bot.outbox import drawing


class DrawingError(Exception):
    """A picture or file could not be made: nothing has left the house."""


async def apart(what: dict[str, Any]) -> bytes | File:
    """A picture as its bytes, a file with its name, made by a process of its own. DrawingError when it fails."""
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
