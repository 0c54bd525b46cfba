"""«Ghi hộ»: the officer answers for a unit, through the unit's own dialogue, and it is kept as such."""

from __future__ import annotations

from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models import periods
from models.periods import PeriodRow, Report
from services import missing, wording
from services.context import Choice


def choose(turn: Turn, period: PeriodRow) -> None:
    """Which unit: those still missing."""
    waiting = missing.incomplete(periods.reports(turn.session, period.id))
    if not waiting:
        return turn.reply(wording.none_missing())
    turn.reply(wording.for_which_unit(), [Choice(one.unit.name, f"enter-for:{one.id}") for one in waiting])


def choose_now(turn: Turn) -> None:
    """GHI HỘ, typed."""
    choose(turn, missing.asked_period(turn))


def begin(turn: Turn, report: Report) -> None:
    Dialogue(turn, report).ask(wording.entering_for(report.unit.full_name))
