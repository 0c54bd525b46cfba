"""One measure at one period: what the oracle is given, and the verdict that it fills in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracle import year
from tests.oracle.ledger import Ledger, Share
from tests.oracle.rows import Row, Table
from tests.oracle.succession import comparable

Lines = list[dict[str, str]]


@dataclass
class Verdict:
    """What the oracle tells of one measure; numbers as printed."""

    measure: str
    status: str = ""
    rule: str = ""
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    target: Fraction | None = None
    attained: Fraction | None = None
    expected: Fraction | None = None
    in_period: Fraction | None = None
    previous: Fraction | None = None
    year_start: Fraction | None = None
    same_period_last_year: Fraction | None = None
    as_of: date | None = None
    fresh: int = 0
    due: int = 0
    marked: int = 0
    provisional: bool = False
    decided: bool | None = None
    is_verdict: bool = False
    shortfall: Fraction | None = None


@dataclass
class Scope:
    """A measure of the campaign file, its ledger, the period; counts begin with `begin`, `shares` make the value."""

    campaign: Table
    measure: Table
    ledger: Ledger
    targets: Lines
    filings: Lines
    first: date
    last: date
    begin: date | None
    verdict: Verdict
    number: int | None = None  # of a year's report
    shares: dict[str, Share] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.last == year.ends(self.measure, self.last)

    @property
    def judged(self) -> Ledger:
        return year.of_last_question(self.ledger, self.last) if self.is_over else self.ledger

    @property
    def goal(self) -> Table:
        found: Table = self.measure["target"]
        return found

    def baselines(self, eve: date) -> list[Row]:
        """Each unit's stock as it was counted by a day, or first counted after it.

        Where those before a unit were counted by that day, its own first count after it is none of that day's.
        """
        found: dict[str, Row] = {}
        for row in self.ledger.rows:
            if row.is_opening and row.on <= self.last and (row.unit not in found or row.on <= eve):
                found[row.unit] = row
        counted = {row.unit for row in self.ledger.openings if row.on <= eve}
        late = {code for code in found if code not in counted and self._ancestors(code) & counted}
        return [row for code, row in found.items() if code not in late]

    def _ancestors(self, code: str) -> set[str]:
        before = {one for one in self.ledger.units[code].get("succeeds", "").split("|") if one}
        return before.union(*(self._ancestors(one) for one in before))

    def first_from(self, then: date) -> dict[str, Share]:
        """What the units of today's value brought on a day, or first after it.

        Of what was merged or split since, all that stood in its place then.
        """
        units = self.ledger.units
        stood = self.ledger.standing(then)
        firsts = {code: one for code in stood if (one := self._first(code, then)) is not None}
        before, after = comparable(units, firsts, self.shares)
        if self.measure["aggregation"] in ("share_of_yes", "count_of_yes") and len(before) != len(after):
            before = after = before & after
        found = {code: one for code, one in firsts.items() if code in before}
        for code in self.shares:
            share = self._first(code, then) if code not in after else None
            if share is not None:
                found[code] = share
        return found

    def _first(self, code: str, then: date) -> Share | None:
        days = sorted({row.on for row in self.ledger.rows_of.get(code, ()) if row.on > then})
        shares = (self.ledger.share(code, on, None, old_too=True) for on in [then, *days])
        return next((one for one in shares if one is not None), None)
