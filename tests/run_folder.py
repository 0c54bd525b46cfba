"""Where the test processes of one run keep what one of them makes and all of them use."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

_Made = TypeVar("_Made")

_folders: list[Path] = []


def keep_in(folder: Path) -> None:
    """From now on copies are kept there."""
    folder.mkdir(parents=True, exist_ok=True)
    _folders.append(folder)


def kept_in() -> Path:
    if not _folders:
        keep_in(Path(mkdtemp(prefix="thidua-test-")))
    return _folders[-1]


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """Where something belongs, while no other process of the run makes or looks for it."""
    with (kept_in() / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield kept_in() / name


def once(name: str, make: Callable[[], _Made]) -> _Made:
    """What the first process that asks makes, and the others of the run read: the same, whoever makes it."""
    with alone(name) as kept:
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make(), pickle.HIGHEST_PROTOCOL))
        found: _Made = pickle.loads(kept.read_bytes())  # noqa: S301  what a process of this run has written
        return found
