"""A version's own environment: the libraries of its lock, each held to its hash. Needs the standard library alone.

The same stamp as the Makefile's: whoever has used one need not wait for the other.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.installation import places

_STAMP = ".venv/run.stamp"
_PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
LOCK = "requirements.lock"


class EnvironmentFault(Exception):
    """The libraries could not be installed; what was there before is untouched."""


def is_ready(root: Path) -> bool:
    """Whether what is installed is what this version's lock asks for, and its interpreter is still there."""
    stamp = root / _STAMP
    if not stamp.exists() or not places.python(root).exists():
        return False
    return all((root / name).stat().st_mtime <= stamp.stat().st_mtime for name in (LOCK, "pyproject.toml"))


def make(root: Path, say: Callable[[str], None]) -> None:
    """Install whatever is missing. EnvironmentFault says what to do."""
    if is_ready(root):
        return
    say("Đang tải và cài các thư viện đã ghim phiên bản (khoảng một phút, tùy đường mạng) …")
    folder = root / ".venv"
    if folder.exists() and not ((root / _STAMP).exists() and places.python(root).exists()):
        shutil.rmtree(folder)  # half made, or the system's Python was replaced: begin anew
    _run([sys.executable, "-m", "venv", str(folder)], root)
    interpreter = str(places.python(root))
    _run([interpreter, *_PIP, "--require-hashes", "-r", LOCK], root)
    _run([interpreter, *_PIP, "--no-deps", "--no-build-isolation", "-e", "."], root)
    (root / _STAMP).touch()
    say("Đã cài xong.")


def _run(command: list[str], root: Path) -> None:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        raise EnvironmentFault(f"Chưa cài được thư viện: xem mạng rồi chạy lại. ({said[:300]})")
