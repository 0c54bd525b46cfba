"""Standings of one made-up measure in the sample commune, for the tests of attainment."""

from collections.abc import Sequence
from decimal import Decimal

from campaign.assessment import assess
from campaign.assessment.result import Result
from campaign.calendar import ReportingWeek
from campaign.catalogue import Measure
from campaign.facts import Fact, Filing, UnitTarget
from tests.campaign.samples import PLACES, WEEK_47, campaign


def stand(
    measure: Measure,
    facts: Sequence[Fact],
    period: ReportingWeek = WEEK_47,
    targets: Sequence[UnitTarget] = (),
    filings: Sequence[Filing] = (),
) -> Result:
    return assess.assess(campaign(measure), facts, PLACES, targets, period, filings)[0]


def d(text: str) -> Decimal:
    return Decimal(text)


def near(expected: str, actual: Decimal | None) -> bool:
    """Equal to the last digit that was worked out by hand."""
    return actual is not None and d(expected) == actual.quantize(d(expected))
