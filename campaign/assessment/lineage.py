"""Which units count on a day, and whose figures stand for them: the one home of the rules of mergers and splits.

A unit that succeeds others says so (`Place.succeeds`), from its first day on. Until all successors have told a level
themselves, what was told of the units before them stands; units that no event touches stand for themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from campaign.facts import Place


@dataclass(frozen=True, slots=True)
class Group:
    """Units that exist, and the units whose figures stand for all of them: themselves, or those before them."""

    units: tuple[int, ...]
    standing: tuple[int, ...]

    @property
    def is_inherited(self) -> bool:
        return self.units != self.standing


@dataclass(frozen=True)
class Lineage:
    """The units of a commune with who succeeded whom."""

    places: Mapping[int, Place]
    subjects: dict[tuple[Any, ...], list[int]] = field(default_factory=dict, compare=False, repr=False)  # `coverage`'s
    _active: dict[date, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    def active(self, day: date) -> frozenset[int]:
        """The units that exist on a day; asked for again and again, for every measure."""
        if day not in self._active:
            self._active[day] = frozenset(place.id for place in self.places.values() if place.is_active(day))
        return self._active[day]

    @cached_property
    def commune(self) -> tuple[int, ...]:
        """The commune itself, where it is among the places."""
        return tuple(one for one, place in self.places.items() if place.kind == "commune")

    @cached_property
    def after(self) -> Mapping[int, tuple[int, ...]]:
        """The successors of each unit that has any."""
        found: dict[int, list[int]] = {}
        for place in self.places.values():
            for before in place.succeeds:
                if before in self.places:
                    found.setdefault(before, []).append(place.id)
        return {unit: tuple(successors) for unit, successors in found.items()}

    def before(self, unit: int) -> tuple[int, ...]:
        """The units that a unit succeeded."""
        return tuple(one for one in self.places[unit].succeeds if one in self.places)

    @cached_property
    def touched(self) -> frozenset[int]:
        """Every unit that took part in a merger or a split."""
        return frozenset(self.after) | {one for found in self.after.values() for one in found}

    def touched_by(self, day: date) -> frozenset[int]:
        """The same up to a day."""
        begun = [unit for unit in self.touched if self.places[unit].has_begun(day) and self.before(unit)]
        return frozenset(begun).union(*(self.before(unit) for unit in begun))

    def is_replaced(self, unit: int, standing: Collection[int]) -> bool:
        """Whether others stand where a unit that has taken part in an event would have."""
        return unit not in standing and (not self.before(unit) or self.is_under(unit, standing))

    def there(self, units: Iterable[int], day: date) -> list[int]:
        """Those of `units` that count on a day; the commune itself on any: of days before its founding was told too."""
        active = self.active(day)
        return [unit for unit in units if unit in active or self.places[unit].kind == "commune"]

    def groups(self, units: Iterable[int], day: date, has_told: Callable[[int], bool]) -> list[Group]:
        """Which of `units` count on a day, and who stands for them; `has_told` says who can stand for itself.

        In the order of `units`, a group where the first unit of it stands. A unit that has ended without a successor
        counts no more; one that is not there yet does not count either.
        """
        order = list(units)
        there = self.there(order, day)
        if not self.touched.intersection(order):
            return [Group((unit,), (unit,)) for unit in there]
        alone = [unit for unit in there if unit not in self.touched]
        found = [Group((unit,), (unit,)) for unit in alone]
        found += self._resolved([unit for unit in self.places if unit in self.touched], day, has_told)
        at = {unit: number for number, unit in enumerate(order)}
        last = len(order)
        known = [group for group in found if any(unit in at for unit in group.standing)]
        return sorted(known, key=lambda group: min(at.get(unit, last) for unit in group.standing))

    def _resolved(self, touched: Sequence[int], day: date, has_told: Callable[[int], bool]) -> list[Group]:
        """Walk through the events up to a day: what they join is one group, until each unit of it has told."""
        groups = [
            Group((unit,), (unit,)) for unit in touched if not self.before(unit) and self.places[unit].has_begun(day)
        ]
        for ended, begun in self._events(day):
            joined = [group for group in groups if ended & set(group.units)]
            units = [unit for group in joined for unit in group.units if unit not in ended]
            new = Group((*units, *begun), tuple(unit for group in joined for unit in group.standing))
            groups = [group for group in groups if group not in joined] + _settled(new, has_told)
        there = [
            Group(tuple(unit for unit in group.units if self.places[unit].is_active(day)), group.standing)
            for group in groups
        ]
        return [one for group in there if group.units for one in _settled(group, has_told)]

    def _events(self, day: date) -> list[tuple[frozenset[int], tuple[int, ...]]]:
        """What ended and what began in each merger or split up to a day, the oldest first."""
        found: dict[frozenset[int], tuple[int, ...]] = {}
        for unit in sorted(self.touched, key=lambda one: (self.places[one].active_from or date.min, one)):
            ended = frozenset(self.before(unit))
            if ended and self.places[unit].has_begun(day):
                found[ended] = (*found.get(ended, ()), unit)
        return list(found.items())

    def is_under(self, unit: int, others: Collection[int]) -> bool:
        """Whether a unit is among `others`, or all that came of it is."""
        after = self.after.get(unit, ())
        return unit in others or (bool(after) and all(self.is_under(one, others) for one in after))

    def is_above(self, unit: int, others: Collection[int]) -> bool:
        """Whether a unit is among `others`, or all that it was made of is."""
        before = self.before(unit)
        return unit in others or (bool(before) and all(self.is_above(one, others) for one in before))

    def made_of(self, unit: int) -> tuple[int, ...]:
        """A unit and all earlier ones that went into it whole, so that what is counted of them is counted of it."""
        return tuple(one for one in self.places if self.is_under(one, {unit}))

    def kin(self, unit: int) -> frozenset[int]:
        """A unit with all that events have tied to it, however far back: what is told of one bears on another."""
        known, waiting = {unit}, [unit]
        while waiting:
            near = waiting.pop()
            for other in {*self.before(near), *self.after.get(near, ())} - known:
                known.add(other)
                waiting.append(other)
        return frozenset(known)

    def matching(self, earlier: Collection[int], later: Collection[int]) -> tuple[frozenset[int], frozenset[int]]:
        """Of two sets of units that stood at two times, those that are about the same villages.

        Those of the later time may be older: what stood in a merged village's stead stands again where the village's
        own figure cannot be used any more.
        """
        common = frozenset(earlier) & frozenset(later)
        old, new, count = set(earlier) - common, set(later) - common, -1
        while count != len(old) + len(new):
            count = len(old) + len(new)
            new = {unit for unit in new if self._is_about(unit, old)}
            old = {unit for unit in old if self._is_about(unit, new)}
        return common | old, common | new

    def _is_about(self, unit: int, others: Collection[int]) -> bool:
        return self.is_above(unit, others) or self.is_under(unit, others)


def _settled(group: Group, has_told: Callable[[int], bool]) -> list[Group]:
    """The group as it is, or each unit for itself once all of them have told."""
    if all(has_told(unit) for unit in group.units):
        return [Group((unit,), (unit,)) for unit in group.units]
    return [group]
