"""Days off that an officer enters: what moves, what stays, who is asked, and that nobody is written to on them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from campaign.parsing.days_off import Said
from campaign.public_holidays import Holiday
from models import holiday_announcements, past_periods, periods
from models.outbox_states import Purpose
from scheduler import asking_days_off
from services import days_off, wording
from services.inbound import Kind
from tests import commune, databases
from tests.commune import ZONE, Stand

pytestmark = pytest.mark.usefixtures("watched")

DAY = timedelta(days=1)
WRITTEN = {Purpose.QUESTION, Purpose.REMINDER, Purpose.LATE_LIST, Purpose.NOTE, Purpose.DRAFT, Purpose.POST}
CLOCK_TIMES = ("00:00", "05:00", "06:00", "07:30", "08:00", "09:00", "14:00", "16:00", "17:00", "19:00")


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    """The sample commune on either database, with a village head and the officer."""
    made = Stand(tmp_path, commune.fresh_store(tmp_path, request.param))
    made.join("son", "hoa")
    yield made
    made.close()


def enter(stand: Stand, first: date, last: date) -> None:
    """The officer's entry for Tết 2027, confirmed at the clock's time."""
    with stand.store.alone(1) as session:
        context = stand.deployment.context(session, stand.clock.now())
        tet = next(holiday for holiday in context.calendar.holidays_of(2027) if holiday.holiday is Holiday.TET)
        assert days_off.confirm(context, days_off.propose(context, Said(tet, first, last)))


def run(stand: Stand, first: date, last: date) -> Iterator[datetime]:
    """Every clock time at which something is due, over some days; the jobs run after each was yielded."""
    day = first
    while day <= last:
        for clock in CLOCK_TIMES:
            stand.at(f"{day.isoformat()}T{clock}")
            yield stand.clock.now()
            stand.tick()
        day += DAY


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 20))])
def test_nobody_is_written_to_on_a_day_entered_before_six(there: Stand, seed: int) -> None:
    """Whatever was announced, and however late it was entered: until six of the day itself it is heeded."""
    there.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    there.tap("hoa", "Đúng, nhóm lãnh đạo")
    chance = random.Random(seed)
    first = date(2027, 2, 6) - DAY * chance.randrange(6)
    last = date(2027, 2, 6) + DAY * chance.randrange(8)
    entered_at = chance.choice([first - DAY * chance.randrange(8), first + DAY * chance.randrange(3)])
    clock = chance.choice(CLOCK_TIMES)
    held: list[date] = []
    for now in run(there, date(2027, 1, 26), last + 5 * DAY):
        if (now.date(), f"{now:%H:%M}") == (entered_at, clock):
            enter(there, first, last)
            began = now.date() + DAY * (now.hour >= 6)
            held = [first + DAY * count for count in range((last - first).days + 1) if first + DAY * count >= began]
    written = [row for row in there.heard() if row.purpose in WRITTEN]
    on_days_off = [row.text for row in written if row.created_at.astimezone(ZONE).date() in held]
    assert [] == on_days_off
    with there.context() as context:
        posted = [week for week in past_periods.until(context.session, context.commune.id, last) if week.frozen_at]
        assert posted, "no week was posted at all"


def test_a_holiday_entered_at_five_holds_back_what_was_due_that_morning(there: Stand) -> None:
    """Friday's draft and post wait until Monday; at seven it would have been too late."""
    there.at("2027-01-27T08:00")
    there.tick()
    there.at("2027-01-29T05:00")
    enter(there, date(2027, 1, 29), date(2027, 2, 8))
    there.heard()
    for _ in run(there, date(2027, 1, 29), date(2027, 2, 8)):
        pass
    assert [] == there.heard()
    for _ in run(there, date(2027, 2, 9), date(2027, 2, 9)):
        pass
    drafts = [row.text for row in there.heard("hoa") if row.purpose is Purpose.DRAFT and "Dự thảo" in row.text]
    assert ["Dự thảo tổng hợp tuần 4"] == [text.split(".")[0] for text in drafts if "tuần 4" in text]


def test_what_is_entered_after_six_leaves_today_alone(there: Stand) -> None:
    """The question of this morning has gone out: the week keeps its days, tomorrow is off."""
    there.at("2027-02-03T08:30")
    enter(there, date(2027, 2, 3), date(2027, 2, 12))
    with there.context() as context:
        assert context.calendar.is_working_day(date(2027, 2, 3))
        assert not context.calendar.is_working_day(date(2027, 2, 11))


def test_older_weeks_stay_as_they_were(there: Stand) -> None:
    """Of weeks that are over, of posted ones above all, no day changes by what is entered later."""
    with there.context() as context:
        before = [context.calendar.schedule(context.calendar.period(2027, week)) for week in (1, 2, 3, 4)]
        periods.keep(context.session, context.commune.id, context.calendar.period(2027, 4)).frozen_at = context.now
    there.at("2027-01-28T04:00")
    enter(there, date(2027, 1, 25), date(2027, 2, 8))
    with there.context() as context:
        after = [context.calendar.schedule(context.calendar.period(2027, week)) for week in (1, 2, 3, 4)]
    assert [schedule.deadline for schedule in before] == [schedule.deadline for schedule in after]


def test_a_week_that_was_asked_is_not_asked_again(there: Stand) -> None:
    """Tết is moved while a week is under way: its question has gone out, and the reminder still comes."""
    there.at("2027-02-02T08:00")
    there.tick()
    assert 1 == sum(row.purpose is Purpose.QUESTION for row in there.heard())
    enter(there, date(2027, 2, 5), date(2027, 2, 12))  # Thursday is worked again
    for _ in run(there, date(2027, 2, 2), date(2027, 2, 4)):
        pass
    told = [row.purpose for row in there.heard("son")]
    assert Purpose.QUESTION not in told
    assert Purpose.REMINDER in told


# From November on


def posted_week(stand: Stand) -> None:
    """A week behind the commune: the program is in use."""
    with stand.context() as context:
        periods.keep(context.session, context.commune.id, context.calendar.period(2026, 47)).frozen_at = context.now


def asked(stand: Stand) -> list[str]:
    """The question about the announcement, as often as it was put."""
    return [row.text for row in stand.heard("hoa") if "tôi đang tính ngày nghỉ" in row.text]


def test_the_officer_is_asked_once(there: Stand) -> None:
    """On an afternoon of work from November on, after the first post; not again, and not where all was entered."""
    there.at("2026-11-25T14:00")
    there.tick()
    assert [] == asked(there)
    posted_week(there)
    for instant in ("2026-11-26T08:00", "2026-11-26T13:59"):
        there.at(instant)
        there.tick()
    assert [] == asked(there)
    there.at("2026-11-26T14:00")
    there.tick()
    (text,) = asked(there)
    assert "- Tết 2027: từ thứ Năm 4/2 đến thứ Tư 10/2/2027, dự kiến" in text
    for instant in ("2026-11-27T14:00", "2026-12-01T14:00", "2027-01-12T15:00"):
        there.at(instant)
        there.tick()
    assert [] == asked(there)


def test_as_expected_is_one_tap(there: Stand) -> None:
    """«Đúng như dự kiến» enters what was guessed; then nothing is a guess any more."""
    posted_week(there)
    there.at("2026-11-26T14:00")
    there.tick()
    there.tap("hoa", "Đúng như dự kiến")
    assert "- Quốc khánh 2027: từ thứ Năm 2/9 đến thứ Sáu 3/9/2027" in there.heard("hoa")[-1].text
    with there.context() as context:
        assert [] == days_off.guesses(context, 2027)
    there.tap("hoa", "Đúng như dự kiến")
    assert wording.stale_button() == there.heard("hoa")[-1].text


def test_nobody_is_waiting_from_spring_to_autumn_and_outside_the_quiet_hours(there: Stand) -> None:
    """In winter each commune until it was asked, once a week was posted; with days off entered, by itself."""
    quiet = "2026-11-26T14:00"
    assert set() == _waiting(there, quiet)
    posted_week(there)
    for instant, waiting in (
        ("2027-03-01T14:30", set()),
        ("2026-10-30T14:30", set()),
        ("2026-11-26T09:00", set()),
        ("2026-11-28T14:30", set()),
        (quiet, {1}),
        ("2027-02-26T14:30", {1}),
    ):
        assert waiting == _waiting(there, instant), instant
    there.at(quiet)
    enter(there, date(2027, 2, 4), date(2027, 2, 12))
    assert {1} == _waiting(there, "2026-11-26T09:00")


def _waiting(there: Stand, instant: str) -> set[int]:
    with there.everything() as session:
        now = datetime.fromisoformat(instant).replace(tzinfo=ZONE)
        return asking_days_off.waiting(session, there.communes.served(session), now)


def test_an_older_button_confirms_no_newer_proposal(there: Stand) -> None:
    """SQLite gives the number of a proposal that was left to the next one: the older message's button is over."""
    there.say("hoa", "NGHỈ TẾT từ 4/2/2027 đến 12/2/2027")
    first = there.heard("hoa")[-1]
    there.tap("hoa", wording.LEAVE_DAYS_OFF)
    there.clock.instant += timedelta(minutes=1)
    there.say("hoa", "NGHỈ TẾT từ 4/2/2027 đến 14/2/2027")
    there.send("hoa", Kind.CHOICE, data=first.choices[0][1], tapped=wording.RECORD_DAYS_OFF)
    assert there.heard("hoa")[-1].text in (wording.days_off_newer(), wording.stale_button())  # PostgreSQL: it is gone
    with there.context() as context:
        assert [] == holiday_announcements.confirmed(context.session, context.commune.id)
