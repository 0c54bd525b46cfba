"""`thidua backup`: a backup now, proved by a restore."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import bootstrap, settings


def command(
    lines: Annotated[
        bool, typer.Option("--lines", help="the form that every kind of database takes, for a move to another")
    ] = False,
) -> None:
    """Make a backup now, prove it by a restore, and drop what is too old. The bot may be running."""
    from bot.backups import making  # slow to load

    chosen = settings.load()
    store = bootstrap.open_store(chosen)
    try:
        made = making.make(chosen, store, as_lines=lines)
    finally:
        store.close()
    typer.echo(f"{chosen.backups / made.file}: đã khôi phục thử và so, {made.tables} bảng, {made.rows} dòng")
    typer.echo(f"{made.photos} ảnh được giữ bên cạnh; mã và mật khẩu không có trong đó, xin tự giữ tệp .env")
