"""The known figures of one measure, and what one unit adds to the measure's value on a day.

Knows entry kinds and terms; how the units' parts become the commune's value is for `valuation`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign import measure_year, terms
from campaign.catalogue import EntryKind, Input, Measure
from campaign.facts import Fact, Place, State

Rows = Mapping[str, Sequence[Fact]]  # one unit's known figures by input, oldest first


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit adds: `numerator` and, for ratios, `denominator`, with the day of its newest figure."""

    unit: int
    numerator: Decimal
    denominator: Decimal | None
    on: date
    marked: int


@dataclass(frozen=True, slots=True)
class Book:
    """The known figures of one measure, by unit and input. *Not known* has no place in it, so it is never zero."""

    measure: Measure
    rows: Mapping[int, Rows]
    places: Mapping[int, Place]

    @property
    def has_flows(self) -> bool:
        return any(one.kind.is_flow for one in self.measure.inputs)

    @property
    def is_balance(self) -> bool:
        """A balance is moved by changes from its opening baseline on, and knows no year."""
        return any(one.kind is EntryKind.CHANGE for one in self.measure.inputs)

    @property
    def is_count(self) -> bool:
        """A count grows through the measure's year: increments and running totals."""
        return any(one.kind in (EntryKind.INCREMENT, EntryKind.RUNNING_TOTAL) for one in self.measure.inputs)

    def newest_opening(self, unit: int, until: date) -> date | None:
        """The day of a unit's newest opening row, or of the commune's: its baseline holds the changes before it."""
        of_commune = (one for one, place in self.places.items() if place.kind == "commune")
        for owner in (unit, *of_commune):
            facts = (fact for found in self.rows.get(owner, {}).values() for fact in found)
            days = [fact.on for fact in facts if fact.opening and fact.on <= until]
            if days:
                return max(days)
        return None

    def has_opening(self, until: date) -> bool:
        return any(self.newest_opening(unit, until) is not None for unit in self.rows)

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
    for fact in sorted(facts, key=lambda one: one.on):
        if fact.measure != measure.id or fact.unit not in known or (standard and fact.on < standard.since):
            continue
        if fact.state is not State.NOT_KNOWN and fact.value is not None:
            rows[fact.unit][fact.input].append(fact)
    return Book(measure, rows, known)


def part(book: Book, unit: int, day: date, start: date | None, stale_counts: bool) -> Part | None:
    """What a unit adds on `day`, flows counted from `start`; None when a level is missing or nothing is known."""
    reader = _UnitReader(book, unit, day, start, stale_counts)
    numerator = reader.amount(book.measure.value)
    denominator = reader.amount(book.measure.over) if book.measure.over else None
    if numerator is None or (book.measure.over and denominator is None):
        return None
    used = reader.used.values()
    asked = [fact for fact in used if book.measure.input(fact.input).asked]
    return Part(
        unit=unit,
        numerator=numerator,
        denominator=denominator,
        on=max(fact.on for fact in asked or used),
        marked=sum(bool(fact.marked) for fact in used),
    )


class _UnitReader:
    """Reads one unit's rows for the terms of a measure, and remembers which figures were used."""

    def __init__(self, book: Book, unit: int, day: date, start: date | None, stale_counts: bool) -> None:
        self.used: dict[tuple[str, date], Fact] = {}
        self._measure = book.measure
        self._rows = book.rows[unit]
        self._place = book.places[unit]
        self._day = day
        self._start = start
        self._stale_counts = stale_counts
        self._flows = {one.key for one in book.measure.inputs if one.kind.is_flow}
        self._baseline = book.newest_opening(unit, day) if book.is_balance else None

    def amount(self, listed: tuple[str, ...]) -> Decimal | None:
        """The sum of the terms; None when a level among them is missing, or nothing at all was reported."""
        total: Decimal | None = None
        for term in listed:
            flows = self._flows.intersection(_input_of(name, self._measure) for name in terms.names((term,)))
            found = self._over_days(term, flows) if flows else self._standing(term)
            if found is not None:
                total = (total or Decimal(0)) + found
            elif not self._flows:
                return None
        return total

    def _standing(self, term: str) -> Decimal | None:
        facts = {key: self._latest(key, self._day) for key in self._inputs(term)}
        return self._product(term, facts)

    def _over_days(self, term: str, flows: Collection[str]) -> Decimal | None:
        """Flows are multiplied day by day, then summed; a day whose other factors are unknown adds nothing."""
        by_day: dict[date, dict[str, Fact]] = defaultdict(dict)
        for key in flows:
            for fact in self._counted(self._measure.input(key)):
                by_day[fact.on][key] = fact
        total: Decimal | None = None
        for day, facts in by_day.items():
            others = {key: self._latest(key, day, stale_counts=True) for key in self._inputs(term) if key not in flows}
            found = self._product(term, {**others, **facts})
            if found is not None:
                total = (total or Decimal(0)) + found
        return total

    def _counted(self, one: Input) -> list[Fact]:
        """A flow's figures in the measure's year; of a change, the newest baseline and what came after it."""
        facts = [fact for fact in self._rows.get(one.key, ()) if fact.on <= self._day]
        if self._start is not None:
            facts = [fact for fact in facts if fact.on >= self._start]
        if one.kind is EntryKind.CHANGE and self._baseline is not None:
            facts = [
                fact for fact in facts if (fact.on == self._baseline if fact.opening else fact.on > self._baseline)
            ]
        return facts

    def _latest(self, key: str, day: date, stale_counts: bool = False) -> Fact | None:
        one = self._measure.input(key)
        facts = [fact for fact in self._rows.get(key, ()) if fact.on <= day]
        if one.kind is EntryKind.RUNNING_TOTAL:
            return facts[-1] if facts and (self._start is None or facts[-1].on >= self._start) else None
        if not one.asked and self._measure.year_start:
            return self._of_year(key, day)
        if not facts:
            return None
        lasts = not one.asked or stale_counts or self._stale_counts
        return facts[-1] if lasts or not measure_year.is_stale(self._measure, facts[-1].on, day) else None

    def _of_year(self, key: str, day: date) -> Fact | None:
        """What is known beforehand for a measure with a year serves the year in which it is dated, all of it."""
        first, last = measure_year.start(self._measure, day), measure_year.end(self._measure, day)
        facts = [fact for fact in self._rows.get(key, ()) if first and last and first <= fact.on <= last]
        until = [fact for fact in facts if fact.on <= day]
        return until[-1] if until else next(iter(facts), None)

    def _product(self, term: str, facts: Mapping[str, Fact | None]) -> Decimal | None:
        """One term; a flow of zero makes it zero, whatever else is missing (no yield where nothing was cut)."""
        self.used.update({(fact.input, fact.on): fact for fact in facts.values() if fact is not None})
        if any(key in self._flows and fact is not None and not fact.value for key, fact in facts.items()):
            return Decimal(0)
        values: dict[str, Decimal] = {}
        for name in terms.names((term,)):
            key = _input_of(name, self._measure)
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
        field = self._measure.input(fact.input).denominator
        count = self._place.profile(field) if field not in (None, "asked") else None
        return None if count is None else Decimal(count)

    def _inputs(self, term: str) -> list[str]:
        return [_input_of(name, self._measure) for name in terms.names((term,))]


def _input_of(name: str, measure: Measure) -> str:
    """The input a name in a term belongs to: itself, or the one whose denominator is meant."""
    if name == terms.OF:
        return next(one.key for one in measure.inputs if one.denominator)
    return name.removeprefix(f"{terms.OF}.")
