"""Days off as officers type them: the announcement's own words, with and without accents, years and papers."""

from __future__ import annotations

from datetime import date

import pytest

from bot import public_holidays
from campaign.parsing import days_off
from campaign.parsing.days_off import Fault, Said, Wrong

TODAY = date(2026, 11, 18)


def read(words: str, today: date = TODAY) -> Said | Fault:
    """What is understood on a day."""
    return days_off.read(words, today, public_holidays.of_year)


@pytest.mark.parametrize(
    ("words", "holiday", "first", "last", "worked", "paper"),
    [
        ("Tết từ 4/2 đến 12/2, làm bù 20/2", "tet 2027", "2027-02-04", "2027-02-12", "2027-02-20", ""),
        ("tet tu 4/2 den 12/2 lam bu 20/2", "tet 2027", "2027-02-04", "2027-02-12", "2027-02-20", ""),
        ("Tết Nguyên đán 4/2 - 12/2", "tet 2027", "2027-02-04", "2027-02-12", "", ""),
        ("Tết 2028 từ ngày 24/01 đến hết ngày 31/01", "tet 2028", "2028-01-24", "2028-01-31", "", ""),
        ("Tết năm 2027: 4/2–12/2", "tet 2027", "2027-02-04", "2027-02-12", "", ""),
        (
            "Tết từ mùng 4/2 đến hết 12/2 làm bù ngày thứ bảy 20/2",
            "tet 2027",
            "2027-02-04",
            "2027-02-12",
            "2027-02-20",
            "",
        ),
        (
            "Tết từ thứ Năm, ngày 04/02/2027 đến hết thứ Sáu ngày 12/02/2027 (thứ 6), đi làm bù vào thứ 7 20/2",
            *("tet 2027", "2027-02-04", "2027-02-12", "2027-02-20", ""),
        ),
        ("Tết từ 1/2/2028 tới 3/2/2028", None, "", "", "", ""),  # 26/1/2028 is the first of the year
        ("1/1 từ 1/1 đến 3/1", "new_year 2027", "2027-01-01", "2027-01-03", "", ""),
        ("Tết Dương lịch từ 31/12 đến 3/1", "new_year 2027", "2026-12-31", "2027-01-03", "", ""),
        ("Tết Dương lịch 2030 từ 31/12/2029 đến 1/1, bù 5/1", None, "", "", "", ""),
        ("1/1/2030 ngày 1/1", None, "", "", "", ""),
        ("30/4 từ 30/4 đến 3/5", "victory_and_labour 2027", "2027-04-30", "2027-05-03", "", ""),
        ("lễ 30/4, 1/5 từ 30/4 đến 3/5", "victory_and_labour 2027", "2027-04-30", "2027-05-03", "", ""),
        ("30/4–1/5 từ 30/4 đến 3/5", "victory_and_labour 2027", "2027-04-30", "2027-05-03", "", ""),
        ("2/9 từ 1/9 đến 2/9", "national_day 2027", "2027-09-01", "2027-09-02", "", ""),
        ("Quốc khánh 2/9 từ 1/9 đến 2/9", "national_day 2027", "2027-09-01", "2027-09-02", "", ""),
        (
            "Quốc khánh 2/9 năm 2028 từ 31/8 đến 4/9, làm bù 26/8 và 9/9 theo TB 7/TB-BNV",
            *("national_day 2028", "2028-08-31", "2028-09-04", "2028-08-26, 2028-09-09", "TB 7/TB-BNV"),
        ),
        ("Giỗ Tổ ngày 16/4", "hung_kings 2027", "2027-04-16", "2027-04-16", "", ""),
        ("gio to hung vuong 16/4", "hung_kings 2027", "2027-04-16", "2027-04-16", "", ""),
        ("ngày Văn hóa 24/11 từ 23/11 đến 24/11", "culture_day 2026", "2026-11-23", "2026-11-24", "", ""),
    ],
)
def test_read(words: str, holiday: str | None, first: str, last: str, worked: str, paper: str) -> None:
    """The holiday of which year, its first and last day off, the Saturdays worked for it, and the paper."""
    said = read(words)
    if holiday is None:
        assert isinstance(said, Fault)
        return
    assert isinstance(said, Said)
    assert holiday == f"{said.assumed.holiday} {said.assumed.year}"
    assert (first, last) == (str(said.first), str(said.last))
    assert (worked, paper) == (", ".join(map(str, said.worked)), said.paper)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("hè từ 1/6 đến 30/6", Wrong.NO_HOLIDAY),
        ("phép", Wrong.NO_HOLIDAY),
        ("", Wrong.NO_HOLIDAY),
        ("Tết từ mùng một", Wrong.NO_DAYS),
        ("Tết từ 30/2 đến 3/3", Wrong.NO_DAYS),
        ("Tết từ 12/2 đến 4/2", Wrong.NO_DAYS),
        ("Tết từ 1/2 đến 28/2", Wrong.NO_DAYS),
        ("Tết từ 4/2 đến 12/2, làm bù 31/2", Wrong.NO_DAYS),
        ("Tết từ 14/2 đến 20/2", Wrong.NOT_ITS_DAYS),
        ("2/9 từ 9/9 đến 10/9", Wrong.NOT_ITS_DAYS),
        ("Tết từ 4/2 đến 12/2, làm bù 21/2", Wrong.NO_SATURDAY),
        ("Tết từ 4/2 đến 12/2, làm bù 6/2", Wrong.NO_SATURDAY),
        ("Tết từ 4/2 đến 12/2, làm bù 29/5", Wrong.NO_SATURDAY),
        ("Tết 2026 từ 16/2 đến 20/2", Wrong.OVER),
    ],
)
def test_what_cannot_be_meant_is_told(words: str, wrong: Wrong) -> None:
    """Another date than the announcement's is a slip of the finger that nobody would notice later."""
    said = read(words)
    assert isinstance(said, Fault)
    assert wrong is said.wrong


@pytest.mark.parametrize(
    ("today", "year"),
    [("2027-02-10", 2027), ("2027-02-11", 2028), ("2026-02-20", 2026), ("2026-02-21", 2027), ("2027-12-01", 2028)],
)
def test_without_a_year_the_next_one_that_is_not_over_is_meant(today: str, year: int) -> None:
    """On the last day of Tết that Tết may still be corrected, the day after it is next year's."""
    said = read("Tết", date.fromisoformat(today))
    assert isinstance(said, Said)
    assert year == said.assumed.year


@pytest.mark.parametrize(
    "words",
    [
        "Tết từ mùng 4/2 đến 12/2, làm bù 20/2",
        "Tết nghỉ 9 ngày từ 4/2 đến 12/2, làm bù 20/2",
        "Tết từ 04.02 đến 12.02, làm bù 20.02",
        "Tết từ ngày 4-2-2027 đến ngày 12-2-2027, làm bù 20-2",
        "Tết từ 4/2 đến hết 12/2 (27 tháng Chạp đến mùng 7), làm bù 20/2",
        "Tết Nguyên đán 2027 từ thứ Năm 4/2 đến thứ Sáu, ngày 12/2, đi làm bù vào thứ Bảy, ngày 20/2",
        "Tết từ 4 tháng 2 đến 12 tháng 2 năm 2027, làm bù 20 tháng 2",
        "Tết từ 4 đến 12/2, làm bù 20/2",
        "Tết Đinh Mùi từ 4/2 đến 12/2, làm bù T7 20/2",
        "lịch nghỉ Tết: 4/2-12/2, lam bu t7 20/2",
    ],
)
def test_the_same_days_in_other_words(words: str) -> None:
    """As announcements, calendars and people write them."""
    said = read(words)
    assert isinstance(said, Said)
    assert (date(2027, 2, 4), date(2027, 2, 12), (date(2027, 2, 20),)) == (said.first, said.last, said.worked)


@pytest.mark.parametrize("words", ["Tết từ mùng 1 đến mùng 5", "Tết nghỉ 7 ngày", "Tết hoán đổi 15/2 sang 20/2"])
def test_what_names_no_days_is_asked(words: str) -> None:
    """Days of the moon without a month, a number of days, an exchange alone: nothing is made of them."""
    assert isinstance(read(words), Fault)
