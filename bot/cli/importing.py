"""What the three imports share: the preview is shown, and nothing is applied that somebody has not agreed to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.operator_error import OperatorError
from services.imports.preview import Preview

File = Annotated[Path, typer.Argument(help="a table: .xlsx, .xls, .ods or .csv")]
OnlyShow = Annotated[bool, typer.Option("--show", help="only say what would change")]
Sure = Annotated[bool, typer.Option("--yes", help="apply without asking, also where cells become empty")]


def is_agreed(preview: Preview, *, only_show: bool, is_sure: bool) -> bool:
    """Show a preview and ask at a terminal; without one only what empties cells needs `--yes` (OperatorError)."""
    typer.echo(preview.text())
    if only_show or preview.is_empty:
        return False
    if is_sure:
        return True
    if sys.stdin.isatty():
        return typer.prompt("Gõ «có» để áp dụng", default="không").strip().casefold() in ("có", "co")
    if preview.emptied:
        raise OperatorError("Tệp xóa trắng dữ liệu đang có: chưa nhập gì cả. Nếu đúng ý, chạy lại với --yes.")
    return True
