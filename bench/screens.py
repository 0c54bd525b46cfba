"""`python -m bench.screens`: the pictures of docs/may-linux.md and docs/may-windows.md, made of what commands print.

Every line comes from the program itself, run in a folder of its own on the sample's data.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from bot.installation import places
from reports.weekly import raster
from tests import live, test_installation
from tests.commune import fresh_file

_DOCS = Path(__file__).resolve().parent.parent / "docs"
_SIZE, _LEADING, _MARGIN, _WIDTH, _COLUMNS = 21, 31, 24, 1120, 98


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        home = Path(made) / "thi-dua"
        (home / "var").mkdir(parents=True)
        port = str(live.free_port())
        environment = live.program_environment() | {"TELEGRAM_BOT_TOKEN": "1000:x", "HTTP_PORT": port}
        environment["TELEGRAM_API_URL"] = "http://127.0.0.1:9"
        _draw("may-ma", "python3 start.py", _started(home, environment))
        (home / "var/thidua.db").unlink()
        fresh_file(home / "var")
        _interpreter(home)
        for picture, words in (("may-kiem-tra", ["check"]), ("may-cap-nhat", ["update"]), ("may-ban-cu", ["rollback"])):
            given = [str(test_installation.version(home.parent, "thidua-moi.tar.gz"))] if words == ["update"] else []
            given += ["--yes"] if words == ["rollback"] else []
            command = [sys.executable, "-m", "bot", *words, *given]
            done = subprocess.run(
                command,
                cwd=home,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            shown = "thidua " + " ".join([*words, *(Path(one).name for one in given if one != "--yes")])
            _draw(picture, shown, done.stdout.replace(f"{home}/", ""))


def _interpreter(home: Path) -> None:
    path = places.python(home)
    path.parent.mkdir(parents=True)
    path.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    path.chmod(0o755)
    (home / "migrations").symlink_to(_DOCS.parent / "migrations")


def _started(home: Path, environment: dict[str, str]) -> str:
    """What a terminal shows: only there a code is printed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "run"]
    process = subprocess.Popen(command, cwd=home, env=environment, stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    said = b""
    while said.count(b"\n") < 2:
        said += os.read(ours, 4096)
    process.terminate()
    process.wait()
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def _draw(name: str, command: str, printed: str) -> None:
    lines = [f"> {command}", *(part for line in printed.strip().splitlines() for part in _folded(line))]
    height = len(lines) * _LEADING + 2 * _MARGIN
    texts = "".join(_line(number, line) for number, line in enumerate(lines))
    frame = f'<rect width="{_WIDTH}" height="{height}" rx="14" fill="#16222b"/>'
    size = f'width="{_WIDTH}" height="{height}" font-family="sans-serif"'
    drawn = raster.png(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{frame}{texts}</svg>')
    (_DOCS / f"{name}.png").write_bytes(drawn)


def _line(number: int, line: str) -> str:
    """The first line is what was typed."""
    place = f'x="{_MARGIN}" y="{_MARGIN + _LEADING * (number + 0.72):.0f}" fill="{"#f2f5f7" if number else "#9fd2ff"}"'
    return f'<text {place} font-size="{_SIZE}" xml:space="preserve">{escape(line)}</text>'


def _folded(line: str) -> list[str]:
    """As a window of so many columns shows it."""
    made = [""]
    for word in line.split(" "):
        if len(made[-1]) + len(word) > _COLUMNS:
            made.append("   ")
        made[-1] = f"{made[-1]} {word}" if made[-1] else word
    return made


if __name__ == "__main__":
    main()
