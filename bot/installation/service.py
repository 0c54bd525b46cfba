"""The program as something that the system starts by itself: a systemd user unit, or Windows' folder of autostarts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.operator_error import OperatorError
from bot.settings import user_folder

UNIT = "thidua.service"
_AUTOSTART = "Thi Dua.cmd"
_TEXT = """\
[Unit]
Description=Thi Dua
After=network-online.target

[Service]
WorkingDirectory={folder}
ExecStart={python} {start} run
Restart=on-failure
RestartSec=10
# 2: something that a person must mend (.env, another bot on the same data)
RestartPreventExitStatus=2

[Install]
WantedBy=default.target
"""
_AUTOSTART_TEXT = '@echo off\r\nchcp 65001 >nul\r\ncd /d "{home}"\r\n"{python}" "{start}" run\r\n'


def file() -> Path:
    """Where the system looks for it, for this user."""
    if os.name == "nt":
        programs = user_folder("APPDATA", Path.home()) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        return programs / "Startup" / _AUTOSTART
    return user_folder("XDG_CONFIG_HOME", Path.home() / ".config") / "systemd" / "user" / UNIT


def is_installed(home: Path) -> bool:
    """Whether this home's program is the one that is started by itself."""
    return file().exists() and str(home).replace("%", "%%") in file().read_text(encoding="utf-8")


def text(home: Path) -> str:
    """What stands in it, for either system."""
    start = home / "start.py"
    if os.name == "nt":
        return _AUTOSTART_TEXT.format(home=home, python=_python(), start=start)
    return _TEXT.format(folder=str(home).replace("%", "%%"), python=_quoted(_python()), start=_quoted(start))


def _python() -> Path:
    """The system's own interpreter, not the environment's, which start.py may have to make anew."""
    mine = Path(getattr(sys, "_base_executable", sys.executable))
    found = shutil.which("python3")
    return Path(found) if found and Path(found).resolve() == mine.resolve() else mine


def _quoted(path: Path) -> str:
    """A path as one word of a unit's command line (systemd.service(5), «Command lines»)."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def install(home: Path) -> str:
    """Write it and start the program; what was done, and what is left to do."""
    if not (home / "start.py").exists():
        raise OperatorError("xin chạy lệnh này trong thư mục của chương trình (nơi có tệp start.py)")
    file().parent.mkdir(parents=True, exist_ok=True)
    with file().open("w", encoding="utf-8", newline="") as written:
        written.write(text(home))
    done = f"Đã ghi {file()}."
    if os.name == "nt":
        return f"{done} Từ lần đăng nhập sau máy tự chạy; bây giờ mở thidua.cmd."
    if not (_systemctl("daemon-reload") and _systemctl("enable", "--now", UNIT)):
        return f"{done} Chưa bật được bằng systemd: chạy systemctl --user enable --now {UNIT}"
    if not _run("loginctl", "enable-linger"):
        return f"{done} Đang chạy. Để máy chạy cả khi chưa ai đăng nhập: sudo loginctl enable-linger $USER"
    return f"{done} Đang chạy, bật máy lên là tự chạy."


def uninstall() -> str:
    """Stop the program and take it away; the data stays."""
    if not file().exists():
        return "Máy không tự chạy chương trình này."
    if os.name != "nt":
        _systemctl("disable", "--now", UNIT)
    file().unlink()
    if os.name != "nt":
        _systemctl("daemon-reload")
    return f"Đã bỏ {file()}. Số liệu giữ nguyên."


@contextmanager
def paused(home: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Stop the service of this home for a while; it goes on however the while ends."""
    if os.name == "nt" or not is_installed(home) or not _systemctl("is-enabled", "--quiet", UNIT):
        yield
        return
    say("Dừng chương trình một lát …")
    _systemctl("stop", UNIT)
    try:
        yield
    finally:
        _systemctl("start", UNIT)
        say("Chương trình chạy lại.")


def is_active() -> bool | None:
    """Whether the service manager has it running; None where there is none to ask."""
    if os.name == "nt" or shutil.which("systemctl") is None:
        return None
    return _systemctl("is-active", "--quiet", UNIT)


def _systemctl(*words: str) -> bool:
    return _run("systemctl", "--user", *words)


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603  our own words
    except OSError:
        return False
