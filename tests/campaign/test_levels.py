"""What a level is: carried with its date, over the units heard of; and a balance that changes move."""

from dataclasses import replace
from datetime import date

from campaign.assessment import assess
from campaign.assessment.result import Coverage
from campaign.assessment.status import Status
from campaign.catalogue import Cadence
from campaign.facts import State
from tests.campaign.assessing import d, near, stand
from tests.campaign.samples import (
    BAN_CON,
    BEFORE,
    COMMUNE,
    FOREST,
    INSURED,
    NA_PO,
    NOW,
    POOR,
    SOWN,
    WEEK_47,
    amount,
    campaign,
    fact,
    week,
)

# Levels: carried with their date until twice the cadence.


def test_share_is_the_ratio_of_sums_over_units_heard_of() -> None:
    """A village never heard of leaves both sides of the share; the others weigh by their people."""
    facts = [
        fact(INSURED, BAN_CON, NOW, "12", of="512"),
        fact(INSURED, NA_PO, NOW, "20", of="400"),
    ]
    found = stand(INSURED, facts)
    # (500 + 380) of (512 + 400)
    assert (d("880"), d("912")) == (found.numerator, found.denominator)
    assert near("96.49", found.value)
    assert Coverage(2, 3) == found.coverage
    assert found.provisional  # 2 of 3 are fewer than 80 per cent


def test_a_later_profile_changes_no_history() -> None:
    """The denominator copied onto the figure counts, not what the village's profile says today."""
    assert d("90") == stand(INSURED, [fact(INSURED, BAN_CON, NOW, "10", of="100")]).value
    # Only an imported row without one leans on the profile: 512 people.
    assert near("98.05", stand(INSURED, [fact(INSURED, BAN_CON, NOW, "10", opening=True)]).value)


def test_level_is_carried_until_twice_its_cadence() -> None:
    """A weekly level of two weeks ago still counts; one of three weeks ago is missing where others are fresh."""
    fresh = fact(INSURED, BAN_CON, NOW, "0", of="100")
    carried = stand(INSURED, [fresh, fact(INSURED, NA_PO, date(2026, 11, 5), "100", of="100")])
    assert (d("50"), Coverage(2, 3)) == (carried.value, carried.coverage)
    dropped = stand(INSURED, [fresh, fact(INSURED, NA_PO, date(2026, 10, 29), "100", of="100")])
    assert (d("100"), Coverage(1, 3)) == (dropped.value, dropped.coverage)


def test_the_value_a_week_ago_is_the_one_told_then() -> None:
    """A village too old to count last week is not in last week's value either: nothing seems reached anew."""
    facts = [
        fact(INSURED, BAN_CON, BEFORE, "1", of="100"),
        fact(INSURED, BAN_CON, NOW, "1", of="100"),
        fact(INSURED, NA_PO, date(2026, 10, 22), "50", of="100"),
    ]
    assert d("99") == stand(INSURED, facts, week(BEFORE)).value
    assert d("99") == stand(INSURED, facts).previous


def test_stale_value_is_shown_with_its_date_and_not_judged() -> None:
    """When every figure is too old the last one is shown, dated, as «chưa đến kỳ xét»."""
    found = stand(INSURED, [fact(INSURED, BAN_CON, date(2026, 10, 1), "1", of="100")])
    assert (d("99"), date(2026, 10, 1), Status.NOT_DUE, "stale") == (
        found.value,
        found.as_of,
        found.status,
        found.rule,
    )


def test_a_season_does_not_age_outside_its_months() -> None:
    """What was sown by the end of November is still judged in January's snow, and stale two weeks into spring."""
    seasonal = replace(SOWN, cadence=Cadence.SEASON, months=(1, 2, 3, 11), year_start=None, since=date(2026, 1, 1))
    seasonal = replace(seasonal, target=amount("100", by=date(2030, 12, 31)))
    facts = [fact(seasonal, BAN_CON, date(2026, 11, 26), "40")]
    assert Status.ON_TRACK == stand(seasonal, facts, week(date(2026, 12, 24))).status
    # 4 days of November and 10 of January are not more than 14; with the 14th of January they are.
    assert Status.ON_TRACK == stand(seasonal, facts, week(date(2027, 1, 7))).status
    assert Status.NOT_DUE == stand(seasonal, facts, week(date(2027, 1, 14))).status


def test_not_known_after_a_level_carries_the_level() -> None:
    """«?» is no figure: the last known one stands, with its own date."""
    facts = [fact(POOR, BAN_CON, BEFORE, "12"), fact(POOR, BAN_CON, NOW, None, state=State.NOT_KNOWN)]
    found = stand(POOR, facts)
    assert (d("12"), BEFORE) == (found.value, found.as_of)


def test_commune_row_of_a_level_gives_way_to_the_villages() -> None:
    """A commune's imported count stands only until the first village reports; then it would count twice."""
    opening = fact(POOR, COMMUNE, date(2026, 10, 1), "214", opening=True)
    assert d("214") == stand(POOR, [opening]).value
    assert d("12") == stand(POOR, [opening, fact(POOR, BAN_CON, NOW, "12")]).value


def test_a_village_newly_heard_of_moves_nothing() -> None:
    """The change of the week compares the villages known in both weeks, so a first report is no rise."""
    facts = [
        fact(POOR, BAN_CON, BEFORE, "12"),
        fact(POOR, BAN_CON, NOW, "11"),
        fact(POOR, NA_PO, NOW, "30"),
    ]
    found = stand(POOR, facts)
    assert (d("41"), d("12"), d("-1")) == (found.value, found.previous, found.in_period)
    assert d("42") == found.year_start  # 12 and 30, the first figures of the year
    assert found.status != Status.REVIEW


def test_what_stood_when_the_year_began_is_rounded_once() -> None:
    """The share at the year's start is the one told then, to the last digit, not the difference of two others."""
    facts = [fact(INSURED, BAN_CON, date(2025, 12, 25), "109", of="120"), fact(INSURED, BAN_CON, NOW, "5", of="120")]
    # 11 of 120 and no more than 28 digits
    assert d("9.166666666666666666666666667") == stand(INSURED, facts).year_start


def test_a_village_that_ended_leaves_the_levels_and_keeps_its_flows() -> None:
    """After a merger of villages the old one's poor households are told by the new one; its hectares were sown."""
    gone = replace(NA_PO, active_to=date(2026, 10, 31))
    places = (COMMUNE, BAN_CON, gone)
    facts = [
        fact(POOR, BAN_CON, NOW, "12"),
        fact(POOR, gone, date(2026, 10, 29), "8"),
        fact(SOWN, BAN_CON, NOW, "1"),
        fact(SOWN, gone, date(2026, 10, 29), "5"),
    ]
    poor, sown = assess.assess(campaign(POOR, SOWN), facts, places, (), WEEK_47)
    assert (d("12"), Coverage(1, 1)) == (poor.value, poor.coverage)
    assert d("6") == sown.value


# Balances: an opening baseline moved by signed changes.


def test_forest_is_its_baseline_plus_signed_changes() -> None:
    """Planting adds, felling takes away, over any number of years, starting from the newest baseline."""
    baseline = fact(FOREST, COMMUNE, date(2025, 12, 31), "5000", "planted", opening=True)
    facts = [
        baseline,
        fact(FOREST, BAN_CON, date(2026, 3, 5), "10", "planted"),
        fact(FOREST, BAN_CON, NOW, "4", "felled"),
        fact(FOREST, NA_PO, NOW, "1", "planted"),
    ]
    found = stand(FOREST, facts)
    # 5000 + 10 - 4 + 1; the week -4 + 1; a week ago 5010; the year began with 5000
    assert (d("5007"), d("-3"), d("5010")) == (found.value, found.in_period, found.previous)
    assert (d("5000"), d("5000"), d("100.14")) == (found.target, found.year_start, found.attained)
    assert (Status.REVIEW, "moved_wrong") == (found.status, found.rule)


def test_a_newer_baseline_holds_what_came_before_it() -> None:
    """The commune's new inventory replaces its old one and the villages' changes up to that day."""
    facts = [
        fact(FOREST, COMMUNE, date(2025, 12, 31), "5000", "planted", opening=True),
        fact(FOREST, BAN_CON, date(2026, 3, 5), "10", "planted"),
        fact(FOREST, COMMUNE, date(2026, 11, 15), "6000", "planted", opening=True),
        fact(FOREST, BAN_CON, NOW, "4", "felled"),
        # This village's forest is not in the commune's figure: it has a baseline of its own.
        fact(FOREST, NA_PO, date(2025, 12, 31), "70", "planted", opening=True),
        fact(FOREST, NA_PO, date(2026, 5, 7), "2", "planted"),
    ]
    # 6000 - 4 and 70 + 2
    assert d("6068") == stand(FOREST, facts).value


def test_a_newer_baseline_lowers_no_target() -> None:
    """A hundred hectares lost and counted anew are still lost: the target is what stood when the campaign began."""
    facts = [
        fact(FOREST, COMMUNE, date(2025, 12, 31), "5000", "planted", opening=True),
        fact(FOREST, BAN_CON, date(2026, 5, 7), "100", "felled"),
        fact(FOREST, COMMUNE, date(2026, 11, 12), "4900", "planted", opening=True),
    ]
    found = stand(FOREST, facts)
    assert (d("4900"), d("5000"), d("5000")) == (found.value, found.target, found.year_start)
    assert (d("98"), Status.REVIEW) == (found.attained, found.status)
    # A year later it is no news, and still short of the target.
    day = date(2027, 11, 18)
    later = stand(FOREST, [*facts, fact(FOREST, BAN_CON, day, "0", "felled", state=State.NOTHING)], week(day))
    assert (d("4900"), d("5000"), Status.BEHIND) == (later.year_start, later.target, later.status)


def test_changes_without_a_baseline_are_no_area() -> None:
    """Ten hectares planted are not a forest of ten hectares."""
    found = stand(FOREST, [fact(FOREST, BAN_CON, NOW, "10", "planted")])
    assert (None, Status.NO_DATA) == (found.value, found.status)
