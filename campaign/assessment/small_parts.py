"""The smallest count that could be worked out from a unit's value and what is told of those it was merged with.

Differencing: 7 households of a village before its split, 5 of one part after it, leave 2 for the other. Which counts
are too small to be told is not decided here.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from campaign.assessment import unit_value
from campaign.assessment.figure_index import FigureIndex

_YEAR = timedelta(days=366)


def ages(since: date) -> date:
    """From when on a unit of this first day is a unit as any other: its figures have been counted anew by then."""
    return since + _YEAR


def smallest(index: FigureIndex, unit: int, day: date) -> Decimal | None:
    """Of the counts around a unit that was merged or split within a year; None for any other unit.

    `index` holds the figures of all its kin (`Lineage.kin`).
    """
    lineage, since = index.lineage, index.places[unit].active_from
    before = lineage.before(unit)
    if not before or since is None or not since <= day < ages(since):
        return None
    beside = {successor for earlier in before for successor in lineage.after[earlier]}
    now = [_own(index, successor, day) for successor in beside]
    was = [_stood(index, earlier, day) for earlier in before]
    counts = [*now, *(smallest(index, earlier, day) for earlier in before)]
    if len(before) > 1:
        counts += was
    if None in now and None not in was:
        left = sum(_told(was), Decimal(0)) - sum(_told(now), Decimal(0))
        counts.append(left)  # for those who have not told
    return min(_told(counts), default=None)


def _told(counts: list[Decimal | None]) -> list[Decimal]:
    return [count for count in counts if count is not None]


def _own(index: FigureIndex, unit: int, day: date) -> Decimal | None:
    part = unit_value.part(index, unit, day, None, stale_counts=True) if unit in index.rows else None
    return None if part is None else part.numerator


def _stood(index: FigureIndex, unit: int, day: date) -> Decimal | None:
    """What a unit told last; one that was merged and never told has what went into it."""
    own, before = _own(index, unit, day), index.lineage.before(unit)
    if own is not None or not before or len(index.lineage.after[before[0]]) > 1:
        return own
    parts = [_stood(index, earlier, day) for earlier in before]
    return None if None in parts else sum(_told(parts), Decimal(0))
