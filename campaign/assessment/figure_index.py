"""An index of one measure's known figures: by unit and input, oldest first, with the baselines that are in force.

What a unit adds to the measure's value by them is for `unit_value`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from campaign.assessment import form
from campaign.assessment.form import Form
from campaign.assessment.lineage import Lineage
from campaign.catalogue import Input, Measure
from campaign.facts import Fact, Place, State

ON = attrgetter("on")  # the order of every sequence of figures here

Rows = Mapping[str, Sequence[Fact]]  # one unit's known figures by input, oldest first

_DayKey = tuple[date, date | None, bool]  # day, start, whether stale figures count


class Part(NamedTuple):
    """What one unit adds: `numerator` and, for ratios, `denominator`, with the day of its newest figure.

    `stands_for` are the units that came of it, where they have not told their own yet.
    """

    unit: int
    numerator: Decimal
    denominator: Decimal | None
    on: date
    marked: int
    stands_for: tuple[int, ...] = ()

    @property
    def units(self) -> tuple[int, ...]:
        """The units that it speaks for."""
        return self.stands_for or (self.unit,)


@dataclass(frozen=True)
class FigureIndex:
    """The known figures of one measure, by unit and input. *Not known* has no place in it, so it is never zero."""

    measure: Measure
    rows: Mapping[int, Rows]
    lineage: Lineage
    readers: dict[_DayKey, Any] = field(default_factory=dict, compare=False)  # `unit_value` keeps its own here
    products: dict[tuple[Any, ...], Any] = field(default_factory=dict, compare=False)

    @property
    def places(self) -> Mapping[int, Place]:
        return self.lineage.places

    @cached_property
    def form(self) -> Form:
        """How the measure is counted."""
        return form.of_measure(self.measure)

    @property
    def inputs(self) -> Mapping[str, Input]:
        return self.form.inputs

    @property
    def flows(self) -> frozenset[str]:
        return self.form.flows

    @property
    def has_flows(self) -> bool:
        return bool(self.form.flows)

    @property
    def is_balance(self) -> bool:
        return self.form.is_balance

    @property
    def is_count(self) -> bool:
        return self.form.is_count

    @cached_property
    def openings(self) -> Mapping[int, Sequence[date]]:
        """The days of each unit's opening rows, in order."""
        return {
            unit: sorted({fact.on for found in rows.values() for fact in found if fact.opening})
            for unit, rows in self.rows.items()
        }

    def newest_opening(self, unit: int, until: date) -> date | None:
        """The day of a unit's newest opening row, or of the commune's: its baseline holds the changes before it."""
        for owner in (unit, *self.lineage.commune):
            days = self.openings.get(owner, ())
            if days and days[0] <= until:
                return days[bisect_right(days, until) - 1]
        return None

    def has_own_opening(self, unit: int, until: date) -> bool:
        """Whether a unit was counted itself by a day, not those before it or the whole commune."""
        days = self.openings.get(unit, ())
        return bool(days) and days[0] <= until

    def has_opening(self, until: date) -> bool:
        return any(self.newest_opening(unit, until) is not None for unit in self.rows)

    def with_baselines_of(self, day: date) -> FigureIndex:
        """The same index with the baselines as they were on a day; of a unit that had none yet, its first one after.

        A unit that was made of others has none yet where one of them was counted by then.
        """
        held: dict[int, date] = {}
        for unit, days in self.openings.items():
            if not days or (days[0] > day and self._is_counted_before(unit, day)):
                continue
            held[unit] = max((one for one in days if one <= day), default=days[0])
        return self.keep(lambda fact: not fact.opening or fact.on == held.get(fact.unit))

    def _is_counted_before(self, unit: int, day: date) -> bool:
        before = self.lineage.before(unit)
        return any(self.has_own_opening(one, day) or self._is_counted_before(one, day) for one in before)

    def keep(self, is_wanted: Callable[[Fact], bool]) -> FigureIndex:
        """The same index with some of its figures only."""
        kept: dict[int, Rows] = {}
        for unit, rows in self.rows.items():
            wanted = {key: [fact for fact in found if is_wanted(fact)] for key, found in rows.items()}
            if found := {key: facts for key, facts in wanted.items() if facts}:
                kept[unit] = found
        return FigureIndex(self.measure, kept, self.lineage)


def index_figures(
    measure: Measure, facts: Iterable[Fact], places: Iterable[Place] | Lineage, day: date | None = None
) -> FigureIndex:
    """Sort the measure's known figures; facts of other measures, and of units not in `places`, are left out.

    So are those made by another standard than the one in force on `day`: they are not comparable (domain 1.4).
    """
    lineage = places if isinstance(places, Lineage) else Lineage({place.id: place for place in places})
    known = lineage.places
    standard = measure.standard(day) if day else None
    rows: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in sorted((fact for fact in facts if fact.measure == measure.id), key=ON):
        if fact.unit not in known or (standard and fact.on < standard.since):
            continue
        if fact.state is not State.NOT_KNOWN and fact.value is not None:
            rows[fact.unit][fact.input].append(fact)
    # By units, not by whose figure is oldest: where two answer on one day, the first of them counts.
    return FigureIndex(measure, {unit: rows[unit] for unit in known if unit in rows}, lineage)


def newest(rows: Sequence[Fact], day: date) -> Fact | None:
    """Of one input's rows the last on or before `day`."""
    if not rows:
        return None
    if rows[-1].on <= day:  # as most often
        return rows[-1]
    until = bisect_right(rows, day, key=ON)
    return rows[until - 1] if until else None
