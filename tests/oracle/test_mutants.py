"""The oracle can fail: rules of the campaign, each made wrong on purpose, are found out within a few communes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from campaign.assessment import (
    aggregate,
    coverage,
    figure_index,
    goal,
    lineage,
    measure_year,
    movement,
    progress,
    unit_value,
    year_end,
)
from campaign.assessment.figure_index import FigureIndex, Part
from campaign.assessment.lineage import Group, Lineage
from campaign.catalogue import Aggregation, Comparison, EntryKind, Measure
from campaign.facts import Fact, Place, State, UnitTarget
from tests.oracle import test_oracle

COMMUNES = 100
PATCH = pytest.MonkeyPatch
_DAY = timedelta(days=1)


def village_rates_are_averaged(patch: PATCH) -> None:
    def mean(found: Sequence[Part], scale: Decimal) -> tuple[Decimal, Decimal, Decimal] | None:
        rates = [part.numerator / part.denominator for part in found if part.denominator]
        below = sum((part.denominator or Decimal(0) for part in found), Decimal(0))
        return (
            (scale * sum(rates) / len(rates), sum((p.numerator for p in found), Decimal(0)), below) if rates else None
        )

    patch.setattr(aggregate, "_AGGREGATIONS", {**aggregate._AGGREGATIONS, Aggregation.RATIO_OF_SUMS: mean})


def the_police_count_from_new_year(patch: PATCH) -> None:
    def in_year(year: int, month_day: tuple[int, int]) -> date:
        return real(year, (1, 1) if month_day == (12, 15) else month_day)

    real = measure_year._in_year
    patch.setattr(measure_year, "_in_year", in_year)


def more_than_is_at_least(patch: PATCH) -> None:
    def meets(comparison: Comparison, value: Decimal, target: Decimal) -> bool:
        return real(Comparison.AT_LEAST if comparison is Comparison.MORE_THAN else comparison, value, target)

    real = goal.meets
    patch.setattr(goal, "meets", meets)


def not_known_is_zero(patch: PATCH) -> None:
    def index_figures(measure: Measure, facts: Iterable[Fact], *rest: Any) -> FigureIndex:
        return real(
            measure,
            [fact._replace(state=State.NOTHING, value=Decimal(0)) if fact.value is None else fact for fact in facts],
            *rest,
        )

    real = figure_index.index_figures
    patch.setattr(figure_index, "index_figures", index_figures)


def a_silent_village_has_no_house(patch: PATCH) -> None:
    def share(found: Sequence[Part], scale: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        above = sum((part.numerator for part in found), Decimal(0))
        return scale * above / (len(found) + 1), above, Decimal(len(found) + 1)

    patch.setattr(aggregate, "_AGGREGATIONS", {**aggregate._AGGREGATIONS, Aggregation.SHARE_OF_YES: share})


def old_levels_are_kept(patch: PATCH) -> None:
    patch.setattr(measure_year, "is_stale", lambda measure, on, day: False)


def running_totals_are_summed(patch: PATCH) -> None:
    def latest(self: Any, unit: int, key: str) -> Fact | None:
        found: Fact | None = real(self, unit, key)
        if found is None or self._measure.input(key).kind is not EntryKind.RUNNING_TOTAL:
            return found
        facts = [fact for fact in self._index.rows[unit][key] if self._start <= fact.on <= self._day]
        return found._replace(value=sum((fact.value for fact in facts), Decimal(0)))

    real = unit_value._Reader._latest
    patch.setattr(unit_value._Reader, "_latest", latest)


def last_year_is_taken_whole(patch: PATCH) -> None:
    def same_days(measure: Measure, day: date) -> tuple[date, date] | None:
        found, begun = real(measure, day), measure_year.start(measure, day)
        return (found[0], begun - _DAY) if found and begun else None

    real = measure_year.same_days_last_year
    patch.setattr(measure_year, "same_days_last_year", same_days)


def last_year_runs_into_this_one(patch: PATCH) -> None:
    def same_days(measure: Measure, day: date) -> tuple[date, date] | None:
        found, begun = real(measure, day), measure_year.start(measure, day)
        return (found[0], found[1] + _DAY) if found and begun and found[1] == begun - _DAY else found

    real = measure_year.same_days_last_year
    patch.setattr(measure_year, "same_days_last_year", same_days)


def as_many_of_a_few_is_met(patch: PATCH) -> None:
    def meets(measure: Measure, value: Decimal, base: Decimal, small: int) -> bool:
        return value <= base if base < small else real(measure, value, base, small)

    real = goal.meets_year_on_year
    patch.setattr(goal, "meets_year_on_year", meets)


def targets_have_no_date(patch: PATCH) -> None:
    def dated(measure: Measure, unit: int, targets: Sequence[UnitTarget], day: date) -> Decimal | None:
        return real(measure, unit, [replace(one, valid_from=date.min) for one in targets], day)

    real = goal.dated_target
    patch.setattr(goal, "dated_target", dated)


def a_pledge_judges_over_a_decision(patch: PATCH) -> None:
    def dated(measure: Measure, unit: int, targets: Sequence[UnitTarget], day: date) -> Decimal | None:
        pledged = goal.pledge(measure, unit, targets, day)
        return real(measure, unit, targets, day) if pledged is None else pledged

    real = goal.dated_target
    patch.setattr(goal, "dated_target", dated)


def ended_villages_stay(patch: PATCH) -> None:
    patch.setattr(Place, "is_active", lambda self, on: True)


def the_commune_is_counted_beside_its_villages(patch: PATCH) -> None:
    def parts(kept: FigureIndex, day: date, start: date | None, stale_counts: bool = False) -> tuple[Part, ...]:
        units = [unit for unit in kept.rows if kept.has_flows or kept.places[unit].is_active(day)]
        found = [unit_value.part(kept, unit, day, start, stale_counts) for unit in units]
        return tuple(part for part in found if part)

    patch.setattr(aggregate, "parts", parts)


def a_first_figure_is_a_rise(patch: PATCH) -> None:
    def change(kept: FigureIndex, day: date, begun: date | None, value: aggregate.Value) -> Decimal | None:
        then = aggregate.at(kept, day, begun, stale_counts=True)
        return value.value - then.value if then else None

    patch.setattr(movement, "_change_since", change)


def a_newer_inventory_lowers_the_target(patch: PATCH) -> None:
    patch.setattr(FigureIndex, "with_baselines_of", lambda self, day: self)


def silence_is_covered(patch: PATCH) -> None:
    def of_measure(kept: FigureIndex, period: Any, filings: Any) -> Any:
        return real(kept, period, ())

    real = coverage.of_measure
    patch.setattr(coverage, "of_measure", of_measure)


def a_yield_lasts_for_ever(patch: PATCH) -> None:
    def latest(self: Any, unit: int, key: str, day: date) -> Fact | None:
        facts = [fact for fact in self._index.rows[unit].get(key, ()) if fact.on <= day]
        return facts[-1] if key == "yield" and facts else real(self, unit, key, day)

    real = unit_value._Reader._latest_on
    patch.setattr(unit_value._Reader, "_latest_on", latest)


def the_band_holds_when_the_year_is_over(patch: PATCH) -> None:
    patch.setattr(measure_year, "is_over", lambda measure, day: False)


def january_belongs_to_the_new_year(patch: PATCH) -> None:
    patch.setattr(year_end, "answered_late", lambda measure, period: None)


def last_years_answer_is_this_years(patch: PATCH) -> None:
    patch.setattr(year_end, "of_last_cadence", lambda kept, last: kept)


def every_year_is_the_calendars(patch: PATCH) -> None:
    patch.setattr(measure_year, "own_period", lambda measure, period: period)


def what_is_for_2030_is_missed_today(patch: PATCH) -> None:
    patch.setattr(progress.Way, "is_far", property(lambda self: False))


def a_step_is_for_the_far_day(patch: PATCH) -> None:
    patch.setattr(progress.Way, "by", property(lambda self: self.measure.target.by))


def a_band_is_of_the_whole_target(patch: PATCH) -> None:
    patch.setattr(goal, "band", lambda share, distance, single: share)


def one_case_is_always_on_track(patch: PATCH) -> None:
    def band(share: Decimal, distance: Decimal, single: Decimal | None) -> Decimal:
        return max(share * distance / 100, single or Decimal(0))

    patch.setattr(goal, "band", band)


def half_a_person_is_missing(patch: PATCH) -> None:
    patch.setattr(goal, "is_whole", lambda measure: False)


def a_merged_village_starts_from_nothing(patch: PATCH) -> None:
    def groups(self: Lineage, units: Iterable[int], day: date, has_told: Callable[[int], bool]) -> list[Group]:
        return [Group((unit,), (unit,)) for unit in units if self.places[unit].is_active(day)]

    patch.setattr(Lineage, "groups", groups)


def one_of_two_speaks_for_the_split_village(patch: PATCH) -> None:
    def settled(group: Group, has_told: Callable[[int], bool]) -> list[Group]:
        return [Group((unit,), (unit,)) for unit in group.units] if any(map(has_told, group.units)) else [group]

    patch.setattr(lineage, "_settled", settled)


def a_stock_counted_anew_is_counted_twice(patch: PATCH) -> None:
    patch.setattr(Lineage, "is_replaced", lambda self, unit, standing: False)


def a_stock_counted_by_half_is_counted(patch: PATCH) -> None:
    def touched_by(self: Lineage, day: date) -> frozenset[int]:
        return frozenset(unit for unit in self.touched if not self.before(unit))

    patch.setattr(Lineage, "touched_by", touched_by)


def two_yes_are_two_of_one_village(patch: PATCH) -> None:
    def standing(index: FigureIndex, group: Group, told: Sequence[Part | None]) -> list[Part]:
        return [part._replace(stands_for=group.units) for part in told if part is not None]

    patch.setattr(aggregate, "_standing", standing)


def fewer_villages_are_a_fall(patch: PATCH) -> None:
    def change(kept: FigureIndex, day: date, begun: date | None, value: aggregate.Value) -> Decimal | None:
        stood = aggregate.parts(kept, day, begun, stale_counts=True)
        before, after = kept.lineage.matching([one.unit for one in stood], [one.unit for one in value.parts])
        then = aggregate.add_up(kept.measure, [one for one in stood if one.unit in before])
        now = aggregate.add_up(kept.measure, [one for one in value.parts if one.unit in after])
        return now.value - then.value if now and then else None

    patch.setattr(movement, "_change_since", change)


def a_merged_village_is_compared_with_nobody(patch: PATCH) -> None:
    def matching(self: Lineage, earlier: Any, later: Any) -> tuple[frozenset[int], frozenset[int]]:
        common = frozenset(earlier) & frozenset(later)
        return common, common

    patch.setattr(Lineage, "matching", matching)


def a_merger_holds_a_day_late(patch: PATCH) -> None:
    real = Place.has_begun
    patch.setattr(Place, "has_begun", lambda self, on: real(self, on - _DAY))


def what_the_ended_told_covers_nothing(patch: PATCH) -> None:
    patch.setattr(coverage, "_is_fresh", coverage._has_fresh)


MUTANTS: tuple[Callable[[PATCH], None], ...] = (
    village_rates_are_averaged,
    the_police_count_from_new_year,
    more_than_is_at_least,
    not_known_is_zero,
    a_silent_village_has_no_house,
    old_levels_are_kept,
    running_totals_are_summed,
    last_year_is_taken_whole,
    last_year_runs_into_this_one,
    as_many_of_a_few_is_met,
    targets_have_no_date,
    a_pledge_judges_over_a_decision,
    ended_villages_stay,
    the_commune_is_counted_beside_its_villages,
    a_first_figure_is_a_rise,
    a_newer_inventory_lowers_the_target,
    silence_is_covered,
    a_yield_lasts_for_ever,
    the_band_holds_when_the_year_is_over,
    january_belongs_to_the_new_year,
    last_years_answer_is_this_years,
    every_year_is_the_calendars,
    what_is_for_2030_is_missed_today,
    a_step_is_for_the_far_day,
    a_band_is_of_the_whole_target,
    one_case_is_always_on_track,
    half_a_person_is_missing,
    a_merged_village_starts_from_nothing,
    one_of_two_speaks_for_the_split_village,
    a_stock_counted_anew_is_counted_twice,
    a_stock_counted_by_half_is_counted,
    two_yes_are_two_of_one_village,
    fewer_villages_are_a_fall,
    a_merged_village_is_compared_with_nobody,
    a_merger_holds_a_day_late,
    what_the_ended_told_covers_nothing,
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_wrong_rule_is_found_out(mutant: Callable[[PATCH], None], monkeypatch: PATCH) -> None:
    """With this one rule wrong, the program and the oracle no longer agree."""
    mutant(monkeypatch)
    assert any(test_oracle.compare(number) for number in range(COMMUNES))
