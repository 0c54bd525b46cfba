"""The reporting week, over every week of the campaign and around the feasts that bend it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot import public_holidays as days_off
from campaign.calendar import Calendar, ReportingWeek, Schedule
from campaign.rules import CalendarRules

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)


def rules(days_off: tuple[date, ...] = (), working_days: tuple[date, ...] = ()) -> CalendarRules:
    return CalendarRules(
        timezone="Asia/Ho_Chi_Minh",
        question=time(8),
        first_reminder=time(19),
        second_reminder=time(14),
        deadline=time(16),
        late_list=time(17),
        note=time(19),
        draft=time(7, 30),
        post=time(9),
        days_off=days_off,
        working_days=working_days,
    )


CALENDAR = Calendar(rules(), days_off.is_day_off, days_off.is_working_saturday)


def every_period() -> list[ReportingWeek]:
    periods = [CALENDAR.period(2026, 1)]
    while periods[-1].last.year < 2031:
        periods.append(CALENDAR.next(periods[-1]))
    return periods


def instants(schedule: Schedule) -> list[datetime]:
    return [
        schedule.question,
        schedule.first_reminder,
        schedule.second_reminder,
        schedule.deadline,
        schedule.late_list,
        schedule.note,
        schedule.draft,
        schedule.post,
    ]


def at(day: str, clock: str) -> datetime:
    """`day` as 26/02/2026, `clock` as 16:00."""
    return datetime.strptime(f"{day} {clock}", "%d/%m/%Y %H:%M").replace(tzinfo=HANOI)


def expected(question_day: str, deadline_day: str, post_day: str) -> Schedule:
    return Schedule(
        question=at(question_day, "08:00"),
        first_reminder=at(question_day, "19:00"),
        second_reminder=at(deadline_day, "14:00"),
        deadline=at(deadline_day, "16:00"),
        late_list=at(deadline_day, "17:00"),
        note=at(deadline_day, "19:00"),
        draft=at(post_day, "07:30"),
        post=at(post_day, "09:00"),
        last_call=at(post_day, "09:00") + 5 * DAY,
    )


def test_periods_tile_the_days() -> None:
    """Every day of the campaign lies in exactly one period, which runs from a Friday to a Thursday."""
    periods = every_period()
    assert date(2025, 12, 26) == periods[0].first
    for earlier, later in pairwise(periods):
        assert earlier.last + DAY == later.first
        assert earlier == CALENDAR.previous(later)
    for period in periods:
        assert (4, 3) == (period.first.weekday(), period.last.weekday())
        day = period.first
        while day <= period.last:
            assert period == CALENDAR.period_on(day)
            day += DAY


def test_period_belongs_to_the_week_of_its_thursday() -> None:
    """A period carries the ISO year and week of its Thursday, also at the turn of a year."""
    for period in every_period():
        assert period.last.isocalendar()[:2] == (period.year, period.number)
        assert period == CALENDAR.of(period.label)
    assert "2026-W53" == CALENDAR.period_on(date(2026, 12, 28)).label
    assert "2026-W01" == CALENDAR.period_on(date(2025, 12, 26)).label


def test_deadline_is_the_last_working_day_of_its_week() -> None:
    """A deadline falls on a working day from Monday to Thursday of the period's last week, with none after it."""
    for period in every_period():
        deadline_day = CALENDAR.deadline_day(period)
        assert CALENDAR.schedule(period).deadline == datetime.combine(deadline_day, time(16), HANOI)
        assert period.last - 3 * DAY <= deadline_day <= period.last
        assert CALENDAR.is_working_day(deadline_day)
        later = [deadline_day + DAY * n for n in range(1, (period.last - deadline_day).days + 1)]
        assert [] == [day for day in later if CALENDAR.is_working_day(day)]


def test_instants_of_a_period_follow_each_other() -> None:
    """Question, reminders, deadline, lists and post come in this order, the question inside its period."""
    periods = every_period()
    for period in periods:
        schedule = CALENDAR.schedule(period)
        assert sorted(set(instants(schedule))) == instants(schedule)
        assert schedule.question.date() in period
        for instant in instants(schedule):
            assert CALENDAR.is_working_day(instant.date())
    for earlier, later in pairwise(periods):
        assert CALENDAR.schedule(earlier).post < CALENDAR.schedule(later).deadline


def test_only_tet_merges_weeks() -> None:
    """From 2026 to 2030 two weeks have no working day before their Friday, both at Tết, and join the next week."""
    longer = [period for period in every_period() if (period.last - period.first).days > 6]
    assert [
        ReportingWeek(date(2026, 2, 13), date(2026, 2, 26), 2026, 9),
        ReportingWeek(date(2028, 1, 21), date(2028, 2, 3), 2028, 5),
        ReportingWeek(date(2029, 2, 9), date(2029, 2, 22), 2029, 8),
    ] == longer


# Where the fifth day after the post is one of Tết, it may be made up for on the first working day after it.
AFTER_TET = {"2026-W07": "23/02/2026", "2028-W03": "31/01/2028", "2029-W06": "19/02/2029"}
ORDINARY = [
    # an ordinary week of November
    ("2026-W47", "18/11/2026", "19/11/2026", "20/11/2026"),
    # 24/11/2026, a day off since that year, is a Tuesday: it moves nothing
    ("2026-W48", "25/11/2026", "26/11/2026", "27/11/2026"),
    # 01/01/2026 is a Thursday
    ("2026-W01", "30/12/2025", "31/12/2025", "05/01/2026"),
    # the week before Tết 2026, and the two merged ones: 16 to 20/02 are off
    ("2026-W07", "11/02/2026", "12/02/2026", "13/02/2026"),
    ("2026-W09", "25/02/2026", "26/02/2026", "27/02/2026"),
    # 27/04 in lieu of the Hùng Kings' day, 30/04 Thursday, 01/05 Friday: asked on Tuesday, posted on Monday
    ("2026-W18", "28/04/2026", "29/04/2026", "04/05/2026"),
    # 31/08, 01/09, 02/09/2026 are off, Saturday 22/08 was worked for them: asked on the Friday before
    ("2026-W36", "28/08/2026", "03/09/2026", "04/09/2026"),
    # Thursday 04/02/2027 begins Tết, which lasts to Wednesday 10/02: the post waits for Thursday 11/02
    ("2027-W05", "02/02/2027", "03/02/2027", "11/02/2027"),
    # 30/04/2027 is a Friday, 03/05 in lieu of a Saturday
    ("2027-W17", "28/04/2027", "29/04/2027", "04/05/2027"),
    # 02 and 03/09/2027 are Thursday and Friday
    ("2027-W35", "31/08/2027", "01/09/2027", "06/09/2027"),
    # Tết 2028: Monday 24 to Friday 28/01 are off, so the week joins the next
    ("2028-W03", "19/01/2028", "20/01/2028", "21/01/2028"),
    ("2028-W05", "02/02/2028", "03/02/2028", "04/02/2028"),
    # 01 and 02/05/2028 are Monday and Tuesday
    ("2028-W18", "03/05/2028", "04/05/2028", "05/05/2028"),
    # Friday 01/09/2028 and Monday 04/09 are off
    ("2028-W35", "30/08/2028", "31/08/2028", "05/09/2028"),
    # Tết 2029: Monday 12 to Friday 16/02 are off
    ("2029-W06", "07/02/2029", "08/02/2029", "09/02/2029"),
    ("2029-W08", "21/02/2029", "22/02/2029", "23/02/2029"),
    # 30/04 and 01/05/2029 are Monday and Tuesday; 03 and 04/09/2029 likewise
    ("2029-W18", "02/05/2029", "03/05/2029", "04/05/2029"),
    ("2029-W36", "05/09/2029", "06/09/2029", "07/09/2029"),
    # Thursday 31/01/2030 begins Tết, which lasts to Wednesday 06/02
    ("2030-W05", "29/01/2030", "30/01/2030", "07/02/2030"),
    # 30/04 and 01/05/2030 are Tuesday and Wednesday: asked on Monday, due on Thursday
    ("2030-W18", "29/04/2030", "02/05/2030", "03/05/2030"),
    # 02 and 03/09/2030 are Monday and Tuesday
    ("2030-W36", "04/09/2030", "05/09/2030", "06/09/2030"),
]


@pytest.mark.parametrize(("label", "question_day", "deadline_day", "post_day"), ORDINARY)
def test_schedule_worked_by_hand(label: str, question_day: str, deadline_day: str, post_day: str) -> None:
    """The instants of weeks around feasts are those worked out by hand from the public calendar."""
    last_call = at(AFTER_TET[label], "17:00") if label in AFTER_TET else at(post_day, "09:00") + 5 * DAY
    schedule = expected(question_day, deadline_day, post_day)
    assert replace(schedule, last_call=last_call) == CALENDAR.schedule(CALENDAR.of(label))


@pytest.mark.parametrize(
    ("label", "day", "post_day"),
    [("2027-W06", "11/02/2027", "12/02/2027"), ("2030-W06", "07/02/2030", "08/02/2030")],
)
def test_first_day_after_tet_is_asked_and_due_at_once(label: str, day: str, post_day: str) -> None:
    """Where only Thursday is worked after Tết, the question comes that morning, and no message before it."""
    assert Schedule(
        question=at(day, "08:00"),
        first_reminder=at(day, "11:00"),
        second_reminder=at(day, "14:00"),
        deadline=at(day, "16:00"),
        late_list=at(day, "17:00"),
        note=at(day, "19:00"),
        draft=at(post_day, "07:30"),
        post=at(post_day, "09:00"),
        last_call=at(post_day, "09:00") + 5 * DAY,
    ) == CALENDAR.schedule(CALENDAR.of(label))


def test_week_merged_away_is_found_in_its_successor() -> None:
    """Week 8 of 2026, all Tết, is asked for by its number and answered with the period that took it in."""
    assert CALENDAR.of("2026-W09") == CALENDAR.of("2026-W08")


def test_period_changes_at_midnight_in_hanoi() -> None:
    """Thursday 23:59 still belongs to the old period, Friday 00:00 to the new one, whatever the zone of the clock."""
    thursday = datetime(2026, 11, 19, 23, 59, tzinfo=HANOI)
    assert "2026-W47" == CALENDAR.period_at(thursday).label
    assert "2026-W48" == CALENDAR.period_at(thursday + timedelta(minutes=1)).label
    assert "2026-W48" == CALENDAR.period_at(datetime.fromisoformat("2026-11-19T17:00:00+00:00")).label


def test_overrides_of_the_commune_win() -> None:
    """A day off or a working day named in the campaign file beats the public calendar."""
    bent = Calendar(
        rules(days_off=(date(2026, 11, 19),), working_days=(date(2026, 2, 19), date(2026, 11, 22))),
        days_off.is_day_off,
    )
    assert date(2026, 11, 18) == bent.deadline_day(bent.of("2026-W47"))
    assert date(2026, 2, 19) == bent.period(2026, 8).last
    assert bent.is_working_day(date(2026, 11, 22))


def test_working_saturday_counts_as_a_working_day() -> None:
    """A Saturday worked in exchange is a working day; an ordinary one is not, nor is the day it pays for."""
    assert CALENDAR.is_working_day(date(2026, 8, 22))
    assert not CALENDAR.is_working_day(date(2026, 8, 29))
    assert not CALENDAR.is_working_day(date(2026, 8, 31))


def test_faults_are_told() -> None:
    """A naive instant, an unknown label and a calendar without working days are errors, not guesses."""
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.period_at(datetime(2026, 11, 19, 12))  # noqa: DTZ001 - the naive instant is the point
    for label in ("2026-47", "tuần 47", "2025-W53"):
        with pytest.raises(ValueError):
            CALENDAR.of(label)
    with pytest.raises(ValueError, match="no working day"):
        Calendar(rules(), lambda _: True).period(2026, 1)
