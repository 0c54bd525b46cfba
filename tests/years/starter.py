"""`python starter.py FOLDER words…`: `thidua` of whatever build the interpreter has, with a clock that can be set.

`FOLDER/clock` holds the time; `FOLDER/rests` says at which time all jobs were tried until none had anything to do. It
also starts the build of 217d677, so it imports nothing of the tests.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

_TIMES = 3
_BREATH = 0.02  # seconds in which what a job has started can go on


def main() -> None:
    folder = Path(sys.argv[1])
    sys.path.pop(0)  # this file's own folder
    from bot import app, clock

    # It would say at every tick that the one before it has not ended yet.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)

    def now(_self: Any) -> datetime:
        return datetime.fromisoformat((folder / "clock").read_text(encoding="utf-8"))

    tick = app.Program.tick
    rests = ""

    async def try_jobs(self: Any, at: datetime | None = None) -> dict[str, int]:
        """While the clock stands still, until nothing is done, or three times: what is measured is not the waiting."""
        nonlocal rests
        stands = (folder / "clock").read_text(encoding="utf-8")
        done: dict[str, int] = {}
        for _ in range(_TIMES if stands != rests else 0):
            if not (done := await tick(self, at)):
                break
            await asyncio.sleep(_BREATH)
        if stands != rests:
            rests = stands
            (folder / "rests").write_text(stands, encoding="utf-8")
        return done

    clock.RealClock.now = now  # type: ignore[assignment,method-assign]  # it is changed from outside
    app.Program.tick = try_jobs  # type: ignore[method-assign]  # likewise
    sys.argv = ["thidua", *sys.argv[2:]]
    _entry()()


def _entry() -> Callable[[], None]:
    """Of today's build a module of the command line, of the old one a function in it."""
    from bot.cli import main as found

    entry: Any = found
    return entry if callable(entry) else entry.main  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
