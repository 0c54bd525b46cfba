"""Verifying marked figures (decision 13): an officer sees each with who said what, clears it or asks for it anew."""

from __future__ import annotations

from handlers.reporter import typed_corrections
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models import figure_queries, figures, periods
from models.audit import Action
from models.figures import Figure
from models.periods import PeriodRow
from models.units import Unit
from services import marked_figures, wording
from services.context import Choice


def show(turn: Turn, period: PeriodRow) -> None:
    """«Xem N số»: each marked figure in the words it was given in, with a button that clears it."""
    marked = figure_queries.marked(turn.session, period.id)
    if not marked:
        return turn.reply(wording.nothing_to_check())
    lines, choices = [], []
    for figure, unit in marked:
        words = figure_queries.last_words(turn.session, figure.id)
        lines.append(wording.marked_line(marked_figures.item(turn, figure, unit), words))
        choices.append(Choice(wording.checked_button(marked_figures.label(turn, figure, unit)), f"clear:{figure.id}"))
        mend = marked_figures.mend_choice(turn, figure, unit)
        again = marked_figures.ask_again_choice(turn, figure, unit)
        choices += [choice for choice in (mend, again) if choice is not None]
    turn.reply("\n".join(lines), choices)


def mend(turn: Turn, figure: Figure) -> None:
    """«Sửa: …»: the figure is asked for anew; the buttons of the other figures stay."""
    report = marked_figures.report_of(turn, figure)
    if report is None:
        return turn.reply(wording.stale_button())
    return typed_corrections.begin(Dialogue(turn, report), f"{figure.measure}.{figure.input}")


def clear(turn: Turn, figure: Figure) -> None:
    """The officer has checked a figure: it stands, without its mark."""
    unit = turn.session.get(Unit, figure.subject_id)
    if figure.mark:
        new = {"figure": f"{figure.measure}.{figure.input}", "unit": unit.code if unit else ""}
        turn.record_change(Action.MARK_CLEARED, f"figure:{figure.id}", new=new | {"day": figure.on_day.isoformat()})
    figures.clear_mark(turn.session, figure, turn.saying(wording.CHECKED, reason=figures.CLEARED))
    period = turn.session.get(PeriodRow, figure.period_id) if figure.period_id else None
    if period is not None:
        periods.note_change(period, turn.now)
    turn.reply(wording.checked(unit.short_name if unit else ""))
