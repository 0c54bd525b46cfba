"""Small cells: what is never told village by village, because a neighbour would know who is meant.

The unit itself sees its own figures, and an officer those that are to be checked (docs/decisions/0015).
"""

from __future__ import annotations

from decimal import Decimal

from campaign.catalogue import Measure
from models.figures import Figure
from models.units import Unit
from reports import format, small_cells
from services import figure_text, question_text, wording
from services.report_sheet import Ref


def is_told_by_village(measure: Measure) -> bool:
    """Whether a measure may be told village by village at all; deaths and crimes may not."""
    return "village" in measure.reporters and not measure.small_cells


def hides(measure: Measure, value: Decimal | None, subject: Unit) -> bool:
    """Whether a value about `subject` is kept back: a village's, of a measure of small cells or too small itself."""
    return subject.kind == "village" and bool(small_cells.shown(measure, value))


def may_be_small(measure: Measure, subject: Unit) -> bool:
    """Whether some value of the measure would be kept back: then words that are no value are kept back too."""
    return hides(measure, Decimal(0), subject)


def instead(measure: Measure) -> str:
    """What is said in its place: «dưới 5 hộ»."""
    if measure.small_cells:
        return wording.UNTOLD
    return wording.fewer_than(small_cells.FEWEST, format.unit(measure))


def text(ref: Ref, figure: Figure, subject: Unit) -> str:
    """A stored figure as a leader may see it: «9 người», «dưới 5 hộ»."""
    if hides(ref.measure, figure.value, subject):
        return instead(ref.measure)
    return figure_text.figure_text(ref, figure)


def echo(ref: Ref, figure: Figure, known: Figure | None, subject: Unit) -> str:
    """The same in its sentence, with the change where that betrays nothing: «6 người chưa có thẻ BHYT (giảm 3)»."""
    if hides(ref.measure, figure.value, subject):
        return instead(ref.measure)
    is_safe = known is not None and not hides(ref.measure, known.value, subject)
    return question_text.echo(ref, figure, known if is_safe else None)
