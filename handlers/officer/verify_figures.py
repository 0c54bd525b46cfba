"""Figures that wait for an officer's look: shown with who said what, and cleared one by one (decision 13)."""

from __future__ import annotations

from handlers.turn import Turn
from models import figures, periods
from models.figures import Figure
from models.periods import PeriodRow
from models.units import Unit
from services import figure_text, wording
from services.context import Choice, Context
from services.report_sheet import Ref


def item(context: Context, figure: Figure, unit: Unit) -> str:
    """«Pò Háng gieo trồng 31 ha, trên 30 ha»."""
    ref = _ref(context, figure)
    said = f"{ref.label} {figure_text.figure_text(ref, figure)}" if ref else figure.measure
    return f"{unit.name} {said}, {figure.mark}"


def _ref(context: Context, figure: Figure) -> Ref | None:
    measure = context.campaign.by_id.get(figure.measure)
    one = next((found for found in measure.inputs if found.key == figure.input), None) if measure else None
    return Ref(measure, one) if measure and one else None


def show(turn: Turn, period: PeriodRow) -> None:
    """«Xem N số»: each marked figure in the words it was given in, with a button that clears it."""
    marked = figures.marked(turn.session, period.id)
    if not marked:
        return turn.reply(wording.nothing_to_check())
    lines, choices = [], []
    for figure, unit in marked:
        words = figures.last_words(turn.session, figure.id)
        lines.append(wording.marked_line(item(turn, figure, unit), words))
        choices.append(Choice(wording.checked_button(_label(turn, figure, unit)), f"clear:{figure.id}"))
        mend = mend_choice(turn, figure, unit)
        choices += [mend] if mend is not None else []
    turn.reply("\n".join(lines), choices)


def _label(context: Context, figure: Figure, unit: Unit) -> str:
    ref = _ref(context, figure)
    return f"{unit.name}, {ref.label}" if ref else unit.name


def mend_choice(context: Context, figure: Figure, unit: Unit) -> Choice | None:
    """The button that asks for a figure anew; None where no report gave it."""
    report = periods.report(context.session, figure.reporter_id or 0, figure.period_id or 0)
    if report is None:
        return None
    return Choice(
        wording.mend_button(_label(context, figure, unit)), f"fix:{report.id}:{figure.measure}.{figure.input}"
    )


def clear(turn: Turn, figure: Figure) -> None:
    """The officer has checked a figure: it stands, without its mark."""
    unit = turn.session.get(Unit, figure.subject_id)
    figures.clear_mark(turn.session, figure, turn.saying(wording.CHECKED, reason=figures.CLEARED))
    period = turn.session.get(PeriodRow, figure.period_id) if figure.period_id else None
    if period is not None:
        periods.note_change(period, turn.now)
    turn.reply(wording.checked(unit.name if unit else ""))
