"""What a wrong clock may not do: ask about weeks that never were, or ask again."""

from __future__ import annotations

import pytest

from tests.commune import Stand


@pytest.mark.parametrize("wrong", ["2020-01-08T08:30", "2026-11-11T08:30", "2026-11-18T06:00"])
def test_a_clock_set_back_asks_nobody(stand: Stand, wrong: str) -> None:
    """By years, by a week, by hours: the questions of the week are out, and no other ones follow."""
    stand.ask("son", "hoa")
    assert ["question"] == [row.purpose for row in stand.heard("son")]
    for instant in (wrong, "2026-11-18T08:30"):
        stand.at(instant)
        stand.tick()
    assert [] == stand.heard()


def test_a_clock_set_forward_and_back_reminds_nobody_twice(stand: Stand) -> None:
    """A day ahead for a while: what was said too early is not said again when its time comes."""
    stand.join("son", "hoa")
    for instant in ("2026-11-18T08:00", "2026-11-19T14:10", "2026-11-18T14:10", "2026-11-18T19:00", "2026-11-19T14:00"):
        stand.at(instant)
        stand.tick()
    assert ["question", "reminder", "reminder"] == [row.purpose for row in stand.heard("son")]
