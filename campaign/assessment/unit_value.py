"""What one unit adds to a measure's value on a day, and from which of its figures: terms read over indexed figures.

Knows entry kinds and terms; how the units' parts become the commune's value is for `aggregate`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from campaign.assessment import measure_year, terms
from campaign.assessment.figure_index import ON, FigureIndex, Part, newest
from campaign.assessment.form import OneLevel
from campaign.catalogue import EntryKind, Input
from campaign.facts import Fact

_ZERO = Decimal(0)

_Used = dict[tuple[str, date], Fact]  # the figures behind a value, by input and day


def part(index: FigureIndex, unit: int, day: date, start: date | None, stale_counts: bool) -> Part | None:
    """What a unit adds on `day`, flows counted from `start`; None when a level is missing or nothing is known."""
    return _reader(index, day, start, stale_counts).part(unit)


def parts(index: FigureIndex, units: Iterable[int], day: date, start: date | None, stale_counts: bool) -> list[Part]:
    """What each of `units` adds; those that add nothing are left out."""
    read = _reader(index, day, start, stale_counts).part
    return [part for unit in units if (part := read(unit)) is not None]


def sources(index: FigureIndex, unit: int, day: date, start: date | None, stale_counts: bool) -> tuple[Fact, ...]:
    """The figures from which `part` makes what it says, in the order of their days: where a value comes from."""
    if unit not in index.rows:
        return ()
    used: _Used = {}
    reader = _reader(index, day, start, stale_counts)
    reader.amount(unit, index.measure.value, used)
    reader.amount(unit, index.measure.over, used)
    return tuple(sorted(used.values(), key=lambda fact: fact.on))


def _reader(index: FigureIndex, day: date, start: date | None, stale_counts: bool) -> _Reader:
    found: _Reader | None = index.readers.get((day, start, stale_counts))
    if found is None:
        found = index.readers[day, start, stale_counts] = _Reader(index, day, start, stale_counts)
    return found


class _Reader:
    """Reads units' rows as they are on a day for the terms of a measure, and notes which figures were used.

    What is the same for all units is found once.
    """

    def __init__(self, index: FigureIndex, day: date, start: date | None, stale_counts: bool) -> None:
        self._index = index
        self._form = index.form
        self._measure = index.measure
        self._day = day
        self._start = start
        self._stale_counts = stale_counts
        self._flows = index.flows
        is_total = any(one.kind is EntryKind.RUNNING_TOTAL for one in index.measure.inputs)
        self._since = start if is_total else None  # of a running total what was told before it is another's
        self._parts: dict[int, Part | None] = {}  # read once, looked at often
        self._baselines: dict[int, date | None] = {}
        self._oldest = {one.key: self._oldest_of(one) for one in index.measure.inputs}

    def _oldest_of(self, one: Input) -> date:
        """From which day on a level of an input counts for certain."""
        if one.kind is EntryKind.RUNNING_TOTAL:
            return self._start or date.min
        if not one.asked or self._stale_counts:
            return date.min
        return measure_year.surely_fresh_since(self._measure, self._day)

    def part(self, unit: int) -> Part | None:
        """What a unit adds."""
        if unit in self._parts:
            return self._parts[unit]
        found: Part | None = None
        if self._stale_counts and not self._flows:
            # Of levels that are fresh nothing else is known where old ones count too.
            fresh: _Reader | None = self._index.readers.get((self._day, self._start, False))
            found = fresh._parts.get(unit) if fresh else None
        if found is None:
            one_level = self._form.one_level
            found = self._read(unit) if one_level is None else self._one_level(unit, one_level)
        self._parts[unit] = found
        return found

    def _read(self, unit: int) -> Part | None:
        used: _Used = {}
        measure = self._measure
        numerator = self.amount(unit, measure.value, used)
        if numerator is None:
            return None
        denominator = self.amount(unit, measure.over, used) if measure.over else None
        if measure.over and denominator is None:
            return None
        facts, inputs = used.values(), self._form.inputs
        days = [fact.on for fact in facts if inputs[fact.input].asked] or [fact.on for fact in facts]
        return Part(unit, numerator, denominator, max(days), len([fact for fact in facts if fact.marked]))

    def _one_level(self, unit: int, form: OneLevel) -> Part | None:
        """What the ways below would come to, where all that counts is in one figure."""
        fact = self._latest(unit, form.key)
        if fact is None:
            return None
        numerator = fact.value if form.is_value else self._taken(fact, form.value)
        if numerator is None:
            return None
        denominator = self._taken(fact, form.over) if form.over else None
        if form.over and denominator is None:
            return None
        return Part(unit, numerator, denominator, fact.on, 1 if fact.marked else 0)

    def _taken(self, fact: Fact, listed: Iterable[tuple[bool, Decimal | None]]) -> Decimal | None:
        total: Decimal | None = None
        for is_value, constant in listed:
            amount = fact.value if is_value else self._denominator(fact)
            if amount is None:
                return None
            if constant is not None:
                amount = constant * amount
            total = amount if total is None else total + amount
        return total

    def amount(self, unit: int, listed: tuple[str, ...], used: _Used) -> Decimal | None:
        """The sum of the terms; None when a level among them is missing, or nothing at all was reported."""
        total: Decimal | None = None
        for term in listed:
            if term in self._form.single:
                amount = self._single(unit, *self._form.single[term], used)
            else:
                flows, others = self._form.flows_and_others[term]
                over = self._over_days if flows else self._standing
                amount = over(unit, term, flows or others, others, used)
            if amount is not None:
                total = amount if total is None else total + amount
            elif not self._flows:
                return None
        return total

    def _single(self, unit: int, name: str, key: str, constant: Decimal | None, used: _Used) -> Decimal | None:
        """A term of one name alone, as most are: what the ways below would come to; `constant` is None for 1."""
        if key not in self._flows:
            latest = self._latest(unit, key)
            if latest is None:
                return None
            used[key, latest.on] = latest
            value = latest.value if name == key else self._denominator(latest)
            return value if value is None or constant is None else constant * value
        total: Decimal | None = None
        for fact in self._counted(unit, self._form.inputs[key]):
            used[key, fact.on] = fact
            value = fact.value if name == key or not fact.value else self._denominator(fact)
            if value is not None:
                amount = value if constant is None else constant * value
                total = (total or _ZERO) + (amount if fact.value else _ZERO)
        return total

    def _standing(self, unit: int, term: str, keys: Collection[str], _: Collection[str], used: _Used) -> Decimal | None:
        return self._product(term, {key: self._latest(unit, key) for key in keys}, used)

    def _over_days(
        self, unit: int, term: str, flows: Collection[str], others: Collection[str], used: _Used
    ) -> Decimal | None:
        """Flows are multiplied day by day, then summed; a day whose other factors are unknown, or old, adds nothing."""
        by_day: dict[date, dict[str, Fact | None]] = defaultdict(dict)
        for key in flows:
            for fact in self._counted(unit, self._form.inputs[key]):
                by_day[fact.on][key] = fact
        total: Decimal | None = None
        for day, facts in by_day.items():
            amount, behind = self._of_day(unit, term, day, facts, others)
            used.update(behind)
            if amount is not None:
                total = (total or _ZERO) + amount
        return total

    def _of_day(
        self, unit: int, term: str, day: date, facts: dict[str, Fact | None], others: Collection[str]
    ) -> tuple[Decimal | None, _Used]:
        """What a day's flows come to, and the figures behind it: the same in every stretch that holds the day."""
        asked_for = (unit, term, day, *facts, self._since, self._stale_counts)
        if asked_for not in self._index.products:
            for key in others:
                facts[key] = self._latest_on(unit, key, day)
            behind: _Used = {}
            self._index.products[asked_for] = self._product(term, facts, behind), behind
        known: tuple[Decimal | None, _Used] = self._index.products[asked_for]
        return known

    def _counted(self, unit: int, flow: Input) -> Sequence[Fact]:
        """A flow's figures in the measure's year; of a change, the newest baseline and what came after it."""
        facts = self._index.rows[unit].get(flow.key, ())
        if facts and facts[-1].on > self._day:
            facts = facts[: bisect_right(facts, self._day, key=ON)]
        if facts and self._start is not None and facts[0].on < self._start:
            facts = facts[bisect_left(facts, self._start, key=ON) :]
        baseline = self._baseline(unit) if flow.kind is EntryKind.CHANGE else None
        if baseline is not None:
            facts = [fact for fact in facts if (fact.on == baseline if fact.opening else fact.on > baseline)]
        return facts

    def _baseline(self, unit: int) -> date | None:
        if unit not in self._baselines:
            self._baselines[unit] = self._index.newest_opening(unit, self._day)
        return self._baselines[unit]

    def _latest(self, unit: int, key: str) -> Fact | None:
        """What counts of a level on the reader's own day."""
        if key in self._form.of_year:
            return self._of_year(unit, key, self._day)
        latest = newest(self._index.rows[unit].get(key, ()), self._day)
        if latest is None or latest.on > self._oldest[key]:  # on the very day the rule below decides
            return latest
        return self._latest_on(unit, key, self._day)

    def _latest_on(self, unit: int, key: str, day: date) -> Fact | None:
        if key in self._form.of_year:
            return self._of_year(unit, key, day)
        field = self._form.inputs[key]
        latest = newest(self._index.rows[unit].get(key, ()), day)
        if latest is None:
            return None
        if field.kind is EntryKind.RUNNING_TOTAL:
            return latest if self._start is None or latest.on >= self._start else None
        lasts = not field.asked or self._stale_counts
        return latest if lasts or not measure_year.is_stale(self._measure, latest.on, day) else None

    def _of_year(self, unit: int, key: str, day: date) -> Fact | None:
        """What is known beforehand for a measure with a year serves the year in which it is dated, all of it."""
        first, last = measure_year.start(self._measure, day), measure_year.end(self._measure, day)
        rows = self._index.rows[unit].get(key, ())
        facts = [fact for fact in rows if first and last and first <= fact.on <= last]
        until = [fact for fact in facts if fact.on <= day]
        return until[-1] if until else next(iter(facts), None)

    def _product(self, term: str, facts: Mapping[str, Fact | None], used: _Used) -> Decimal | None:
        """One term; a flow of zero makes it zero, whatever else is missing (no yield where nothing was cut)."""
        is_zero = False
        for key, fact in facts.items():
            if fact is not None:
                used[key, fact.on] = fact
                is_zero = is_zero or (not fact.value and key in self._flows)
        if is_zero:
            return _ZERO
        amount = terms.parse(term).constant
        for name, key in self._form.factors[term]:
            fact = facts.get(key)
            value = None if fact is None else self._denominator(fact) if name != key else fact.value
            if value is None:
                return None
            amount *= value
        return _ZERO + amount

    def _denominator(self, fact: Fact) -> Decimal | None:
        """The denominator copied onto the figure; an imported one may lean on the unit's profile."""
        if fact.denominator is not None:
            return fact.denominator
        field = self._form.inputs[fact.input].denominator
        count = self._index.places[fact.unit].profile(field) if field not in (None, "asked") else None
        return None if count is None else Decimal(count)
