"""Figures marked for verification (decision 13): how each is named to an officer, and the button that asks anew."""

from __future__ import annotations

from models import periods
from models.figures import Figure
from models.units import Unit
from services import figure_text, wording
from services.context import Choice, Context
from services.report_sheet import Ref


def item(context: Context, figure: Figure, unit: Unit) -> str:
    """«Pò Háng gieo trồng 31 ha, trên 30 ha»."""
    ref = _ref(context, figure)
    said = f"{ref.label} {figure_text.figure_text(ref, figure)}" if ref else figure.measure
    return f"{unit.name} {said}, {figure.mark}"


def label(context: Context, figure: Figure, unit: Unit) -> str:
    """«Pò Háng, gieo trồng», for a button."""
    ref = _ref(context, figure)
    return f"{unit.name}, {ref.label}" if ref else unit.name


def mend_choice(context: Context, figure: Figure, unit: Unit) -> Choice | None:
    """The button that asks for a figure anew; None where no report gave it."""
    report = periods.report(context.session, figure.reporter_id or 0, figure.period_id or 0)
    if report is None:
        return None
    return Choice(wording.mend_button(label(context, figure, unit)), f"mend-figure:{figure.id}")


def _ref(context: Context, figure: Figure) -> Ref | None:
    measure = context.campaign_on(figure.on_day).by_id.get(figure.measure)
    asked = next((field for field in measure.inputs if field.key == figure.input), None) if measure else None
    return Ref(measure, asked) if measure and asked else None
