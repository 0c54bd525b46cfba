"""Small-cell suppression: counts so small that everybody knows who is meant are never told of a single unit.

The unit itself sees its own figures, and an officer those that are to be verified (docs/decisions/0015).
"""

from __future__ import annotations

from decimal import Decimal

from campaign.assessment.result import Result
from campaign.catalogue import Aggregation, EntryKind, Measure
from models.units import Unit
from reports import format

MARK = "Lưu hành nội bộ"
WITHHELD = "không nêu"
FEWEST = 5
FEW = f"<{FEWEST}"


def shown(measure: Measure, value: Decimal | None) -> str:
    """What stands in a unit's cell instead of its value; "" where the value itself may be shown.

    A level that is to fall, poor households, counts people in need: under five it is «<5». Events (`small_cells`:
    deaths, crimes) are told for the commune alone.
    """
    if value is None:
        return ""
    if _counts_need(measure):
        return FEW if value < FEWEST else ""
    return WITHHELD if measure.small_cells else ""


def of_standing(measure: Measure, one: Result) -> str:
    """The same of a standing: a sum is kept back with its smallest part, which could be worked out from the others."""
    withheld = shown(measure, one.value)
    if withheld or one.smallest_part is None:
        return withheld
    return WITHHELD if shown(measure, one.smallest_part) else ""


def instead_of_standing(measure: Measure, one: Result, subject: Unit) -> str:
    """What is said in a conversation in place of a unit's standing; "" where it may be told."""
    if subject.kind != "village" or not of_standing(measure, one):
        return ""
    return instead(measure) if shown(measure, one.value) else WITHHELD


def is_told_by_village(measure: Measure) -> bool:
    """Whether a measure may be told village by village at all; deaths and crimes may not."""
    return "village" in measure.reporters and not measure.small_cells


def hides(measure: Measure, value: Decimal | None, subject: Unit) -> bool:
    """Whether a value about `subject` is kept back: a village's, of a measure of small cells or too small itself."""
    return subject.kind == "village" and bool(shown(measure, value))


def may_be_small(measure: Measure, subject: Unit) -> bool:
    """Whether some value of the measure would be kept back: then words that are no value are kept back too."""
    return hides(measure, Decimal(0), subject)


def instead(measure: Measure) -> str:
    """What is said in a conversation in place of a value that is kept back: «dưới 5 hộ»."""
    if measure.small_cells:
        return "không nêu theo từng thôn"
    return f"dưới {FEWEST} {format.unit(measure)}"


def _counts_need(measure: Measure) -> bool:
    is_level = all(field.kind is EntryKind.LEVEL for field in measure.inputs)
    return measure.falling_is_good and is_level and measure.aggregation is Aggregation.SUM
