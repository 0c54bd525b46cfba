"""Who deserves a public word: units that sent their figures on time, several reporting weeks in a row.

Praise is for timeliness alone; results are not ranked in public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.facts import Filing, Place

FEWEST_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Praise:
    """The villages, in the order of their codes, that have been on time for `weeks` periods in a row."""

    weeks: int
    names: tuple[str, ...]


def streaks(filings: Sequence[Filing]) -> Mapping[int, int]:
    """For each unit, how many of its newest periods in a row were on time; periods with nothing due do not count."""
    by_unit: dict[int, list[Filing]] = defaultdict(list)
    for filing in filings:
        if filing.due:
            by_unit[filing.unit].append(filing)
    return {unit: _streak(found) for unit, found in by_unit.items()}


def _streak(filings: Sequence[Filing]) -> int:
    newest_first = sorted(filings, key=lambda one: one.period_last, reverse=True)
    return next((weeks for weeks, one in enumerate(newest_first) if not one.on_time), len(newest_first))


def longest(filings: Sequence[Filing], places: Sequence[Place]) -> Praise | None:
    """The villages with the longest run of periods on time; None when nobody has two."""
    weeks = streaks(filings)
    villages = sorted((place for place in places if place.kind == "village"), key=lambda place: place.code)
    best = max((weeks.get(place.id, 0) for place in villages), default=0)
    if best < FEWEST_WEEKS:
        return None
    return Praise(best, tuple(place.name for place in villages if weeks.get(place.id) == best))
