"""Files and folders that only the machine's own user can read, whatever umask the program was started with."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

UMASK = 0o077  # of the whole program: what is not made here is private too
_FILE, _FOLDER = 0o600, 0o700


def make_folder(path: Path) -> None:
    """A folder with those above it that are missing; one that is there stays as its owner has set it."""
    for missing in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
        missing.mkdir(mode=_FOLDER, exist_ok=True)


def create(path: Path) -> None:
    """An empty file; one that is there becomes private, and keeps what it holds."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, _FILE))
    path.chmod(_FILE)


def write(path: Path, content: bytes) -> None:
    create(path)
    path.write_bytes(content)


def copy(source: Path, target: Path) -> None:
    """The content of a file, not its rights."""
    create(target)
    shutil.copyfile(source, target)


def close_to_strangers(paths: Iterable[Path]) -> None:
    """What an older version left open to every user of the machine; a group's rights are its owner's own choice."""
    for path in paths:
        with contextlib.suppress(OSError):  # not there, or not ours
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~stat.S_IRWXO)
