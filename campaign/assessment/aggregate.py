"""From figures to a measure's value on a day: the units' parts, added up by the measure's aggregation.

Knows aggregations; targets, statuses and reporting weeks are none of its business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.assessment import unit_value
from campaign.assessment.figure_index import FigureIndex, Part
from campaign.assessment.lineage import Group
from campaign.catalogue import Aggregation, Measure

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Value:
    """A measure's value in its unit on a day, what it was divided from, and the parts that made it."""

    value: Decimal
    numerator: Decimal
    denominator: Decimal | None
    as_of: date
    marked: int
    parts: tuple[Part, ...]


def at(index: FigureIndex, day: date, start: date | None, stale_counts: bool = False) -> Value | None:
    """The value on `day`, flows counted from `start`; None when no unit has one.

    A level older than twice its cadence counts as missing, unless `stale_counts`. A balance without a baseline
    has no value either: its changes alone are not one.
    """
    if index.is_balance and not index.has_opening(day):
        return None
    return add_up(index.measure, parts(index, day, start, stale_counts))


def told(index: FigureIndex, day: date, start: date | None) -> Value | None:
    """The value as a summary tells it: where all of it is older than twice the cadence, the last known one."""
    return at(index, day, start) or at(index, day, start, stale_counts=True)


def parts(index: FigureIndex, day: date, start: date | None, stale_counts: bool = False) -> tuple[Part, ...]:
    """What each unit adds on `day`. A commune's own row of a level stands in only where no unit has one."""
    if index.is_balance:
        return _stocks(index, day, start, stale_counts)
    if index.has_flows:
        return tuple(unit_value.parts(index, index.rows, day, start, stale_counts))
    found: list[Part] = []
    if not index.lineage.touched:  # the usual: everybody speaks for itself
        there = index.lineage.there(index.rows, day)
        found = unit_value.parts(index, there, day, start, stale_counts)
        return tuple([part for part in found if index.places[part.unit].kind != "commune"] or found)
    for group in groups(index, day, start, stale_counts):
        told = [
            unit_value.part(index, unit, day, start, stale_counts) if unit in index.rows else None
            for unit in group.standing
        ]
        found += _standing(index, group, told)
    of_units = [part for part in found if index.places[part.unit].kind != "commune"]
    return tuple(of_units or found)


def groups(index: FigureIndex, day: date, start: date | None, stale_counts: bool = False) -> list[Group]:
    """Who stands for whom on `day`: of a level who has told it, of a stock who has counted it anew."""
    if index.is_balance:
        return index.lineage.groups(index.rows, day, lambda unit: index.has_own_opening(unit, day))

    def has_told(unit: int) -> bool:
        return unit in index.rows and unit_value.part(index, unit, day, start, stale_counts) is not None

    return index.lineage.groups(index.rows, day, has_told)


def _stocks(index: FigureIndex, day: date, start: date | None, stale_counts: bool) -> tuple[Part, ...]:
    """A stock is what its changes have made of it: those of a unit that has ended count on, until it is counted anew.

    What only some of several successors have counted anew would be in there twice: their changes alone are added.
    """
    touched = index.lineage.touched_by(day).intersection(index.rows)
    standing = [unit for group in groups(index, day, start) for unit in group.standing] if touched else []
    replaced = [unit for unit in touched if index.lineage.is_replaced(unit, standing)]
    moving = touched.difference(standing, replaced)
    uncounted = index.keep(lambda fact: not fact.opening or fact.unit not in moving) if moving else index
    found = []
    for unit in index.rows:
        source = uncounted if unit in moving else index
        if unit not in replaced and unit in source.rows:
            found.append(unit_value.part(source, unit, day, start, stale_counts))
    return tuple(_known(found))


def counts_units(measure: Measure) -> bool:
    """Whether yes and no are counted by units, so that fewer units change the value though nothing happened."""
    return measure.aggregation in _OF_UNITS


def _known(found: Iterable[Part | None]) -> list[Part]:
    return [part for part in found if part is not None]


def _standing(index: FigureIndex, group: Group, told: Sequence[Part | None]) -> list[Part]:
    """What those who stand for a group add: numbers stay each as they are, so that no digit of a sum changes.

    Yes and no are counted by units: where all said the same, as often as there are units, the newest; else not.
    """
    known = _known(told)
    if not group.is_inherited:
        return known
    if counts_units(index.measure):
        is_clear = len(known) == len(told) and len({part.numerator for part in known}) == 1
        known = sorted(known, key=lambda part: part.on, reverse=True)[: len(group.units)] if is_clear else []
    return [part._replace(stands_for=group.units) for part in known]


def first_parts(index: FigureIndex, day: date, start: date | None, units: Collection[int]) -> tuple[Part, ...]:
    """What each of `units` added on `day`, or on the first day after it of which there is a figure.

    Of a unit that was merged or split since, what all of those before it added; where that is not known, its own first.
    """
    touched = index.lineage.touched.intersection(units)
    found = {unit: _first(index, unit, day, start) for unit in units if unit not in touched}
    for unit, part in _first_of_touched(index, day, start, touched).items():
        found[unit] = part
    return tuple(_known(found.values()))


def _first_of_touched(
    index: FigureIndex, day: date, start: date | None, units: Collection[int]
) -> dict[int, Part | None]:
    lineage = index.lineage
    stood = [unit for group in groups(index, day, start, stale_counts=True) for unit in group.standing]
    earlier, later = lineage.matching([unit for unit in stood if lineage.is_under(unit, units)], units)
    then = {unit: _first(index, unit, day, start) for unit in sorted(earlier)}
    unknown = {unit for unit, part in then.items() if part is None}
    known, sure = lineage.matching(earlier - unknown, later)
    found = {unit: then[unit] for unit in sorted(known)}
    if counts_units(index.measure) and len(known) != len(sure):
        # Of shares of villages as many are compared as there are now.
        found = {unit: then[unit] for unit in sorted(known & sure)}
        sure = known & sure
    return found | {unit: _first(index, unit, day, start) for unit in sorted(set(units) - sure)}


def _first(index: FigureIndex, unit: int, day: date, start: date | None) -> Part | None:
    if unit not in index.rows:
        return None
    found = unit_value.part(index, unit, day, start, stale_counts=True)
    if found is not None:
        return found
    days = sorted({fact.on for rows in index.rows[unit].values() for fact in rows if fact.on > day})
    tries = (unit_value.part(index, unit, one, start, stale_counts=True) for one in days)
    return next((one for one in tries if one is not None), None)


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
        as_of=max([part.on for part in found]),
        marked=sum([part.marked for part in found]),
        parts=tuple(found),
    )


_OF_UNITS = frozenset({Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES})  # counted by units, not added up

_Total = tuple[Decimal, Decimal, Decimal | None]  # value, numerator, denominator


def _numerators(found: Sequence[Part]) -> Decimal:
    return sum([part.numerator for part in found], _ZERO)


def _denominators(found: Sequence[Part]) -> Decimal:
    return sum([part.denominator for part in found if part.denominator is not None], _ZERO)


def _sum(found: Sequence[Part], _: Decimal) -> _Total | None:
    total = _numerators(found)
    return total, total, None


def _ratio_of_sums(found: Sequence[Part], scale: Decimal) -> _Total | None:
    below = _denominators(found)
    above = _numerators(found)
    return (scale * above / below, above, below) if below else None


def _weighted_mean(found: Sequence[Part], scale: Decimal) -> _Total | None:
    """`value` is a mean of each unit, `over` its weight."""
    below = _denominators(found)
    above = sum((part.numerator * (part.denominator or 0) for part in found), Decimal(0))
    return (scale * above / below, above, below) if below else None


def _share_of_yes(found: Sequence[Part], scale: Decimal) -> _Total | None:
    total = _numerators(found)
    return scale * total / len(found), total, Decimal(len(found))


def _count_of_yes(found: Sequence[Part], _: Decimal) -> _Total | None:
    total = _numerators(found)
    return total, total, Decimal(len(found))


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
