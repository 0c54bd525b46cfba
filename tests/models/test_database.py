"""Figures and moments come back exactly as they were stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from models import sqlite_connection
from models.database import Micro, Moment, normalise_url
from tests import engines
from tests.commune import fresh_store
from tests.databases import SQLITE


@pytest.mark.parametrize("value", ["0.828", "1819.7", "0.000001", "123456789012.345678", "-5", "0"])
def test_figures_are_exact(value: str) -> None:
    """Ten to the minus six is an integer in the table, so no binary fraction comes near a figure."""
    kind = Micro()
    stored = kind.process_bind_param(Decimal(value), None)  # type: ignore[arg-type]  # the dialect is not looked at
    assert isinstance(stored, int)
    assert Decimal(value) == kind.process_result_value(stored, None)  # type: ignore[arg-type]  # as above


def test_moments_come_back_in_utc() -> None:
    """What was said at 16:00 in the commune is 09:00 UTC in the table."""
    kind = Moment()
    local = datetime(2026, 11, 19, 16, 0, tzinfo=timezone(timedelta(hours=7)))
    stored = kind.process_bind_param(local, None)  # type: ignore[arg-type]  # the dialect is not looked at
    assert datetime(2026, 11, 19, 9, 0, tzinfo=UTC) == stored


def test_a_naive_moment_is_refused() -> None:
    """An instant without a zone is a mistake of ours, never a guess."""
    with pytest.raises(ValueError, match="time zone"):
        Moment().process_bind_param(datetime(2026, 11, 19), None)  # type: ignore[arg-type]  # noqa: DTZ001  the mistake


def test_a_commune_office_may_lose_power(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite writes through to the disk and keeps its readers and its writer apart."""
    monkeypatch.setattr(sqlite_connection, "prepare", engines.prepare_for_power_loss)
    store = fresh_store(tmp_path, SQLITE)
    with store.engine.connect() as connection:
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]
    store.close()


def test_postgresql_means_psycopg() -> None:
    """People write the address they know."""
    assert normalise_url("postgres://a@b/c") == "postgresql+psycopg://a@b/c"
    assert normalise_url("sqlite:///x") == "sqlite:///x"
