"""Opening a round: its name, its first and its last day."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.officer.round_steps import participants, round_draft
from handlers.turn import Turn
from models.rounds import Round, State
from services import date_words, occasions, round_typed, wording
from services import rounds as at_work
from services.context import Choice

_EARLIEST = timedelta(days=31)  # before today
_SPANS = (30, 90)  # days that are offered


def ask_name(turn: Turn, draft: Round, problem: str = "") -> None:
    round_draft.say(turn, draft, "name", problem or wording.round_name(turn.title))


def take_name(turn: Turn, draft: Round, text: str) -> None:
    name = " ".join(text.split()).strip(" «»\"'.")
    if not name or len(name) > round_draft.LONGEST_NAME:
        return ask_name(turn, draft, wording.round_name_too_long(round_draft.LONGEST_NAME))
    draft.name = name[:1].upper() + name[1:]
    return ask_days(turn, draft)


def ask_days(turn: Turn, draft: Round, problem: str = "") -> None:
    example = _days_example(turn)
    ahead = occasions.next_ahead(turn)
    choices = [Choice(wording.so_many_days(count), f"round-days:{draft.id}:{count}") for count in _SPANS]
    if ahead is not None:
        count = (ahead.day - turn.today).days + 1
        if at_work.SHORTEST <= count <= at_work.LONGEST:
            label = wording.until_day(date_words.short_date(ahead.day))
            choices.insert(0, Choice(label, f"round-days:{draft.id}:{count}"))
    round_draft.say(turn, draft, "days", problem or wording.round_days(draft.name, example), choices)


def _days_example(turn: Turn) -> str:
    later = turn.today + timedelta(days=60)
    return f"{date_words.short_date(turn.today)} - {date_words.short_date(later)}"


def choose_days(turn: Turn, draft: Round, count: str) -> None:
    """«90 ngày», from today on."""
    if draft.state is not State.DRAFT or not count.isdecimal() or not 0 < int(count) <= at_work.LONGEST:
        return turn.reply(wording.stale_button())
    return _set_days(turn, draft, (turn.today, turn.today + timedelta(days=int(count) - 1)))


def take_days(turn: Turn, draft: Round, text: str) -> None:
    found = round_typed.days(text, turn.today)
    if found is None:
        return ask_days(turn, draft, wording.round_days_unread(_days_example(turn)))
    return _set_days(turn, draft, found)


def _set_days(turn: Turn, draft: Round, found: tuple[date, date]) -> None:
    first, last = found
    if not at_work.SHORTEST <= (last - first).days + 1 <= at_work.LONGEST or last < turn.today:
        return ask_days(turn, draft, wording.round_too_short(at_work.SHORTEST))
    if first < turn.today - _EARLIEST:
        earliest = date_words.plain_date(turn.today - _EARLIEST)
        return ask_days(turn, draft, wording.round_too_early(earliest))
    draft.first, draft.last = found
    return participants.ask_whom(turn, draft)
