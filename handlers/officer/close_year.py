"""CHỐT NĂM 2026: the year's verdicts are final; asked for from 15/1, and once more before it is done."""

from __future__ import annotations

from datetime import date

from handlers.turn import Turn
from models import year_closings
from reports.weekly import caption
from services import date_words, weekly_summary, wording, year_closing
from services.context import Choice
from services.weekly_summary import Compiled


def ask(turn: Turn, words: str) -> None:
    """What there is of the year, and what is missing, before it is closed."""
    typed = words.strip()
    if not (typed.isdecimal() and len(typed) == 4):
        return turn.reply(wording.which_year_to_close(_newest(turn)))
    year = int(typed)
    refused = _refusal(turn, year)
    if refused:
        return turn.reply(refused)
    compiled = weekly_summary.compile_period(turn, year_closing.year_of(year))
    turn.reply(weekly_summary.years_verdicts(turn, year, compiled), [close_choice(year)])


def close(turn: Turn, written: str) -> None:
    """«Chốt năm 2026»."""
    year = int(written) if written.isdecimal() and len(written) == 4 else 0
    refused = _refusal(turn, year) if year else wording.stale_button()
    if refused:
        return turn.reply(refused)
    compiled: Compiled = weekly_summary.compile_period(turn, year_closing.year_of(year))
    year_closing.close(turn, year, compiled.standings)
    turn.reply(wording.year_closed(year, caption.counts(compiled.table)))


def close_choice(year: int) -> Choice:
    return Choice(wording.close_year_button(year), f"close-year:{year}")


def _refusal(turn: Turn, year: int) -> str:
    """Why a year cannot be closed; "" where it can."""
    if not turn.campaign.starts.year <= year <= turn.campaign.ends.year:
        return wording.which_year_to_close(_newest(turn))
    first = year_closing.first_day(year)
    if turn.today < first:
        return wording.too_early_to_close(year, _day(first))
    closed = year_closings.of_year(turn.session, turn.commune.id, year)
    if closed is None:
        return ""
    return wording.year_closed_before(year, _day(turn.day_of(closed.closed_at)))


def _newest(turn: Turn) -> int:
    """The year that would be closed next."""
    return max(turn.today.year - 1, turn.campaign.starts.year)


def _day(day: date) -> str:
    return date_words.plain_date(day)
