"""How far back the rules look: of each input, the days and stretches of days whose figures can change a standing.

A standing rests on some days only: the period's last, the one before its first, the same day last year, the eve of
the year. Of a level the newest figure on each of them is enough, of a flow the sum between them. What is not surely
covered by that is looked at whole. Knows the rules' dates; how figures are read is for the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from campaign import book as books
from campaign import measure_year, movement
from campaign.book import Book
from campaign.calendar import Period
from campaign.catalogue import Campaign, Measure, TargetKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Days from `first` to `last`, both counted; `date.min` is the beginning of everything."""

    first: date
    last: date

    def holds(self, other: Stretch) -> bool:
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at of one input, always of known figures alone.

    `newest`: the newest figure on or before each of these days. `next`: the first one after each of these days, and
    `next_divided` the first that has a denominator. `every`: each figure in these stretches. `summed`: the sum over
    each of these stretches, what is marked or opening apart, and the day of its newest figure. `openings`: every
    opening figure on its own; their days part the sums (`part`).
    """

    measure: str
    input: str
    newest: frozenset[date] = frozenset()
    next: frozenset[date] = frozenset()
    next_divided: frozenset[date] = frozenset()
    every: tuple[Stretch, ...] = ()
    summed: tuple[Stretch, ...] = ()
    openings: bool = False


def looks(campaign: Campaign, period: Period) -> tuple[Look, ...]:
    """What `attainment.assess` and `assess_unit` look at when they assess `period`, by measure and input."""
    return tuple(look for measure in campaign.measures for look in _of_measure(campaign, measure, period))


def part(stretches: Iterable[Stretch], days: Iterable[date]) -> tuple[Stretch, ...]:
    """The same days in shorter stretches, so that each of `days` is the last of one if it lies in any."""
    ends = sorted(days)
    found: list[Stretch] = []
    for stretch in stretches:
        first = stretch.first
        for end in ends:
            if first <= end < stretch.last:
                found.append(Stretch(first, end))
                first = end + _DAY
        found.append(Stretch(first, stretch.last))
    return tuple(found)


def _of_measure(campaign: Campaign, measure: Measure, period: Period) -> Iterator[Look]:
    blank = books.open_book(measure, (), ())
    openings = blank.is_balance or measure.target.kind is TargetKind.BASELINE
    for one in measure.inputs:
        if not one.asked:
            # Known beforehand: few rows, and they serve days before their own (`book._UnitReader`).
            yield Look(measure.id, one.key, every=(Stretch(date.min, period.last),))
        elif blank.has_flows:
            yield _of_flow(blank, one.key, period, openings)
        elif blank.is_count:
            days = frozenset({period.last, *(stretch.last for stretch in _counted(blank, period))})
            yield Look(measure.id, one.key, newest=days, openings=openings)
        else:
            yield _of_level(campaign, blank, one.key, period, openings)


def _of_flow(blank: Book, key: str, period: Period, openings: bool) -> Look:
    """Alone in its terms a flow is summed; where it is multiplied with others each day counts for itself."""
    counted = _counted(blank, period)
    pieces = _pieces([*counted, *_balanced(blank, period)] if blank.is_balance else counted)
    # Where the way to a far target began is the first of all days with a figure.
    seeks_first = blank.measure.target.by is not None and not blank.is_count
    if _is_sum_of_flows(blank) and not seeks_first:
        return Look(blank.measure.id, key, newest=frozenset({period.last}), summed=pieces, openings=openings)
    before = frozenset({period.last, *(piece.first for piece in pieces)})
    return Look(blank.measure.id, key, newest=before, every=pieces, openings=openings)


def _of_level(campaign: Campaign, blank: Book, key: str, period: Period, openings: bool) -> Look:
    eves = {_eve_of_year(blank, period)}
    if blank.measure.target.by:
        eves.add(campaign.starts - _DAY)
    days = frozenset({period.last, period.first - _DAY, measure_year.year_before(period.last), *eves})
    if len({used for names in blank.factors.values() for used in names.values()}) == 1:
        divided = eves if blank.measure.input(key).denominator else ()
        return Look(
            blank.measure.id,
            key,
            newest=days,
            next=frozenset(eves),
            next_divided=frozenset(divided),
            openings=openings,
        )
    # The first day on which all of them are known may be any day with a figure of one.
    since = (Stretch(min(eves) + _DAY, period.last),) if min(eves) < period.last else ()
    return Look(blank.measure.id, key, newest=days, every=since, openings=openings)


def _counted(blank: Book, period: Period) -> list[Stretch]:
    """From where to where the rules count what grows over the measure's year, each as they ask it."""
    begun = movement.start(blank, period.last) or date.min
    found = [
        Stretch(begun, period.last),
        Stretch(begun, period.first - _DAY),
        Stretch(period.first, period.last),
    ]
    last_year = measure_year.same_days_last_year(blank.measure, period.last)
    if last_year is not None:
        found += [Stretch(*last_year), Stretch(last_year[0], _eve_of_year(blank, period))]
    return [stretch for stretch in found if stretch.first <= stretch.last]


def _balanced(blank: Book, period: Period) -> list[Stretch]:
    """The same of a balance, which knows no year: everything up to a day."""
    ends = (period.first - _DAY, _eve_of_year(blank, period), measure_year.year_before(period.last))
    return [Stretch(date.min, end) for end in ends]


def _eve_of_year(blank: Book, period: Period) -> date:
    return (movement.start(blank, period.last) or date(period.last.year, 1, 1)) - _DAY


def _pieces(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Stretches that do not overlap, of which each of the given ones is made up."""
    firsts = sorted({day for one in stretches for day in (one.first, one.last + _DAY)})
    pieces = (Stretch(first, after - _DAY) for first, after in pairwise(firsts))
    return tuple(piece for piece in pieces if any(one.holds(piece) for one in stretches))


def _is_sum_of_flows(blank: Book) -> bool:
    """Whether the value is flows and nothing else, none multiplied and none standing for its denominator."""
    factors = [list(names) for names in blank.factors.values()]
    return len(blank.flows) == len(blank.inputs) and all(
        len(names) == 1 and names[0] in blank.flows for names in factors
    )
