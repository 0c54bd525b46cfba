"""What a measure's value is, and how far it is from its target, in plain numbers worked out in the comments."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaign import attainment
from campaign.calendar import Period
from campaign.catalogue import Aggregation, Cadence, Comparison, EntryKind, Measure, PathPoint
from campaign.facts import Fact, Filing, State, UnitTarget
from campaign.standing import Coverage, Standing, of_indicators
from campaign.status import Status
from tests.campaign.samples import (
    ACCIDENTS,
    BAN_CON,
    BEFORE,
    CLINIC,
    COMMUNE,
    FOREST,
    HOUSES,
    INSURED,
    KHUOI_MA,
    NA_PO,
    NOW,
    PLACES,
    POOR,
    REVENUE,
    SOWN,
    WEEK_47,
    amount,
    asked,
    campaign,
    fact,
    filing,
    week,
)


def stand(
    measure: Measure,
    facts: Sequence[Fact],
    period: Period = WEEK_47,
    targets: Sequence[UnitTarget] = (),
    filings: Sequence[Filing] = (),
) -> Standing:
    return attainment.assess(campaign(measure), facts, PLACES, targets, period, filings)[0]


def d(text: str) -> Decimal:
    return Decimal(text)


def near(expected: str, actual: Decimal | None) -> bool:
    """Equal to the last digit that was worked out by hand."""
    return actual is not None and d(expected) == actual.quantize(d(expected))


# Increments: summed from the year's start, the week's own sum beside it.


def test_increments_are_summed_from_the_years_start() -> None:
    """Hectares of this year add up over villages and weeks; those of last year do not count."""
    facts = [
        fact(SOWN, BAN_CON, date(2025, 12, 25), "50"),
        fact(SOWN, BAN_CON, date(2026, 1, 1), "10"),  # a Thursday: week 1 of 2026
        fact(SOWN, BAN_CON, NOW, "4.5"),
        fact(SOWN, NA_PO, BEFORE, "20"),
        fact(SOWN, NA_PO, NOW, "1"),
    ]
    found = stand(SOWN, facts)
    # 10 + 4.5 + 20 + 1; the week 4.5 + 1; a week ago 10 + 20
    assert (d("35.5"), d("5.5"), d("30")) == (found.value, found.in_period, found.previous)
    assert d("35.5") == found.attained  # of 100 ha
    assert found.same_period_last_year is None  # 25/12/2025 comes after last year's 19/11


def test_nothing_occurred_is_a_zero_and_not_known_is_none() -> None:
    """«Không gieo thêm» is a figure of zero; «?» and silence are no figures."""
    facts = [fact(SOWN, BAN_CON, NOW, "0", state=State.NOTHING), fact(SOWN, NA_PO, NOW, None, state=State.NOT_KNOWN)]
    found = stand(SOWN, facts)
    assert (d("0"), d("0"), Coverage(1, 3)) == (found.value, found.in_period, found.coverage)
    unknown = stand(SOWN, facts[1:])
    assert (None, None, Status.NO_DATA) == (unknown.value, unknown.in_period, unknown.status)


def test_opening_increments_of_commune_and_villages_add_up() -> None:
    """A commune that starts in mid-campaign imports its lũy kế; the week's increment leaves it out."""
    facts = [
        fact(SOWN, COMMUNE, date(2026, 8, 20), "60", opening=True),
        fact(SOWN, BAN_CON, date(2026, 8, 20), "5", opening=True),
        fact(SOWN, BAN_CON, NOW, "2"),
    ]
    found = stand(SOWN, facts)
    assert (d("67"), d("2"), d("65")) == (found.value, found.in_period, found.previous)


def test_a_correction_takes_the_place_of_the_figure() -> None:
    """A corrected past week changes the sum by the difference: lũy kế is recomputed, never patched."""
    late = fact(SOWN, NA_PO, NOW, "3")
    assert d("13") == stand(SOWN, [fact(SOWN, BAN_CON, BEFORE, "10"), late]).value
    assert d("11") == stand(SOWN, [fact(SOWN, BAN_CON, BEFORE, "8"), late]).value


def test_marked_figures_count_and_are_counted() -> None:
    """A figure under check enters the sum, and the standing says how many of them there are."""
    facts = [fact(SOWN, BAN_CON, NOW, "31", marked="nhiều bất thường"), fact(SOWN, NA_PO, NOW, "1")]
    found = stand(SOWN, facts)
    assert (d("32"), 1) == (found.value, found.marked)


def test_figures_after_the_period_do_not_count() -> None:
    """Assessing an old week sees nothing of the weeks after it."""
    facts = [fact(SOWN, BAN_CON, BEFORE, "10"), fact(SOWN, BAN_CON, NOW, "4")]
    assert d("10") == stand(SOWN, facts, week(BEFORE)).value


HARVEST = replace(
    SOWN,
    id="KT1b",
    unit="tấn",
    value=("area * yield * 0.1",),
    inputs=(asked("area", EntryKind.INCREMENT), asked("yield", EntryKind.LEVEL)),
)


def test_flows_are_multiplied_day_by_day_then_summed() -> None:
    """Tonnes are each week's hectares times that week's yield, not all hectares times the last yield."""
    facts = [
        fact(HARVEST, BAN_CON, BEFORE, "10", "area"),
        fact(HARVEST, BAN_CON, BEFORE, "40", "yield"),
        fact(HARVEST, BAN_CON, NOW, "5", "area"),
        fact(HARVEST, BAN_CON, NOW, "50", "yield"),
        # nothing cut, so no yield was asked: adds nothing and hides nothing
        fact(HARVEST, NA_PO, NOW, "0", "area", state=State.NOTHING),
        # cut, but the yield is not known: no tonnes can be told
        fact(HARVEST, KHUOI_MA, NOW, "9", "area"),
        fact(HARVEST, KHUOI_MA, NOW, None, "yield", state=State.NOT_KNOWN),
    ]
    found = stand(HARVEST, facts)
    # 10 x 40 / 10 = 40 t, 5 x 50 / 10 = 25 t
    assert (d("65.0"), d("25.0")) == (found.value, found.in_period)


# Year starts.


def test_police_year_begins_on_15_december() -> None:
    """A week whose Thursday is 17/12 opens the new year of the police; the one before closes the old."""
    facts = [
        fact(ACCIDENTS, COMMUNE, date(2026, 12, 10), "7"),
        fact(ACCIDENTS, COMMUNE, date(2026, 12, 17), "2"),
    ]
    assert d("7") == stand(ACCIDENTS, facts, week(date(2026, 12, 10))).value
    opened = stand(ACCIDENTS, facts, week(date(2026, 12, 17)))
    assert (d("2"), d("2"), None) == (opened.value, opened.in_period, opened.previous)


def test_first_of_january_belongs_to_the_week_of_its_thursday() -> None:
    """The week Friday 26/12/2025 to Thursday 01/01/2026 is counted whole in 2026."""
    facts = [fact(SOWN, BAN_CON, date(2025, 12, 25), "9"), fact(SOWN, BAN_CON, date(2026, 1, 1), "2")]
    assert d("9") == stand(SOWN, facts, week(date(2025, 12, 25))).value
    assert d("2") == stand(SOWN, facts, week(date(2026, 1, 1))).value


def test_a_count_since_a_day_goes_on_over_the_years() -> None:
    """Co-operatives are counted over the campaign, and should come evenly until its end."""
    founded = replace(
        SOWN,
        id="KT7",
        target=amount("2", by=date(2030, 12, 31)),
        cadence=Cadence.QUARTERLY,
        year_start=None,
        since=date(2026, 1, 1),
    )
    facts = [fact(founded, COMMUNE, date(2025, 6, 5), "5"), fact(founded, COMMUNE, date(2026, 9, 3), "1")]
    facts.append(fact(founded, COMMUNE, date(2027, 3, 4), "0", state=State.NOTHING))
    found = stand(founded, facts, week(date(2027, 7, 1)))
    # 365 + 182 of 1826 days
    assert (d("1"), d("50"), Status.ON_TRACK) == (found.value, found.attained, found.status)
    assert near("29.96", found.expected)


# Running totals: as typed, the week by difference.


def test_running_total_is_the_latest_and_the_week_its_difference() -> None:
    """Revenue is the last total typed, over the year's estimate; totals are never summed."""
    facts = [
        fact(REVENUE, COMMUNE, date(2026, 1, 8), "1000", "estimate", opening=True),
        fact(REVENUE, COMMUNE, date(2026, 11, 5), "900"),
        fact(REVENUE, COMMUNE, BEFORE, "950"),
        fact(REVENUE, COMMUNE, NOW, "970"),
    ]
    found = stand(REVENUE, facts)
    # 970 of 1000; a week ago 950 of 1000
    assert (d("97"), d("95"), d("2")) == (found.value, found.previous, found.in_period)
    assert near("88.2", found.attained)  # 97 of 110 per cent
    assert (d("970"), d("1000"), NOW) == (found.numerator, found.denominator, found.as_of)


def test_running_total_begins_anew_with_the_year() -> None:
    """Last year's revenue is no value in January, nor is last year's estimate a divisor."""
    facts = [
        fact(REVENUE, COMMUNE, date(2026, 1, 8), "1000", "estimate", opening=True),
        fact(REVENUE, COMMUNE, date(2026, 12, 31), "1100"),
    ]
    january = week(date(2027, 1, 7))
    assert stand(REVENUE, facts, january).value is None
    facts.append(fact(REVENUE, COMMUNE, date(2027, 1, 7), "12"))
    assert stand(REVENUE, facts, january).value is None
    # The estimate of 2027 arrives a week later and serves the whole of 2027.
    facts.append(fact(REVENUE, COMMUNE, date(2027, 1, 14), "1200", "estimate", opening=True))
    found = stand(REVENUE, facts, january)
    assert (d("1"), d("1")) == (found.value, found.in_period)


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
    assert Status.ON_TRACK == stand(seasonal, facts, week(date(2026, 12, 31))).status
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
    poor, sown = attainment.assess(campaign(POOR, SOWN), facts, places, (), WEEK_47)
    assert (d("12"), Coverage(1, 1)) == (poor.value, poor.coverage)
    assert d("6") == sown.value


# The other aggregations.


def test_share_and_count_of_yes() -> None:
    """A choice counts as yes or no; the share is of villages heard of, the count is bare."""
    facts = [fact(HOUSES, BAN_CON, NOW, "1"), fact(HOUSES, NA_PO, NOW, "0"), fact(HOUSES, KHUOI_MA, NOW, "0")]
    assert near("33.33", stand(HOUSES, facts).value)
    counted = replace(HOUSES, aggregation=Aggregation.COUNT_OF_YES, unit="trường", target=amount("8"))
    found = stand(counted, facts)
    assert (d("1"), d("3"), d("12.5")) == (found.value, found.denominator, found.attained)


def test_weighted_mean_weighs_by_its_denominator() -> None:
    """A mean of means weighs each by its people; a total over people is their mean."""
    income = replace(INSURED, aggregation=Aggregation.WEIGHTED_MEAN, value=("income",), scale=Decimal(1))
    income = replace(income, inputs=(asked("income", EntryKind.LEVEL, "people"),), target=amount("63"))
    facts = [fact(income, BAN_CON, NOW, "50", of="300"), fact(income, NA_PO, NOW, "70", of="100")]
    # (50 x 300 + 70 x 100) / 400
    assert d("55") == stand(income, facts).value


def test_ratio_over_nothing_has_no_value() -> None:
    """Nought of nought is no share."""
    assert stand(INSURED, [fact(INSURED, BAN_CON, NOW, "0", of="0")]).value is None


def test_commune_single_takes_the_newest_row() -> None:
    """One answer stands for the commune: the last one given."""
    facts = [fact(CLINIC, COMMUNE, date(2025, 12, 4), "1"), fact(CLINIC, COMMUNE, date(2026, 6, 4), "1")]
    found = stand(CLINIC, facts)
    assert (d("1"), date(2026, 6, 4), None, Status.MET) == (found.value, found.as_of, found.attained, found.status)


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


def test_changes_without_a_baseline_are_no_area() -> None:
    """Ten hectares planted are not a forest of ten hectares."""
    found = stand(FOREST, [fact(FOREST, BAN_CON, NOW, "10", "planted")])
    assert (None, Status.NO_DATA) == (found.value, found.status)


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
    """From 60 of 100 houses at the campaign's start to all by 31/12/2030: 17.7 % of the way by 19/11/2026."""
    far = replace(HOUSES, target=amount("100", by=date(2030, 12, 31)), aggregation=Aggregation.RATIO_OF_SUMS)
    far = replace(far, value=("house",), over=("of",), inputs=(asked("house", EntryKind.LEVEL, "asked"),))
    facts = [fact(far, COMMUNE, date(2025, 12, 31), "60", of="100"), fact(far, COMMUNE, NOW, "63", of="100")]
    found = stand(far, facts)
    # 60 + 40 x 323 / 1826
    assert near("67.08", found.expected)
    assert (d("63"), Status.ON_TRACK) == (found.attained, found.status)


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
        ("4", "4", Status.BEHIND),  # 0 % against -5 %, five points, is beyond a band of 4
        ("4", "5", Status.REVIEW),
        ("9", "8", Status.MET),
        ("20", "19", Status.MET),  # exactly 5 % fewer
        ("100", "97", Status.ON_TRACK),  # 3 % fewer: two points short
        ("100", "101", Status.REVIEW),
    ],
)
def test_year_on_year(last_year: str, this_year: str, expected: Status) -> None:
    """A fall of 5 per cent is wanted; from few cases any fall will do, from none only none; a rise is looked into."""
    facts = [
        fact(ACCIDENTS, COMMUNE, date(2025, 10, 30), last_year, opening=True),
        fact(ACCIDENTS, COMMUNE, NOW, this_year),
    ]
    file = campaign(ACCIDENTS)
    file = replace(file, rules=replace(file.rules, on_track_band=Decimal(4)))
    found = attainment.assess(file, facts, PLACES, (), WEEK_47)[0]
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


def test_year_on_year_without_last_year_is_not_judged() -> None:
    """Without last year's figure there is nothing to compare with."""
    found = stand(ACCIDENTS, [fact(ACCIDENTS, COMMUNE, NOW, "1")])
    assert (Status.NO_DATA, "no_baseline", d("1")) == (found.status, found.rule, found.value)


# Targets, decisions, units, indicators.


def test_dated_target_of_the_commune_replaces_the_documents() -> None:
    """The newest dated target of the year holds from its day on; another year's does not."""
    targets = [
        UnitTarget("KT1a", COMMUNE.id, 2026, d("200"), date(2026, 1, 1)),
        UnitTarget("KT1a", COMMUNE.id, 2026, d("250"), date(2026, 11, 20)),
        UnitTarget("KT1a", COMMUNE.id, 2025, d("50"), date(2025, 1, 1)),
    ]
    found = stand(SOWN, [fact(SOWN, BAN_CON, NOW, "50")], targets=targets)
    assert (d("200"), d("25")) == (found.target, found.attained)


def test_deciding_question_decides() -> None:
    """All criteria without the decision are not the target; with it they are."""
    measure = replace(
        INSURED,
        id="KT4",
        value=("criteria",),
        target=amount("100", by=date(2030, 12, 31)),
        subject="commune",
        inputs=(asked("criteria", EntryKind.LEVEL, "asked"), asked("decision", EntryKind.YES_NO)),
        decided_by="decision",
    )
    facts = [fact(measure, COMMUNE, NOW, "10", of="10")]
    waiting = stand(measure, [*facts, fact(measure, COMMUNE, NOW, "0", "decision")])
    assert (False, Status.ON_TRACK) == (waiting.decided, waiting.status)
    assert Status.ON_TRACK == stand(measure, facts).status
    done = stand(measure, [*facts, fact(measure, COMMUNE, NOW, "1", "decision")])
    assert (True, Status.MET) == (done.decided, done.status)


def test_a_unit_has_its_own_standing() -> None:
    """A village is held to the commune's rate and to its own target of hectares; without one there is no mark."""
    facts = [
        fact(SOWN, BAN_CON, NOW, "41.3"),
        fact(SOWN, NA_PO, NOW, "3"),
        fact(INSURED, BAN_CON, NOW, "6", of="512"),
        fact(ACCIDENTS, COMMUNE, NOW, "1"),
    ]
    file = campaign(SOWN, INSURED, ACCIDENTS)
    target = UnitTarget("KT1a", BAN_CON.id, 2026, d("45"), date(2026, 1, 1))
    sown, insured = attainment.assess_unit(file, facts, BAN_CON, [target], WEEK_47)
    assert (d("41.3"), d("45"), Status.ON_TRACK) == (sown.value, sown.target, sown.status)
    assert (d("98"), Status.MET) == (insured.target, insured.status)
    assert Status.NO_DATA == attainment.assess_unit(file, facts, BAN_CON, [], WEEK_47)[0].status


def test_silence_in_the_week_is_not_covered() -> None:
    """A carried level stays in the value, but a village that sent nothing is not counted as fresh."""
    facts = [fact(INSURED, BAN_CON, NOW, "0", of="100"), fact(INSURED, NA_PO, BEFORE, "10", of="100")]
    found = stand(INSURED, facts, filings=[filing(BAN_CON, WEEK_47), filing(NA_PO, WEEK_47, answered=0)])
    assert (d("95"), Coverage(1, 3)) == (found.value, found.coverage)


def test_indicator_takes_its_worst_assessed_measure() -> None:
    """Behind is worse than met; a measure without a mark is passed over unless there is nothing else."""
    yields = replace(HARVEST, indicator="KT1", target=amount("1000"))
    file = campaign(SOWN, yields)
    met = [fact(SOWN, BAN_CON, NOW, "100")]
    behind = [fact(yields, BAN_CON, NOW, "10", "area"), fact(yields, BAN_CON, NOW, "50", "yield")]

    def shown(facts: list[Fact]) -> tuple[str, Status]:
        one = of_indicators(file, attainment.assess(file, facts, PLACES, (), WEEK_47))[0]
        return one.shown.measure, one.status

    assert ("KT1b", Status.BEHIND) == shown(met + behind)
    assert ("KT1a", Status.MET) == shown(met)
    assert ("KT1a", Status.NO_DATA) == shown([])


def test_exceeding_is_for_counts_with_a_floor() -> None:
    """More hectares than planned are «vượt»; more party members than a strict «trên» are «đạt»."""
    assert Status.EXCEEDED == stand(SOWN, [fact(SOWN, BAN_CON, NOW, "101")]).status
    assert Status.MET == stand(SOWN, [fact(SOWN, BAN_CON, NOW, "100")]).status
    strict = replace(SOWN, target=amount("28", Comparison.MORE_THAN))
    assert Status.MET == stand(strict, [fact(strict, BAN_CON, NOW, "35")]).status
    assert Status.BORDERLINE == stand(strict, [fact(strict, BAN_CON, NOW, "28")]).status
