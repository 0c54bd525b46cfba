"""Several years against the oracle: random communes, each year's verdicts and what is told of all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pytest

from campaign.assessment import years
from campaign.assessment.result import Result
from campaign.catalogue import Measure
from tests import run_folder
from tests.campaign.khanh_khe import CAMPAIGN
from tests.oracle import communes, several, test_oracle
from tests.oracle.communes import Commune
from tests.oracle.scope import Verdict
from tests.oracle.test_oracle import FILE, exact

PATCH = pytest.MonkeyPatch
COMMUNES = range(1000, 1024)


def _years(commune: Commune) -> dict[int, Commune]:
    """The commune in the report of each year up to its own last day, the last of them perhaps under way."""
    last = min(max(commune.last, date(2026, 12, 31)), date(2030, 12, 31))
    return {
        year: replace(commune, first=date(year, 1, 1), last=min(date(year, 12, 31), last), number=year)
        for year in range(2026, last.year + 1)
    }


Known = tuple[dict[int, tuple[Result, ...]], list[several.Years]]


@lru_cache(64)
def _known(number: int) -> Known:
    """What the program and the oracle make of each year, which no mutant here changes; made once in a run."""
    return run_folder.once(f"several-{number}", lambda: _make(number))


def _make(number: int) -> Known:
    made = _years(communes.make(FILE, number))
    verdicts: dict[int, dict[str, Verdict]] = {
        year: {one.measure: one for one in test_oracle.foretold(commune)} for year, commune in made.items()
    }
    together = [
        several.put_together(measure, {year: found[measure["id"]] for year, found in verdicts.items()})
        for measure in FILE["measure"]
    ]
    return {year: test_oracle.stood(commune) for year, commune in made.items()}, together


def compare(number: int) -> list[str]:
    standings, expected = _known(number)
    found = []
    for one, other in zip(expected, years.side_by_side(CAMPAIGN, standings), strict=True):
        pairs = [
            *((name, getattr(one, name), exact(getattr(other, name))) for name in ("start", "end", "total")),
            ("met", (one.met, one.judged), (other.met, other.judged)),
            ("breaks", one.breaks, list(other.breaks)),
        ]
        found += [
            f"{number} {one.measure} {name}: {mine} != {theirs}" for name, mine, theirs in pairs if mine != theirs
        ]
    return found


@pytest.mark.parametrize("number", COMMUNES)
def test_both_ways_agree(number: int) -> None:
    """Both ends, the sum, the years met and the breaks of 33 measures over up to five years, computed twice."""
    assert [] == compare(number)


def shares_are_added(patch: PATCH) -> None:
    def total(measure: Measure, known: Sequence[Result]) -> Decimal | None:
        return sum((one.value for one in known if one.value is not None), Decimal(0)) if known else None

    patch.setattr(years, "_total", total)


def one_count_is_added_to_itself(patch: PATCH) -> None:
    def total(measure: Measure, known: Sequence[Result]) -> Decimal | None:
        return real(replace(measure, since=None, year_start=(1, 1)) if measure.since else measure, known)

    real = years._total
    patch.setattr(years, "_total", total)


def a_broken_series_is_one(patch: PATCH) -> None:
    def of_measure(measure: Measure, results: Mapping[int, Result]) -> years.MeasureYears:
        return real(replace(measure, standards=()), results)

    real = years._of_measure
    patch.setattr(years, "_of_measure", of_measure)


def a_year_under_way_is_judged(patch: PATCH) -> None:
    def of_measure(measure: Measure, results: Mapping[int, Result]) -> years.MeasureYears:
        return real(measure, {year: replace(one, is_verdict=True) for year, one in results.items()})

    real = years._of_measure
    patch.setattr(years, "_of_measure", of_measure)


MUTANTS: tuple[Callable[[PATCH], None], ...] = (
    shares_are_added,
    one_count_is_added_to_itself,
    a_broken_series_is_one,
    a_year_under_way_is_judged,
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_wrong_rule_is_found_out(mutant: Callable[[PATCH], None], monkeypatch: PATCH) -> None:
    """With this one rule wrong, the program and the oracle no longer agree."""
    mutant(monkeypatch)
    assert any(compare(number) for number in COMMUNES)
