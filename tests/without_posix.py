"""Starts the program where POSIX's own modules and functions are hidden, as Windows has none: run as a process.

What Windows has instead, `msvcrt.locking`, is played with the hidden `fcntl`. The system itself stays POSIX: what a
Windows does with paths, processes and consoles this cannot show.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
import sys
import time
import types
from pathlib import Path
from typing import Any

from bot import serving

ROOT = Path(__file__).resolve().parent.parent
_MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix_ipc", "uvloop")
# fmt: off
_OF_OS = (
    "chown", "chroot", "confstr", "copy_file_range", "ctermid", "eventfd", "fchdir", "fchmod", "fchown",
    "fdatasync", "fork", "forkpty", "fpathconf", "fstatvfs", "getegid", "geteuid", "getgid", "getgroups",
    "getloadavg", "getpgid", "getpgrp", "getpriority", "getrandom", "getresuid", "getsid", "getuid", "killpg",
    "lchown", "lockf", "memfd_create", "mkfifo", "mknod", "nice", "openpty", "pathconf", "pipe2", "posix_fadvise",
    "posix_fallocate", "posix_spawn", "pread", "pwrite", "readv", "sched_getaffinity", "setgid", "setsid", "setuid",
    "splice", "statvfs", "sync", "sysconf", "tcgetpgrp", "ttyname", "uname", "wait", "wait3", "wait4", "O_CLOEXEC",
    "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC",
)
# fmt: on
_OF_TIME = ("clock_gettime", "clock_getres", "clock_settime", "tzset", "CLOCK_BOOTTIME", "CLOCK_MONOTONIC")
_SIGNALS = ("SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD", "SIGPIPE", "SIGQUIT")


def hide() -> None:
    """Take away what Windows lacks. The standard library has what it needs of it by now."""
    played: Any = types.ModuleType("msvcrt")
    played.LK_NBLCK = 1
    played.locking = lambda file, _mode, _count, lock=fcntl.flock: lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    sys.modules["msvcrt"] = played
    for name in _MODULES:
        sys.modules[name] = None  # type: ignore[assignment]  # the language's own way to say «there is none»
    for module, names in ((os, _OF_OS), (time, _OF_TIME)):
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    for name in _SIGNALS:
        delattr(signal, name)

    def refuse(*_what: object) -> None:
        raise NotImplementedError

    asyncio.SelectorEventLoop.add_signal_handler = refuse  # type: ignore[assignment,method-assign]


def main() -> None:
    os.chdir(sys.argv[1])
    import multiprocessing  # noqa: F401  the standard library's own use of POSIX
    import subprocess  # noqa: F401
    import tempfile  # noqa: F401

    hide()
    from bot import app, bootstrap, process_lock, settings
    from bot.backups import making
    from bot.cli import main as _all_commands  # noqa: F401  everything that `thidua` imports
    from bot.cli import run

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ |= {
        "CAMPAIGN_FILE": str(ROOT / "communes/khanh-khe/campaign.toml"),
        "TELEGRAM_BOT_TOKEN": "1000:x",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "HTTP_PORT": str(port),
    }
    chosen = settings.load()
    serve, seen = serving.serve, []

    async def serve_and_stop(program: app.Program, stop: asyncio.Event) -> None:
        asyncio.get_running_loop().call_later(0.1, signal.raise_signal, signal.SIGINT)
        await serve(program, stop)
        seen.append("stopped")

    serving.serve = serve_and_stop
    run.command()
    with process_lock.hold(chosen):
        try:
            with Path("var/thidua.db.lock").open("w") as second:
                process_lock.lock(second)
        except OSError:
            seen.append("locked")
    store = bootstrap.open_store(chosen)
    making.make(chosen, store)
    store.close()
    assert ["stopped", "locked"] == seen, seen
    print("started, locked, backed up, stopped")  # noqa: T201  what the test reads


if __name__ == "__main__":
    main()
