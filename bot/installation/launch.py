"""Start the version that is used: for `start.py`, which needs neither make nor an environment, and for `thidua`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from bot.installation import environment, places

_EXIT_MEND = 2  # something a person must mend


def start(home: Path, words: list[str]) -> int:
    """Install what is missing and run `thidua WORDS`, else `thidua run`; the exit code, where it comes back."""
    try:
        root = places.root(home, places.read(home).current)
        environment.make(root, _say)
    except (places.UnreadableState, environment.EnvironmentFault) as fault:
        _say(str(fault))
        return _EXIT_MEND
    os.chdir(home)
    return run(root, words or ["run"])


def run(root: Path, words: list[str]) -> int:
    """In the place of this process where the system can do that, so that signals and the service manager reach it."""
    command = places.command(root, *words)
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606  our own interpreter
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the program's: this one waits for it
    try:
        return subprocess.call(command)  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, before)


def forward() -> None:
    """`thidua`: hand over to the version that is used where an update has put another in this one's place."""
    home, mine = Path.cwd(), Path(__file__).resolve().parents[2]
    try:
        used = places.read(home).current
    except places.UnreadableState as fault:
        _say(str(fault))
        raise SystemExit(_EXIT_MEND) from None
    root = places.root(home, used).resolve()
    if used and root != mine:
        raise SystemExit(run(root, sys.argv[1:]))
    from bot.cli import main  # slow to load

    main.main()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  the command line speaks to people
