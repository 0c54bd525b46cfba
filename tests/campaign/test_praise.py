"""Weeks on time in a row."""

from datetime import timedelta

from campaign import praise
from campaign.calendar import Period
from campaign.praise import Praise
from tests.campaign.samples import BAN_CON, KHUOI_MA, NA_PO, PLACES, WEEK_47, filing, week


def ago(weeks: int) -> Period:
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


def test_longest_names_all_villages_of_the_longest_run() -> None:
    """Villages with the same longest run are named together, in the order of their codes."""
    filings = [filing(place, ago(n)) for place in (KHUOI_MA, BAN_CON) for n in range(3)]
    filings += [filing(NA_PO, ago(n)) for n in range(2)]
    assert Praise(3, ("Bản Còn", "Khuổi Mạ")) == praise.longest(filings, PLACES)


def test_one_week_is_no_run() -> None:
    """In the first week, or when all were late, nobody is praised."""
    assert praise.longest([filing(BAN_CON, ago(0))], PLACES) is None
    assert praise.longest([], PLACES) is None
