"""ĐỔI GIỜ: a clock time of the week is another one for one week, or from a week on; a dated override of the campaign.

«ĐỔI GIỜ HẠN 16 GIỜ 30 TUẦN 48», «ĐỔI GIỜ BÀI 10 GIỜ TỪ TUẦN 49».
"""

from __future__ import annotations

import re
from datetime import datetime

from campaign.calendar import ReportingWeek, Schedule
from campaign.text import fold
from handlers.officer import typed_hours
from handlers.turn import Turn
from models import past_periods, periods
from services import campaign_changes, date_words, wording
from services.campaign_changes import Change

_TYPED = re.compile(
    r"(?P<what>[a-z0-9 ]{2,24}?) (?P<hour>[0-9]{1,2} ?(?:gio|h|:)(?: ?[0-9]{2})?) "
    r"(?P<since>tu )?tuan (?P<week>nay|sau|toi|[0-9]{1,2})"
)


def show(turn: Turn, words: str) -> None:
    """Without words, or with some that cannot be read, the clock times in force and how they are changed."""
    week = _present(turn)
    typed = _TYPED.fullmatch(fold(words))
    key = wording.CLOCK_TIMES_TYPED.get(typed["what"]) if typed else None
    hour = typed_hours.read(typed["hour"]) if typed else None
    meant = _week(turn, week, typed["week"]) if typed else None
    if typed is None or key is None or hour is None or meant is None:
        return turn.reply(_in_force(turn, week))
    before: datetime = getattr(turn.calendar.schedule(meant), key)
    after = before.replace(hour=hour.clock.hour, minute=hour.clock.minute)
    refusal = _refusal(turn, meant, key, before, after)
    if refusal:
        return turn.reply(refusal)
    until = None if typed["since"] else meant.last
    written = f'"{after:%H:%M}"'
    faults = campaign_changes.record(turn, Change(f"calendar.{key}", written, meant.first, until, wording.BY_MESSAGE))
    if faults:
        return turn.reply(wording.hours_out_of_order(_hours(turn, meant)))
    said = (date_words.hour(before), f"{date_words.hour(after)} {date_words.day_and_date(after.date())}")
    turn.reply(wording.hour_changed(wording.CLOCK_TIMES[key], meant.number, *said, is_lasting=until is None))


def _present(turn: Turn) -> ReportingWeek:
    """The week whose post comes next: on a Friday morning that is the one just closed."""
    week = turn.calendar.period_at(turn.now)
    before = turn.calendar.previous(week)
    return before if turn.now < turn.calendar.schedule(before).post else week


def _week(turn: Turn, present: ReportingWeek, typed: str) -> ReportingWeek | None:
    """The week that was typed: a number is that of the next such week."""
    if typed == "nay":
        return present
    if typed in ("sau", "toi"):
        return turn.calendar.next(present)
    for year in (present.year, present.year + 1):
        try:
            found = turn.calendar.period(year, int(typed))
        except ValueError:
            continue
        if found.last >= present.last:
            return found
    return None


def _refusal(turn: Turn, week: ReportingWeek, key: str, before: datetime, after: datetime) -> str:
    """What is over is not changed, and a deadline that people were told is not moved forward; "" where it may be."""
    if before <= turn.now or after <= turn.now:
        return wording.clock_time_is_over(wording.CLOCK_TIMES[key], week.number)
    row = periods.find(turn.session, turn.commune.id, week)
    if key == "deadline" and after < before and row is not None and past_periods.was_asked(turn.session, row.id):
        return wording.no_earlier_deadline(date_words.deadline(before, turn.today))
    return ""


def _in_force(turn: Turn, week: ReportingWeek) -> str:
    following = turn.calendar.next(week)
    return wording.hours_in_force(week.number, _hours(turn, week), following.number)


def _hours(turn: Turn, week: ReportingWeek) -> list[str]:
    """«hạn 16 giờ» of every clock time, in their order."""
    schedule: Schedule = turn.calendar.schedule(week)
    return [f"{name} {date_words.hour(getattr(schedule, key))}" for key, name in wording.CLOCK_TIMES.items()]
