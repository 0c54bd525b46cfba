"""What one unit adds to a measure's value on a day, and from which of its figures: terms read over indexed figures.

Knows entry kinds and terms; how the units' parts become the commune's value is for `aggregate`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from campaign.assessment import measure_year, terms
from campaign.assessment.figure_index import ON, Book, Part, newest
from campaign.catalogue import EntryKind, Input
from campaign.facts import Fact

_ZERO = Decimal(0)


def part(book: Book, unit: int, day: date, start: date | None, stale_counts: bool) -> Part | None:
    """What a unit adds on `day`, flows counted from `start`; None when a level is missing or nothing is known."""
    asked_for, parts = (unit, day, start, stale_counts), book.parts
    if asked_for not in parts:
        parts[asked_for] = _part(book, unit, _UnitReader(book, unit, day, start, stale_counts))
    return parts[asked_for]


def _part(book: Book, unit: int, reader: _UnitReader) -> Part | None:
    numerator = reader.amount(book.measure.value)
    denominator = reader.amount(book.measure.over) if book.measure.over else None
    if numerator is None or (book.measure.over and denominator is None):
        return None
    used = reader.used.values()
    if len(used) == 1:  # the usual: nothing is to be compared
        (fact,) = used
        return Part(unit, numerator, denominator, fact.on, 1 if fact.marked else 0)
    days = [fact.on for fact in used if book.inputs[fact.input].asked] or [fact.on for fact in used]
    marked = len([fact for fact in used if fact.marked])
    return Part(unit=unit, numerator=numerator, denominator=denominator, on=max(days), marked=marked)


def sources(book: Book, unit: int, day: date, start: date | None, stale_counts: bool) -> tuple[Fact, ...]:
    """The figures from which `part` makes what it says, in the order of their days: where a value comes from."""
    if unit not in book.rows:
        return ()
    reader = _UnitReader(book, unit, day, start, stale_counts)
    reader.amount(book.measure.value)
    reader.amount(book.measure.over)
    return tuple(sorted(reader.used.values(), key=lambda fact: fact.on))


class _UnitReader:
    """Reads one unit's rows for the terms of a measure, and remembers which figures were used."""

    def __init__(self, book: Book, unit: int, day: date, start: date | None, stale_counts: bool) -> None:
        self.used: dict[tuple[str, date], Fact] = {}
        self._book = book
        self._measure = book.measure
        self._rows = book.rows[unit]
        self._place = book.places[unit]
        self._day = day
        self._start = start
        self._stale_counts = stale_counts
        self._flows = book.flows
        self._baseline = book.newest_opening(unit, day) if book.is_balance else None

    def amount(self, listed: tuple[str, ...]) -> Decimal | None:
        """The sum of the terms; None when a level among them is missing, or nothing at all was reported."""
        total: Decimal | None = None
        for term in listed:
            if term in self._book.single:
                amount = self._single(*self._book.single[term])
            else:
                flows, others = self._book.flows_and_others[term]
                amount = self._over_days(term, flows, others) if flows else self._standing(term, others)
            if amount is not None:
                total = (total or _ZERO) + amount
            elif not self._flows:
                return None
        return total

    def _single(self, name: str, key: str, constant: Decimal) -> Decimal | None:
        """A term of one name alone, as most are: what the ways below would come to."""
        if key not in self._flows:
            latest = self._latest(key, self._day)
            if latest is None:
                return None
            self.used[key, latest.on] = latest
            value = latest.value if name == key else self._denominator(latest)
            return None if value is None else constant * value
        total: Decimal | None = None
        for fact in self._counted(self._book.inputs[key]):
            self.used[key, fact.on] = fact
            value = fact.value if name == key or not fact.value else self._denominator(fact)
            if value is not None:
                total = (total or _ZERO) + (constant * value if fact.value else _ZERO)
        return total

    def _standing(self, term: str, keys: Collection[str]) -> Decimal | None:
        return self._product(term, {key: self._latest(key, self._day) for key in keys})

    def _over_days(self, term: str, flows: Collection[str], others: Collection[str]) -> Decimal | None:
        """Flows are multiplied day by day, then summed; a day whose other factors are unknown, or old, adds nothing."""
        by_day: dict[date, dict[str, Fact | None]] = defaultdict(dict)
        for key in flows:
            for fact in self._counted(self._book.inputs[key]):
                by_day[fact.on][key] = fact
        total: Decimal | None = None
        for day, facts in by_day.items():
            for key in others:
                facts[key] = self._latest(key, day)
            amount = self._product(term, facts)
            if amount is not None:
                total = (total or _ZERO) + amount
        return total

    def _counted(self, flow: Input) -> Sequence[Fact]:
        """A flow's figures in the measure's year; of a change, the newest baseline and what came after it."""
        rows = self._rows.get(flow.key, ())
        first = 0 if self._start is None else bisect_left(rows, self._start, key=ON)
        facts = rows[first : bisect_right(rows, self._day, key=ON)]
        if flow.kind is EntryKind.CHANGE and self._baseline is not None:
            facts = [
                fact for fact in facts if (fact.on == self._baseline if fact.opening else fact.on > self._baseline)
            ]
        return facts

    def _latest(self, key: str, day: date) -> Fact | None:
        if key in self._book.of_year:
            return self._of_year(key, day)
        field = self._book.inputs[key]
        latest = newest(self._rows.get(key, ()), day)
        if latest is None:
            return None
        if field.kind is EntryKind.RUNNING_TOTAL:
            return latest if self._start is None or latest.on >= self._start else None
        lasts = not field.asked or self._stale_counts
        return latest if lasts or not measure_year.is_stale(self._measure, latest.on, day) else None

    def _of_year(self, key: str, day: date) -> Fact | None:
        """What is known beforehand for a measure with a year serves the year in which it is dated, all of it."""
        first, last = measure_year.start(self._measure, day), measure_year.end(self._measure, day)
        facts = [fact for fact in self._rows.get(key, ()) if first and last and first <= fact.on <= last]
        until = [fact for fact in facts if fact.on <= day]
        return until[-1] if until else next(iter(facts), None)

    def _product(self, term: str, facts: Mapping[str, Fact | None]) -> Decimal | None:
        """One term; a flow of zero makes it zero, whatever else is missing (no yield where nothing was cut)."""
        is_zero = False
        for key, fact in facts.items():
            if fact is not None:
                self.used[key, fact.on] = fact
                is_zero = is_zero or (not fact.value and key in self._flows)
        if is_zero:
            return _ZERO
        values: dict[str, Decimal] = {}
        for name, key in self._book.factors[term]:
            fact = facts.get(key)
            value = None if fact is None else self._denominator(fact) if name != key else fact.value
            if value is None:
                return None
            values[name] = value
        return terms.evaluate((term,), values)

    def _denominator(self, fact: Fact) -> Decimal | None:
        """The denominator copied onto the figure; an imported one may lean on the unit's profile."""
        if fact.denominator is not None:
            return fact.denominator
        field = self._book.inputs[fact.input].denominator
        count = self._place.profile(field) if field not in (None, "asked") else None
        return None if count is None else Decimal(count)
