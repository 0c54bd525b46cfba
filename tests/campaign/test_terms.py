"""Sums of signed products, as measures write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from campaign.assessment import terms


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (("of", "-uncovered"), "503"),
        (("area * yield * 0.1",), "23.5"),
        (("planted", "replanted", "-felled", "-lost"), "-1.5"),
        (("of.schools", " - 2 * schools "), "-3"),
        (("9364",), "9364"),
        (("-0.5*uncovered*uncovered",), "-40.5"),
    ],
)
def test_terms_add_up(listed: tuple[str, ...], expected: str) -> None:
    """Products are multiplied, signed and added exactly."""
    values = {
        "of": "512",
        "uncovered": "9",
        "area": "5",
        "yield": "47",
        "planted": "1",
        "replanted": "0.5",
        "felled": "2.6",
        "lost": "0.4",
        "of.schools": "3",
        "schools": "3",
    }
    assert Decimal(expected) == terms.evaluate(listed, {name: Decimal(value) for name, value in values.items()})


def test_names_come_once_in_order() -> None:
    """The names of several terms are told once each, numbers and signs left out."""
    assert ("area", "yield", "of.area") == terms.names(("area * yield * 0.1", "-area", "2 * of.area"))


@pytest.mark.parametrize("term", ["", "-", "a b", "a + b", "a / 2", "--a", "Area", "a * ", "of.", ".5", "1e3", "năm"])
def test_a_term_that_cannot_be_read_is_refused(term: str) -> None:
    """What is neither a key nor a number between the stars is told, not guessed."""
    with pytest.raises(terms.TermError, match="cannot read"):
        terms.names((term,))


def test_a_value_that_is_not_there_is_refused() -> None:
    """A missing value is never zero."""
    with pytest.raises(terms.TermError, match="'lost'"):
        terms.evaluate(("planted", "-lost"), {"planted": Decimal(1)})


def test_no_terms_are_refused() -> None:
    """The sum of nothing is no figure."""
    with pytest.raises(terms.TermError, match="no terms"):
        terms.evaluate((), {})
