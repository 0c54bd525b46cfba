"""Exported rows, and what they amount to on a day: one walk over each unit's rows in the order of their days.

Written from decisions 1-8, 14 and 15 and domain 1.2-1.6, with nothing of `campaign/` read or imported. Figures are
fractions, so that nothing is rounded on the way; `told` rounds where a figure is printed, once, to 28 digits, half to
even. What is worked out from a printed figure (per cent of the target, the change of a share) starts from it as
printed: that is how «to the last digit» is meant.

Where the papers are silent, the choices written beside the rules of the project are followed:
- how old is «older than twice its cadence»: LIFE, in days, in a season only the days of its months;
- a balance (KT6a) starts from the unit's own newest opening row, else from the commune's; changes of that day are in
  it; what ended villages had still stands, like what they sowed, and changes alone are added to others' baselines;
- the commune's own row of a level stands in only where no unit has one; its flows are added to the units';
- what is never asked (KT5.estimate) serves the whole of the year in which it is dated, also the days before it;
- a product of a flow (KT1b) is made on the flow's day with what was known then, and added up.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from tests.oracle.rows import PROFILE, SUMMED, Row, Table, begin_of_year, day, is_old, number, read
from tests.oracle.succession import Succession


@dataclass
class Share:
    """What one unit brings to the measure: above the line, below it, from figures as new as `on`."""

    above: Fraction
    below: Fraction | None
    on: date
    rows: list[Row] = field(default_factory=list)
    speaks_for: frozenset[str] = frozenset()  # the units there are


class Ledger:
    """One measure's rows and what they amount to."""

    def __init__(
        self, measure: Table, lines: Iterable[Mapping[str, str]], units: Mapping[str, Mapping[str, str]], until: date
    ) -> None:
        self.measure = measure
        self.units = units
        self.kinds = {one["key"]: one["kind"] for one in measure["input"]}
        self.never_asked = {one["key"] for one in measure["input"] if not one.get("asked", True)}
        self.profile = {one["key"]: one.get("denominator") for one in measure["input"]}
        self.commune = next(code for code, unit in units.items() if unit["kind"] == "commune")
        self._keep(row for row in read(lines, measure["id"], units) if self._same_standard(row, until))
        self.is_balance = "change" in self.kinds.values()
        self.is_count = not {"increment", "running_total"}.isdisjoint(self.kinds.values())

    @classmethod
    def of_rows(cls, other: Ledger, rows: list[Row]) -> Ledger:
        """The same ledger with some of its rows only."""
        found = copy.copy(other)
        found._keep(rows)
        return found

    def _keep(self, rows: Iterable[Row]) -> None:
        # The levels of a day come before its flows: what was cut on it was cut at that day's yield.
        self.rows = sorted(rows, key=lambda row: (row.on, self.kinds[row.input] in SUMMED))
        self.openings = [row for row in self.rows if row.is_opening]
        self.rows_of: dict[str, list[Row]] = {}
        for row in self.rows:
            self.rows_of.setdefault(row.unit, []).append(row)

    def _same_standard(self, row: Row, until: date) -> bool:
        """Counts made by another standard than the one in force are not compared (domain 1.4, XH3)."""
        begins = [one["since"] for one in self.measure.get("standards", ())]
        return [one for one in begins if one <= row.on] == [one for one in begins if one <= until]

    def is_there(self, code: str, on: date) -> bool:
        begins, ends = day(self.units[code]["active_from"]), day(self.units[code]["active_to"])
        if code == self.commune:
            return True  # what was told of its land before it was founded is last year's all the same
        return (begins is None or begins <= on) and (ends is None or on <= ends)

    def is_about(self, code: str) -> bool:
        kind, subject = self.units[code]["kind"], self.measure.get("subject", "self")
        if subject in ("village", "commune"):
            return bool(kind == subject)
        return code in self.measure["reporters"] or kind in self.measure["reporters"]

    def shares(self, on: date, begin: date | None, old_too: bool = False) -> dict[str, Share]:
        """What each unit brings on a day, flows from `begin` on."""
        told = {code: self.share(code, on, begin, old_too) for code in self.units}
        found = {code: share for code, share in told.items() if share is not None}
        if self.is_balance:
            found = self._stocks(found, on, begin, old_too)
        elif not self.is_count:
            found = self._levels(found, on)
        if not (self.is_count or self.is_balance) and len(found) > 1:
            found.pop(self.commune, None)
        return found

    def _levels(self, told: dict[str, Share], on: date) -> dict[str, Share]:
        """Of the units there are; of one that was merged or split and is silent, what those before it told."""
        events = Succession(self.units, on.isoformat())
        found = {code: one for code, one in told.items() if code not in events.touched and self.is_there(code, on)}
        standing = events.standing(lambda code: code in told)
        for codes, units in events.groups(code for code in self.units if code in standing):
            shares = {code: told[code] for code in codes if code in told}
            if self.measure["aggregation"] in ("share_of_yes", "count_of_yes") and set(codes) != units:
                shares = _of_one_mind(shares, codes, len(units), list(self.units))
            found |= {code: replace(one, speaks_for=frozenset(units)) for code, one in shares.items()}
        return {code: found[code] for code in self.units if code in found}

    def _stocks(self, told: dict[str, Share], on: date, begin: date | None, old_too: bool) -> dict[str, Share]:
        """Of a stock that was counted anew for all successors the old one is gone; else theirs are changes alone."""
        events = Succession(self.units, on.isoformat())
        counted = {row.unit for row in self.openings if row.on <= on}
        standing = events.standing(lambda code: code in counted)
        found: dict[str, Share] = {}
        for code, one in told.items():
            is_old = code in events.touched and code not in standing
            if is_old and (not events.before.get(code) or events.descendants(code) & standing):
                continue
            if is_old:
                bare = Ledger.of_rows(self, [row for row in self.rows if not (row.unit == code and row.is_opening)])
                share = bare.share(code, on, begin, old_too)
                found |= {} if share is None else {code: share}
            else:
                found[code] = one
        return found

    def standing(self, on: date) -> list[str]:
        """The units that stood on a day, whatever they had told."""
        events = Succession(self.units, on.isoformat())
        found = events.standing(lambda code: self.share(code, on, None, old_too=True) is not None)
        found |= {code for code in self.units if code not in events.touched and self.is_there(code, on)}
        return [code for code in self.units if code in found]

    def amount(self, on: date, begin: date | None, old_too: bool = False) -> tuple[Fraction | None, dict[str, Share]]:
        """The commune's value on a day and what made it; a balance needs a baseline."""
        if self.is_balance and not any(row.is_opening and row.on <= on for row in self.rows):
            return None, {}
        shares = self.shares(on, begin, old_too)
        return self.put_together(shares.values()), shares

    def put_together(self, shares: Iterable[Share]) -> Fraction | None:
        """Numerators over denominators, never a mean of the units' rates (domain 0.2)."""
        shares = list(shares)
        scale = Fraction(str(self.measure.get("scale", 1)))
        if not shares:
            return None
        above = sum((one.above for one in shares), Fraction(0))
        if self.measure["aggregation"] == "share_of_yes":
            return above / len(shares) * scale
        if "over" not in self.measure:
            return above
        below = sum((one.below or Fraction(0) for one in shares), Fraction(0))
        return above / below * scale if below else None

    def share(self, code: str, on: date, begin: date | None, old_too: bool) -> Share | None:
        """What a unit brings on a day; None where a level is missing or nothing was told."""
        rows = self.rows_of.get(code)
        if not rows:
            return None
        walk = Walk(self, code, on, begin, old_too)
        for row in rows:
            walk.take(row)
        return walk.end()


def _of_one_mind(shares: dict[str, Share], codes: list[str], units: int, order: list[str]) -> dict[str, Share]:
    """Yes and no of those before, as often as there are units now, the newest first; where they differ, nothing."""
    if set(shares) != set(codes) or len({one.above for one in shares.values()}) != 1:
        return {}
    newest = sorted(codes, key=lambda code: (-shares[code].on.toordinal(), order.index(code)))
    return {code: shares[code] for code in newest[:units]}


class Walk:
    """One unit's rows, one after another."""

    def __init__(self, ledger: Ledger, code: str, on: date, begin: date | None, old_too: bool) -> None:
        self.ledger, self.code, self.on, self.begin, self.old_too = ledger, code, on, begin, old_too
        self.last: dict[str, Row] = {}  # levels, yes and no, running totals, what is never asked
        self.sums: dict[str, Fraction] = {}  # by term
        self.used: list[Row] = []
        self.stood_since = self._newest_baseline()

    def _newest_baseline(self) -> date | None:
        openings = [row for row in self.ledger.openings if row.on <= self.on] if self.ledger.is_balance else []
        mine = [row.on for row in openings if row.unit == self.code]
        return max(mine or [row.on for row in openings if row.unit == self.ledger.commune], default=None)

    def take(self, row: Row) -> None:
        kind = self.ledger.kinds[row.input]
        if row.input in self.ledger.never_asked:
            self._take_known(row)
        elif row.on > self.on:
            return
        elif kind == "change":
            self._take_change(row)
        elif kind == "increment":
            self._take_increment(row)
        elif kind != "running_total" or (self.begin is not None and row.on >= self.begin):
            self.last[row.input] = row

    def _take_known(self, row: Row) -> None:
        year = begin_of_year(self.ledger.measure, self.on)
        if year is not None:
            wanted = begin_of_year(self.ledger.measure, row.on) == year
            if wanted and (row.on <= self.on or row.input not in self.last):
                self.last[row.input] = row
        elif row.on <= self.on:
            self.last[row.input] = row

    def _take_change(self, row: Row) -> None:
        if row.is_opening:
            if row.on == self.stood_since:
                self.sums, self.used = {}, [row]
                self._add_up(row.input, row.value)
        elif self.stood_since is None or row.on > self.stood_since:
            self.used.append(row)
            self._add_up(row.input, row.value)

    def _add_up(self, key: str, value: Fraction) -> None:
        for term in self.ledger.measure["value"]:
            if key in _names(term):
                self.sums[term] = self.sums.get(term, Fraction(0)) + _constant(term) * value

    def _take_increment(self, row: Row) -> None:
        if self.begin is not None and row.on < self.begin:
            return
        for term in self.ledger.measure["value"]:
            names = _names(term)
            if row.input not in names:
                continue
            others = [self._known(name, row.on) for name in names if name != row.input]
            self.used += [row, *(one for one in others if one is not None)]
            if row.value and None in others:
                continue  # cut, but nobody knows the yield
            product = _constant(term) * row.value
            for one in others:
                product *= one.value if one is not None else 0
            self.sums[term] = self.sums.get(term, Fraction(0)) + product

    def _known(self, name: str, on: date) -> Row | None:
        """The row that a name in a term stands for, unless it is too old on that day."""
        row = self.last.get(self._key(name))
        if row is None or row.input in self.ledger.never_asked or self.ledger.kinds[row.input] == "running_total":
            return row
        return row if self.old_too or not is_old(self.ledger.measure, row.on, on) else None

    def _key(self, name: str) -> str:
        if not _is_denominator(name):
            return name
        return name.partition(".")[2] or next(key for key, of in self.ledger.profile.items() if of)

    def _of(self, row: Row) -> Fraction | None:
        """The denominator copied onto the figure; an opening row may lean on the unit's profile (decision 6)."""
        field = self.ledger.profile[row.input]
        if row.of is None and field in PROFILE and row.is_opening:
            return number(self.ledger.units[self.code][field])
        return row.of

    def _line(self, terms: Iterable[str]) -> Fraction | None:
        """The sum of the terms above or below the line; a flow may be silent, a level may not."""
        total, is_known = Fraction(0), False
        for term in terms:
            if any(self.ledger.kinds.get(name) in SUMMED for name in _names(term)):
                is_known = is_known or term in self.sums
                total += self.sums.get(term, Fraction(0))
                continue
            (name,) = _names(term)
            row = self._known(name, self.on)
            value = None if row is None else self._of(row) if _is_denominator(name) else row.value
            if row is None or value is None:
                return None
            total += _constant(term) * value
            self.used.append(row)
            is_known = True
        return total if is_known else None

    def end(self) -> Share | None:
        measure = self.ledger.measure
        above = self._line(measure["value"])
        below = self._line(measure["over"]) if "over" in measure else None
        if above is None or (below is None and "over" in measure):
            return None
        days = [row.on for row in self.used if row.input not in self.ledger.never_asked]
        return Share(above, below, max(days, default=self.on), self.used)


@functools.cache
def _names(term: str) -> tuple[str, ...]:
    return tuple(name for name in term.lstrip("-").split(" * ") if not name[0].isdigit())


def _is_denominator(name: str) -> bool:
    return name == "of" or name.startswith("of.")


@functools.cache
def _constant(term: str) -> Fraction:
    number = Fraction(-1 if term.startswith("-") else 1)
    for name in term.lstrip("-").split(" * "):
        number *= Fraction(name) if name[0].isdigit() else 1
    return number
