"""Who stands for whom after mergers and splits, worked out backwards: from the units there are to those before them.

A unit that has not told is undone: its event is taken back, with all that came of it, until those who stand have told
or nothing is left to take back. (The program walks forward through the events instead.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

Units = Mapping[str, Mapping[str, str]]


class Succession:
    """The events up to a day."""

    def __init__(self, units: Units, on: str) -> None:
        self.units, self.on = units, on
        self.before = {
            code: tuple(one for one in unit.get("succeeds", "").split("|") if one)
            for code, unit in units.items()
            if not unit["active_from"] or unit["active_from"] <= on
        }
        self.after: dict[str, list[str]] = {}
        for code, earlier in self.before.items():
            for one in earlier:
                self.after.setdefault(one, []).append(code)

    @cached_property
    def touched(self) -> set[str]:
        return set(self.after) | {code for code, earlier in self.before.items() if earlier}

    def is_there(self, code: str) -> bool:
        ends = self.units[code]["active_to"]
        return code in self.before and (not ends or self.on <= ends)

    def descendants(self, code: str) -> set[str]:
        found = set(self.after.get(code, ()))
        return found.union(*(self.descendants(one) for one in found))

    def ancestors(self, code: str) -> set[str]:
        found = set(self.before.get(code, ()))
        return found.union(*(self.ancestors(one) for one in found))

    def standing(self, has_told: Callable[[str], bool]) -> set[str]:
        """The touched units whose figures stand on the day."""
        found = {code for code in self.touched if self.is_there(code)}
        while True:
            untold = [code for code in sorted(found) if not has_told(code) and self.before[code]]
            if not untold:
                return found
            found = self._taken_back(found, untold[0])

    def _taken_back(self, standing: set[str], code: str) -> set[str]:
        """Without one event and all that came of it; what else had gone into that stands for itself again."""
        gone: set[str] = set()
        back = set(self.before[code])
        while True:
            gone = set().union(*(self.descendants(one) for one in back))
            back -= gone
            beside = {one for code in gone for one in self.before[code] if one not in gone} - back
            others = {one for one in beside if not self.ancestors(one) & standing}
            if not others:
                break
            back |= others
        return (standing - gone) | back

    def spoken_for(self, code: str) -> set[str]:
        """The units there are that came of one; itself, where it is there."""
        return {one for one in {code, *self.descendants(code)} if self.is_there(one)}

    def groups(self, standing: Iterable[str]) -> list[tuple[list[str], set[str]]]:
        """Those who stand, put together where they stand for the same units, with these units."""
        found: list[tuple[list[str], set[str]]] = []
        for code in standing:
            mine = self.spoken_for(code)
            joined = [group for group in found if group[1] & mine]
            codes = [one for group in joined for one in group[0]] + [code]
            found = [group for group in found if group not in joined]
            found.append((codes, mine.union(*(group[1] for group in joined))))
        return found


def lines(units: Units, code: str) -> set[tuple[str, ...]]:
    """Every way from a first unit to a last one through a unit: what it is made of, and what becomes of it."""
    before = [one for one in units[code].get("succeeds", "").split("|") if one]
    after = [one for one, unit in units.items() if code in unit.get("succeeds", "").split("|")]
    up = [(*way, code) for one in before for way in _up(units, one)] or [(code,)]
    down = [way for one in after for way in _down(units, one)] or [()]
    return {(*first, *last) for first in up for last in down}


def _up(units: Units, code: str) -> list[tuple[str, ...]]:
    before = [one for one in units[code].get("succeeds", "").split("|") if one]
    return [(*way, code) for one in before for way in _up(units, one)] or [(code,)]


def _down(units: Units, code: str) -> list[tuple[str, ...]]:
    after = [one for one, unit in units.items() if code in unit.get("succeeds", "").split("|")]
    return [(code, *way) for one in after for way in _down(units, one)] or [(code,)]


def comparable(units: Units, earlier: Iterable[str], later: Iterable[str]) -> tuple[set[str], set[str]]:
    """Of units that stood at two times those that are about the same land: all its lines are on both sides."""
    old, new = {one: lines(units, one) for one in earlier}, {one: lines(units, one) for one in later}
    while True:
        of_old, of_new = set().union(*old.values()), set().union(*new.values())
        kept_old = {code: each for code, each in old.items() if each <= of_new}
        kept_new = {code: each for code, each in new.items() if each <= of_old}
        if len(kept_old) == len(old) and len(kept_new) == len(new):
            return set(old), set(new)
        old, new = kept_old, kept_new
