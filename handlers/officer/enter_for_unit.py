"""«Ghi hộ»: the officer answers for a unit, through the unit's own dialogue, and it is kept as such."""

from __future__ import annotations

from handlers.dialogue_states import ChoosingUnit
from handlers.officer import places
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models import periods, units
from models.periods import PeriodRow, Report
from services import missing, wording
from services.context import Choice

_MOST_CHOICES = 8


def choose_now(turn: Turn) -> None:
    """GHI HỘ, typed."""
    choose(turn, missing.asked_period(turn))


def choose(turn: Turn, period: PeriodRow) -> None:
    """Which unit: those still missing."""
    waiting = missing.incomplete(periods.reports(turn.session, period.id, turn.today))
    if not waiting:
        return turn.reply(wording.none_missing())
    return _ask(turn, ChoosingUnit(period.id), wording.for_which_unit(), waiting)


def _ask(turn: Turn, step: ChoosingUnit, text: str, reports: list[Report]) -> None:
    turn.reply(text, [Choice(report.unit.short_name, f"enter-for:{report.id}") for report in reports])
    turn.dialogues.show(step)


def named(turn: Turn, step: ChoosingUnit, name: str) -> None:
    """The unit's name, typed in answer to `choose`."""
    meant = units.named(turn.session, turn.commune.id, name)
    incomplete = missing.incomplete(periods.reports(turn.session, step.period_id, turn.today))
    reports = [report for report in incomplete if report.unit in meant]
    if len(reports) == 1:
        return begin(turn, reports[0])
    if reports:
        return _ask(turn, step, wording.which_of_these(), reports[:_MOST_CHOICES])
    text = wording.has_reported(meant[0].full_name) if meant else wording.no_such_place(name)
    return _ask(turn, step, places.over(turn, meant) or text, incomplete)


def begin(turn: Turn, report: Report) -> None:
    """A unit was chosen: its first open question."""
    choosing = ChoosingUnit(report.period_id)
    turn.dialogues.leave(choosing.key)
    dialogue = Dialogue(turn, report)
    if dialogue.is_proxy and not dialogue.is_open:
        dialogue.enter(choosing.choose(report.id))
    dialogue.ask(wording.entering_for(report.unit.full_name))
