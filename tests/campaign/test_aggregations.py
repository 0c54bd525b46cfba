"""How the units' figures become the commune's, and what decides, whose target holds, who is held to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaign.assessment import assess
from campaign.assessment.result import Coverage, of_indicators
from campaign.assessment.status import Status
from campaign.catalogue import Aggregation, Comparison, EntryKind
from campaign.facts import Fact, UnitTarget
from tests.campaign.assessing import d, near, stand
from tests.campaign.samples import (
    ACCIDENTS,
    BAN_CON,
    BEFORE,
    CLINIC,
    COMMUNE,
    HARVEST,
    HOUSES,
    INSURED,
    KHUOI_MA,
    NA_PO,
    NOW,
    PLACES,
    SOWN,
    WEEK_47,
    amount,
    asked,
    campaign,
    fact,
    filing,
)

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
    """All criteria without the decision are not the target; the decision is, whatever the criteria."""
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
    # Newer criteria (9 of 11) take no decision back.
    newer = [fact(measure, COMMUNE, NOW, "9", of="11"), fact(measure, COMMUNE, BEFORE, "1", "decision")]
    assert Status.MET == stand(measure, newer).status


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
    sown, insured = assess.assess_unit(file, facts, BAN_CON, [target], WEEK_47)
    assert (d("41.3"), d("45"), Status.ON_TRACK) == (sown.value, sown.target, sown.status)
    assert (d("98"), Status.MET) == (insured.target, insured.status)
    assert Status.NO_DATA == assess.assess_unit(file, facts, BAN_CON, [], WEEK_47)[0].status


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
        one = of_indicators(file, assess.assess(file, facts, PLACES, (), WEEK_47))[0]
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
