"""Counts by two standards are never compared: the poor of 2026 and those of 2027 (campaign document, XH3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaign.assessment import assess
from campaign.assessment.result import Result
from campaign.assessment.status import Status
from campaign.catalogue import Standard
from campaign.facts import Fact
from tests.campaign.samples import BAN_CON, KHUOI_MA, NA_PO, PLACES, POOR, campaign, fact, week

OLD, NEW = Standard(date(2021, 1, 1), "chuẩn cũ"), Standard(date(2027, 1, 1), "chuẩn mới")
MEASURE = replace(POOR, standards=(OLD, NEW))
LAST_OF_OLD, FIRST_OF_NEW, SECOND_OF_NEW = date(2026, 12, 31), date(2027, 1, 7), date(2027, 1, 14)
COUNTED = [fact(POOR, place, LAST_OF_OLD, "10") for place in (BAN_CON, NA_PO, KHUOI_MA)]


def stand(on: date, *facts: Fact) -> Result:
    return assess.assess(campaign(MEASURE), [*COUNTED, *facts], PLACES, (), week(on))[0]


def test_the_old_count_ends_with_its_standard() -> None:
    """On 31/12 there are 30 by the old standard; a week later there is no figure until somebody counts anew."""
    assert (Decimal(30), "chuẩn cũ") == (stand(LAST_OF_OLD).value, stand(LAST_OF_OLD).note)
    later = stand(FIRST_OF_NEW)
    assert (None, Status.NO_DATA, "chuẩn mới", 0) == (later.value, later.status, later.note, later.coverage.fresh)


def test_no_line_through_both() -> None:
    """25 by the new standard is no rise from 10 by the old: nothing moved, and the way begins with the new count."""
    found = stand(FIRST_OF_NEW, fact(POOR, BAN_CON, FIRST_OF_NEW, "25"))
    assert (Decimal(25), None, None, None) == (
        found.value,
        found.in_period,
        found.previous,
        found.same_period_last_year,
    )
    assert Decimal(25) == found.year_start
    assert found.status is not Status.REVIEW


def test_the_new_series_moves_by_itself() -> None:
    """Once there are two counts by the new standard they are compared."""
    rows = [fact(POOR, BAN_CON, FIRST_OF_NEW, "25"), fact(POOR, BAN_CON, SECOND_OF_NEW, "24")]
    found = stand(SECOND_OF_NEW, *rows)
    assert (Decimal(24), Decimal(-1)) == (found.value, found.in_period)


def test_a_late_correction_of_the_old_count_stays_there() -> None:
    """A figure of 2026 mended in 2027 changes 2026 alone."""
    mended = fact(POOR, NA_PO, date(2026, 12, 24), "9")
    assert stand(FIRST_OF_NEW, mended).value is None
