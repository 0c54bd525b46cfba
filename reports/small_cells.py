"""Small-cell suppression: counts so small that everybody knows who is meant are never told of a single unit.

The unit itself sees its own figures, and an officer those that are to be verified (docs/decisions/0015).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from campaign.assessment import small_parts
from campaign.assessment.result import Result
from campaign.catalogue import Aggregation, EntryKind, Measure
from models.units import Unit
from reports import format

MARK = "Lưu hành nội bộ"
WITHHELD = "không nêu"
FEWEST = 5
FEW = f"<{FEWEST}"


class _Subject(Protocol):
    """Whom a figure is about: a unit as it is stored, or as the rules see it."""

    @property
    def kind(self) -> str: ...
    @property
    def succeeds(self) -> Sequence[int]: ...
    @property
    def active_from(self) -> date | None: ...


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


def of_figure(measure: Measure, value: Decimal | None, subject: _Subject, on: date) -> str:
    """The same of one figure of a unit; "" where it may be shown.

    Beside what its neighbours and those before it have told, a figure of a unit that was merged or split within a
    year may give away a small one of theirs (`of_standing` knows whether it does; one figure alone does not).
    """
    withheld = shown(measure, value)
    if withheld or value is None or not _counts_need(measure):
        return withheld
    is_new = bool(subject.succeeds) and subject.active_from is not None and on < small_parts.ages(subject.active_from)
    return WITHHELD if is_new else ""


def instead_of_figure(measure: Measure, value: Decimal | None, subject: _Subject, on: date) -> str:
    """What is said in a conversation in place of a village's figure; "" where it may be told."""
    if subject.kind != "village" or not of_figure(measure, value, subject, on):
        return ""
    return instead(measure) if shown(measure, value) else WITHHELD


def instead_of_standing(measure: Measure, one: Result, subject: Unit) -> str:
    """What is said in a conversation in place of a unit's standing; "" where it may be told."""
    if subject.kind != "village" or not of_standing(measure, one):
        return ""
    return instead(measure) if shown(measure, one.value) else WITHHELD


def is_told_by_village(measure: Measure) -> bool:
    """Whether a measure may be told village by village at all; deaths and crimes may not."""
    return "village" in measure.reporters and not measure.small_cells


def hides(measure: Measure, value: Decimal | None, subject: _Subject, on: date) -> bool:
    """Whether a figure about `subject` is kept back: a village's, of a measure of small cells or too small itself."""
    return bool(instead_of_figure(measure, value, subject, on))


def may_be_small(measure: Measure, subject: Unit) -> bool:
    """Whether some value of the measure would be kept back: then words that are no value are kept back too."""
    return subject.kind == "village" and bool(shown(measure, Decimal(0)))


def instead(measure: Measure) -> str:
    """What is said in a conversation in place of a value that is kept back: «dưới 5 hộ»."""
    if measure.small_cells:
        return "không nêu theo từng thôn"
    return f"dưới {FEWEST} {format.unit(measure)}"


def _counts_need(measure: Measure) -> bool:
    is_level = all(field.kind is EntryKind.LEVEL for field in measure.inputs)
    return measure.falling_is_good and is_level and measure.aggregation is Aggregation.SUM
