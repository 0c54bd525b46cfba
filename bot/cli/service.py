"""`thidua service …`: start by itself with the machine, stop doing so, or say how it is."""

from __future__ import annotations

from pathlib import Path

import typer

from bot import process_lock, settings
from bot.installation import service
from bot.operator_error import OperatorError

app = typer.Typer(no_args_is_help=True, help="Tự chạy khi bật máy: install, uninstall, status.")


@app.command()
def install() -> None:
    """Từ nay bật máy là chương trình tự chạy."""
    typer.echo(service.install(Path.cwd()))


@app.command()
def uninstall() -> None:
    """Thôi tự chạy; số liệu giữ nguyên."""
    typer.echo(service.uninstall())


@app.command()
def status() -> None:
    """Có tự chạy không, có đang chạy không. Mã thoát 1: không chạy."""
    typer.echo(
        f"Tự chạy: {service.file() if service.is_installed(Path.cwd()) else 'chưa cài (thidua service install)'}"
    )
    running = _is_running(settings.load())
    typer.echo("Đang chạy." if running else "Không chạy.")
    if not running:
        raise typer.Exit(1)


def _is_running(chosen: settings.Settings) -> bool:
    """Who can have the lock of the data is alone with it; a server's data may be another machine's too."""
    active = service.is_active()
    if active or not chosen.database.startswith("sqlite"):
        return bool(active)
    try:
        with process_lock.hold(chosen, alone=True):
            return False
    except OperatorError:
        return True
