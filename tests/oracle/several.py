"""Several years of a measure, worked out a second time from each year's verdict: ends, sums, years met, breaks.

A level has its two ends, unless it is counted by another standard since; a count of each year adds up, one over all
years is what it is last; shares are neither added nor averaged; a year that is not over is neither met nor missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.rows import Table, told
from tests.oracle.scope import Verdict

UNJUDGED = ("chưa có số liệu", "chưa đến kỳ xét", "không xét")


@dataclass
class Years:
    """What is told of one measure over several years."""

    measure: str
    start: Fraction | None
    end: Fraction | None
    total: Fraction | None
    met: int
    judged: int
    breaks: list[date]


def put_together(measure: Table, verdicts: Mapping[int, Verdict]) -> Years:
    """`verdicts` by year, oldest first."""
    kinds = {one["kind"] for one in measure["input"]}
    is_count = bool(kinds & {"increment", "running_total"})
    known = [one for one in verdicts.values() if one.value is not None]
    numbers = list(verdicts)
    breaks = [
        one["since"]
        for one in measure.get("standards", ())
        if numbers and numbers[0] < one["since"].year <= numbers[-1]
    ]
    over = [one for one in verdicts.values() if one.is_verdict]
    judged = [one for one in over if one.status not in UNJUDGED and not one.status.startswith("chưa đến hạn")]
    total = None
    if is_count and measure["unit"] != "%" and known:
        values = [one.value or Fraction(0) for one in known]
        total = values[-1] if "since" in measure else told(sum(values, Fraction(0)))
    has_ends = bool(known) and not is_count and not breaks
    return Years(
        measure["id"],
        known[0].year_start if has_ends else None,
        known[-1].value if has_ends else None,
        total,
        sum(one.status in ("đạt", "vượt") for one in judged),
        len(judged),
        breaks,
    )
