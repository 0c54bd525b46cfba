"""The short form of `make fuzz`, and that it finds a reader out that is broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from campaign.parsing import numbers
from campaign.parsing.numbers import Field, Value
from campaign.parsing.numbers.reading import Reading
from tests import fuzzing


def test_no_reading_raises_or_invents_a_value() -> None:
    """Five hundred messages of figures and noise through the reading functions."""
    assert [] == fuzzing.readings(500)


def test_no_turn_raises_or_invents_a_value() -> None:
    """Sixty through whole turns of a reporting week."""
    assert [] == fuzzing.turns(60)


BROKEN: dict[str, Callable[[Decimal], Decimal]] = {
    "one too many": lambda value: value + 1,
    "a digit lost": lambda value: Decimal(str(value)[1:] or "7"),
    "turned round": lambda value: Decimal(f"{value:f}"[::-1].strip(".") or "0"),
    "a quarter more": lambda value: value * Decimal("1.25"),
}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
def test_a_reader_that_invents_values_is_found_out(
    fault: Callable[[Decimal], Decimal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred messages some are read as what they do not hold."""
    read = numbers.read

    def broken(text: str, field: Field) -> Reading:
        reading = read(text, field)
        return replace(reading, value=fault(reading.value)) if isinstance(reading, Value) else reading

    monkeypatch.setattr(numbers, "read", broken)
    assert fuzzing.readings(100)
