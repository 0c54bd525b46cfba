"""The build of 217d677 as a contestant, in an environment of its own: what was gained since is measured beside it."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from bench.sample import ROOT

NAME = "217d677"
_FOLDER = ROOT / ".venv-bench" / NAME
_READY = Path(".venv/run.stamp")


def set_up() -> Path | None:
    """Its folder, made the first time as its README says: from its own lock. None without the history that holds it."""
    if not (_FOLDER / _READY).exists():
        kept = subprocess.run(["git", "archive", NAME], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
        if kept.returncode:
            return None
        with tarfile.open(fileobj=BytesIO(kept.stdout)) as archive:
            archive.extractall(_FOLDER, filter="data")
        subprocess.run(["make", "--silent", str(_READY)], cwd=_FOLDER, check=True, stdout=subprocess.DEVNULL)  # noqa: S607
    return _FOLDER


def command(folder: Path) -> tuple[str, ...]:
    return (str(folder / ".venv/bin/thidua"), "run")


def preparing(folder: Path) -> Callable[[Path, int], None]:
    """Its own bench makes the commune, by its own code."""

    def prepare(place: Path, users: int) -> None:
        script = f"from pathlib import Path; from bench.peers import ours; ours.prepare(Path({str(place)!r}), {users})"
        python = folder / ".venv/bin/python"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        subprocess.run([python, "-c", script], cwd=folder, check=True, env=kept)

    return prepare
