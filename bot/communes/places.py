"""The places that COMMUNES names: campaign files, folders with one in it, and folders of such folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from campaign.definition import load, reasons

WHOLE, SHORT, OWN = "campaign.toml", "commune.toml", ".env"


class Unreadable(Exception):
    """A place that COMMUNES names is not there, perhaps for a moment only: nothing is concluded from that."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one commune stands: its file, and beside it the settings of its own bots, where there are any."""

    file: Path

    @property
    def name(self) -> str:
        """What the operator calls it: the folder, or a file that has another name than usual."""
        return str(self.file.parent if self.file.name in (WHOLE, SHORT) else self.file)

    @property
    def own_settings(self) -> Path:
        return self.file.parent / OWN

    def files(self) -> list[Path]:
        """Everything that a commune is read from."""
        shared = _shared(self.file) if self.file.name == SHORT else None
        return [self.file, self.own_settings, *([shared] if shared is not None else [])]

    def signature(self) -> str:
        """Another one when anything was written since."""
        told = hashlib.sha256()
        for path in self.files():
            try:
                seen = path.stat()
                told.update(f"{path}:{seen.st_mtime_ns}:{seen.st_size}:{seen.st_ino}".encode())
            except OSError:
                told.update(f"{path}: none".encode())
        return told.hexdigest()


def _shared(file: Path) -> Path | None:
    """What a short file names: thousands are looked at every few seconds, and read when they have changed."""
    try:
        seen = file.stat()
    except OSError:
        return None
    return _read(file, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=8192)
def _read(file: Path, _changed: int, _size: int) -> Path | None:
    return load.shared_path(file)


def find(named: Sequence[Path]) -> list[Place]:
    """Every commune below what was named, each once, by name. `Unreadable` when something named is not there."""
    found = {place.file.resolve(): place for path in named for place in _below(path)}
    return sorted(found.values(), key=lambda place: place.name)


def _below(path: Path) -> Iterator[Place]:
    try:
        if path.is_file():
            yield Place(path)
            return
        own = _of_folder(path)
        if own is not None:
            yield own
            return
        folders = sorted(one for one in path.iterdir() if one.is_dir())
    except OSError as error:
        raise Unreadable(f"{path}: {reasons.cannot_be_read(error)}") from None
    yield from (place for place in map(_of_commune, folders) if place is not None)


def _of_commune(folder: Path) -> Place | None:
    """The same of one folder among others; one that cannot be looked into is a commune's whose file cannot be read."""
    try:
        return _of_folder(folder)
    except OSError:
        return Place(folder / WHOLE)


def _of_folder(folder: Path) -> Place | None:
    """A whole file comes before a short one."""
    return next((Place(folder / name) for name in (WHOLE, SHORT) if (folder / name).is_file()), None)
