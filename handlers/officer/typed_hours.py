"""An hour as an officer types it, with its day or without: «20 giờ», «7h30 thứ Sáu», «9 giờ 20/11»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaign.parsing import written_days
from campaign.text import fold

_MOST_WORDS = 16
_DAY = timedelta(days=1)
_HOUR = re.compile(
    r"(?:den )?(?P<hour>[0-9]{1,2}) ?(?:gio|h|:) ?(?P<minute>[0-9]{2})?(?: phut)?"
    r"(?: (?P<day>hom nay|ngay mai|mai|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat"
    r"|(?P<date>[0-9]{1,2})/(?P<month>[0-9]{1,2})))?"
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5} | {
    str(number): number - 2 for number in range(2, 8)
}


@dataclass(frozen=True, slots=True)
class Hour:
    """`day` is folded, «thu sau»; "" where none was typed."""

    clock: time
    day: str = ""

    def after(self, instant: datetime, today: date) -> datetime | None:
        """The first such hour behind an instant, in its zone, no sooner than today; None for a day there is not."""
        for day in _days(self.day, today):
            found = datetime.combine(day, self.clock, instant.tzinfo)
            if found > instant:
                return found
        return None


def split(words: str) -> tuple[str, Hour | None]:
    """What stands before the hour, and the hour; «Nà Pò 20 giờ». Without one the whole is the name."""
    parts = words.split()
    for start in range(max(0, len(parts) - _MOST_WORDS), len(parts)):
        hour = read(" ".join(parts[start:]))
        if hour is not None:
            return " ".join(parts[:start]), hour
    return " ".join(parts), None


def read(words: str) -> Hour | None:
    """None for anything that is no hour."""
    typed = _HOUR.fullmatch(fold(words))
    if typed is None or int(typed["hour"]) > 23 or int(typed["minute"] or 0) > 59:
        return None
    return Hour(time(int(typed["hour"]), int(typed["minute"] or 0)), typed["day"] or "")


def _days(day: str, today: date) -> list[date]:
    """The days that may be meant, the likely one first."""
    if day in ("hom nay", ""):
        return [today] if day else [today + _DAY * ahead for ahead in range(8)]
    if day in ("ngay mai", "mai"):
        return [today + _DAY]
    if "/" in day:
        number, month = (int(part) for part in day.split("/"))
        return [found for year in (today.year, today.year + 1) if (found := written_days.day(year, month, number))]
    weekday = 6 if day == "chu nhat" else _WEEKDAYS[day.removeprefix("thu ")]
    nearest = today + _DAY * ((weekday - today.weekday()) % 7)
    return [nearest, nearest + 7 * _DAY]
