"""Starts `thidua run` as README does, again and again, without paying for the imports each time.

`python -m tests.forge [HOOKED FOLDER [FAULT]]` imports the program once. For every order on standard input, a line of
JSON, it forks a process that gets the order's environment, folder and log, and then calls the entry of `thidua` with
the argument `run`: settings, locks, log, signals, web server and all. With a folder it is hooked from outside first
(`tests.crash.hooks`).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 60.0


@dataclass(frozen=True)
class Order:
    """A process to start: its working folder, its whole environment, and where its number and its end are noted."""

    folder: str
    environment: dict[str, str]
    place: str


class Process:
    """One process that was ordered. Its number stands in `pid` while it lives, its exit code in `end` from then on."""

    def __init__(self, place: Path) -> None:
        self._pid, self._end = place / "pid", place / "end"

    @property
    def pid(self) -> int:
        """Its number, once it has started."""
        self._wait(self._pid, _PATIENCE)
        return int(self._pid.read_text(encoding="utf-8"))

    @property
    def has_started(self) -> bool:
        return self._pid.exists()

    def poll(self) -> int | None:
        """The exit code, minus the signal's number when it was killed; None while it lives."""
        written = self._end.read_text(encoding="utf-8") if self._end.exists() else ""
        return int(written) if written else None

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, seconds: float = _PATIENCE) -> int:
        self._wait(self._end, seconds)
        code = self.poll()
        assert code is not None
        return code

    def _wait(self, file: Path, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not file.exists():
            assert time.monotonic() < until, f"waited in vain for {file.name}"
            time.sleep(0.005)


class Forge:
    """The process that forks the others; end it with `close`, and with it all that it has started."""

    def __init__(self, *hooks: str) -> None:
        command = [sys.executable, "-m", "tests.forge", *hooks]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True)

    def start(self, folder: Path, environment: Mapping[str, str], place: Path) -> Process:
        """Start `thidua run` in `folder`; what it prints and logs goes to `place`/log."""
        place.mkdir(exist_ok=True)
        for left_behind in ("pid", "end"):
            (place / left_behind).unlink(missing_ok=True)
        order = Order(str(folder), dict(environment), str(place))
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        self._process.stdin.flush()
        return Process(place)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        if self.is_alive:
            os.killpg(self._process.pid, signal.SIGKILL)  # with whatever it may have started just now
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()


def _serve() -> None:
    """Every process has a keeper that waits for its end, so that several may run beside each other."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    for line in sys.stdin:
        if os.fork() == 0:
            _keep(Order(**json.loads(line)))
    os.killpg(os.getpgid(0), signal.SIGKILL)  # whoever gave the orders has gone: nothing of them is left running


def _keep(order: Order) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        _run(order)
    place = Path(order.place)
    _note(place / "pid", child)
    _, status = os.waitpid(child, 0)
    (place / "pid").unlink(missing_ok=True)
    _note(place / "end", os.waitstatus_to_exitcode(status))
    os._exit(0)


def _note(file: Path, number: int) -> None:
    """Whoever sees the file sees the whole of it."""
    draft = file.with_suffix(".new")
    draft.write_text(str(number), encoding="utf-8")
    draft.replace(file)


def _run(order: Order) -> NoReturn:
    """From here on it is the process that a shell would have started."""
    from bot.cli import main as cli

    null = os.open(os.devnull, os.O_RDONLY)
    log = os.open(Path(order.place) / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for old, new in ((0, null), (1, log), (2, log)):
        os.dup2(new, old)
    os.closerange(3, max(null, log) + 1)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    sys.argv = ["thidua", "run"]
    cli.main()
    sys.exit(0)  # as the interpreter ends: its threads are waited for


def main() -> None:
    from bot import app  # noqa: F401  the imports that are paid for once
    from bot.cli import main as cli  # noqa: F401

    if len(sys.argv) > 1:
        from tests.crash import hooks

        hooks.install(Path(sys.argv[1]), *sys.argv[2:3])
    _serve()


if __name__ == "__main__":
    main()
