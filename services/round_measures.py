"""What a round may count: measures of the campaign that units tell of themselves, and measures of the round's own.

A round's own measure is built from three answers of the officer; its question is asked like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from campaign.catalogue import Aggregation, Cadence, Campaign, Comparison, EntryKind, Input, Measure, Target, TargetKind
from campaign.text import fold
from models.rounds import RoundMeasure

MOST_MEASURES, MOST_OWN = 3, 2  # in one round
AMOUNT = "amount"  # the one input of an own measure
_IN_PARTS = {
    "m": "m",
    "met": "m",
    "km": "km",
    "ha": "ha",
    "hecta": "ha",
    "m2": "m²",
    "tan": "tấn",
    "ta": "tạ",
    "kg": "kg",
}
_KINDS = (EntryKind.INCREMENT, EntryKind.LEVEL, EntryKind.CHANGE, EntryKind.YES_NO, EntryKind.CHOICE)
_ONE = Decimal(1)


def own(row: RoundMeasure) -> Measure:
    """The measure behind a round's own row."""
    first = row.round.first
    what = row.what[:1].lower() + row.what[1:]
    return Measure(
        id=row.key,
        indicator="",
        phrase=row.what,
        name=row.what[:1].upper() + row.what[1:],
        unit=row.unit,
        aggregation=Aggregation.SUM,
        value=(AMOUNT,),
        over=(),
        scale=_ONE,
        falling_is_good=row.goal is not None and row.goal < 0,
        maintain=False,
        target=Target(TargetKind.AMOUNT, Comparison.AT_LEAST, None),
        cadence=Cadence.WEEKLY,
        months=(),
        year_start=None,
        since=None if row.is_level else first,
        reporters=(),
        subject="self",
        inputs=(_input(row, what),),
        path=(),
        reading="",
        judged=False,
        small_cells=False,
        label=what,
        of_round=row.round.name,
    )


def _input(row: RoundMeasure, what: str) -> Input:
    escaped = what.replace("{", "").replace("}", "")
    return Input(
        key=AMOUNT,
        kind=EntryKind.LEVEL if row.is_level else EntryKind.INCREMENT,
        unit=row.unit,
        label=what,
        question=question(row),
        said=escaped + " {figure}" if row.is_level else escaped + " thêm {figure}",
        example=f"12 {row.unit}",
        nothing="" if row.is_level else f"{what}: chưa thêm",
        whole=row.unit not in _IN_PARTS.values(),
        unusual_above=row.most,
        aliases=(what,),
    )


def question(row: RoundMeasure) -> str:
    """«Làm đường: từ {since} đến nay thêm bao nhiêu m?»"""
    what = (row.what[:1].upper() + row.what[1:]).replace("{", "").replace("}", "")
    if row.is_level:
        return f"{what}: hiện có bao nhiêu {row.unit}?"
    return f"{what}: từ {{since}} đến nay thêm bao nhiêu {row.unit}?"


def unit_said(words: str) -> str:
    """A unit as it is kept: «mét» is «m», so that figures of it may have parts."""
    return _IN_PARTS.get(fold(words), words.strip().lower())


def of_campaign(campaign: Campaign, kinds: Iterable[str]) -> list[Measure]:
    """The campaign's measures that units of these kinds tell of themselves, and that may be told by unit.

    A count that is withheld by unit (`small_cells`), or that nobody may judge, is in no contest; nor is one that is to
    fall, for a few poor households are told of no unit (docs/decisions/0015).
    """
    wanted = set(kinds)
    return [
        one
        for one in campaign.measures
        if one.subject == "self"
        and one.judged
        and not one.small_cells
        and not one.falling_is_good
        and wanted & set(one.reporters)
        and all(each.kind in _KINDS for each in one.inputs)
    ]


def is_flow(measure: Measure) -> bool:
    """Whether what was added within the round is counted, and not what stands."""
    return any(one.kind is EntryKind.INCREMENT for one in measure.inputs)


def is_yes_no(measure: Measure) -> bool:
    """Whether a unit answers yes or no."""
    return all(one.kind in (EntryKind.YES_NO, EntryKind.CHOICE) for one in measure.inputs)


def counts_single(measure: Measure) -> bool:
    """Whether one person or household is the least there can be."""
    return not measure.over and {one.unit for one in measure.inputs} <= {"người", "hộ"}
