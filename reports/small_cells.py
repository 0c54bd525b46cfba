"""What is never told of a single unit: counts so small that everybody knows who is meant."""

from __future__ import annotations

from decimal import Decimal

from campaign.catalogue import Aggregation, EntryKind, Measure

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


def _counts_need(measure: Measure) -> bool:
    is_level = all(one.kind is EntryKind.LEVEL for one in measure.inputs)
    return measure.falling_is_good and is_level and measure.aggregation is Aggregation.SUM
