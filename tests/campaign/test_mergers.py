"""Villages that merge and split: whose figures count on a day, worked out by hand around the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaign.assessment import assess, goal, praise, small_parts
from campaign.assessment.lineage import Lineage
from campaign.assessment.result import Coverage, Result
from campaign.catalogue import Measure
from campaign.facts import Fact, Place, UnitTarget
from campaign.rules import PraiseKind, PraiseRule
from tests.campaign.assessing import d, near
from tests.campaign.samples import (
    BAN_CON,
    BEFORE,
    COMMUNE,
    FOREST,
    HARVEST,
    HOUSES,
    INSURED,
    KHUOI_MA,
    NA_PO,
    NOW,
    POOR,
    SOWN,
    WEEK_47,
    campaign,
    fact,
    week,
)

_DAY = timedelta(days=1)
TUESDAY = date(2026, 11, 17)


def merged(
    *before: Place, on: date = TUESDAY, number: int = 21, others: Sequence[Place] = (COMMUNE, BAN_CON, NA_PO, KHUOI_MA)
) -> tuple[Place, ...]:
    """The commune's units with some of them made one from a day on."""
    return _changed(before, (_successor(number, before, on),), others, on)


def split(before: Place, on: date = TUESDAY, parts: int = 2) -> tuple[Place, ...]:
    new = [_successor(31 + number, [before], on) for number in range(parts)]
    return _changed([before], new, (COMMUNE, BAN_CON, NA_PO, KHUOI_MA), on)


def _successor(number: int, before: Sequence[Place], on: date) -> Place:
    ids = tuple(one.id for one in before)
    people = sum(one.people or 0 for one in before)
    return Place(number, f"T{number}", "village", f"Bản Mới {number}", people=people, active_from=on, succeeds=ids)


def _changed(before: Sequence[Place], new: Sequence[Place], others: Sequence[Place], on: date) -> tuple[Place, ...]:
    ending = {one.id for one in before}
    return (*(replace(one, active_to=on - _DAY) if one.id in ending else one for one in others), *new)


def stand(measure: Measure, facts: Sequence[Fact], places: Sequence[Place]) -> Result:
    return assess.assess(campaign(measure), facts, places, (), WEEK_47)[0]


UNTOUCHED = (COMMUNE, BAN_CON, NA_PO, KHUOI_MA)
DAYS = [WEEK_47.first + number * _DAY for number in range(7)]


def _cases() -> Iterator[tuple[Measure, list[Fact]]]:
    """A rate, a sum, a product and a stock, in which one village told this week and the other the week before."""
    yield INSURED, [fact(INSURED, BAN_CON, NOW, "12", of="512"), fact(INSURED, NA_PO, BEFORE, "20", of="400")]
    yield SOWN, [fact(SOWN, BAN_CON, NOW, "2.5"), fact(SOWN, NA_PO, BEFORE, "4"), fact(SOWN, NA_PO, NOW, "1")]
    yield (
        HARVEST,
        [
            *(fact(HARVEST, one, BEFORE, "30", "yield") for one in (BAN_CON, NA_PO)),
            *(fact(HARVEST, one, NOW, "2", "area") for one in (BAN_CON, NA_PO)),
        ],
    )
    yield (
        FOREST,
        [
            fact(FOREST, BAN_CON, date(2025, 12, 31), "100", opening=True),
            fact(FOREST, NA_PO, date(2025, 12, 31), "50.5", opening=True),
            fact(FOREST, NA_PO, NOW, "3", "felled"),
        ],
    )


CASES = list(_cases())


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize(("measure", "facts"), CASES, ids=lambda one: getattr(one, "id", ""))
def test_a_merger_changes_no_digit(measure: Measure, facts: list[Fact], on: date) -> None:
    """On any day of the week value, movement, year's start and last week's value are those without the event."""
    expected = stand(measure, facts, UNTOUCHED)
    actual = stand(measure, facts, merged(BAN_CON, NA_PO, on=on))
    same = ("value", "numerator", "denominator", "in_period", "previous", "year_start", "as_of", "status", "target")
    assert [getattr(expected, name) for name in same] == [getattr(actual, name) for name in same]
    assert expected.value is not None


@pytest.mark.parametrize(("measure", "facts"), CASES, ids=lambda one: getattr(one, "id", ""))
def test_a_split_changes_no_digit(measure: Measure, facts: list[Fact]) -> None:
    """The same where one becomes three."""
    expected = stand(measure, facts, UNTOUCHED)
    actual = stand(measure, facts, split(NA_PO, parts=3))
    same = ("value", "numerator", "denominator", "in_period", "previous", "year_start", "as_of")
    assert [getattr(expected, name) for name in same] == [getattr(actual, name) for name in same]


def test_the_merged_village_is_heard_of_by_both() -> None:
    """Of two villages left, the merged one and Khuổi Mạ, one has a fresh figure; of only one of both it has none."""
    facts = [fact(INSURED, BAN_CON, NOW, "12", of="512"), fact(INSURED, NA_PO, BEFORE, "20", of="400")]
    places = merged(BAN_CON, NA_PO)
    assert Coverage(1, 2) == stand(INSURED, facts, places).coverage
    assert Coverage(0, 2) == stand(INSURED, facts[:1], places).coverage


def test_what_the_merged_village_tells_counts_alone() -> None:
    """30 of 912 in place of 12 of 512 and 20 of 400; the change of the week is against both together."""
    new = merged(BAN_CON, NA_PO)[-1]
    facts = [
        fact(INSURED, BAN_CON, BEFORE, "12", of="512"),
        fact(INSURED, NA_PO, BEFORE, "20", of="400"),
        fact(INSURED, new, NOW, "30", of="912"),
    ]
    actual = stand(INSURED, facts, merged(BAN_CON, NA_PO))
    assert (d("882"), d("912")) == (actual.numerator, actual.denominator)
    # 882/912 against 880/912
    assert near("0.2193", actual.in_period)


def test_flows_of_all_add_up() -> None:
    """What ended villages had sown stays sown: 10 + 5 + 3."""
    new = merged(BAN_CON, NA_PO)[-1]
    facts = [fact(SOWN, BAN_CON, BEFORE, "10"), fact(SOWN, NA_PO, BEFORE, "5"), fact(SOWN, new, NOW, "3")]
    actual = stand(SOWN, facts, merged(BAN_CON, NA_PO))
    assert (d("18"), d("3")) == (actual.value, actual.in_period)


def test_after_a_split_the_old_level_stands_until_all_have_told() -> None:
    """12 of 512, dated, while only one of two has told; then 5 of 300 and 6 of 220."""
    places = split(BAN_CON)
    one, other = places[-2:]
    facts = [fact(INSURED, BAN_CON, BEFORE, "12", of="512"), fact(INSURED, one, NOW, "5", of="300")]
    waiting = stand(INSURED, facts, places)
    assert (d("500"), d("512"), BEFORE) == (waiting.numerator, waiting.denominator, waiting.as_of)
    told = stand(INSURED, [*facts, fact(INSURED, other, NOW, "6", of="220")], places)
    assert (d("509"), d("520"), NOW) == (told.numerator, told.denominator, told.as_of)


def test_a_half_counted_stock_is_not_in_twice() -> None:
    """100 ha before the split: one part counted anew at 70 changes nothing, both at 70 and 35 make 105."""
    places = split(BAN_CON)
    one, other = places[-2:]
    facts = [
        fact(FOREST, BAN_CON, date(2025, 12, 31), "100", opening=True),
        fact(FOREST, one, TUESDAY, "70", opening=True),
        fact(FOREST, other, NOW, "2", "felled"),
    ]
    assert d("98") == stand(FOREST, facts, places).value
    counted = [*facts, fact(FOREST, other, TUESDAY, "35", opening=True)]
    assert d("103") == stand(FOREST, counted, places).value


def houses(first: str, second: str) -> list[Fact]:
    told = [(BAN_CON, first), (NA_PO, second), (KHUOI_MA, "1")]
    return [fact(HOUSES, place, BEFORE, answer) for place, answer in told]


def test_yes_and_no_are_not_known_until_the_merged_village_says() -> None:
    """Yes of one and no of the other is neither: one of one has a house, and one village is still to be heard."""
    actual = stand(HOUSES, houses("1", "0"), merged(BAN_CON, NA_PO))
    assert (d("1"), d("1"), Coverage(1, 2)) == (actual.numerator, actual.denominator, actual.coverage)


@pytest.mark.parametrize(("answer", "yes"), [("1", "2"), ("0", "1")])
def test_what_both_said_is_said_once(answer: str, yes: str) -> None:
    """Two villages with a house are one village with a house; no village is asked whose answer is clear."""
    actual = stand(HOUSES, houses(answer, answer), merged(BAN_CON, NA_PO))
    assert (d(yes), d("2"), Coverage(2, 2)) == (actual.numerator, actual.denominator, actual.coverage)


@pytest.mark.parametrize(("first", "second"), [("1", "1"), ("1", "0"), ("0", "0")])
def test_fewer_villages_move_no_share(first: str, second: str) -> None:
    """A share of villages is another one after a merger, and nothing has happened: neither better nor worse."""
    actual = stand(HOUSES, houses(first, second), merged(BAN_CON, NA_PO))
    assert d("0") == actual.in_period


def test_twice_in_a_year() -> None:
    """Two become one on Monday, and with a third one again on Tuesday: each of the three stands for the last."""
    facts = [
        fact(INSURED, BAN_CON, NOW, "12", of="512"),
        fact(INSURED, NA_PO, BEFORE, "20", of="400"),
        fact(INSURED, KHUOI_MA, NOW, "8", of="250"),
    ]
    once = merged(BAN_CON, NA_PO, on=TUESDAY - _DAY)
    twice = merged(once[-1], KHUOI_MA, number=22, others=once)
    actual = stand(INSURED, facts, twice)
    assert (d("1122"), d("1162"), Coverage(1, 1)) == (actual.numerator, actual.denominator, actual.coverage)


def test_what_stands_in_again_is_about_the_same_villages() -> None:
    """Where the merged village's figure cannot be used any more, those before it are compared with it."""
    tree = Lineage({place.id: place for place in merged(BAN_CON, NA_PO)})
    once, parts = frozenset({21}), frozenset({BAN_CON.id, NA_PO.id})
    assert (once, parts) == tree.matching(once, parts)
    assert (parts, once) == tree.matching(parts, once)
    assert (frozenset(), frozenset()) == tree.matching(once, {BAN_CON.id})


def test_a_unit_that_ends_without_a_successor_counts_no_more() -> None:
    """Its level is gone from its last day on, what it has sown is not."""
    places = (COMMUNE, BAN_CON, replace(NA_PO, active_to=TUESDAY), KHUOI_MA)
    levels = [fact(INSURED, BAN_CON, NOW, "12", of="512"), fact(INSURED, NA_PO, BEFORE, "20", of="400")]
    assert d("512") == stand(INSURED, levels, places).denominator
    assert d("7") == stand(SOWN, [fact(SOWN, BAN_CON, NOW, "3"), fact(SOWN, NA_PO, BEFORE, "4")], places).value


def test_a_week_before_the_event_is_as_it_was() -> None:
    """An event to come, and one of next week, change nothing of this one."""
    facts = CASES[0][1]
    for on in (NOW + _DAY, NOW + 40 * _DAY):
        actual = stand(INSURED, facts, merged(BAN_CON, NA_PO, on=on))
        assert stand(INSURED, facts, UNTOUCHED) == actual


def target(place: Place, value: str, measure: Measure = SOWN) -> UnitTarget:
    return UnitTarget(measure.id, place.id, 2026, Decimal(value), date(2026, 1, 1))


def test_targets_follow() -> None:
    """Amounts are added; of a rate the merged village has one where both had the same; a dated one of its own wins."""
    places = merged(BAN_CON, NA_PO)
    new, tree = places[-1], Lineage({place.id: place for place in places})
    given = [target(BAN_CON, "60"), target(NA_PO, "45"), target(KHUOI_MA, "20")]
    assert d("105") == goal.own_target(SOWN, tree, new.id, given, NOW)
    assert d("125") == goal.given_to_units(SOWN, places, given, NOW)
    assert d("120") == goal.given_to_units(SOWN, places, [*given, target(new, "100")], NOW)
    rates = [target(BAN_CON, "98", INSURED), target(NA_PO, "98", INSURED)]
    assert d("98") == goal.own_target(INSURED, tree, new.id, rates, NOW)
    assert goal.own_target(INSURED, tree, new.id, [rates[0], target(NA_PO, "97", INSURED)], NOW) is None
    assert goal.own_target(INSURED, tree, new.id, rates[:1], NOW) is None


def test_a_split_village_has_no_target_of_the_whole() -> None:
    """Its part of 60 ha is nobody's guess; together they still have 60 until each was given its own."""
    places = split(BAN_CON)
    one, other = places[-2:]
    tree, given = Lineage({place.id: place for place in places}), [target(BAN_CON, "60")]
    assert goal.own_target(SOWN, tree, one.id, given, NOW) is None
    assert d("60") == goal.given_to_units(SOWN, places, [*given, target(one, "40")], NOW)
    assert d("65") == goal.given_to_units(SOWN, places, [*given, target(one, "40"), target(other, "25")], NOW)


def test_the_merged_village_sees_what_it_was_made_of() -> None:
    """Its own standing has both villages' figures in it."""
    places = merged(BAN_CON, NA_PO)
    new, facts = places[-1], [fact(SOWN, BAN_CON, BEFORE, "10"), fact(SOWN, NA_PO, BEFORE, "5")]
    given = [target(BAN_CON, "60"), target(NA_PO, "45")]
    found = assess.assess_unit(campaign(SOWN), facts, new, given, WEEK_47, places[1:3])[0]
    assert (d("15"), d("105")) == (found.value, found.target)


def least(facts: Sequence[Fact], places: Sequence[Place], place: Place) -> Decimal | None:
    """The smallest count that could be worked out from what is told of a unit."""
    return assess.assess_unit(campaign(POOR), facts, place, (), WEEK_47, places[1:])[0].smallest_part


def test_a_part_of_a_split_does_not_give_the_other_away() -> None:
    """Of 7 households 5 are in one part: the 2 of the other can be worked out, told or not."""
    places = split(BAN_CON)
    first, second = places[-2:]
    old = fact(POOR, BAN_CON, BEFORE, "7")
    facts = [old, fact(POOR, first, NOW, "5")]
    assert d("2") == least(facts, places, first)
    assert d("2") == least([*facts, fact(POOR, second, NOW, "2")], places, first)
    assert d("8") == least([old, fact(POOR, first, NOW, "9"), fact(POOR, second, NOW, "8")], places, first)


def test_a_merged_village_s_own_count_does_not_give_a_part_away() -> None:
    """14 and 2 were told of both before, 16 of the merged one: less the 14 that leaders know, 2 are left."""
    places = merged(BAN_CON, NA_PO)
    facts = [fact(POOR, BAN_CON, BEFORE, "14"), fact(POOR, NA_PO, BEFORE, "2"), fact(POOR, places[-1], NOW, "16")]
    assert d("2") == least(facts, places, places[-1])


def test_nor_over_two_events() -> None:
    """The village of 14 and 2 splits into 10 and 6: neither is told."""
    once = merged(BAN_CON, NA_PO, on=TUESDAY - _DAY)
    halves = [_successor(31 + number, [once[-1]], TUESDAY) for number in range(2)]
    places = _changed([once[-1]], halves, once, TUESDAY)
    facts = [fact(POOR, BAN_CON, BEFORE, "14"), fact(POOR, NA_PO, BEFORE, "2")]
    facts += [fact(POOR, halves[0], NOW, "10"), fact(POOR, halves[1], NOW, "6")]
    assert [d("2"), d("2")] == [least(facts, places, half) for half in halves]


def test_a_year_later_a_unit_is_as_any_other() -> None:
    """Its households have been counted anew by then; one that took part in no event never was anything else."""
    places = split(BAN_CON, on=NOW - 366 * _DAY)
    facts = [fact(POOR, BAN_CON, NOW - 380 * _DAY, "7"), *(fact(POOR, one, NOW, "5") for one in places[-2:])]
    assert least(facts, places, places[-1]) is None
    assert least([fact(POOR, BAN_CON, NOW, "7")], UNTOUCHED, BAN_CON) is None
    assert small_parts.ages(date(2026, 7, 1)) == date(2027, 7, 2)


def test_a_merger_is_no_way_covered() -> None:
    """Who was made of two has covered no way of its own since: it is not praised for it."""
    rule = PraiseRule(PraiseKind.IMPROVED, 4, ("XH1",), 1)
    then, places = week(NOW - 28 * _DAY).last, merged(BAN_CON, NA_PO)
    facts = [
        fact(INSURED, BAN_CON, then, "100", of="512"),
        fact(INSURED, NA_PO, then, "100", of="400"),
        fact(INSURED, BAN_CON, NOW, "2", of="512"),
        fact(INSURED, NA_PO, NOW, "50", of="400"),
        fact(INSURED, places[-1], NOW, "52", of="912"),
    ]
    assert ["Bản Còn"] == _praised(rule, facts, UNTOUCHED)
    assert [] == _praised(rule, facts, places)


def _praised(rule: PraiseRule, facts: Sequence[Fact], places: Sequence[Place]) -> list[str]:
    the_campaign = replace(campaign(INSURED), praise=(rule,))
    return [name for one in praise.of_period(the_campaign, facts, places, (), WEEK_47) for name in one.names]
