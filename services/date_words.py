"""Days and hours as people say them: «thứ Sáu 13/11», «16 giờ thứ Năm»."""

from __future__ import annotations

from datetime import date, datetime

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    return f"{day:%d/%m}"


def long_date(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def plain_date(day: date) -> str:
    """«15/1/2027», as it is said."""
    return f"{day.day}/{day.month}/{day.year}"


def day_said(day: date) -> str:
    """«thứ Năm 4/2»."""
    return f"{weekday(day)} {day.day}/{day.month}"


def day_and_date(day: date) -> str:
    return f"{weekday(day)} {short_date(day)}"


def hour(moment: datetime) -> str:
    """«16 giờ», «7 giờ 30»."""
    return f"{moment.hour} giờ" + (f" {moment.minute:02d}" if moment.minute else "")


def moment(at: datetime) -> str:
    """«8 giờ thứ Tư 02/12»."""
    return f"{hour(at)} {day_and_date(at.date())}"


def deadline(moment: datetime, today: date) -> str:
    """A deadline seen from `today`: «16 giờ hôm nay», «16 giờ ngày mai», «16 giờ thứ Năm»."""
    distance = (moment.date() - today).days
    day = {0: "hôm nay", 1: "ngày mai"}.get(distance, weekday(moment.date()))
    return f"{hour(moment)} {day}"


def day_before(day: date, today: date) -> str:
    """A day that is over, seen from `today`: «hôm nay», «hôm qua», «thứ Tư 18/11»."""
    return {0: "hôm nay", 1: "hôm qua"}.get((today - day).days, day_and_date(day))
