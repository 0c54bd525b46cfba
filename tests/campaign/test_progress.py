"""How far a value is from where it should be: by the path, by last year, by the days; and against last year."""

from dataclasses import replace
from datetime import date

import pytest

from campaign.assessment.status import Status
from campaign.catalogue import Aggregation, EntryKind, PathPoint
from tests.campaign.assessing import d, near, stand
from tests.campaign.samples import (
    ACCIDENTS,
    BAN_CON,
    COMMUNE,
    HOUSES,
    INSURED,
    NOW,
    POOR,
    SOWN,
    amount,
    asked,
    fact,
    week,
)

# Where it should be by now.


def test_expected_follows_the_path_between_its_points() -> None:
    """Half way between two points of the path half the way between their shares is due."""
    points = (PathPoint((3, 31), d("0.4")), PathPoint((5, 30), d("0.4")), PathPoint((11, 30), d("1")))
    measure = replace(SOWN, path=points)
    facts = [fact(measure, BAN_CON, date(2026, 1, 1), "39"), fact(measure, BAN_CON, date(2026, 4, 30), "0")]
    # Thursday 12/02 is day 43 of the 90 to 31/03: 0.4 x 43/90 = 19.1 %
    assert near("19.11", stand(measure, facts, week(date(2026, 2, 12))).expected)
    assert d("40") == stand(measure, facts, week(date(2026, 4, 30))).expected
    assert d("100") == stand(measure, facts, week(date(2026, 12, 10))).expected


def test_expected_follows_last_year_where_it_is_loaded() -> None:
    """Without a path the share that last year had reached on the same days is due."""
    facts = [
        fact(SOWN, COMMUNE, date(2025, 3, 31), "30", opening=True),
        fact(SOWN, COMMUNE, date(2025, 11, 19), "45", opening=True),
        fact(SOWN, COMMUNE, date(2025, 12, 31), "25", opening=True),
        fact(SOWN, BAN_CON, NOW, "72"),
    ]
    found = stand(SOWN, facts)
    # 75 of last year's 100 were reached
    assert (d("75"), d("75"), Status.ON_TRACK) == (found.same_period_last_year, found.expected, found.status)


def test_expected_is_linear_where_nothing_else_is_known() -> None:
    """Last year without its end tells no share; then the days decide: 323 of 365 by 19/11."""
    facts = [fact(SOWN, COMMUNE, date(2025, 11, 19), "45", opening=True), fact(SOWN, BAN_CON, NOW, "72")]
    found = stand(SOWN, facts)
    assert near("88.49", found.expected)
    assert (d("45"), Status.BEHIND) == (found.same_period_last_year, found.status)


def test_level_without_a_day_has_no_path() -> None:
    """A rate that is wanted now has no place where it should be by now: short of it is «chậm»."""
    found = stand(INSURED, [fact(INSURED, BAN_CON, NOW, "3", of="100")])
    assert (None, Status.BEHIND) == (found.expected, found.status)
    assert near("98.98", found.attained)


def test_level_with_a_far_day_goes_straight_to_it() -> None:
    """From 60 of 100 houses to all by 31/12/2030: 17.7 % of the way by 19/11/2026, or two houses less."""
    far = replace(HOUSES, target=amount("100", by=date(2030, 12, 31)), aggregation=Aggregation.RATIO_OF_SUMS)
    far = replace(far, value=("house",), over=("of",), inputs=(asked("house", EntryKind.LEVEL, "asked"),))
    facts = [fact(far, COMMUNE, date(2025, 12, 31), "60", of="100"), fact(far, COMMUNE, NOW, "63", of="100")]
    found = stand(far, facts)
    # 60 + 40 x 323 / 1826
    assert near("67.08", found.expected)
    assert (d("63"), d("2"), Status.BEHIND) == (found.attained, found.band, found.status)
    near_it = stand(far, [facts[0], fact(far, COMMUNE, NOW, "66", of="100")])
    assert Status.ON_TRACK == near_it.status


def test_falling_level_is_measured_by_the_way_down() -> None:
    """From 200 poor households to none: 150 left are a quarter of the way, ahead of the 17.7 % due."""
    facts = [fact(POOR, BAN_CON, date(2025, 12, 31), "200"), fact(POOR, BAN_CON, NOW, "150")]
    found = stand(POOR, facts)
    assert (d("25"), Status.ON_TRACK) == (found.attained, found.status)
    assert near("17.69", found.expected)
    late = stand(POOR, [facts[0], fact(POOR, BAN_CON, NOW, "190")])
    assert (d("5"), Status.BEHIND) == (late.attained, late.status)


# Year on year.


@pytest.mark.parametrize(
    ("last_year", "this_year", "expected"),
    [
        ("0", "0", Status.MET),
        ("0", "1", Status.REVIEW),
        ("4", "3", Status.MET),  # a small base: fewer is «giảm»
        ("4", "4", Status.BEHIND),  # a case is the whole way: none is allowed for
        ("4", "5", Status.REVIEW),
        ("9", "8", Status.MET),
        ("20", "19", Status.MET),  # exactly 5 % fewer
        ("20", "20", Status.BEHIND),
        ("100", "96", Status.ON_TRACK),  # five are wanted: one case short is on track, two are not
        ("100", "97", Status.BEHIND),
        ("1000", "952", Status.ON_TRACK),  # 5 % of the fifty that are wanted: two and a half
        ("1000", "953", Status.BEHIND),
        ("100", "101", Status.REVIEW),
    ],
)
def test_year_on_year(last_year: str, this_year: str, expected: Status) -> None:
    """A fall of 5 per cent is wanted; from few cases any fall will do, from none only none; a rise is looked into."""
    facts = [
        fact(ACCIDENTS, COMMUNE, date(2025, 10, 30), last_year, opening=True),
        fact(ACCIDENTS, COMMUNE, NOW, this_year),
    ]
    found = stand(ACCIDENTS, facts)
    assert (expected, d(last_year), None) == (found.status, found.same_period_last_year, found.attained)


def test_year_on_year_takes_the_same_stretch() -> None:
    """Of last year count 15/12/2024 to 19/11/2025, and the week that closes on Thursday 20/11; no more."""
    facts = [
        fact(ACCIDENTS, COMMUNE, date(2024, 12, 12), "100"),
        fact(ACCIDENTS, COMMUNE, date(2024, 12, 19), "1"),
        fact(ACCIDENTS, COMMUNE, date(2025, 11, 20), "2"),
        fact(ACCIDENTS, COMMUNE, date(2025, 11, 27), "40"),
        fact(ACCIDENTS, COMMUNE, NOW, "1"),
    ]
    assert d("3") == stand(ACCIDENTS, facts).same_period_last_year


def test_last_year_ends_before_this_one_begins() -> None:
    """The 53rd week of 2026, and the police's week to 14/12/2028, see nothing of their own year in the last."""
    sown = [fact(SOWN, BAN_CON, date(2025, 12, 25), "40"), fact(SOWN, BAN_CON, date(2026, 1, 1), "7")]
    # 53 Thursdays of 2026 would reach from 02/01/2025 to 01/01/2026
    assert d("40") == stand(SOWN, sown, week(date(2026, 12, 31))).same_period_last_year
    accidents = [fact(ACCIDENTS, COMMUNE, date(2027, 12, 9), "3"), fact(ACCIDENTS, COMMUNE, date(2027, 12, 16), "2")]
    # 366 days, 29/02 among them, would reach from 15/12/2026 to 15/12/2027; 52 Thursdays to 16/12/2027
    assert d("3") == stand(ACCIDENTS, accidents, week(date(2028, 12, 14))).same_period_last_year


def test_year_on_year_without_last_year_is_not_judged() -> None:
    """Without last year's figure there is nothing to compare with."""
    found = stand(ACCIDENTS, [fact(ACCIDENTS, COMMUNE, NOW, "1")])
    assert (Status.NO_DATA, "no_baseline", d("1")) == (found.status, found.rule, found.value)
