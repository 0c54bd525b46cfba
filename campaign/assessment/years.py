"""Several years side by side: each year's standing of a measure, what stood at both ends, and what adds up.

Nothing is averaged; where a measure is counted by another standard from some year on, its ends are not compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.assessment.result import Result
from campaign.catalogue import Campaign, Measure, TargetKind


@dataclass(frozen=True, slots=True)
class MeasureYears:
    """One measure over several years. `results` are by year, without years that have not begun.

    `start` and `end` are of a level, `total` of what is added up; None where there is none, or where a broken series
    has no end that could be held against its start. `met` of `judged` years have a verdict that is met.
    `breaks` are the days on which a new standard began.
    """

    measure: str
    results: Mapping[int, Result]
    start: Decimal | None
    end: Decimal | None
    total: Decimal | None
    met: int
    judged: int
    breaks: tuple[date, ...]


def side_by_side(campaign: Campaign, standings: Mapping[int, Sequence[Result]]) -> tuple[MeasureYears, ...]:
    """Every measure of the campaign over the years of which there are standings, oldest first."""
    by_measure: dict[str, dict[int, Result]] = {}
    for year in sorted(standings):
        for one in standings[year]:
            by_measure.setdefault(one.measure, {})[year] = one
    return tuple(_of_measure(measure, by_measure.get(measure.id, {})) for measure in campaign.measures)


def _of_measure(measure: Measure, results: Mapping[int, Result]) -> MeasureYears:
    known = [one for one in results.values() if one.value is not None]
    years = list(results)
    breaks = tuple(one.since for one in measure.standards if years and years[0] < one.since.year <= years[-1])
    verdicts = [one for one in results.values() if one.is_verdict and one.status.is_assessed]
    is_level = not measure.is_cumulative
    return MeasureYears(
        measure=measure.id,
        results=results,
        start=known[0].year_start if known and is_level and not breaks else None,
        end=known[-1].value if known and is_level and not breaks else None,
        total=_total(measure, known),
        met=sum(one.status.is_met for one in verdicts),
        judged=len(verdicts),
        breaks=breaks,
    )


def _total(measure: Measure, known: Sequence[Result]) -> Decimal | None:
    """What adds up: counts of each year; one count over all of them is its newest value. A share never does."""
    if not measure.is_cumulative or measure.unit == "%" or not known:
        return None
    if measure.since:
        return known[-1].value
    if measure.target.kind not in (TargetKind.AMOUNT, TargetKind.YEAR_ON_YEAR):
        return None
    return sum((one.value for one in known if one.value is not None), Decimal(0))
