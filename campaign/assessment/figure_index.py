"""The known figures of one measure, and what one unit adds to the measure's value on a day.

Knows entry kinds and terms; how the units' parts become the commune's value is for `valuation`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from campaign.assessment import measure_year, terms
from campaign.catalogue import EntryKind, Input, Measure
from campaign.facts import Fact, Place, State

_ZERO = Decimal(0)
_ON = attrgetter("on")

Rows = Mapping[str, Sequence[Fact]]  # one unit's known figures by input, oldest first

_PartKey = tuple[int, date, date | None, bool]  # unit, day, start, whether stale figures count


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit adds: `numerator` and, for ratios, `denominator`, with the day of its newest figure."""

    unit: int
    numerator: Decimal
    denominator: Decimal | None
    on: date
    marked: int


@dataclass(frozen=True)
class Book:
    """The known figures of one measure, by unit and input. *Not known* has no place in it, so it is never zero."""

    measure: Measure
    rows: Mapping[int, Rows]
    places: Mapping[int, Place]
    parts: dict[_PartKey, Part | None] = field(default_factory=dict, compare=False)  # read once, looked at often

    @cached_property
    def inputs(self) -> Mapping[str, Input]:
        return {one.key: one for one in self.measure.inputs}

    @cached_property
    def flows(self) -> frozenset[str]:
        """The inputs that are summed over days."""
        return frozenset(one.key for one in self.measure.inputs if one.kind.is_flow)

    @property
    def has_flows(self) -> bool:
        return bool(self.flows)

    @cached_property
    def is_balance(self) -> bool:
        """A balance is moved by changes from its opening baseline on, and knows no year."""
        return any(one.kind is EntryKind.CHANGE for one in self.measure.inputs)

    @cached_property
    def is_count(self) -> bool:
        """A count grows through the measure's year: increments and running totals."""
        return any(one.kind in (EntryKind.INCREMENT, EntryKind.RUNNING_TOTAL) for one in self.measure.inputs)

    @cached_property
    def factors(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """For each term its names, each with the input it belongs to: itself, or the one whose denominator is meant."""
        listed = (*self.measure.value, *self.measure.over)
        return {term: [(name, _input_of(name, self.measure)) for name in terms.parse(term).names] for term in listed}

    @cached_property
    def used(self) -> Mapping[str, frozenset[str]]:
        """For each term the inputs it uses."""
        return {term: frozenset(key for _, key in names) for term, names in self.factors.items()}

    @cached_property
    def openings(self) -> Mapping[int, Sequence[date]]:
        """The days of each unit's opening rows, in order."""
        return {
            unit: sorted({fact.on for found in rows.values() for fact in found if fact.opening})
            for unit, rows in self.rows.items()
        }

    def newest_opening(self, unit: int, until: date) -> date | None:
        """The day of a unit's newest opening row, or of the commune's: its baseline holds the changes before it."""
        of_commune = (one for one, place in self.places.items() if place.kind == "commune")
        for owner in (unit, *of_commune):
            days = self.openings.get(owner, ())
            if days and days[0] <= until:
                return days[bisect_right(days, until) - 1]
        return None

    def has_opening(self, until: date) -> bool:
        return any(self.newest_opening(unit, until) is not None for unit in self.rows)

    def with_baselines_of(self, day: date) -> Book:
        """The same book with the baselines as they were on a day; of a unit that had none yet, its first one after."""
        held: dict[int, date] = {}
        for unit, rows in self.rows.items():
            days = [fact.on for found in rows.values() for fact in found if fact.opening]
            if days:
                held[unit] = max((one for one in days if one <= day), default=min(days))
        return self.keep(lambda fact: not fact.opening or fact.on == held[fact.unit])

    def keep(self, is_wanted: Callable[[Fact], bool]) -> Book:
        """The same book with some of its figures only."""
        facts = [fact for rows in self.rows.values() for found in rows.values() for fact in found if is_wanted(fact)]
        return open_book(self.measure, facts, self.places.values())


def open_book(measure: Measure, facts: Iterable[Fact], places: Iterable[Place], day: date | None = None) -> Book:
    """Sort the measure's known figures; facts of other measures, and of units not in `places`, are left out.

    So are those made by another standard than the one in force on `day`: they are not comparable (domain 1.4).
    """
    known = {place.id: place for place in places}
    standard = measure.standard(day) if day else None
    rows: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in sorted(facts, key=_ON):
        if fact.measure != measure.id or fact.unit not in known or (standard and fact.on < standard.since):
            continue
        if fact.state is not State.NOT_KNOWN and fact.value is not None:
            rows[fact.unit][fact.input].append(fact)
    # By units, not by whose figure is oldest: where two answer on one day, the first of them counts.
    return Book(measure, {unit: rows[unit] for unit in known if unit in rows}, known)


def newest(rows: Sequence[Fact], day: date) -> Fact | None:
    """Of one input's rows the last on or before `day`."""
    until = bisect_right(rows, day, key=_ON)
    return rows[until - 1] if until else None


def part(book: Book, unit: int, day: date, start: date | None, stale_counts: bool) -> Part | None:
    """What a unit adds on `day`, flows counted from `start`; None when a level is missing or nothing is known."""
    asked_for = (unit, day, start, stale_counts)
    if asked_for not in book.parts:
        book.parts[asked_for] = _part(book, unit, _UnitReader(book, unit, day, start, stale_counts))
    return book.parts[asked_for]


def _part(book: Book, unit: int, reader: _UnitReader) -> Part | None:
    numerator = reader.amount(book.measure.value)
    denominator = reader.amount(book.measure.over) if book.measure.over else None
    if numerator is None or (book.measure.over and denominator is None):
        return None
    used = reader.used.values()
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
            keys = self._book.used[term]
            flows = keys & self._flows
            found = self._over_days(term, flows, keys - flows) if flows else self._standing(term, keys)
            if found is not None:
                total = (total or _ZERO) + found
            elif not self._flows:
                return None
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
            found = self._product(term, facts)
            if found is not None:
                total = (total or _ZERO) + found
        return total

    def _counted(self, one: Input) -> Sequence[Fact]:
        """A flow's figures in the measure's year; of a change, the newest baseline and what came after it."""
        rows = self._rows.get(one.key, ())
        first = 0 if self._start is None else bisect_left(rows, self._start, key=_ON)
        facts = rows[first : bisect_right(rows, self._day, key=_ON)]
        if one.kind is EntryKind.CHANGE and self._baseline is not None:
            facts = [
                fact for fact in facts if (fact.on == self._baseline if fact.opening else fact.on > self._baseline)
            ]
        return facts

    def _latest(self, key: str, day: date) -> Fact | None:
        one = self._book.inputs[key]
        if not one.asked and self._measure.year_start and one.kind is not EntryKind.RUNNING_TOTAL:
            return self._of_year(key, day)
        found = newest(self._rows.get(key, ()), day)
        if found is None:
            return None
        if one.kind is EntryKind.RUNNING_TOTAL:
            return found if self._start is None or found.on >= self._start else None
        lasts = not one.asked or self._stale_counts
        return found if lasts or not measure_year.is_stale(self._measure, found.on, day) else None

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
            found = None if fact is None else self._denominator(fact) if name != key else fact.value
            if found is None:
                return None
            values[name] = found
        return terms.evaluate((term,), values)

    def _denominator(self, fact: Fact) -> Decimal | None:
        """The denominator copied onto the figure; an imported one may lean on the unit's profile."""
        if fact.denominator is not None:
            return fact.denominator
        field = self._book.inputs[fact.input].denominator
        count = self._place.profile(field) if field not in (None, "asked") else None
        return None if count is None else Decimal(count)


def _input_of(name: str, measure: Measure) -> str:
    """The input a name in a term belongs to: itself, or the one whose denominator is meant."""
    if name == terms.OF:
        return next(one.key for one in measure.inputs if one.denominator)
    return name.removeprefix(f"{terms.OF}.")
