"""Holidays as days off: what is computed, what decisions have fixed, what is a guess, and what a commune enters."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import public_holidays
from campaign.calendar import Calendar
from campaign.public_holidays import Announcement, DaysOff, Holiday
from tests.campaign.test_calendar import HANOI, rules

DAY = timedelta(days=1)
CALENDAR = Calendar(
    rules(),
    public_holidays.is_day_off,
    public_holidays.is_working_saturday,
    holidays_of=public_holidays.of_year,
)
TET_2027 = Announcement(1, Holiday.TET, 2027, date(2027, 2, 4), date(2027, 2, 12), (date(2027, 2, 20),), "TB 12")


def of(calendar: Calendar, holiday: Holiday, year: int) -> DaysOff:
    """One holiday of a year."""
    return next(known for known in calendar.holidays_of(year) if known.holiday is holiday)


@pytest.mark.parametrize("year", range(2007, 2051))
def test_every_day_of_the_package_is_of_a_holiday(year: int) -> None:
    """Told apart by holiday the days are those of the package, and of the decisions that it does not know."""
    days = (date(year, 1, 1) + DAY * count for count in range(366))
    known = {day for day in days if day.year == year and public_holidays.is_day_off(day)}
    decided = {date(2026, 1, 2)} if year == 2026 else set()
    assert set(country_holidays("VN", years=year)) | decided == known


def test_the_exchange_of_new_year_2026_is_known() -> None:
    """Decided on 25/12/2025 and missing in the package: 2/1/2026 is off, Saturday 10/1/2026 is worked."""
    assert not CALENDAR.is_working_day(date(2026, 1, 2))
    assert CALENDAR.is_working_day(date(2026, 1, 10))
    assert date(2026, 1, 5) == CALENDAR.schedule(CALENDAR.of("2026-W01")).post.date()


# Tết and the second day of Quốc khánh, and whatever a bridge day would join to a weekend.
GUESSES = {
    2026: [],
    2027: ["tet", "national_day"],
    2028: ["tet", "hung_kings", "national_day"],
    2029: ["tet", "national_day"],
    2030: ["new_year", "tet", "victory_and_labour", "national_day"],
}


@pytest.mark.parametrize("year", GUESSES)
def test_what_no_decision_has_fixed_is_a_guess(year: int) -> None:
    """The guesses of each year of the campaign."""
    assert GUESSES[year] == [known.holiday for known in CALENDAR.holidays_of(year) if known.is_guess]


def test_tet_2030_is_the_vietnamese_one() -> None:
    """New moon falls before midnight in Hanoi and after it in Beijing: the first of the year is 2/2, not 3/2/2030."""
    assert date(2030, 2, 2) == of(CALENDAR, Holiday.TET, 2030).core
    assert date(2030, 2, 3) == next(
        day for day, name in country_holidays("CN", years=2030, language="en_US").items() if "Spring Festival" in name
    ) or date(2030, 2, 3) in country_holidays("CN", years=2030)


def test_what_is_entered_replaces_what_is_expected() -> None:
    """The days in between are off, the Saturday is worked, days that were only expected are worked again."""
    entered = Announcement(1, Holiday.TET, 2027, date(2027, 2, 5), date(2027, 2, 12), (date(2027, 2, 20),))
    calendar = CALENDAR.observing([entered])
    assert [True, False, False, True, True] == [
        calendar.is_working_day(date(2027, 2, day)) for day in (4, 5, 12, 15, 20)
    ]
    assert not of(calendar, Holiday.TET, 2027).is_guess
    assert of(calendar, Holiday.NATIONAL_DAY, 2027).is_guess


def test_the_newest_entry_holds_and_an_empty_one_takes_it_back() -> None:
    """Entered again it is corrected; taken back it is a guess once more."""
    shorter = Announcement(2, Holiday.TET, 2027, date(2027, 2, 4), date(2027, 2, 9))
    back = Announcement(3, Holiday.TET, 2027, None, None)
    corrected = CALENDAR.observing([TET_2027, shorter])
    assert [True, False] == [corrected.is_working_day(date(2027, 2, 10)), corrected.is_working_day(date(2027, 2, 20))]
    taken_back = CALENDAR.observing([TET_2027, shorter, back])
    assert of(CALENDAR, Holiday.TET, 2027) == of(taken_back, Holiday.TET, 2027)
    assert not taken_back.is_working_day(date(2027, 2, 10))


def test_days_that_it_came_too_late_for_stay_as_they_were() -> None:
    """What was over or frozen keeps the days of the entry before, or of the guess."""
    late = Announcement(
        2, Holiday.TET, 2027, date(2027, 2, 1), date(2027, 2, 8), exempt=((date.min, date(2027, 2, 4)),)
    )
    calendar = CALENDAR.observing([TET_2027, late])
    assert [True, False, False, True, True] == [calendar.is_working_day(date(2027, 2, day)) for day in (1, 4, 8, 9, 12)]


def test_new_years_days_of_december_belong_to_the_next_year() -> None:
    """«nghỉ Tết Dương lịch từ 31/12 đến 3/1» is off on both sides of midnight."""
    entered = Announcement(1, Holiday.NEW_YEAR, 2030, date(2029, 12, 31), date(2030, 1, 1), (date(2030, 1, 5),))
    calendar = CALENDAR.observing([entered])
    assert not calendar.is_working_day(date(2029, 12, 31))
    assert calendar.is_working_day(date(2030, 1, 5))


@pytest.mark.parametrize(
    ("instant", "rests"),
    [
        ("2027-02-03T23:59", False),
        ("2027-02-04T00:00", True),
        ("2027-02-12T23:59", True),
        ("2027-02-13T07:29", True),  # the night after
        ("2027-02-13T07:30", False),  # an ordinary Saturday
        ("2027-02-15T08:00", False),
    ],
)
def test_nobody_is_written_to_on_a_holiday(instant: str, rests: bool) -> None:
    """On the days of the announcement and in the night after them the jobs rest."""
    assert rests == CALENDAR.observing([TET_2027]).rests(datetime.fromisoformat(instant).replace(tzinfo=HANOI))


def test_what_was_missed_may_wait_for_the_end_of_a_holiday() -> None:
    """A post that could be made up for until a day of Tết may be until the office is open again."""
    calendar = CALENDAR.observing([Announcement(1, Holiday.TET, 2027, date(2027, 2, 1), date(2027, 2, 8))])
    schedule = calendar.schedule(calendar.of("2027-W04"))
    assert datetime(2027, 1, 29, 9, tzinfo=HANOI) == schedule.post
    assert datetime(2027, 2, 9, 17, tzinfo=HANOI) == schedule.last_call


@settings(max_examples=300, deadline=None)
@given(
    offset=st.integers(-9, 0),
    length=st.integers(1, 16),
    saturday=st.sampled_from((date(2027, 1, 23), date(2027, 1, 30), date(2027, 2, 20), date(2027, 2, 27))),
)
def test_no_instant_of_any_week_lies_in_what_was_entered(offset: int, length: int, saturday: date) -> None:
    """Whatever Tết is announced: weeks still tile the days, and are asked, due and posted on working days."""
    first = date(2027, 2, 6) + DAY * offset
    entered = Announcement(1, Holiday.TET, 2027, first, first + DAY * (length - 1), (saturday,))
    calendar = CALENDAR.observing([entered])
    week = calendar.period_on(date(2027, 1, 8))
    for _ in range(8):
        after = calendar.next(week)
        assert week.last + DAY == after.first
        schedule = calendar.schedule(week)
        for instant in (schedule.question, schedule.deadline, schedule.draft, schedule.post, schedule.last_call):
            assert not entered.is_off(instant.date())
        week = after
