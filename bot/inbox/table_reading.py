"""Reads the cells of a file that was sent: `python -m bot.inbox.table_reading` takes the file and gives its sheets.

A large or hostile file holds the interpreter for seconds, so the running program has it read in a process of its own
that ends with it, and breaks off what takes too long.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence

from services import wording
from services.imports import formats, sheet_json
from services.imports.tables import FileFault, Sheet

_PATIENCE = 20.0  # seconds; a table of a thousand units takes less than one
_FAULT = "fault"


async def apart(content: bytes) -> Sequence[Sheet]:
    """The sheets of a file. FileFault when it is none, or takes too long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "bot.inbox.table_reading", stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            said, _ = await process.communicate(content)
    except TimeoutError:
        raise FileFault(wording.table_takes_too_long()) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not said:
        raise FileFault("Tệp bị hỏng hoặc không phải bảng tính. Xin mở bằng Excel và lưu lại thành .xlsx.")
    read = json.loads(said)
    if isinstance(read, dict):
        raise FileFault(read[_FAULT])
    return [sheet_json.load(one) for one in read]


def read(content: bytes) -> str:
    """What the process says: the sheets, or why there are none."""
    try:
        return json.dumps([sheet_json.dump(sheet) for sheet in formats.sheets_of(content)])
    except FileFault as fault:
        return json.dumps({_FAULT: str(fault)})


if __name__ == "__main__":
    sys.stdout.write(read(sys.stdin.buffer.read()))
