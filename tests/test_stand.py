"""The tests' own stand works wherever it is set up: the benches and `make chaos` run outside pytest."""

from __future__ import annotations

import pytest

from models.database import Store
from tests import scoping
from tests.commune import Stand


def test_a_stand_needs_no_scoping_of_the_suite(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it shows of all communes it reads for a reason of its own, not because pytest widens its sessions."""
    monkeypatch.setattr(Store, "transaction", scoping.opened_in_program)
    stand.join("son", "hoa")
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.arrive("son", "5")
    stand.refuse("hoa")
    stand.tap("son", "Vẫn 9 người")
    assert "9 người chưa có thẻ BHYT.\n" in stand.heard("son")[-1].text
