"""Starts `thidua` and the simulator as a shell would, again and again, without paying for the imports each time.

`python -m tests.forge` imports both once, plays a week (`tests.warm_up`) and goes on in the background. For every order
on standard input, a line of JSON, it forks a process that gets the order's environment, folder and files to write to,
and then calls the entry of the program with the order's words: settings, locks, log, signals, web server and all. With
hooks it is changed from outside first (`tests.crash.hooks`). One forge serves all test processes of a run, through a
named pipe; it ends, with all that it has started, when the last of them does.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

from tests import patience, pictures, run_folder
from tests.patience import LAST_RESORT

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Order:
    """A process to start: what a shell would be told, and where its number and its end are noted."""

    command: Sequence[str]  # the program, and its words
    folder: str
    environment: Mapping[str, str]
    place: str
    output: str
    errors: str
    hooks: Sequence[str]  # a folder, and perhaps a fault


class Process:
    """One process that was ordered. Its number stands in `pid` while it lives, its exit code in `end` from then on."""

    def __init__(self, place: Path) -> None:
        self._pid, self._end = place / "pid", place / "end"

    @property
    def pid(self) -> int:
        """Its number, once it has started."""
        number = self._number()
        assert number is not None, "the process has ended"
        return number

    def _number(self) -> int | None:
        """Its number, once it has started; None when it has ended."""
        assert patience.comes_true(lambda: self._pid.exists() or self._end.exists(), LAST_RESORT), "nothing started"
        with contextlib.suppress(FileNotFoundError):
            return int(self._pid.read_text(encoding="utf-8"))
        return None

    @property
    def has_started(self) -> bool:
        return self._pid.exists()

    def poll(self) -> int | None:
        """The exit code, minus the signal's number when it was killed; None while it lives."""
        return int(self._end.read_text(encoding="utf-8")) if self._end.exists() else None

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # it ends just now
            if (pid := self._number()) is not None:
                os.kill(pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, seconds: float = LAST_RESORT) -> int:
        """The exit code, within seconds of a machine that has nothing else to do."""
        assert patience.comes_true(self._end.exists, seconds), "it did not end"
        code = self.poll()
        assert code is not None
        return code


class Forge:
    """The way to the process that forks the others. Starts it where no other test process of this run has."""

    def __init__(self) -> None:
        with run_folder.alone("forge") as self._pipe:
            if not self._pipe.exists():
                os.mkfifo(self._pipe)
            if not self.is_alive:
                self._begin()
            else:
                self._way = self._pipe.open("wb", buffering=0)

    def _begin(self) -> None:
        """Returns when it is ready to take orders."""
        from tests import commune

        command = [sys.executable, "-m", "tests.forge", str(commune.sample_file())]
        orders = os.open(self._pipe, os.O_RDONLY | os.O_NONBLOCK)  # else it would wait for somebody who writes
        self._way = self._pipe.open("wb", buffering=0)
        os.set_blocking(orders, True)
        subprocess.run(command, cwd=ROOT, stdin=orders, start_new_session=True, check=True)
        os.close(orders)

    def start(
        self,
        folder: Path,
        environment: Mapping[str, str],
        place: Path,
        command: Sequence[str] = ("thidua", "run"),
        *,
        output: Path | None = None,
        errors: Path | None = None,
        hooks: Sequence[str] = (),
    ) -> Process:
        """Start a command in `folder`; what it prints and logs goes to `output`, which is `place`/log."""
        place.mkdir(exist_ok=True)
        for left_behind in ("pid", "end"):
            (place / left_behind).unlink(missing_ok=True)
        output = output or place / "log"
        order = Order(command, str(folder), environment, str(place), str(output), str(errors or output), hooks)
        with run_folder.alone("forge"):  # the line of another process goes into no line of this one's
            self._way.write(json.dumps(asdict(order)).encode() + b"\n")
        return Process(place)

    @property
    def is_alive(self) -> bool:
        """Whether somebody reads the orders."""
        try:
            os.close(os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            return False
        return True

    def close(self) -> None:
        self._way.close()


@cache
def shared() -> Forge:
    """The forge of all tests of this process, which uses it as long as they last."""
    made = Forge()
    atexit.register(made.close)
    return made


def run(folder: Path, environment: Mapping[str, str], *command: str) -> tuple[int, str]:
    """Start a command and wait for its end: exit code and everything printed."""
    with tempfile.TemporaryDirectory(prefix="thidua-command-") as made:
        printed = [Path(made) / name for name in ("output", "errors")]
        process = shared().start(folder, environment, Path(made), command, output=printed[0], errors=printed[1])
        return process.wait(), "".join(file.read_text(encoding="utf-8") for file in printed)


def _serve() -> None:
    """Every process has a keeper that waits for its end, so that several may run beside each other."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    for line in sys.stdin:
        if os.fork() == 0:
            _keep(Order(**json.loads(line)))
    os.killpg(os.getpgid(0), signal.SIGKILL)  # whoever gave the orders has gone: nothing of them is left running


def _keep(order: Order) -> NoReturn:
    sys.stdin.close()  # the forge alone reads
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
    null = os.open(os.devnull, os.O_RDONLY)
    output, errors = (os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND) for name in (order.output, order.errors))
    for old, new in ((0, null), (1, output), (2, errors)):
        os.dup2(new, old)
    os.closerange(3, errors + 1)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    program, *_words = sys.argv = list(order.command)
    if order.hooks:
        from tests.crash import hooks

        hooks.install(Path(order.hooks[0]), *order.hooks[1:])
    _ENTRIES[program]()
    sys.exit(0)  # as the interpreter ends: its threads are waited for


def _thidua() -> None:
    from bot.cli import main as cli

    cli.main()


def _simulator() -> None:
    from simulator import __main__ as simulator

    simulator.main()


_ENTRIES = {"thidua": _thidua, "simulator": _simulator}


def main() -> None:
    from bot import app  # noqa: F401  the imports that are paid for once
    from bot.cli import check, export, invite, job, praise  # noqa: F401
    from simulator import __main__ as simulator  # noqa: F401
    from tests import engines, warm_up
    from tests.crash import hooks  # noqa: F401

    sample = Path(sys.argv[1])
    engines.install()
    pictures.keep_in(sample.parent / "pictures")
    warm_up.play(sample)
    gc.collect()
    gc.freeze()  # what all of them share is not looked through, and so not copied, by each
    if os.fork() == 0:
        os.setsid()
        _serve()


if __name__ == "__main__":
    main()
