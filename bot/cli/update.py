"""`thidua update` and `thidua rollback`: a newer version in one command, and back in one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.installation import rollback as going_back
from bot.installation import update as updating


def update(
    file: Annotated[
        Path | None, typer.Argument(help="tệp bản mới (.zip, .tar.gz); để trống nếu tải về bằng git")
    ] = None,
) -> None:
    """Cài bản mới cạnh bản đang dùng, sao lưu, thử trên bản sao, rồi mới đổi. Hỏng giữa chừng thì vẫn dùng bản cũ."""
    updating.update(settings.load(), Path.cwd(), file, typer.echo)


def rollback(
    yes: Annotated[bool, typer.Option("--yes", help="không hỏi lại")] = False,
) -> None:
    """Về bản trước lần cập nhật vừa rồi; nói trước sẽ mất gì."""
    chosen, home = settings.load(), Path.cwd()
    outlook = going_back.look(chosen, home)
    typer.echo(outlook.text)
    if not yes:
        typer.confirm("Về bản cũ?", abort=True)
    going_back.go_back(chosen, home, outlook, typer.echo)
