"""What a count of the year is: increments added up, running totals as typed, from the measure's own first day."""

from dataclasses import replace
from datetime import date

from campaign.assessment.result import Coverage
from campaign.assessment.status import Status
from campaign.catalogue import Cadence
from campaign.facts import State
from tests.campaign.assessing import d, near, stand
from tests.campaign.samples import (
    ACCIDENTS,
    BAN_CON,
    BEFORE,
    COMMUNE,
    HARVEST,
    KHUOI_MA,
    NA_PO,
    NOW,
    REVENUE,
    SOWN,
    amount,
    fact,
    week,
)

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


def test_last_seasons_yield_makes_no_tonnes() -> None:
    """A yield is carried like any level until twice its cadence (decision 14): of another crop it tells nothing."""
    facts = [fact(HARVEST, BAN_CON, date(2026, 11, 5), "5", "area"), fact(HARVEST, BAN_CON, NOW, "7", "area")]
    fresh = fact(HARVEST, BAN_CON, date(2026, 10, 29), "40", "yield")
    # 5 ha a week after it at 40 tạ/ha; 7 ha three weeks after it at nobody knows what
    assert d("20") == stand(HARVEST, [*facts, fresh]).value


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


def test_a_week_without_its_running_total_is_unknown() -> None:
    """The last total stands, but nothing is known of a week in which none was typed; the next one brings both."""
    facts = [
        fact(REVENUE, COMMUNE, date(2026, 1, 8), "1000", "estimate", opening=True),
        fact(REVENUE, COMMUNE, BEFORE, "950"),
    ]
    silent = stand(REVENUE, facts)
    assert (d("95"), d("95"), None) == (silent.value, silent.previous, silent.in_period)
    later = stand(REVENUE, [*facts, fact(REVENUE, COMMUNE, date(2026, 11, 26), "980")], week(date(2026, 11, 26)))
    assert d("3") == later.in_period


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


# The year's own first day.

NEW_YEAR, NEW_YEARS_EVE = date(2026, 1, 1), date(2025, 12, 31)


def test_a_running_total_counts_from_the_years_first_day_on() -> None:
    """What was collected up to 1 January is this year's; what was collected up to 31 December is last year's."""
    estimate = fact(REVENUE, COMMUNE, NEW_YEAR, "48", "estimate")
    on_the_day, day_before = (fact(REVENUE, COMMUNE, on, "12") for on in (NEW_YEAR, NEW_YEARS_EVE))
    assert d("25") == stand(REVENUE, [estimate, on_the_day], week(NEW_YEAR)).value
    assert stand(REVENUE, [estimate, day_before], week(NEW_YEAR)).value is None


def test_an_estimate_serves_its_year_from_the_first_day_on() -> None:
    """The estimate dated 1 January is this year's; that of 31 December is last year's, and nothing is divided by it."""
    collected = fact(REVENUE, COMMUNE, NOW, "12")
    on_the_day, day_before = (fact(REVENUE, COMMUNE, on, "48", "estimate") for on in (NEW_YEAR, NEW_YEARS_EVE))
    assert d("25") == stand(REVENUE, [on_the_day, collected]).value
    assert stand(REVENUE, [day_before, collected]).value is None
