"""What a month, a quarter or a year brought: of weeks that were told, and of figures that were imported."""

from datetime import date
from decimal import Decimal

import pytest

from campaign import spans
from campaign.assessment import assess
from campaign.calendar import Kind
from campaign.facts import Fact
from tests.campaign.samples import BAN_CON, NOW, PLACES, SOWN, campaign, fact


def brought(kind: Kind, number: int, facts: list[Fact]) -> Decimal | None:
    period = spans.make(kind, 2026, number)
    return assess.assess(campaign(SOWN), facts, PLACES, (), period)[0].in_period


def imported(on: date, value: str) -> Fact:
    return fact(SOWN, BAN_CON, on, value, opening=True)


TOLD = fact(SOWN, BAN_CON, NOW, "3")


def test_imported_weeks_belong_to_their_quarter() -> None:
    """24/09, 01/10 and 08/10 were imported, 3 ha told since: the fourth quarter has 5 + 6 + 3, the year all of it."""
    facts = [imported(date(2026, 9, 24), "4"), imported(date(2026, 10, 1), "5"), imported(date(2026, 10, 8), "6"), TOLD]
    assert Decimal(14) == brought(Kind.QUARTER, 4, facts)
    assert Decimal(18) == brought(Kind.YEAR, 1, facts)


def test_a_total_so_far_belongs_to_no_month() -> None:
    """One row of 30/10 holds all since January: of October and the quarter nobody knows a part, of the year all."""
    facts = [imported(date(2026, 10, 30), "90"), TOLD]
    assert brought(Kind.MONTH, 10, facts) is None
    assert Decimal(3) == brought(Kind.QUARTER, 4, facts)
    assert Decimal(93) == brought(Kind.YEAR, 1, facts)


@pytest.mark.parametrize(("kind", "number"), [(Kind.MONTH, 11), (Kind.QUARTER, 4), (Kind.HALF, 2)])
def test_what_was_told_counts_in_every_stretch(kind: Kind, number: int) -> None:
    """A week of November is a part of the month, of the quarter and of the half-year."""
    assert Decimal(3) == brought(kind, number, [TOLD])
