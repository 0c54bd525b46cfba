"""Where the versions of the program lie, and which one is used: one small file, replaced in one step.

The folder that was cloned or unpacked first is the home: it keeps `.env`, `var/` and `communes/`, and is itself the
first version. Later ones lie under `versions/`. Needs the standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "versions"
_STATE = "state.json"
HOME = ""  # the name of the version that lies in the home itself


class UnreadableState(Exception):
    """The file that says which version is used holds something else."""


@dataclass(frozen=True)
class State:
    """Which version is used, which one was before, and the backup made in between; names are of folders."""

    current: str = HOME
    previous: str | None = None  # None: there is nothing to go back to
    backup: str = ""  # a file in the backup folder, written by `previous`
    updated_at: str = ""  # ISO, UTC


def read(home: Path) -> State:
    """The state of a home; a folder that was never updated has the first one."""
    path = home / FOLDER / _STATE
    try:
        return State(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return State()
    except (OSError, ValueError, TypeError):
        raise UnreadableState(f"không đọc được {path}") from None


def write(home: Path, state: State) -> None:
    """On the disk before it has its name: a power cut leaves the old state or the new one."""
    path = home / FOLDER / _STATE
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(state), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def root(home: Path, version: str) -> Path:
    """The folder of a version's source."""
    return home / FOLDER / version if version else home


def python(root: Path) -> Path:
    """The interpreter of a version's own environment."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def command(root: Path, *words: str) -> list[str]:
    """`thidua …` of this version and no other, from the home: whose own modules must not be taken for it (-P)."""
    return [str(python(root)), "-P", "-X", "utf8", "-m", "bot", *words]
