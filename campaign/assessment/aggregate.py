"""From figures to a measure's value on a day: the units' parts, added up by the measure's aggregation.

Knows aggregations; targets, statuses and reporting weeks are none of its business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.assessment import unit_value
from campaign.assessment.figure_index import Book, Part
from campaign.catalogue import Aggregation, Measure


@dataclass(frozen=True, slots=True)
class Value:
    """A measure's value in its unit on a day, what it was divided from, and the parts that made it."""

    value: Decimal
    numerator: Decimal
    denominator: Decimal | None
    as_of: date
    marked: int
    parts: tuple[Part, ...]


def at(book: Book, day: date, start: date | None, stale_counts: bool = False) -> Value | None:
    """The value on `day`, flows counted from `start`; None when no unit has one.

    A level older than twice its cadence counts as missing, unless `stale_counts`. A balance without a baseline
    has no value either: its changes alone are not one.
    """
    if book.is_balance and not book.has_opening(day):
        return None
    return add_up(book.measure, parts(book, day, start, stale_counts))


def told(book: Book, day: date, start: date | None) -> Value | None:
    """The value as a summary tells it: where all of it is older than twice the cadence, the last known one."""
    return at(book, day, start) or at(book, day, start, stale_counts=True)


def parts(book: Book, day: date, start: date | None, stale_counts: bool = False) -> tuple[Part, ...]:
    """What each unit adds on `day`. A commune's own row of a level stands in only where no unit has one."""
    found = [
        part
        for unit in book.rows
        if (book.has_flows or book.places[unit].is_active(day))
        and (part := unit_value.part(book, unit, day, start, stale_counts)) is not None
    ]
    if not book.has_flows:
        of_units = [part for part in found if book.places[part.unit].kind != "commune"]
        found = of_units or found
    return tuple(found)


def first_parts(book: Book, day: date, start: date | None, units: Collection[int]) -> tuple[Part, ...]:
    """What each of `units` added on `day`, or on the first day after it of which there is a figure."""
    found: list[Part] = []
    for unit in units:
        days = sorted({fact.on for rows in book.rows[unit].values() for fact in rows if fact.on > day})
        tries = (unit_value.part(book, unit, one, start, stale_counts=True) for one in (day, *days))
        part = next((one for one in tries if one is not None), None)
        if part is not None:
            found.append(part)
    return tuple(found)


def add_up(measure: Measure, found: Sequence[Part]) -> Value | None:
    """The commune's value from its parts, by the measure's aggregation; None without parts or divided by zero."""
    if not found:
        return None
    if measure.aggregation is Aggregation.COMMUNE_SINGLE and not any(one.kind.is_flow for one in measure.inputs):
        found = [max(found, key=lambda part: part.on)]
    total = _AGGREGATIONS[measure.aggregation](found, measure.scale)
    if total is None:
        return None
    value, numerator, denominator = total
    return Value(
        value=value,
        numerator=numerator,
        denominator=denominator,
        as_of=max(part.on for part in found),
        marked=sum(part.marked for part in found),
        parts=tuple(found),
    )


_Total = tuple[Decimal, Decimal, Decimal | None]  # value, numerator, denominator


def _numerators(found: Sequence[Part]) -> Decimal:
    return sum((part.numerator for part in found), Decimal(0))


def _denominators(found: Sequence[Part]) -> Decimal:
    return sum((part.denominator for part in found if part.denominator is not None), Decimal(0))


def _sum(found: Sequence[Part], _: Decimal) -> _Total | None:
    return _numerators(found), _numerators(found), None


def _ratio_of_sums(found: Sequence[Part], scale: Decimal) -> _Total | None:
    below = _denominators(found)
    return (scale * _numerators(found) / below, _numerators(found), below) if below else None


def _weighted_mean(found: Sequence[Part], scale: Decimal) -> _Total | None:
    """`value` is a mean of each unit, `over` its weight."""
    below = _denominators(found)
    above = sum((part.numerator * (part.denominator or 0) for part in found), Decimal(0))
    return (scale * above / below, above, below) if below else None


def _share_of_yes(found: Sequence[Part], scale: Decimal) -> _Total | None:
    return scale * _numerators(found) / len(found), _numerators(found), Decimal(len(found))


def _count_of_yes(found: Sequence[Part], _: Decimal) -> _Total | None:
    return _numerators(found), _numerators(found), Decimal(len(found))


def _commune_single(found: Sequence[Part], scale: Decimal) -> _Total | None:
    if any(part.denominator is not None for part in found):
        return _ratio_of_sums(found, scale)
    return _sum(found, scale)


_AGGREGATIONS: Mapping[Aggregation, Callable[[Sequence[Part], Decimal], _Total | None]] = {
    Aggregation.SUM: _sum,
    Aggregation.RATIO_OF_SUMS: _ratio_of_sums,
    Aggregation.WEIGHTED_MEAN: _weighted_mean,
    Aggregation.SHARE_OF_YES: _share_of_yes,
    Aggregation.COUNT_OF_YES: _count_of_yes,
    Aggregation.COMMUNE_SINGLE: _commune_single,
}
