"""Arguments that several shell commands take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.operator_error import OperatorError

File = Annotated[Path, typer.Argument(help="a file")]

_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)  # of days with which can be reckoned: a year later is one too


def day(written: str, option: str) -> date:
    """A day as it is typed behind an option; OperatorError for anything else."""
    try:
        typed = date.fromisoformat(written)
    except ValueError:
        typed = date.max
    if not _FIRST <= typed <= _LAST:
        raise OperatorError(f"{option} {written!r} is no day; write it like 2026-07-01")
    return typed


def check_encoding(words: Sequence[str]) -> None:
    """OperatorError where a word holds bytes that are no letters: no database and no terminal takes them."""
    for word in words:
        if not word.isascii() and word != word.encode("utf-8", "replace").decode("utf-8"):
            raise OperatorError(f"{word!a} is not written in UTF-8")
