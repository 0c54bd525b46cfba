"""The campaign in force on a day: which override holds, what it is checked against, and where a value comes from."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import public_holidays
from campaign.calendar import Calendar
from campaign.definition import in_force, load
from campaign.definition.in_force import Timeline
from campaign.definition.override import Override, merged, parse_value
from tests.campaign.khanh_khe import FOLDER

FILE = load.open_file(FOLDER / "campaign.toml")
JULY = date(2026, 7, 1)
AREA = "measures.KT1a.target.value"

OWN = """{ indicator = "KT1", phrase = "Trồng hồi", name = "Cây hồi", unit = "ha", aggregation = "sum",
 value = ["area"], target = { kind = "amount", comparison = ">=", value = 5.5 }, cadence = "weekly",
 reporters = ["village"], year_start = "01-01", input = [{ key = "area", kind = "increment", unit = "ha",
 label = "cây hồi", whole = false, question = "Trồng hồi?", said = "trồng hồi {figure}", example = "5",
 nothing = "không trồng" }] }""".replace("\n", "")


def timeline(*overrides: tuple[str, str | None, date] | Override) -> Timeline:
    """The sample's, with overrides in the order of their recording."""
    made = [
        one if isinstance(one, Override) else Override(number, *one) for number, one in enumerate(overrides, start=1)
    ]
    return Timeline(FILE, tuple(made))


def area(made: Timeline, day: date) -> Decimal | None:
    return made.on(day).by_id["KT1a"].target.value


def test_without_overrides_the_file_holds() -> None:
    """It is the file's very campaign: nothing is made anew."""
    assert timeline().on(JULY) is FILE.as_written


def test_an_override_holds_from_its_day_until_its_last() -> None:
    """The days before and after are the file's."""
    made = timeline(Override(1, AREA, "1900.5", JULY, date(2026, 7, 9)))
    days = (date(2026, 6, 30), JULY, date(2026, 7, 9), date(2026, 7, 10))
    assert [Decimal("1819.7"), Decimal("1900.5"), Decimal("1900.5"), Decimal("1819.7")] == [area(made, d) for d in days]


def test_the_newest_first_day_holds_then_the_newest_record() -> None:
    """A value for January recorded late does not push away the one from July; a second one from July does."""
    made = timeline((AREA, "1900", JULY), (AREA, "1850", date(2026, 1, 1)), (AREA, "1901", JULY))
    assert (Decimal(1850), Decimal(1901)) == (area(made, date(2026, 6, 30)), area(made, JULY))


def test_an_override_does_not_hold_on_days_that_were_frozen() -> None:
    """Those keep the value that they were judged by."""
    frozen = (date(2026, 7, 3), date(2026, 7, 9))
    made = timeline(Override(1, AREA, "1900", JULY, None, (frozen,)))
    days = (date(2026, 7, 2), *frozen, date(2026, 7, 10))
    expected = [Decimal(1900), Decimal("1819.7"), Decimal("1819.7"), Decimal(1900)]
    assert expected == [area(made, day) for day in days]


def test_what_was_taken_back_is_the_file_s_again() -> None:
    """From that day; before it the override holds."""
    made = timeline((AREA, "1900", JULY), (AREA, None, date(2026, 8, 1)))
    assert (Decimal(1900), Decimal("1819.7")) == (area(made, JULY), area(made, date(2026, 8, 1)))


def test_a_target_of_a_year_holds_in_the_measure_s_own_year() -> None:
    """The police count from 15/12: their 2027 has begun when the commune's has not."""
    made = timeline(("measures.QP2a.target.2027", "-7", JULY), ("measures.KT1a.target.2027", "1900", JULY))

    def values(day: date) -> tuple[Decimal | None, Decimal | None]:
        by_id = made.on(day).by_id
        return by_id["QP2a"].target.value, by_id["KT1a"].target.value

    of_file = FILE.as_written.by_id["QP2a"].target.value
    assert (of_file, Decimal("1819.7")) == values(date(2026, 12, 14))
    assert (Decimal(-7), Decimal("1819.7")) == values(date(2026, 12, 15))
    assert (Decimal(-7), Decimal(1900)) == values(date(2027, 1, 1))
    assert (of_file, Decimal(1900)) == values(date(2027, 12, 15))


def test_the_same_overrides_make_one_campaign() -> None:
    """Five years of weeks under three hundred overrides are as many campaigns as there are different sets of them."""
    steps = [(AREA, str(1800 + number), date(2026, 1, 1) + timedelta(days=5 * number)) for number in range(300)]
    made = timeline(*steps)
    first, again = made.on(JULY), made.on(JULY + timedelta(days=3))
    assert first is again
    weeks = [date(2026, 1, 1) + timedelta(weeks=number) for number in range(20)]
    assert [Decimal(1800 + (day - date(2026, 1, 1)).days // 5) for day in weeks] == [area(made, day) for day in weeks]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(0, 30), st.none() | st.integers(1, 99)), max_size=6),
    st.integers(0, 40),
)
def test_of_many_overrides_the_right_one_holds(rows: list[tuple[int, int | None, int | None]], at: int) -> None:
    """Told the long way: the valid ones in the order of first day and record, the last of them wins."""
    start = date(2026, 1, 1)
    day = start + timedelta(days=at)
    overrides = [
        Override(
            number,
            "rules.small_base",
            None if value is None else str(value),
            start + timedelta(days=first),
            None if length is None else start + timedelta(days=first + length),
        )
        for number, (first, length, value) in enumerate(rows, start=1)
    ]
    valid = [one for one in overrides if one.since <= day and (one.until is None or day <= one.until)]
    last = max(valid, key=lambda one: (one.since, one.number), default=None)
    expected = 10 if last is None or last.written is None else int(last.written)
    assert expected == Timeline(FILE, tuple(overrides)).on(day).rules.small_base


@pytest.mark.parametrize(
    ("key", "written", "said"),
    [
        ("calendar.post", "07:00", ["dòng 27: calendar, post: phải sau draft (07:30)"]),
        ("calendar.pst", "10:00", ["khóa lạ: có phải post không?"]),
        ("measures.KT99.target.value", "1", ["measures.KT99.target.value: ở đây không có 'KT99'"]),
        ("calendar.post.hour", "1", ["post chỉ có một giá trị, bên dưới không có gì"]),
        ("measures.KT1a", "5", ["phải ghi trọn bảng như"]),
        ("measures.KT1a.target.value", '"nhiều"', ["phải là số, dùng dấu chấm cho phần lẻ"]),
        ("measures.KT1a.target.value", "1819,7", ["phải là số, dùng dấu chấm cho phần lẻ"]),
        ("commune.code", '"1"', ["không đổi được commune.code"]),
        ("commune", "{ }", ["không đổi được commune.code"]),
        ("calendar.timezone", '"UTC"', ["không đổi được calendar.timezone"]),
        ("measures.KT1a.target.2025", "1", ["không có ngày nào để áp dụng"]),
        ("praise.improved", '{ weeks = 0, measures = ["XH99"] }', ["phải từ 1 trở lên", "không có chỉ số 'XH99'"]),
    ],
)
def test_a_faulty_override_is_refused_with_every_fault(key: str, written: str, said: list[str]) -> None:
    """By the file's own checks, and the file's own lines."""
    faults = [str(fault) for fault in timeline().faults_with(Override(1, key, written, JULY))]
    assert len(said) == len(faults)
    assert [] == [part for part in said if not any(part in fault for fault in faults)]


def test_an_override_is_checked_beside_those_to_come() -> None:
    """A draft at nine is no fault today, but on the day from which the post is at half past eight."""
    made = timeline(("calendar.post", "08:30", date(2027, 1, 1)))
    until_then = Override(2, "calendar.draft", "08:45", JULY, date(2026, 12, 31))
    assert [] == made.faults_with(until_then)
    faults = made.faults_with(Override(2, "calendar.draft", "08:45", JULY))
    assert ["dòng 27: calendar, post: phải sau draft (08:45)"] == [str(fault) for fault in faults]


def test_an_override_that_ends_before_it_begins_is_refused() -> None:
    """Nobody meant it so."""
    faults = timeline().faults_with(Override(1, AREA, "1", JULY, date(2026, 6, 30)))
    assert ["ngày hết lại trước ngày bắt đầu"] == [fault.reason for fault in faults]


def test_a_file_that_lost_what_is_overridden_is_found_faulty() -> None:
    """After the file was changed: the override's path leads nowhere, and that is said."""
    made = timeline(("measures.KT1a.inputs.gone.maximum", "1", JULY))
    with pytest.raises(load.CampaignFileError, match="ở đây không có 'gone'"):
        made.on(JULY)
    assert ["measures.KT1a.inputs.gone.maximum"] == [fault.where for fault in made.faults()]


def test_a_measure_of_one_s_own_comes_and_goes() -> None:
    """It is checked as the file's, changed like the file's, and taken back; another behind it keeps its origin."""
    made = timeline(
        ("measures.RX1", OWN, JULY),
        ("measures.RX2", OWN.replace("Cây hồi", "Cây quế").replace("cây hồi", "cây quế"), JULY),
        ("measures.RX1.name", '"Hồi"', JULY),
        ("measures.RX1", None, date(2026, 9, 1)),
    )
    assert [] == made.faults()
    assert "Hồi" == made.on(JULY).by_id["RX1"].name
    later = made.applied(date(2026, 9, 1))
    assert "RX1" not in made.on(date(2026, 9, 1)).by_id
    assert [2] == [by.number for place, by in later.origins.items() if later.tables["measure"][place[1]]["id"] == "RX2"]
    assert {"RX2"} == set(made.on(date(2026, 9, 1)).by_id) - set(FILE.as_written.by_id)


def test_every_value_has_its_origin() -> None:
    """An override of a table is the origin of all in it, unless a later one wrote a part; the file's have none."""
    table = '{ kind = "amount", comparison = ">=", value = 1900 }'
    made = timeline(("measures.KT1a.target", table, JULY), (AREA, "1901", JULY))
    applied = made.applied(JULY)
    index = next(at for at, one in enumerate(applied.tables["measure"]) if one["id"] == "KT1a")
    place = ("measure", index, "target")
    origins = [applied.origin((*place, name)) for name in ("kind", "value")]
    assert [1, 2] == [one.number if one else 0 for one in origins]
    assert applied.origin(("calendar", "post")) is None


def test_a_clock_time_moves_one_week_alone() -> None:
    """A period's times are those of its last day."""
    made = timeline(Override(1, "calendar.post", "10:30", date(2026, 11, 13), date(2026, 11, 19)))
    calendar = _calendar(made)
    posts = [calendar.schedule(calendar.of(f"2026-W{week}")).post.time() for week in (46, 47, 48)]
    assert [time(9), time(10, 30), time(9)] == posts


def test_a_day_off_moves_the_deadline() -> None:
    """Thursday 19/11 is off: week 47 is closed on Wednesday, and asked about on Tuesday."""
    made = timeline(("calendar.days_off", "[2026-11-19]", date(2026, 11, 17)))
    calendar = _calendar(made)
    week = calendar.of("2026-W47")
    assert date(2026, 11, 18) == calendar.deadline_day(week)
    assert date(2026, 11, 17) == calendar.schedule(week).question.date()


def test_overrides_beside_the_calendar_leave_it_alone() -> None:
    """Then the file's calendar is used, with what it has reckoned already."""
    assert (False, True) == (
        timeline((AREA, "1", JULY)).changes_calendar,
        timeline(("calendar.post", "1", JULY)).changes_calendar,
    )


def _calendar(made: Timeline) -> Calendar:
    rules = FILE.as_written.calendar
    return Calendar(rules, public_holidays.is_day_off, public_holidays.is_working_saturday).ruled_by(
        made.calendar_rules
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1900.5", Decimal("1900.5")),
        ("true", True),
        ("[2027-02-04]", [date(2027, 2, 4)]),
        ("09:30", "09:30"),
        ('"09:30"', "09:30"),
        ("chị Thu", "chị Thu"),
        ("1\nother = 2", "1\nother = 2"),
    ],
)
def test_a_value_is_read_as_in_the_file(written: str, value: object) -> None:
    """What is no TOML is a text, and never a second key."""
    assert value == parse_value(written)


def test_stretches_that_touch_are_one() -> None:
    """Weeks in a row are one stretch of days; a gap parts them."""
    weeks = [(date(2026, 7, 10), date(2026, 7, 16)), (date(2026, 7, 3), date(2026, 7, 9)), (JULY, JULY)]
    assert ((JULY, JULY), (date(2026, 7, 3), date(2026, 7, 16))) == merged(weeks)


def test_a_file_can_be_changed_for_good() -> None:
    """Samples and rehearsals have a campaign of their own; the original stays."""
    made = in_force.changed(FILE, {"rules.approval_required": "true"})
    assert (True, False) == (made.as_written.rules.approval_required, FILE.as_written.rules.approval_required)
