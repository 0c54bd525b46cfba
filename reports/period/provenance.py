"""Where the numbers of a period come from: the rows that made each of them, the formula, the path, the status rule.

Everything is computed from full rows once more, with the same rules; what may not be told of a single unit is not
told here either: the row is named, its value is not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from campaign.assessment import aggregate, figure_index, goal, measure_year, movement, status, unit_value, year_end
from campaign.assessment.figure_index import FigureIndex
from campaign.assessment.result import Result
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign, Measure, TargetKind
from campaign.facts import Fact, Place, UnitTarget
from reports import json_record, small_cells, status_reason

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What everything rests on: the figures, each with its row's number, the units, and the targets they were given."""

    rows: Sequence[tuple[int, Fact]]
    places: Sequence[Place]
    targets: Sequence[UnitTarget]


def of_period(campaign: Campaign, standings: Sequence[Result], known: Known, period: ReportingWeek) -> dict[str, Any]:
    """By measure, in what JSON knows; the standings are those that the known rows gave at the period."""
    found = {}
    for one in standings:
        measure = campaign.by_id[one.measure]
        own = measure_year.own_period(measure, period)
        rows = [
            (key, dated)
            for key, fact in known.rows
            if fact.measure == measure.id
            for dated in year_end.known(measure, [fact], own)
        ]
        numbers = {(fact.measure, fact.unit, fact.input, fact.on): key for key, fact in rows}
        index = figure_index.index_figures(measure, [fact for _, fact in rows], known.places, own.last)
        found[measure.id] = json_record.plain(_Trail(campaign, known, own, index, one, numbers).all())
    return found


_Row = tuple[str, int, str, date]


@dataclass(frozen=True, slots=True)
class _Trail:
    """One measure followed back to its rows, in its own days of the period."""

    campaign: Campaign
    known: Known
    period: ReportingWeek
    index: FigureIndex
    standing: Result
    numbers: Mapping[_Row, int]

    @property
    def measure(self) -> Measure:
        return self.index.measure

    @property
    def begun(self) -> date | None:
        return movement.start(self.index, self.period.last)

    def all(self) -> dict[str, Any]:
        return {
            "formula": self._formula(),
            "value": self._value(),
            "in_period": self._in_period(),
            "year_start": self._year_start(),
            "last_year": self._last_year(),
            "target": self._target(),
            "expected": self._expected(),
            "status": self._status(),
        }

    def _formula(self) -> dict[str, Any]:
        """How units' figures become the value: terms of inputs, what they are divided by, how they are added up."""
        one = self.measure
        return {
            "value": one.value,
            "over": one.over,
            "scale": one.scale,
            "aggregation": one.aggregation,
            "counts_from": self.begun,
            "standard": self.standing.note,
        }

    def _value(self) -> dict[str, Any]:
        day, index = self.period.last, self.index
        if self.standing.is_verdict:
            index = year_end.of_last_cadence(index, day)
        found, stale = aggregate.at(index, day, self.begun), False
        if found is None and not self.standing.is_verdict:
            found, stale = aggregate.at(index, day, self.begun, stale_counts=True), True
        units = [part.unit for part in found.parts] if found else []
        return {
            "value": self.standing.value,
            "numerator": self.standing.numerator,
            "denominator": self.standing.denominator,
            "day": day,
            "older_than_twice_the_cadence": stale and found is not None,
            **self._rows([(unit, day) for unit in units], self.begun, stale),
        }

    def _in_period(self) -> dict[str, Any]:
        """Flows: the period's own rows. Anything else: against the value on the eve of the period."""
        found = self.standing.in_period
        if found is None:
            return {"value": None}
        if self.index.has_flows:
            return {"value": found, "days": (self.period.first, self.period.last)}
        eve = self.period.first - _DAY
        return {"value": found, "against": self.standing.previous, **self._on(eve, self.begun, stale=True)}

    def _year_start(self) -> dict[str, Any]:
        """The value on the eve of the measure's year, or each unit's first one after it."""
        value = aggregate.at(self.index, self.period.last, self.begun, stale_counts=True)
        if self.standing.year_start is None or value is None or self.index.is_balance:
            return {"value": self.standing.year_start}
        eve = (self.begun or date(self.period.last.year, 1, 1)) - _DAY
        first = aggregate.first_parts(self.index, eve, self.begun, [part.unit for part in value.parts])
        days = [(part.unit, max(part.on, eve)) for part in first]
        return {"value": self.standing.year_start, "day": eve, **self._rows(days, self.begun, stale=True)}

    def _last_year(self) -> dict[str, Any]:
        value = self.standing.same_period_last_year
        if value is None:
            return {"value": None}
        if self.index.is_count:
            days = measure_year.same_days_last_year(self.measure, self.period.last)
            return {"value": value, "days": days, **(self._on(days[1], days[0]) if days else {})}
        day = measure_year.year_before(self.period.last)
        return {"value": value, "day": day, **self._on(day, movement.start(self.index, day))}

    def _on(self, day: date, begun: date | None, stale: bool = False) -> dict[str, Any]:
        units = [part.unit for part in aggregate.parts(self.index, day, begun, stale)]
        return self._rows([(unit, day) for unit in units], begun, stale)

    def _rows(self, units: Collection[tuple[int, date]], begun: date | None, stale: bool) -> dict[str, Any]:
        """The rows behind a value; what is withheld of single units is told in all, unless that is one alone."""
        facts = [fact for unit, day in units for fact in unit_value.sources(self.index, unit, day, begun, stale)]
        hidden = [fact for fact in facts if self._withheld(fact)]
        together = sum((fact.value for fact in hidden if fact.value is not None), Decimal(0))
        return {
            "rows": [self._row(fact) for fact in facts],
            "withheld_sum": together if len({fact.unit for fact in hidden}) > 1 else None,
        }

    def _withheld(self, fact: Fact) -> str:
        """What is told in place of a single unit's value."""
        place = self.index.places[fact.unit]
        return "" if place.kind == "commune" else small_cells.of_figure(self.measure, fact.value, place, fact.on)

    def _row(self, fact: Fact) -> dict[str, Any]:
        withheld = self._withheld(fact)
        return {
            "figure": self.numbers[fact.measure, fact.unit, fact.input, fact.on],
            "unit": self.index.places[fact.unit].code,
            "input": fact.input,
            "day": fact.on,
            "kind": "opening" if fact.opening else "report",
            "state": fact.state,
            "value": None if withheld else fact.value,
            "denominator": fact.denominator,
            "choice": fact.choice,
            "marked": "" if withheld else fact.marked,
            "withheld": withheld,
        }

    def _target(self) -> dict[str, Any]:
        target = self.measure.target
        return {
            "value": self.standing.target,
            "comparison": target.comparison,
            "kind": target.kind,
            "source": self._target_source(),
            "given_to_units": self.standing.targets_given,
        }

    def _target_source(self) -> str:
        if self.measure.target.kind is TargetKind.YEAR_ON_YEAR:
            return f"last year's same days, changed by {self.measure.target.value} per cent"
        if self.measure.target.kind is TargetKind.BASELINE:
            return "the opening figures"
        commune = next((place for place in self.known.places if place.kind == "commune"), None)
        dated = goal.dated_target(self.measure, commune.id, self.known.targets, self.period.last) if commune else None
        return f"the campaign document: {self.measure.phrase}" if dated is None else "a dated target of the commune"

    def _expected(self) -> dict[str, Any]:
        """Where it should be by now, and the points of its path where that is what decides."""
        one, day = self.standing, self.period.last
        whole = movement.whole_of_last_year(self.index, day) if one.expected_basis is goal.Basis.LAST_YEAR else None
        points = [{"day": f"{on:02d}/{month:02d}", "share": share} for (month, on), share in self._path()]
        return {
            "value": one.expected_value,
            "per_cent": one.expected,
            "basis": one.expected_basis.value,
            "words": one.expected_basis.label,
            "path": points if one.expected_basis is goal.Basis.PATH else [],
            "last_year_then_and_whole": whole,
            "forecast": one.forecast,
            "forecast_basis": one.forecast_basis.value,
        }

    def _path(self) -> list[tuple[tuple[int, int], Decimal]]:
        return [(point.day, point.share) for point in self.measure.path]

    def _status(self) -> dict[str, Any]:
        one, table = self.standing, status.YEAR_TABLE if self.standing.is_verdict else status.TABLE
        return {
            "status": one.status,
            "word": one.word,
            "rule": one.rule,
            "line": [line.rule for line in table].index(one.rule) + 1,
            "words": status_reason.words(self.measure, one),
            "attained": one.attained,
            "band": one.band,
            "shortfall": one.shortfall,
        }
