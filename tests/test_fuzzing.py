"""The short form of `make fuzz`."""

from __future__ import annotations

from tests import fuzzing


def test_no_reading_raises_or_invents_a_value() -> None:
    """Five hundred messages of figures and noise through the reading functions."""
    assert [] == fuzzing.readings(500)


def test_no_turn_raises_or_invents_a_value() -> None:
    """Sixty through whole turns of a reporting week."""
    assert [] == fuzzing.turns(60)
