"""Who is praised: weeks on time in a row, no week missed, and the way covered of one's own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from campaign.assessment import praise
from campaign.assessment.praise import Praise
from campaign.calendar import ReportingWeek
from campaign.facts import Fact, Filing, Place
from campaign.rules import PraiseKind, PraiseRule
from reports import praise_text
from tests.campaign.samples import (
    BAN_CON,
    INSURED,
    KHUOI_MA,
    NA_PO,
    NOW,
    PLACES,
    WEEK_47,
    campaign,
    fact,
    filing,
    week,
)


def ago(weeks: int) -> ReportingWeek:
    return week(WEEK_47.last - timedelta(days=7 * weeks))


def test_streak_ends_at_the_newest_late_week() -> None:
    """Three weeks on time after a late one are three; older ones before it do not count."""
    filings = [filing(BAN_CON, ago(n), on_time=n != 3) for n in range(6)]
    assert {BAN_CON.id: 3} == praise.streaks(filings)


def test_streak_skips_weeks_with_nothing_due() -> None:
    """A unit that was not asked is neither praised nor blamed for that week."""
    filings = [filing(BAN_CON, ago(0)), filing(BAN_CON, ago(1), on_time=False, due=False), filing(BAN_CON, ago(2))]
    assert {BAN_CON.id: 2} == praise.streaks(filings)


def test_late_this_week_has_no_streak() -> None:
    """Whoever was late this week begins anew."""
    filings = [filing(BAN_CON, ago(0), on_time=False), filing(BAN_CON, ago(1))]
    assert {BAN_CON.id: 0} == praise.streaks(filings)


ON_TIME = PraiseRule(PraiseKind.ON_TIME, 2)
COMPLETE = PraiseRule(PraiseKind.COMPLETE, 3)
IMPROVED = PraiseRule(PraiseKind.IMPROVED, 4, ("XH1",), 5)
THEN = NOW - timedelta(days=28)


def praised(rule: PraiseRule, filings: Sequence[Filing] = (), facts: Sequence[Fact] = ()) -> list[Praise]:
    the_campaign = replace(campaign(INSURED), praise=(rule,))
    return list(praise.of_period(the_campaign, facts, PLACES, filings, WEEK_47))


def test_the_longest_run_names_all_its_villages() -> None:
    """Villages with the same longest run are named together, in the order of their codes."""
    filings = [filing(place, ago(n)) for place in (KHUOI_MA, BAN_CON) for n in range(3)]
    filings += [filing(NA_PO, ago(n)) for n in range(2)]
    assert [Praise(PraiseKind.ON_TIME, 3, ("Bản Còn", "Khuổi Mạ"))] == praised(ON_TIME, filings)


def test_one_week_is_no_run() -> None:
    """In the first week, or when all were late, nobody is praised."""
    assert [] == praised(ON_TIME, [filing(BAN_CON, ago(0))])
    assert [] == praised(ON_TIME)


def test_past_weeks_are_told_as_they_were() -> None:
    """What came after a week changes nothing of its praise."""
    filings = [filing(BAN_CON, ago(n)) for n in range(-3, 4)]
    assert [Praise(PraiseKind.ON_TIME, 4, ("Bản Còn",))] == praised(ON_TIME, filings)


def test_complete_counts_late_weeks_and_no_gap() -> None:
    """Late but there is complete; one missing week of the year is not; last year's does not count."""
    late = [filing(BAN_CON, ago(n), on_time=False)._replace(complete=True) for n in range(4)]
    gap = [filing(NA_PO, ago(n), on_time=False)._replace(complete=n != 1) for n in range(4)]
    few = [filing(KHUOI_MA, ago(n)) for n in range(2)]
    long_ago = filing(BAN_CON, ago(60), on_time=False)
    assert [Praise(PraiseKind.COMPLETE, 4, ("Bản Còn",))] == praised(COMPLETE, [*late, *gap, *few, long_ago])


def insured(place: Place, then: str, now: str, of: str, marked: str = "") -> list[Fact]:
    return [fact(INSURED, place, THEN, then, of=of), fact(INSURED, place, NOW, now, of=of, marked=marked)]


def test_improved_is_measured_by_the_own_distance() -> None:
    """Of 500 people two in a hundred, 10, may be without a card.

    Bản Còn came from 30 to 20: 20 missing became 10, a half. Nà Pò came from 110 to 60: 100 became 50, a half too,
    with five times the people. Khuổi Mạ came from 60 to 40: 50 became 30, two fifths.
    """
    facts = [
        *insured(BAN_CON, "30", "20", "500"),
        *insured(NA_PO, "110", "60", "500"),
        *insured(KHUOI_MA, "60", "40", "500"),
    ]
    assert [Praise(PraiseKind.IMPROVED, 4, ("Bản Còn", "Nà Pò"), INSURED.label)] == praised(IMPROVED, facts=facts)


@pytest.mark.parametrize(
    "facts",
    [
        insured(BAN_CON, "14", "10", "500"),  # four people: one family is no movement
        insured(BAN_CON, "10", "0", "500"),  # was at its target
        insured(BAN_CON, "20", "30", "500"),  # went back
        insured(BAN_CON, "30", "11", "500", marked="khác mọi tuần"),  # not checked yet
        insured(BAN_CON, "30", "11", "500")[1:],  # nobody knows where it was
    ],
    ids=["few", "at-target", "worse", "marked", "unknown"],
)
def test_what_is_no_improvement(facts: list[Fact]) -> None:
    """Nobody is named for next to nothing, or for what is not sure."""
    assert [] == praised(IMPROVED, facts=facts)


def test_the_rules_are_printed_with_their_numbers() -> None:
    """Whoever asks gets the rules of the campaign file, each in a sentence."""
    printed = praise_text.rules(replace(campaign(INSURED), praise=(ON_TIME, COMPLETE, IMPROVED)))
    assert ["Đúng hạn", "Đầy đủ", "Tiến bộ"] == [line.partition(":")[0] for line in printed]
    assert all(number in line for number, line in zip(("2 tuần", "3 tuần", "4 tuần"), printed, strict=True))
    assert "ít nhất 5 người" in printed[2]
