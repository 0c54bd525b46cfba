"""Months, quarters, half-years and years: which days they hold, what they are called, how they are meant."""

from datetime import date, timedelta

import pytest

from campaign import spans
from campaign.calendar import Kind
from tests.campaign.test_calendar import CALENDAR

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2026-W47", "2026-11-13", "2026-11-19"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-9M", "2026-01-01", "2026-09-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-2030", "2026-01-01", "2030-12-31"),
        ("2027-2028", "2027-01-01", "2028-12-31"),
        # Nghị định 09/2019/NĐ-CP, điều 12
        ("2026-01-HC", "2025-12-15", "2026-01-14"),
        ("2026-03-HC", "2026-02-15", "2026-03-14"),
        ("2026-Q1-HC", "2025-12-15", "2026-03-14"),
        ("2026-Q2-HC", "2026-03-15", "2026-06-14"),
        ("2026-H1-HC", "2025-12-15", "2026-06-14"),
        ("2026-H2-HC", "2026-06-15", "2026-12-14"),
        ("2026-9M-HC", "2025-12-15", "2026-09-14"),
        ("2026-HC", "2025-12-15", "2026-12-14"),
    ],
)
def test_labels(label: str, first: str, last: str) -> None:
    """A label names its days, and the period found says the same label."""
    found = spans.find(label, CALENDAR)
    assert (first, last, label) == (found.first.isoformat(), found.last.isoformat(), found.label)


@pytest.mark.parametrize(
    "label",
    [
        *(
            "",
            "2026-13",
            "2026-Q5",
            "2026-H3",
            "2026-00",
            "26-Q4",
            "2026-Q4-XX",
            "quý 4",
            "2026-W54",
            "0000",
            "9999-12",
        ),
        *("2026-2026", "2030-2026", "2026-2031", "2026-2030-HC"),
    ],
)
def test_no_label(label: str) -> None:
    """What is no label is refused with what may be written."""
    with pytest.raises(ValueError, match=r"write it like 2026-W47.*2026-2030"):
        spans.find(label, CALENDAR)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("tuần 45", "2026-W45"),
        ("Tuần 45/2025", "2025-W45"),
        ("tuan 52", "2025-W52"),
        ("tuần 53", "2026-W53"),
        ("tuần này", "2026-W48"),
        ("tuần trước", "2026-W47"),
        ("tháng 10", "2026-10"),
        ("thang 12", "2025-12"),
        ("tháng 12 năm 2026", "2026-12"),
        ("tháng trước", "2026-10"),
        ("quý 4", "2026-Q4"),
        ("quý IV/2025", "2025-Q4"),
        ("quý trước", "2026-Q3"),
        ("6 tháng", "2026-H1"),
        ("6 tháng đầu năm 2026", "2026-H1"),
        ("sáu tháng cuối năm", "2026-H2"),
        ("9 tháng", "2026-9M"),
        ("chín tháng 2025", "2025-9M"),
        ("năm 2025", "2025"),
        ("năm nay", "2026"),
        ("năm ngoái", "2025"),
        ("9 tháng hành chính", "2026-9M-HC"),
        ("tháng này hành chính", "2026-12-HC"),
        ("2026-q4", "2026-Q4"),
        ("2026-2030", "2026-2030"),
        ("giai đoạn 2026-2030", "2026-2030"),
        ("từ 2026 đến 2028", "2026-2028"),
        ("5 năm", "2026-2030"),
        ("cả giai đoạn", "2026-2030"),
    ],
)
def test_said(text: str, label: str) -> None:
    """A person's words mean the newest period of that name that has begun."""
    found = spans.said(text, TODAY, CALENDAR, (2026, 2030))
    assert found is not None
    assert label == found.label


@pytest.mark.parametrize(
    "text", ["", "Bản Còn", "tháng 13", "quý 5", "tuần", "tuần 54", "7 tháng", "12", "năm", "2026-2040"]
)
def test_not_said(text: str) -> None:
    """Other words mean no period."""
    assert spans.said(text, TODAY, CALENDAR) is None


@pytest.mark.parametrize(
    "text", ["tháng 13", "quý 5", "quý VI", "tuần 54", "7 tháng", "2026-13", "2026-2040", "năm 20", "2026-Q7", "6 năm"]
)
def test_meant(text: str) -> None:
    """What is meant as a period is known as such, though there is none."""
    assert spans.is_meant(text)


@pytest.mark.parametrize("text", ["", "Bản Còn", "Nặm Slin", "KT1", "tuần", "Nặm Xi", "Thăng Long", "12"])
def test_not_meant(text: str) -> None:
    """Names are not taken for periods."""
    assert not spans.is_meant(text)


def test_a_year_is_whole_when_its_last_week_is() -> None:
    """31/12/2027 belongs to a week of 2028: from the next day on the year is told to its last day."""
    year = spans.find("2027", CALENDAR)
    assert spans.until(year, date(2028, 1, 1), CALENDAR) == year
    assert date(2027, 12, 30) == spans.until(year, date(2027, 12, 31), CALENDAR).last  # type: ignore[union-attr]  # it is there


@pytest.mark.parametrize("kind", [Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR])
@pytest.mark.parametrize("administrative", [False, True])
def test_every_day_lies_in_one(kind: Kind, administrative: bool) -> None:
    """The stretches of a kind follow one another without a gap."""
    day = date(2025, 12, 1)
    while day < date(2028, 3, 5):
        found = spans.holding(kind, day, administrative)
        assert day in found
        after = found.last + timedelta(days=1)
        assert after == spans.holding(kind, after, administrative).first
        day += timedelta(days=9)


def test_until() -> None:
    """A stretch under way ends with the last whole reporting week; one that has none yet cannot be told."""
    quarter = spans.find("2026-Q4", CALENDAR)
    assert spans.until(quarter, TODAY, CALENDAR).last == date(2026, 11, 19)  # type: ignore[union-attr]  # it is there
    assert spans.until(spans.find("2026-Q3", CALENDAR), TODAY, CALENDAR) == spans.find("2026-Q3", CALENDAR)
    assert spans.until(spans.find("2026-12", CALENDAR), date(2026, 12, 2), CALENDAR) is None


@pytest.mark.parametrize(
    ("label", "is_known"),
    [("2025", True), ("2024", False), ("1999", False), ("2030", True), ("2031", False), ("2026-2030", True),
     ("2025-W01", True), ("2024-W01", False), ("2031-Q1", False), ("2028-2032", True)],
)  # fmt: skip
def test_nothing_is_known_outside_the_campaign(label: str, is_known: bool) -> None:
    """But for the year before it, with which it is compared."""
    assert is_known == spans.may_be_known(spans.find(label, CALENDAR), 2026, 2030)
