"""What a year's verdict rests on: the figures of its last cadence, with the answers that come in January.

A figure carried over from before says nothing of the year; an answer to the year's last question counts whenever it
comes before the next one is asked. Knows figures and days; verdicts are for `status`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from campaign.assessment import measure_year
from campaign.assessment.figure_index import FigureIndex
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign, Measure
from campaign.facts import Fact


def answered_late(measure: Measure, period: ReportingWeek) -> tuple[date, date] | None:
    """From when to when an answer still belongs to the year that a year's report is about; None where none does.

    Of sums none does: an increment counts where it is dated, or it would count in two years.
    """
    is_level = not any(one.kind.is_flow for one in measure.inputs) and not measure.is_cumulative
    if period.kind is not Kind.YEAR or not is_level or not measure_year.has_named_periods(measure):
        return None
    if not measure_year.is_over(measure, period.last):
        return None
    day = measure_year.DAY
    first, last = period.last + day, measure_year.next_opening(measure, period.last) - day
    return (first, last) if first <= last else None


def known_until(campaign: Campaign, period: ReportingWeek) -> date:
    """The last day of which a figure can have a say in the period."""
    late = (answered_late(one, measure_year.own_period(one, period)) for one in campaign.measures)
    return max([period.last, *(one[1] for one in late if one)])


def known(measure: Measure, facts: Iterable[Fact], period: ReportingWeek) -> Sequence[Fact]:
    """The figures as the year sees them: late answers are those of its last day, the newest of them last."""
    late = answered_late(measure, period)
    if late is None:
        return list(facts)
    asked = {one.key for one in measure.inputs if one.asked}
    return [
        fact._replace(on=period.last) if fact.input in asked and late[0] <= fact.on <= late[1] else fact
        for fact in sorted(facts, key=lambda fact: fact.on)
    ]


def of_last_cadence(index: FigureIndex, last: date) -> FigureIndex:
    """Of what is asked for named periods only the answers to the last one; anything else ages as it always does."""
    measure = index.measure
    if index.has_flows or index.is_count or not measure_year.has_named_periods(measure):
        return index
    since, asked = measure_year.opening(measure, last), {one.key for one in measure.inputs if one.asked}
    return index.keep(lambda fact: fact.input not in asked or fact.on >= since)
