"""NGHỈ: an officer enters days off from an announcement, sees what moves, and confirms; or takes them back.

«nghỉ Tết từ 4/2 đến 12/2, làm bù 20/2, theo TB 12»; «BỎ NGHỈ TẾT» goes back to what is expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from campaign.calendar import Schedule
from campaign.parsing import days_off as typed_days
from campaign.parsing.days_off import Fault, Said, Wrong
from campaign.public_holidays import DaysOff
from handlers.turn import Turn
from models import holiday_announcements
from models.holiday_announcements import HolidayAnnouncement
from services import date_words, days_off, days_off_text, wording
from services.context import Choice
from services.days_off import Move

UNSTAMPED = "unstamped"  # on buttons of builds before


def enter(turn: Turn, words: str) -> None:
    """NGHỈ: the days to come; with a holiday and its days, what would move."""
    if not words:
        return _show(turn, days_off.ahead(turn))
    said = typed_days.read(words, turn.today, turn.calendar.holidays_of)
    if isinstance(said, Fault):
        return turn.reply(_refusal(turn, said))
    if said.first is None:
        return _show(turn, [said.assumed])
    row = days_off.propose(turn, said)
    return turn.reply(
        wording.days_off_proposed(
            days_off_text.name(said.assumed),
            days_off_text.days(row.announcement().days_off(said.assumed)),
            days_off_text.state(said.assumed),
            _moves(turn, row),
            said.paper,
        ),
        _choices(row, wording.RECORD_DAYS_OFF, wording.LEAVE_DAYS_OFF),
    )


def take_back(turn: Turn, words: str) -> None:
    """BỎ NGHỈ TẾT: back to what is expected."""
    said = typed_days.read(words, turn.today, turn.calendar.holidays_of)
    if isinstance(said, Fault):
        return turn.reply(wording.which_days_off(_example(turn)))
    assumed = said.assumed
    newest = holiday_announcements.newest(turn.session, turn.commune.id, assumed.holiday, assumed.year)
    name = days_off_text.name(assumed)
    if newest is None or newest.first is None:
        return turn.reply(wording.no_days_off_entered(name))
    row = days_off.propose(turn, Said(assumed))
    return turn.reply(
        wording.days_off_withdrawn_proposal(name, days_off_text.days(_expected(turn, row)), _moves(turn, row)),
        _choices(row, wording.TAKE_DAYS_OFF_BACK, wording.KEEP_DAYS_OFF),
    )


def decide(turn: Turn, row: HolidayAnnouncement, answer: str, stamp: str) -> None:
    """«Ghi lịch nghỉ», or not. A proposal that was left may have given its number to a newer one: hence the stamp."""
    if stamp not in (UNSTAMPED, _stamp(row)):
        return turn.reply(wording.days_off_newer())
    if row.confirmed_at is None and answer == "no":
        turn.session.delete(row)
        return turn.reply(wording.days_off_left())
    if answer != "yes" or not days_off.confirm(turn, row):
        return turn.reply(wording.days_off_newer())
    expected = _expected(turn, row)
    name = days_off_text.name(expected)
    if row.first is None:
        return turn.reply(wording.days_off_taken_back(name, days_off_text.days(expected)))
    return turn.reply(wording.days_off_recorded(name, days_off_text.days(row.announcement().days_off(expected))))


def as_expected(turn: Turn, written: str) -> None:
    """«Đúng như dự kiến»: what was guessed of a year is what was announced."""
    guesses = days_off.guesses(turn, int(written)) if written.isdecimal() and len(written) == 4 else []
    if not guesses:
        return turn.reply(wording.stale_button())
    for guess in guesses:
        days_off.confirm(turn, days_off.propose(turn, Said(guess, guess.first, guess.last, tuple(guess.worked))))
    return turn.reply(wording.recorded_as_expected([days_off_text.bare_line(guess) for guess in guesses]))


def _expected(turn: Turn, row: HolidayAnnouncement) -> DaysOff:
    key = row.announcement().key
    return next(assumed for assumed in turn.calendar.observing([]).holidays_of(row.year) if assumed.key == key)


def _show(turn: Turn, known: Sequence[DaysOff]) -> None:
    lines = [days_off_text.line(holiday) for holiday in known]
    turn.reply(wording.days_off_ahead(lines, days_off_text.example(known)))


def _example(turn: Turn) -> str:
    return days_off_text.example(days_off.ahead(turn))


def _refusal(turn: Turn, fault: Fault) -> str:
    known = fault.assumed
    example = days_off_text.example([known]) if known is not None else _example(turn)
    if known is None or fault.day is None:
        return wording.which_days_off(example)
    day, name = date_words.plain_date(fault.day), days_off_text.name(known)
    if fault.wrong is Wrong.NOT_ITS_DAYS:
        return wording.not_days_of(name, day, example)
    if fault.wrong is Wrong.NO_SATURDAY:
        return wording.no_saturday(f"{date_words.weekday(fault.day)} {day}")
    return wording.days_off_over(name, day)


def _choices(row: HolidayAnnouncement, yes: str, no: str) -> list[Choice]:
    stamp = _stamp(row)
    return [Choice(yes, f"days-off:{row.id}:yes:{stamp}"), Choice(no, f"days-off:{row.id}:no:{stamp}")]


def _stamp(row: HolidayAnnouncement) -> str:
    return f"{row.recorded_at.timestamp():.3f}".replace(".", "")


# What moves


def _moves(turn: Turn, row: HolidayAnnouncement) -> list[str]:
    return [said for move in days_off.moves(turn, row) if (said := _said(move, turn.now))]


def _said(move: Move, now: datetime) -> str:
    if move.after is None:
        return wording.week_merges(move.week, move.into or move.week)
    if move.before is None:
        return wording.not_merged(move.week, _at(move.after.question), _at(move.after.post))
    return wording.week_moves(move.week, parts) if (parts := _parts(move.before, move.after, now)) else ""


def _parts(before: Schedule, after: Schedule, now: datetime) -> list[str]:
    """What of a week is at another time; what has been done already stays done."""
    both = (
        (wording.QUESTION, before.question, after.question),
        (wording.DEADLINE, before.deadline, after.deadline),
        (wording.POST, before.post, after.post),
    )
    return [
        wording.moved(what, _at(to), date_words.day_said(was.date()))
        for what, was, to in both
        if was != to and was > now
    ]


def _at(moment: datetime) -> str:
    return f"{date_words.hour(moment)} {date_words.day_said(moment.date())}"
