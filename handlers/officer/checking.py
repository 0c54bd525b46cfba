"""Figures that wait for an officer's look: shown with who said what, and cleared one by one (decision 13)."""

from __future__ import annotations

from handlers import wording
from handlers.context import Choice, Context
from handlers.reporter import amounts
from handlers.reporter.questions import Ref
from handlers.turn import Turn
from models import figures, periods
from models.figures import Figure
from models.periods import Period
from models.units import Unit


def item(context: Context, figure: Figure, unit: Unit) -> str:
    """«Pò Háng gieo trồng 31 ha, trên 30 ha»."""
    ref = _ref(context, figure)
    said = f"{ref.label} {amounts.figure_text(ref, figure)}" if ref else figure.measure
    return f"{unit.name} {said}, {figure.mark}"


def _ref(context: Context, figure: Figure) -> Ref | None:
    measure = context.campaign.by_id.get(figure.measure)
    one = next((found for found in measure.inputs if found.key == figure.input), None) if measure else None
    return Ref(measure, one) if measure and one else None


def show(turn: Turn, period: Period) -> None:
    """«Xem N số»: each marked figure in the words it was given in, with a button that clears it."""
    marked = figures.marked(turn.session, period.id)
    if not marked:
        return turn.reply(wording.nothing_to_check())
    lines, choices = [], []
    for figure, unit in marked:
        words = figures.last_words(turn.session, figure.id)
        lines.append(wording.marked_line(item(turn, figure, unit), words))
        ref = _ref(turn, figure)
        label = f"{unit.name}, {ref.label}" if ref else unit.name
        choices.append(Choice(wording.checked_button(label), f"clear:{figure.id}"))
        report = periods.report(turn.session, figure.reporter_id or 0, period.id)
        if report is not None:
            choices.append(Choice(wording.mend_button(label), f"fix:{report.id}:{figure.measure}.{figure.input}"))
    turn.reply("\n".join(lines), choices)


def clear(turn: Turn, figure: Figure) -> None:
    """The officer has checked a figure: it stands, without its mark."""
    unit = turn.session.get(Unit, figure.subject_id)
    figures.clear_mark(turn.session, figure, turn.saying(wording.CHECKED, reason=figures.CLEARED))
    turn.reply(wording.checked(unit.name if unit else ""))
