"""How a measure's value moves: in the week, since the year began, against the same days of last year.

Compares values; what a movement means for the status is for `attainment`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaign.assessment import aggregate, measure_year
from campaign.assessment.aggregate import Value
from campaign.assessment.figure_index import FigureIndex
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import EntryKind
from campaign.facts import Fact

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Movement:
    """A measure's movement up to the end of a period, all in its unit; None where there is nothing to compare."""

    in_period: Decimal | None
    previous: Decimal | None
    year_start: Decimal | None
    last_year: Decimal | None


def of_measure(index: FigureIndex, period: ReportingWeek, value: Value | None) -> Movement:
    """The movement of `value`, the measure's value at the end of `period`."""
    previous = _previous(index, period)  # first: what is fresh of it need not be read again for the movement since then
    return Movement(
        in_period=_in_period(index, period, value),
        previous=previous,
        year_start=_year_start(index, period, value),
        last_year=_last_year(index, period),
    )


def start(index: FigureIndex, day: date) -> date | None:
    """The day from which flows and running totals count; None for a balance, which counts from its baseline."""
    return None if index.is_balance else measure_year.start(index.measure, day)


def whole_of_last_year(index: FigureIndex, day: date) -> tuple[Decimal, Decimal] | None:
    """What a count had reached on the same day of last year, and in all that year."""
    days, begun = measure_year.same_days_last_year(index.measure, day), start(index, day)
    if days is None or begun is None:
        return None
    then = aggregate.at(index, days[1], days[0])
    whole = aggregate.at(index, begun - _DAY, days[0])
    return (then.numerator, whole.numerator) if then and whole else None


def _previous(index: FigureIndex, period: ReportingWeek) -> Decimal | None:
    """The value as it was told a period ago; of a count, None when its year has only just begun."""
    before, begun = period.first - _DAY, start(index, period.last)
    if index.is_count and begun is not None and before < begun:
        return None
    found = aggregate.told(index, before, begun)
    return found.value if found else None


def _in_period(index: FigureIndex, period: ReportingWeek, value: Value | None) -> Decimal | None:
    before, begun = period.first - _DAY, start(index, period.last)
    if index.has_flows:
        if index.is_count and period.kind is not Kind.WEEK and begun == period.first:
            return value.value if value else None
        flows, first, last = index.flows, period.first, period.last
        within = index.keep(
            lambda fact: fact.input not in flows or (first <= fact.on <= last and _is_news(index, fact, period))
        )
        found = aggregate.add_up(index.measure, aggregate.parts(within, period.last, period.first))
        return found.value if found else None
    if value is None or (index.is_count and not _is_typed(index, period)):
        return None
    if index.is_count and begun is not None and before < begun:
        return value.value
    return _change_since(index, before, begun, value)


def _is_news(index: FigureIndex, fact: Fact, period: ReportingWeek) -> bool:
    """Whether a flow's figure that is dated in the period was added within it.

    What was imported is no news of a week. Of a longer stretch it is, unless it may reach back before it: an opening
    row covers the days since the row before (decision 7), so that one must lie at most a week before the stretch.
    """
    if not fact.opening:
        return True
    if period.kind is Kind.WEEK or index.is_balance:
        return False
    earlier = [one.on for one in index.rows[fact.unit][fact.input] if one.on < fact.on]
    return bool(earlier) and max(earlier) >= period.first - _WEEK


def _is_typed(index: FigureIndex, period: ReportingWeek) -> bool:
    """Whether a running total was given in the period; where none was, nothing is known of its days."""
    keys = [one.key for one in index.measure.inputs if one.kind is EntryKind.RUNNING_TOTAL]
    return any(fact.on in period for rows in index.rows.values() for key in keys for fact in rows.get(key, ()))


def _change_since(index: FigureIndex, day: date, begun: date | None, value: Value) -> Decimal | None:
    """How far the value moved since `day` among the units known in both; a unit newly heard of moves nothing.

    What a merged unit tells is compared with what all those before it told.
    """
    stood = aggregate.parts(index, day, begun, stale_counts=True)
    before, after = index.lineage.matching([part.unit for part in stood], [part.unit for part in value.parts])
    if aggregate.counts_units(index.measure) and len(before) != len(after):
        before = after = before & after  # that there are fewer villages is no news
    earlier = aggregate.add_up(index.measure, [part for part in stood if part.unit in before])
    now = aggregate.add_up(index.measure, [part for part in value.parts if part.unit in after])
    return now.value - earlier.value if now and earlier else None


def _year_start(index: FigureIndex, period: ReportingWeek, value: Value | None) -> Decimal | None:
    """The value a level or balance had when the year began, of the units that have one now; None for counts.

    A unit that had no figure by then has its first one after it.
    """
    if index.is_count or value is None:
        return None
    eve = (start(index, period.last) or date(period.last.year, 1, 1)) - _DAY
    if index.is_balance:
        stood = index.with_baselines_of(eve).keep(lambda fact: fact.opening or fact.on <= eve)
        found = aggregate.at(stood, period.last, None)
        return found.value if found else None
    parts = aggregate.first_parts(index, eve, None, [part.unit for part in value.parts])
    found = aggregate.add_up(index.measure, parts)
    return found.value if found else None


def _last_year(index: FigureIndex, period: ReportingWeek) -> Decimal | None:
    """The value on the same day of last year; of a count, over the same days."""
    if index.is_count:
        days = measure_year.same_days_last_year(index.measure, period.last)
        found = aggregate.at(index, days[1], days[0]) if days else None
    else:
        day = measure_year.year_before(period.last)
        found = aggregate.at(index, day, start(index, day))
    return found.value if found else None
