"""«Sửa số» under a draft: which place's figure is wrong, the marked ones first; then the place's own dialogue."""

from __future__ import annotations

from handlers.dialogue_states import ChoosingPlace
from handlers.officer import approval
from handlers.reporter import typed_corrections
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models import figure_queries, figures_around, periods, units
from models.periods import PeriodRow, Report
from models.units import Unit
from services import marked_figures, wording
from services.context import Choice

_MOST_CHOICES = 8


def choose(turn: Turn, period: PeriodRow) -> None:
    """The figures under check as buttons; for any other the place's name is typed."""
    reported = [one for one in periods.reports(turn.session, period.id, turn.today) if _has_figures(turn, one)]
    if not reported:
        return turn.reply(wording.nobody_reported(period.number), [Choice(wording.ENTER_FOR, f"enter:{period.id}")])
    lines, choices = [], []
    for figure, unit in figure_queries.marked(turn.session, period.id)[:_MOST_CHOICES]:
        if (choice := marked_figures.mend_choice(turn, figure, unit)) is not None:
            lines.append(marked_figures.item(turn, figure, unit))
            choices.append(choice)
    return _ask(
        turn, ChoosingPlace(period.id), wording.marked_or_which_place(lines, reported[0].unit.short_name), choices
    )


def _ask(turn: Turn, step: ChoosingPlace, text: str, choices: list[Choice]) -> None:
    turn.reply(text, [*choices, _back(step.period_id)])
    turn.dialogues.show(step)


def _has_figures(turn: Turn, report: Report) -> bool:
    return bool(figures_around.given(turn.session, report.unit_id, report.period_id))


def _back(period_id: int) -> Choice:
    return Choice(wording.SEE_DRAFT, f"draft:{period_id}")


def back(turn: Turn, period: PeriodRow) -> None:
    """«Xem lại dự thảo»: no place is waited for any more."""
    turn.dialogues.leave(ChoosingPlace(period.id).key)
    approval.review(turn, period)


def named(turn: Turn, step: ChoosingPlace, name: str) -> None:
    """The place's name, typed in answer to `choose`."""
    matching = units.named(turn.session, turn.commune.id, name)
    if len(matching) == 1:
        return _open(turn, step, matching[0])
    reports = [periods.report(turn.session, unit.id, step.period_id) for unit in matching[:_MOST_CHOICES]]
    choices = [Choice(one.unit.short_name[:40], f"mend-for:{one.id}") for one in reports if one is not None]
    return _ask(turn, step, wording.which_of_these() if choices else wording.no_such_place(name), choices)


def _open(turn: Turn, step: ChoosingPlace, unit: Unit) -> None:
    report = periods.report(turn.session, unit.id, step.period_id)
    if report is None or not report.due:
        return _ask(turn, step, wording.nothing_due(unit.full_name), [])
    return begin(turn, report)


def begin(turn: Turn, report: Report) -> None:
    """What the place has given, a button a measure."""
    if not _has_figures(turn, report):
        turn.dialogues.leave(ChoosingPlace(report.period_id).key)
        choices = [Choice(wording.ENTER_FOR, f"enter-for:{report.id}"), _back(report.period_id)]
        return turn.reply(wording.has_not_reported(report.unit.full_name), choices)
    return typed_corrections.offer(Dialogue(turn, report))
