"""What every command stands on refuses what it cannot stand on, and says so."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot import bootstrap
from bot.operator_error import OperatorError
from tests.live import live_settings


def test_an_old_sqlite_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would fail in the middle of the first turn, at words that it does not know."""
    settings = live_settings(database_url=f"sqlite:///{tmp_path / 'thidua.db'}")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(OperatorError, match="trở lên"):
        bootstrap.open_store(settings)
    monkeypatch.undo()
    bootstrap.open_store(settings).close()
