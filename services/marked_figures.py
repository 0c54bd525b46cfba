"""Figures marked for verification (decision 13): how each is named to an officer, and the button that asks anew."""

from __future__ import annotations

from models import periods
from models.figures import Figure
from models.periods import Report
from models.units import Unit
from services import figure_text, wording
from services.context import Choice, Context
from services.report_sheet import Ref


def item(context: Context, figure: Figure, unit: Unit) -> str:
    """«Pò Háng gieo trồng 31 ha, trên 30 ha»."""
    ref = ref_of(context, figure)
    said = f"{ref.label} {figure_text.figure_text(ref, figure)}" if ref else figure.measure
    return f"{unit.short_name} {said}, {figure.mark}"


def label(context: Context, figure: Figure, unit: Unit) -> str:
    """«Pò Háng, gieo trồng», for a button."""
    ref = ref_of(context, figure)
    return f"{unit.short_name}, {ref.label}" if ref else unit.short_name


def mend_choice(context: Context, figure: Figure, unit: Unit) -> Choice | None:
    """The button that asks for a figure anew; None where no report gave it."""
    if report_of(context, figure) is None:
        return None
    return Choice(wording.mend_button(label(context, figure, unit)), f"mend-figure:{figure.id}")


def ask_again_choice(context: Context, figure: Figure, unit: Unit) -> Choice | None:
    """The button that asks the unit about a figure again; None where no report gave it."""
    if report_of(context, figure) is None:
        return None
    return Choice(wording.ask_again_button(label(context, figure, unit)), f"ask-again:{figure.id}")


def ref_of(context: Context, figure: Figure) -> Ref | None:
    """The input that a figure is of; None where the campaign has it no more."""
    measure = context.campaign_on(figure.on_day).by_id.get(figure.measure)
    asked = next((field for field in measure.inputs if field.key == figure.input), None) if measure else None
    return Ref(measure, asked) if measure and asked else None


def report_of(context: Context, figure: Figure) -> Report | None:
    """The report that gave a figure; None for an imported one."""
    if figure.reporter_id is None or figure.period_id is None:
        return None
    return periods.report(context.session, figure.reporter_id, figure.period_id)
