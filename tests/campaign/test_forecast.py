"""What is foretold of the year's end, from what, and where nothing is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaign.assessment import assess
from campaign.assessment.goal import Basis
from campaign.assessment.result import Result
from campaign.catalogue import Measure, PathPoint
from campaign.facts import Fact, UnitTarget
from tests.campaign.khanh_khe import CAMPAIGN
from tests.campaign.samples import (
    ACCIDENTS,
    BAN_CON,
    COMMUNE,
    FOREST,
    HOUSES,
    INSURED,
    NA_PO,
    NOW,
    PLACES,
    POOR,
    REVENUE,
    SOWN,
    WEEK_47,
    campaign,
    fact,
    week,
)


def stand(measure: Measure, *facts: Fact, on: date = NOW, targets: tuple[UnitTarget, ...] = ()) -> Result:
    return assess.assess(campaign(measure), facts, PLACES, targets, week(on))[0]


def test_along_the_path() -> None:
    """87 ha where the path asks for 8/10 by now are 87 / 0,8 = 108,75 ha at the year's end."""
    measure = replace(SOWN, path=(PathPoint((11, 19), Decimal("0.8")), PathPoint((12, 31), Decimal(1))))
    found = stand(measure, fact(SOWN, BAN_CON, NOW, "87"))
    assert (Decimal("108.75"), Basis.PATH) == (found.forecast, found.forecast_basis)
    assert (Decimal(80), Basis.PATH) == (found.expected, found.expected_basis)


def test_by_last_years_pace() -> None:
    """Last year 30 of its 40 ha stood on the same day: 87 ha now are 116 ha at the end."""
    past = [fact(SOWN, BAN_CON, date(2025, 6, 5), "30"), fact(SOWN, BAN_CON, date(2025, 12, 4), "10")]
    found = stand(SOWN, *past, fact(SOWN, BAN_CON, NOW, "87"))
    assert (Decimal(116), Basis.LAST_YEAR) == (found.forecast, found.forecast_basis)


def test_by_the_days_passed() -> None:
    """19/11 is day 323 of 365: 32,3 ha are 36,5 at the end."""
    found = stand(SOWN, fact(SOWN, BAN_CON, NOW, "32.3"))
    assert found.forecast is not None
    assert (Decimal("36.5"), Basis.LINEAR) == (round(found.forecast, 9), found.forecast_basis)


def test_a_level_goes_on_at_its_pace() -> None:
    """From 90 poor households to 50 in 323 of 365 days: 90 - 40 * 365/323 = 44,8 at the end."""
    measure = replace(POOR, year_start=None)
    past = fact(POOR, BAN_CON, date(2025, 12, 31), "90", opening=True)
    found = stand(measure, past, fact(POOR, BAN_CON, NOW, "50"))
    assert found.forecast is not None
    assert (Decimal("44.799"), Basis.TREND) == (round(found.forecast, 3), found.forecast_basis)


def test_never_below_nothing_or_beyond_the_whole() -> None:
    """A pace that would pass zero, or a hundred per cent, ends there."""
    poor = stand(POOR, fact(POOR, BAN_CON, date(2026, 1, 1), "90"), fact(POOR, BAN_CON, NOW, "2"))
    assert Decimal(0) == poor.forecast
    insured = [fact(INSURED, BAN_CON, day, value, of="500") for day, value in ((date(2026, 1, 1), "200"), (NOW, "5"))]
    assert Decimal(100) == stand(INSURED, *insured).forecast


@pytest.mark.parametrize(
    ("measure", "facts"),
    [
        (replace(SOWN, forecast=False), [fact(SOWN, BAN_CON, NOW, "9")]),
        (replace(SOWN, judged=False), [fact(SOWN, BAN_CON, NOW, "9")]),
        (ACCIDENTS, [fact(ACCIDENTS, COMMUNE, NOW, "3"), fact(ACCIDENTS, COMMUNE, date(2025, 11, 6), "4")]),
        (FOREST, [fact(FOREST, BAN_CON, date(2025, 12, 31), "50", opening=True)]),
        (HOUSES, [fact(HOUSES, BAN_CON, date(2026, 1, 1), "0"), fact(HOUSES, BAN_CON, NOW, "1")]),
        (REVENUE, [fact(REVENUE, COMMUNE, NOW, "9")]),
        (SOWN, []),
    ],
    ids=["owner", "unjudged", "year-on-year", "maintained", "yes-no", "no-estimate", "no-figure"],
)
def test_nothing_is_foretold(measure: Measure, facts: list[Fact]) -> None:
    """Where the owner wants none, of a yes or no, of what is only to be kept, and of nothing."""
    found = stand(measure, *facts)
    assert (None, Basis.NONE) == (found.forecast, found.forecast_basis)


def test_too_early_in_the_year() -> None:
    """A tenth of the year must have passed."""
    assert stand(SOWN, fact(SOWN, BAN_CON, date(2026, 1, 8), "9"), on=date(2026, 1, 8)).forecast is None


def test_police_and_party_have_no_forecast() -> None:
    """Their owners have not agreed; the setting stands in the campaign file."""
    silent = [one.id for one in CAMPAIGN.measures if not (one.forecast and one.judged)]
    assert ["QP2a", "QP2b", "QP2c", "QP3", "CT1", "CT2a", "CT2b", "CT3"] == silent


def test_what_the_units_were_given_adds_up() -> None:
    """45 + 40 ha given of the commune's 100: the sum stands beside the target, nothing is spread."""
    given = (
        UnitTarget("KT1a", BAN_CON.id, 2026, Decimal(50), date(2026, 1, 1)),
        UnitTarget("KT1a", BAN_CON.id, 2026, Decimal(45), date(2026, 7, 1)),
        UnitTarget("KT1a", NA_PO.id, 2026, Decimal(40), date(2026, 1, 1)),
        UnitTarget("KT1a", NA_PO.id, 2025, Decimal(999), date(2025, 1, 1)),
    )
    found = stand(SOWN, targets=given)
    assert (Decimal(85), Decimal(100)) == (found.targets_given, found.target)
    assert stand(SOWN).targets_given is None
    assert WEEK_47.last == NOW
